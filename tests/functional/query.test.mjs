// Figures of responses that are known: against arithmetic done here, live, and the same after every kind of restart.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { EventReader } from '../support/client.mjs';
import { addSurvey, everyKind, oneScore } from '../support/questionnaires.mjs';
import { Server, sleep } from '../support/server.mjs';

let server, administrator;
before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
});
after(() => server.remove());

const query = async (body) => {
  const reply = await administrator.post('/api/v1/query', body);
  assert.equal(reply.status, 200, reply.text);
  return reply.json;
};
const send = async (survey, answers, more = {}) => {
  const id = randomUUID();
  const reply = await administrator.post(`/api/v1/surveys/${survey}/responses`, { id, answers, ...more });
  assert.equal(reply.status, 201, reply.text);
  return reply.json;
};
const scores = async (survey, list) => {
  for (const score of list) await send(survey, { recommend: score });
};
const near = (given, wanted, within = 1e-6) => assert.ok(Math.abs(given - wanted) <= within, `${given}, not ${wanted}`);

// The trinomial score interval from its definition: the limits d where (mean - d)^2 n = z^2 V(d), V with P(detractor) at the
// maximum of the likelihood under mean d, found by search. Independent of the closed form that the server uses.
const z95 = 1.959963984540054;
function scoreInterval(promoters, passives, detractors) {
  const n = promoters + passives + detractors, mean = (promoters - detractors) / n;
  const term = (count, p) => (count === 0 ? 0 : count * Math.log(Math.max(p, 1e-300)));
  const statistic = (d) => {
    let low = Math.max(0, -d), high = (1 - d) / 2;
    const likelihood = (q) => term(promoters, q + d) + term(passives, 1 - 2 * q - d) + term(detractors, q);
    for (let i = 0; i < 200; ++i) {
      const a = low + (high - low) / 3, b = high - (high - low) / 3;
      if (likelihood(a) < likelihood(b)) low = a; else high = b;
    }
    const q = (low + high) / 2, variance = 2 * q + d - d * d;
    return variance <= 0 ? Infinity * Math.sign(mean - d) : (mean - d) * Math.sqrt(n / variance);
  };
  const limit = (inside, outside) => {
    for (let i = 0; i < 100; ++i) {
      const middle = (inside + outside) / 2;
      if (Math.abs(statistic(middle)) <= z95) inside = middle; else outside = middle;
    }
    return 100 * inside;
  };
  return [mean <= -1 ? -100 : limit(mean, -1), mean >= 1 ? 100 : limit(mean, 1)];
}

test('no answers: no figure, and a reason', async () => {
  await addSurvey(administrator, oneScore('empty'));
  const { total } = await query({ metric: 'nps', where: { survey: 'empty' } });
  assert.deepEqual([total.n, total.responses, total.estimate, total.interval], [0, 0, null, null]);
  assert.equal(total.reason, 'no_valid_responses');
});

test('one promoter: 100, from -58.69 to 100', async () => {
  await addSurvey(administrator, oneScore('single'));
  await send('single', { recommend: 10 });
  const { total } = await query({ metric: 'nps', where: { survey: 'single' } });
  assert.deepEqual([total.n, total.estimate, total.method, total.se], [1, 100, 'score', null]);
  // (1 - d) / (1 + d) = z^2
  near(total.interval[0], 100 * (1 - z95 ** 2) / (1 + z95 ** 2));
  assert.equal(total.interval[0].toFixed(2), '-58.69');
  assert.equal(total.interval[1], 100);
});

for (const [name, list] of [
  ['mixed', [10, 10, 9, 9, 9, 10, 8, 7, 0, 6]],
  ['detractors', [0, 1, 2, 3, 4, 5, 6]],
  ['even', [10, 0]],
  ['passives', [7, 8, 8]],
  ['skewed', [...Array(40).fill(9), ...Array(7).fill(8), ...Array(3).fill(3)]],
]) {
  test(`NPS with its score interval: ${name}`, async () => {
    await addSurvey(administrator, oneScore(`nps_${name}`));
    await scores(`nps_${name}`, list);
    const promoters = list.filter((score) => score >= 9).length, detractors = list.filter((score) => score <= 6).length;
    const n = list.length;
    const { total } = await query({ metric: 'nps', where: { survey: `nps_${name}` } });
    assert.equal(total.n, n);
    near(total.estimate, 100 * (promoters - detractors) / n, 1e-9);
    const [low, high] = scoreInterval(promoters, n - promoters - detractors, detractors);
    near(total.interval[0], low, 1e-4);
    near(total.interval[1], high, 1e-4);
    const mean = (promoters - detractors) / n;
    near(total.se, 100 * Math.sqrt(((promoters + detractors) / n - mean * mean) / (n - 1)), 1e-9);
    const counted = {};
    for (const score of list) counted[score] = (counted[score] ?? 0) + 1;
    assert.deepEqual(total.distribution, counted);
  });
}

