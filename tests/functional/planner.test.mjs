// The planner against the published figures of its formulas, and against bad input: the field, the value and what is allowed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';

import { Server } from '../support/server.mjs';

let server, administrator;
before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
});
after(() => server.remove());

const path = (name) => `/api/v1/plan/${name}`;
const plan = async (name, body) => {
  const reply = await administrator.post(path(name), body);
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
};
const near = (given, wanted, within) => assert.ok(Math.abs(given - wanted) <= within, `${given}, not ${wanted}`);
// Shares with the variance that the published figures are for.
const v54 = { promoters: 0.55, detractors: 0.15 }, v27 = { promoters: 0.79125, detractors: 0.04125 };

test('±5 points: 1537 answers in the worst case, 830 and 415 with more agreement', async () => {
  for (const [shares, variance, answers] of [[{}, 1, 1537], [v54, 0.54, 830], [v27, 0.27, 415]]) {
    const { status, unit_variance, simple, required, invitations, enough, best } = await plan('sample', { margin: 5, ...shares });
    near(unit_variance, variance, 1e-12);
    assert.deepEqual([status, simple, required, invitations, enough, best], ['ok', answers, answers, null, null, null]);
  }
});

test('the tables in the documentation are what the planner answers', async () => {
  const shares = [{}, v54, { promoters: 0.79, detractors: 0.04 }];
  for (const language of ['ru', 'en']) {
    const page = readFileSync(new URL(`../../docs/${language}/planning.md`, import.meta.url), 'utf8');
    const rows = [...page.matchAll(/\| (\d+) \| (\d+) \| (\d+) \|$/gm)].map((row) => row.slice(1).map(Number));
    assert.equal(rows.length, shares.length);
    for (const [index, row] of rows.entries()) {
      const answers = await Promise.all([10, 5, 3].map(async (margin) => (await plan('sample', { margin, ...shares[index] })).required));
      assert.deepEqual(answers, row, language);
    }
  }
});

test('of 400 clients with a design effect of 1.3 and a rate of 45 % it takes 292 answers and 649 invitations, too many', async () => {
  const { simple, required, invitations, enough, best } = await plan('sample', { margin: 5, ...v54, design_effect: 1.3, population: 400, response_rate: 0.45 });
  assert.deepEqual([simple, required, invitations, enough], [830, 292, 649, false]);
  assert.equal(best.n, 180);
});

test('180 answers of 400 clients: ±10.7 without the finite base, ±8.0 with it', async () => {
  const base = { margin: 5, ...v54, population: 400, response_rate: 0.45 };
  for (const [finite_correction, margin] of [[false, '10.7'], [true, '8.0']]) {
    const { best, curve } = await plan('sample', { ...base, finite_correction });
    assert.deepEqual([best.n, best.margin.toFixed(1)], [180, margin]);
    assert.equal(curve.find((point) => point.n === 180).margin, best.margin);
  }
  const { required, invitations, enough } = await plan('sample', { ...base, finite_correction: false });
  assert.deepEqual([required, invitations, enough], [830, 1845, false]);
});

test('a rate of 20 % turns 830 answers into 4150 invitations, and a base of so many is just enough', async () => {
  for (const [population, enough] of [[4150, true], [4149, false]]) {
    const found = await plan('sample', { margin: 5, ...v54, response_rate: 0.2, population, finite_correction: false });
    assert.deepEqual([found.invitations, found.enough], [4150, enough]);
  }
});

test('the curve falls, holds the answers needed, and stays within the base', async () => {
  const { required, curve } = await plan('sample', { margin: 8, ...v54, population: 400 });
  assert.ok(curve.length >= 8);
  for (const [index, point] of curve.slice(1).entries()) assert.ok(point.n > curve[index].n && point.margin < curve[index].margin);
  assert.ok(curve.every((point) => point.n <= 400));
  assert.ok(curve.find((point) => point.n === required).margin <= 8);
});

test('everybody alike: refused, not nought answers', async () => {
  for (const body of [{ margin: 5, promoters: 1, detractors: 0 }, { margin: 5, promoters: 0, detractors: 0 }]) {
    const { status, reason, required, curve } = await plan('sample', body);
    assert.deepEqual([status, reason, required, curve], ['refused', 'zero_variance', null, []]);
  }
  const { status, separate, same_people } = await plan('difference', { n: 10, difference: 5, promoters: 1, detractors: 0 });
  assert.deepEqual([status, separate.detectable, separate.required, same_people.detectable], ['refused', null, null, null]);
});