test('hard to say and no answer are counted apart and are in no base', async () => {
  await addSurvey(administrator, everyKind('apart'));
  for (const overall of [5, 4, 'hard_to_say', 'hard_to_say', null, 1]) await send('apart', { recommend: 9, overall });
  const { total } = await query({ metric: 'csat', where: { survey: 'apart', question: 'overall' } });
  assert.deepEqual([total.n, total.responses], [3, 6]);
  assert.deepEqual(total.missing, { not_answered: 1, hard_to_say: 2 });
  assert.deepEqual(total.distribution, { 1: 1, 4: 1, 5: 1 });
});

test('groups add up to the total and carry their own intervals', async () => {
  await addSurvey(administrator, oneScore('grouped'));
  for (const [channel, list] of [['email', [10, 10, 0]], ['phone', [9, 8]], ['web', [3]]]) {
    for (const score of list) await send('grouped', { recommend: score }, { channel });
  }
  const result = await query({ metric: 'nps', by: ['channel'], where: { survey: 'grouped' } });
  const groups = Object.fromEntries(result.groups.map((group) => [group.key[0], group]));
  near(groups.email.estimate, 100 / 3, 1e-9);
  near(groups.phone.estimate, 50, 1e-9);
  near(groups.web.estimate, -100, 1e-9);
  assert.equal(result.groups.reduce((sum, group) => sum + group.n, 0), result.total.n);
  near(result.total.estimate, 100 * (3 - 2) / 6, 1e-9);
  assert.deepEqual([...result.channels].sort(), ['email', 'phone', 'web']);
});

test('different things are not mixed: a refusal with the choices that lift it', async () => {
  await addSurvey(administrator, oneScore('bought', 'purchase'));
  await scores('bought', [10, 0, 0]);
  for (const language of ['en', 'ru']) {
    const reply = await administrator.post('/api/v1/query', { metric: 'nps' }, { headers: { 'accept-language': language } });
    assert.equal(reply.status, 422);
    assert.equal(reply.json.type, '/problems/refused');
    const problem = reply.json.problems.find((one) => one.key === 'mixed_measures');
    assert.ok(problem, reply.text);
    assert.ok(problem.choices.includes('relationship') && problem.choices.includes('purchase'), reply.text);
    for (const choice of problem.choices) await query({ metric: 'nps', where: { [problem.field.replace('where.', '')]: choice } });
  }
  near((await query({ metric: 'nps', where: { measures: 'purchase' } })).total.estimate, -100 / 3, 1e-9);
  const both = await query({ metric: 'nps', by: ['measures'] });
  assert.ok(both.groups.some((group) => group.key[0] === 'purchase' && group.n === 3));
});

for (const [what, body, field] of [
  ['an unknown metric', { metric: 'npss' }, 'metric'],
  ['no metric', {}, 'metric'],
  ['an unknown dimension', { metric: 'nps', by: ['chanel'] }, 'by[0]'],
  ['a dimension twice', { metric: 'nps', by: ['channel', 'channel'] }, 'by[1]'],
  ['an unknown survey', { metric: 'nps', where: { survey: 'nothing' } }, 'where.survey'],
  ['a day that is not one', { metric: 'nps', period: { from: '2024-02-30' } }, 'period.from'],
  ['a period backwards', { metric: 'nps', period: { from: '2024-02-02', to: '2024-02-01' } }, 'period.to'],
  ['a confidence of one', { metric: 'nps', confidence: 1 }, 'confidence'],
  ['a confidence as a string', { metric: 'nps', confidence: '0.95' }, 'confidence'],
  ['an unknown key', { metric: 'nps', wher: {} }, 'wher'],
]) {
  test(`a query is checked: ${what}`, async () => {
    const reply = await administrator.post('/api/v1/query', body);
    assert.equal(reply.status, 422, reply.text);
    assert.equal(reply.json.type, '/problems/invalid');
    assert.ok(reply.json.problems.some((problem) => problem.field === field), reply.text);
  });
}

test('a response moves the figures before its sender hears of it', async () => {
  await addSurvey(administrator, oneScore('live'));
  for (let n = 1; n <= 20; ++n) {
    const { seq } = await send('live', { recommend: n % 11 });
    const result = await query({ metric: 'nps', where: { survey: 'live' } });
    assert.equal(result.total.n, n);
    assert.ok(result.as_of >= seq);
  }
});

const responses = (reader) => reader.events.filter((event) => event.event === 'response');

test('a response reaches an open dashboard within a second', async () => {
  const reader = await EventReader.open(administrator);
  assert.equal(reader.status, 200);
  assert.match(reader.headers['content-type'], /^text\/event-stream/);
  const { as_of } = await query({ metric: 'nps', where: { survey: 'live' } });
  await reader.next((event) => event.event === 'applied' && event.data.seq >= as_of, 2000);
  for (let i = 0; i < 5; ++i) {
    const started = performance.now();
    const { id, seq } = await send('live', { recommend: 9 });
    const event = await reader.next((one) => one.event === 'response' && one.data.seq === seq, 1000);
    assert.ok(event.at - started <= 1000, `${Math.round(event.at - started)} ms`);
    assert.equal(event.data.response.id, id);
    assert.match(event.id, new RegExp(`^[\\w-]+-${seq}$`));
    const applied = await reader.next((one) => one.event === 'applied' && one.data.seq >= seq, 1000);
    assert.ok((await query({ metric: 'nps', where: { survey: 'live' } })).as_of >= applied.data.seq);
    await sleep(i * 60);
  }
  reader.close();
});

test('a stream resumes after Last-Event-ID without a gap and without a repeat', async () => {
  const seen = [], sent = [];
  let last, done = false;
  const posting = (async () => {
    for (let i = 0; i < 120; ++i) {
      sent.push((await send('live', { recommend: i % 11 })).seq);
      await sleep(10);
    }
    done = true;
  })();
  let reader = await EventReader.open(administrator);
  last = (await reader.next((event) => event.event === 'applied', 2000)).id;
  const before_all = Number(last.split('-').at(-1));
  const take = () => {
    for (const event of reader.events) {
      if (event.event === 'response') seen.push(event.data.seq);
      assert.notEqual(event.event, 'reset');
      last = event.id ?? last;
    }
  };
  for (let round = 0; !done; ++round) {
    await sleep(40 + 61 * (round % 4));
    reader.close();
    take();
    await sleep(15 * (round % 5));
    reader = await EventReader.open(administrator, { last_event_id: last });
  }
  await posting;
  await reader.next((event) => event.event === 'applied' && event.data.seq >= sent.at(-1), 3000);
  reader.close();
  take();
  assert.deepEqual(seen, sent.filter((seq) => seq > before_all));
});

test('a stream that cannot resume says so', async () => {
  const current = await EventReader.open(administrator);
  const { id } = await current.next((event) => event.event === 'applied', 2000);
  current.close();
  const [epoch, seq] = [id.slice(0, id.lastIndexOf('-')), Number(id.slice(id.lastIndexOf('-') + 1))];
  for (const last_event_id of [`elsewhere-${seq}`, `${epoch}-${seq + 1000}`, `${epoch}-0`, `${epoch}-x`, `${epoch}--1`]) {
    const reader = await EventReader.open(administrator, { last_event_id });
    await reader.next((event) => event.event === 'reset', 2000);
    assert.equal(responses(reader).length, 0, last_event_id);
    reader.close();
  }
});

test('anonymity is fixed when a survey is first saved, and never below five', async () => {
  await addSurvey(administrator, oneScore('fixed', 'workplace', { anonymous: { minimum: 5 } }));
  await addSurvey(administrator, oneScore('named', 'workplace'));
  for (const document of [oneScore('fixed', 'workplace'), oneScore('fixed', 'workplace', { anonymous: { minimum: 6 } }), oneScore('named', 'workplace', { anonymous: { minimum: 5 } })]) {
    const reply = await administrator.post('/api/v1/surveys', { document });
    assert.deepEqual([reply.status, reply.json.problems[0].key, reply.json.problems[0].field], [409, 'anonymity_is_fixed', 'anonymous']);
  }
  const low = await administrator.post('/api/v1/surveys', { document: oneScore('low', 'workplace', { anonymous: { minimum: 4 } }) });
  assert.equal(low.status, 422);
  assert.equal(low.json.problems[0].field, 'anonymous.minimum');
});

test('of an anonymous survey the stream says only that figures moved', async () => {
  await addSurvey(administrator, oneScore('hush', 'workplace', { anonymous: { minimum: 5 } }));
  const reader = await EventReader.open(administrator);
  await reader.next((event) => event.event === 'applied', 2000);
  const { seq, id } = await send('hush', { recommend: 3 });
  await reader.next((event) => event.event === 'applied' && event.data.seq >= seq, 1000);
  assert.ok(!JSON.stringify(reader.events).includes(id));
  assert.equal(responses(reader).length, 0);
  reader.close();
  assert.equal((await administrator.get(`/api/v1/responses/${id}`)).status, 422);
  assert.ok(!(await administrator.get('/api/v1/responses?limit=200')).text.includes(id));
});