test('two waves of 180 show a change of 21.7 points; the same people twice show less', async () => {
  const { separate, same_people, sd_change } = await plan('difference', { ...v54, n: 180, difference: 21.7 });
  assert.equal(separate.detectable.toFixed(1), '21.7');
  near(separate.required, 180, 1);
  // z(0.975) + z(0.8) = 2.8015852; answers that correlate 0.5 halve the variance of the change.
  near(sd_change, 100 * Math.sqrt(0.54), 1e-9);
  near(same_people.detectable, 2.8015852 * 100 * Math.sqrt(0.54 / 180), 1e-4);
  assert.equal(same_people.required, Math.ceil((2.8015852 * 100 * Math.sqrt(0.54) / 21.7) ** 2));
  const unrelated = await plan('difference', { ...v54, n: 180, correlation: 0 });
  near(unrelated.same_people.detectable, separate.detectable, 1e-9);
  assert.deepEqual([unrelated.separate.required, unrelated.same_people.required], [null, null]);
});

test('the answers that a change takes are the fewest that show it', async () => {
  const { separate, same_people } = await plan('difference', { ...v54, difference: 10 });
  for (const [key, { required }] of Object.entries({ separate, same_people })) {
    const at = async (n) => (await plan('difference', { ...v54, n }))[key].detectable;
    assert.ok(await at(required) <= 10, key);
    assert.ok(await at(required - 1) > 10, key);
  }
});

test('quotas under four rules, worked by hand', async () => {
  const strata = [{ name: 'large', clients: 100, sd: 80 }, { name: 'small', clients: 400, sd: 40 }];
  const { rules, usual, clients } = await plan('quotas', { n: 60, strata });
  assert.deepEqual([usual, clients], ['square_root', 500]);
  const quotas = Object.fromEntries(rules.map((one) => [one.rule, one.quotas]));
  // 1 : 4, then 100 * 80 : 400 * 40 = 1 : 2, then 10 : 20, then 1 : 1.
  assert.deepEqual(quotas, { proportional: [12, 48], neyman: [20, 40], square_root: [20, 40], equal: [30, 30] });
  const se = (a, b) => Math.sqrt(0.04 * (1 - a / 100) * 6400 / a + 0.64 * (1 - b / 400) * 1600 / b);
  for (const one of rules) near(one.se, se(...one.quotas), 1e-9);
  assert.ok(rules.every((one) => one.se >= rules.find((other) => other.rule === 'neyman').se - 1e-9));
});

test('a segment without its own spread takes that of the expected shares, and says so', async () => {
  const { strata } = await plan('quotas', { n: 5, ...v54, strata: [{ name: 'a', clients: 10 }, { name: 'b', clients: 10, sd: 50 }] });
  near(strata[0].sd, 100 * Math.sqrt(0.54), 1e-9);
  assert.deepEqual(strata.map((one) => one.sd_assumed), [true, false]);
});

test('a rule that leaves a segment without answers has no error of the total', async () => {
  const { rules } = await plan('quotas', { n: 3, strata: [{ name: 'a', clients: 1000 }, { name: 'b', clients: 2 }] });
  const proportional = rules.find((one) => one.rule === 'proportional');
  assert.deepEqual([proportional.quotas, proportional.se, proportional.status, proportional.reason], [[3, 0], null, 'undefined', 'segment_without_answers']);
  assert.equal(rules.find((one) => one.rule === 'equal').status, 'ok');
});

test('response rates 1 to 6 by their definitions', async () => {
  const counts = { complete: 300, partial: 50, refusal: 100, no_contact: 30, other: 20, unknown_household: 60, unknown_other: 40, not_eligible: 125 };
  const { rates, eligible_share, usual } = await plan('response-rates', counts);
  assert.deepEqual([usual, eligible_share], ['rr3', 0.8]);
  const value = (reply) => reply.rates.map((one) => one.value);
  [300 / 600, 350 / 600, 300 / 580, 350 / 580].forEach((wanted, index) => near(rates[index].value, wanted, 1e-12));
  assert.deepEqual(rates.slice(4).map((one) => [one.value, one.status, one.reason]), Array(2).fill([null, 'refused', 'unknown_eligibility']));
  const none = await plan('response-rates', { ...counts, unknown_household: 0, unknown_other: 0 });
  assert.deepEqual(value(none), [0.6, 0.7, 0.6, 0.7, 0.6, 0.7]);
  near((await plan('response-rates', { ...counts, eligible_share: 0.5 })).rates[2].value, 300 / 550, 1e-12);
});

test('no case known to be eligible: no rate, and why', async () => {
  for (const counts of [{}, { not_eligible: 7, unknown_other: 5 }]) {
    const { status, reason, rates, eligible_share } = await plan('response-rates', counts);
    assert.deepEqual([status, reason, rates, eligible_share], ['undefined', 'no_cases', [], null]);
  }
});

const segments = (count) => Array.from({ length: count }, (_, index) => ({ name: `s${index}`, clients: 10 }));
for (const [name, body, field, value, allowed] of [
  ['sample', {}, 'margin', '', /required/],
  ['sample', { margin: 0 }, 'margin', '0', /0\.1 to 100/],
  ['sample', { margin: -5 }, 'margin', '-5', /0\.1 to 100/],
  ['sample', { margin: '5' }, 'margin', '5', /number/],
  ['sample', { margin: 5, confidence: 1 }, 'confidence', '1', /0\.5 to 0\.999/],
  ['sample', { margin: 5, design_effect: 0 }, 'design_effect', '0', /0\.1 to 100/],
  ['sample', { margin: 5, response_rate: 1.2 }, 'response_rate', '1.2', /0\.001 to 1/],
  ['sample', { margin: 5, population: 0 }, 'population', '0', /1 to 1000000000/],
  ['sample', { margin: 5, population: 400.5 }, 'population', '400.5', /whole/],
  ['sample', { margin: 5, promoters: 0.7, detractors: 0.5 }, 'detractors', '0.5', /1\.2.*at most 1/],
  ['sample', { margin: 5, promoters: 0.7 }, 'detractors', '', /required/],
  ['sample', { margin: 5, detractors: 1.5, promoters: 0 }, 'detractors', '1.5', /0 to 1/],
  ['sample', { margin: 5, marginn: 5 }, 'marginn', '5', /"margin"/],
  ['difference', {}, 'n', '', /"n" or "difference"/],
  ['difference', { n: 0 }, 'n', '0', /1 to 1000000000/],
  ['difference', { difference: 201 }, 'difference', '201', /0\.1 to 200/],
  ['difference', { n: 5, correlation: 1 }, 'correlation', '1', /0 to 0\.99/],
  ['difference', { n: 5, power: 1 }, 'power', '1', /0\.5 to 0\.999/],
  ['difference', { n: 5, alpha: 0 }, 'alpha', '0', /0\.001 to 0\.5/],
  ['quotas', { n: 5 }, 'strata', '', /required/],
  ['quotas', { n: 5, strata: [] }, 'strata', '0', /1 to 200/],
  ['quotas', { n: 5, strata: segments(201) }, 'strata', '201', /1 to 200/],
  ['quotas', { n: 31, strata: segments(3) }, 'n', '31', /30 clients/],
  ['quotas', { n: 5, strata: [{ name: 'a', clients: -1 }] }, 'strata[0].clients', '-1', /0 to 1000000000/],
  ['quotas', { n: 5, strata: [{ name: 'a', clients: 9, sd: 101 }] }, 'strata[0].sd', '101', /0 to 100/],
  ['quotas', { n: 5, strata: [{ name: 'a'.repeat(201), clients: 9 }] }, 'strata[0].name', undefined, /200/],
  ['quotas', { n: 5, strata: [7] }, 'strata[0]', '7', /object/],
  ['response-rates', { complete: -1 }, 'complete', '-1', /0 to 1000000000/],
  ['response-rates', { complete: 1, eligible_share: 2 }, 'eligible_share', '2', /0 to 1/],
]) {
  test(`${name}: ${JSON.stringify(body).slice(0, 60)} is refused by field`, async () => {
    const reply = await administrator.post(path(name), body);
    assert.equal(reply.status, 422, reply.text);
    assert.equal(reply.json.type, '/problems/invalid');
    const problem = reply.json.problems.find((one) => one.field === field);
    assert.ok(problem, reply.text);
    if (value !== undefined) assert.equal(problem.value, value);
    assert.match(problem.message, allowed);
  });
}

test('a refusal speaks the language of the reader', async () => {
  const guest = server.client({ language: 'ru' });
  await guest.logIn('anna@example.com', 'correct horse battery');
  await guest.patch('/api/v1/session', { language: 'ru' });
  const { json } = await guest.post(path('sample'), { margin: 500 });
  assert.equal(json.problems[0].message, 'нужно число от 0.1 до 100');
  guest.close();
});

test('a number too large for JSON is bad input and nothing worse', async () => {
  const reply = await administrator.post(path('sample'), '{"margin": 1e999}', { type: 'application/json' });
  assert.equal(reply.status, 422, reply.text);
});

test('the largest inputs are answered at once', async () => {
  const started = performance.now();
  const strata = Array.from({ length: 200 }, (_, index) => ({ name: `s${index}`, clients: 1_000_000_000, sd: 0 }));
  const { rules } = await plan('quotas', { n: 1_000_000, strata });
  for (const one of rules) assert.equal(one.quotas.reduce((sum, quota) => sum + quota, 0), 1_000_000, one.rule);
  await plan('sample', { margin: 0.1, confidence: 0.999, design_effect: 100, response_rate: 0.001 });
  await plan('difference', { n: 1_000_000_000, difference: 0.1, power: 0.999, alpha: 0.001, design_effect: 100 });
  assert.ok(performance.now() - started < 5000);
});