test('HEAD of the stream ends at once', async () => {
  const reply = await Promise.race([administrator.head('/api/v1/events'), sleep(3000)]);
  assert.equal(reply?.status, 200);
});

const figures = async () => {
  const all = [];
  for (const body of [
    { metric: 'nps', where: { measures: 'relationship' }, by: ['survey', 'channel'] },
    { metric: 'nps', by: ['measures', 'day'] },
    { metric: 'csat', where: { survey: 'apart', question: 'overall' } },
    { metric: 'mean_score', where: { survey: 'apart', question: 'overall' }, by: ['month'] },
  ]) all.push(await query(body));
  for (const path of ['metrics', 'dimensions', 'journey', 'surveys', 'responses?limit=200']) all.push((await administrator.get(`/api/v1/${path}`)).json);
  return all;
};

test('restarted, everything is as it was', async () => {
  const before_all = await figures();
  assert.ok(before_all[0].total.n > 100);
  const reader = await EventReader.open(administrator);
  const { id } = await reader.next((event) => event.event === 'applied', 2000);
  const how = await server.restart('SIGTERM');
  assert.deepEqual(how, { code: 0, signal: null }, 'a stop on request is no failure');
  reader.close();
  assert.deepEqual(await figures(), before_all);
  assert.equal((await administrator.get('/api/v1/session')).status, 200, 'the session goes on');
  const { seq } = await send('live', { recommend: 9 });
  const resumed = await EventReader.open(administrator, { last_event_id: id });
  await resumed.next((event) => event.event === 'response' && event.data.seq === seq, 2000);
  assert.equal(resumed.events.filter((event) => event.event === 'reset').length, 0);
  assert.equal(responses(resumed).length, 1);
  resumed.close();
});

test('killed, everything is as it was', async () => {
  await addSurvey(administrator, oneScore('last_words'));
  await scores('last_words', [9, 9, 1]);
  const before_all = await figures();
  const how = await server.restart('SIGKILL');
  assert.equal(how.signal, 'SIGKILL');
  assert.deepEqual(await figures(), before_all);
  assert.equal((await query({ metric: 'nps', where: { survey: 'last_words' } })).total.n, 3);
});

test('a questionnaire replaced before its first answer is the one that is measured', async () => {
  await addSurvey(administrator, oneScore('redone'));
  const document = oneScore('redone');
  document.pages[0].questions[0].id = 'would_recommend';
  document.pages[0].questions.unshift({ id: 'happy', kind: 'rating', text: { ru: 'Довольны?', en: 'Happy?' }, measures: 'mood', scale: { min: 1, max: 5 } });
  const saved = await addSurvey(administrator, document);
  assert.equal(saved.version, 2, 'a version never changes once written');
  await send('redone', { happy: 5, would_recommend: 9 });
  await send('redone', { happy: 1, would_recommend: 1 });
  await send('redone', { would_recommend: 10 });
  const look = async () => ({
    nps: await query({ metric: 'nps', where: { survey: 'redone' } }),
    dimensions: (await administrator.get('/api/v1/dimensions')).json,
    csat: (await administrator.post('/api/v1/query', { metric: 'csat', where: { survey: 'redone', question: 'happy' } })).json,
  });
  const before_all = await look();
  await server.restart();
  assert.deepEqual(before_all, await look());
  near(before_all.nps.total.estimate, 100 / 3, 1e-9);
  assert.deepEqual(before_all.csat.total.distribution, { 1: 1, 5: 1 });
});

test('one id asked in two wordings is one value, named by the shorter and by how many there are', async () => {
  const ask = (key, ru, en) => ({ ...oneScore(key), pages: [{ id: 'one', questions: [
    { id: 'worded', kind: 'recommendation', text: { ru, en }, measures: 'wording' }] }] });
  await addSurvey(administrator, ask('worded_a', 'Порекомендуете ли вы нас коллегам?', 'Will you recommend us to colleagues?'));
  await addSurvey(administrator, ask('worded_b', 'Порекомендуете?', 'Would you?'));
  await send('worded_a', { worded: 9 });
  await send('worded_b', { worded: 3 });
  const { dimensions } = (await administrator.get('/api/v1/dimensions')).json;
  const value = dimensions.find((one) => one.key === 'question').values.find((one) => one.value === 'worded');
  assert.deepEqual(value, { value: 'worded', label: { ru: 'Порекомендуете? (формулировок: 2)', en: 'Would you? (2 wordings)' }, responses: 2 });
});
