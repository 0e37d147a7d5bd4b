// Whose mean figures are, chosen once for the company, and how many clients there are in all.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server } from '../support/server.mjs';

let server, administrator, crm;
before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  const key = await administrator.post('/api/v1/tokens', { name: 'CRM', rights: ['responses.write'] });
  crm = server.client({ language: 'en', token: key.json.secret });
  await addSurvey(administrator, oneScore('clients'));
  await addSurvey(administrator, oneScore('people'));
  // One large unhappy client, four happy ones.
  await answer('clients', 'large', [0, 0, 0, 0, 0, 0]);
  for (const account of ['a', 'b', 'c']) await answer('clients', account, [10]);
  await answer('clients', 'd', [8]);
  await answer('people', null, [10, 10, 10, 0]);
});
after(() => server?.remove());

async function answer(survey, account, scores) {
  for (const recommend of scores) {
    const contact = { external_id: randomUUID(), ...(account ? { account: { external_id: account } } : {}) };
    const sent = await crm.post(`/api/v1/surveys/${survey}/responses`, { id: randomUUID(), answers: { recommend }, contact });
    assert.equal(sent.status, 201, sent.text);
  }
}
const ask = async (survey, more) => (await administrator.post('/api/v1/query', { metric: 'nps', where: { survey: [survey] }, ...more })).json;
const change = (body) => administrator.patch('/api/v1/company', body);

test('where everybody answers for a company, each company has one voice, and people follow by name', async () => {
  const clients = await ask('clients');
  assert.deepEqual([clients.estimand, clients.total.estimate, clients.total.n], ['account', 40, 10]);
  assert.deepEqual(clients.other_means.map((one) => [one.estimand, one.estimate, one.n]), [['contact', -30, 10]]);
  assert.ok(clients.other_means[0].interval);
  const people = await ask('people');
  assert.deepEqual([people.estimand, people.total.estimate, people.other_means], ['contact', 50, []]);
  const all = (await administrator.post('/api/v1/query', { metric: 'nps' })).json;
  assert.deepEqual([all.estimand, all.total.n], ['contact', 14], 'nobody is left out unasked');
});

test('a comparison counts people where private clients answered before', async () => {
  await addSurvey(administrator, oneScore('before'));
  const at = (day, recommend, account) => crm.post('/api/v1/surveys/before/responses', { id: randomUUID(), started_at: `${day}T10:00:00Z`, answers: { recommend },
    contact: { external_id: randomUUID(), ...(account ? { account: { external_id: account } } : {}) } });
  for (const [day, accounts] of [['2024-08-10', ['p', 'q', 'r']], ['2024-09-10', ['p', 'q', 'r']]])
    for (const account of accounts) assert.equal((await at(day, 10, account)).status, 201);
  for (let i = 0; i < 3; i++) await at('2024-08-11', 0, null);
  const september = { period: { from: '2024-09-01', to: '2024-09-30' } };
  assert.equal((await ask('before', september)).estimand, 'account');
  const compared = await ask('before', { ...september, compare: 'previous_period' });
  assert.deepEqual([compared.estimand, compared.total.previous.n, compared.total.previous.estimate, compared.total.change.value], ['contact', 6, 0, 100]);
});

test('a filter that takes answers away makes nobody silent', async () => {
  await change({ accounts: 8 });
  for (const where of [{ channel: ['api'] }, { language: ['ru'] }, { version: ['1'] }])
    assert.equal((await ask('clients', { where: { survey: ['clients'], ...where } })).client_base, undefined, JSON.stringify(where));
  assert.equal((await ask('clients', { where: { survey: ['clients'], measures: ['relationship'] } })).client_base.answered, 5);
  await change({ accounts: null });
});

test('the choice is the company\'s, holds after a restart, and a query may say otherwise', async () => {
  assert.equal((await change({ estimand: 'contact' })).json.estimand, 'contact');
  assert.deepEqual([(await ask('clients')).estimand, (await ask('clients', { estimand: 'account' })).total.estimate], ['contact', 40]);
  await server.restart();
  assert.equal((await ask('clients')).total.estimate, -30);
  assert.equal((await change({ estimand: 'account' })).status, 200);
  assert.deepEqual([(await ask('clients')).estimand, (await ask('clients', { estimand: 'contact' })).total.estimate], ['account', -30]);
});

test('with the number of clients declared, precision is of them, and what the silent could change is told', async () => {
  const free = (await ask('clients')).total;
  assert.equal((await change({ accounts: 8 })).json.accounts, 8);
  const of_eight = await ask('clients');
  assert.deepEqual(of_eight.client_base, { accounts: 8, answered: 5, nonresponse: [(5 * 40 - 300) / 8, (5 * 40 + 300) / 8] });
  assert.ok(Math.abs(of_eight.total.se - free.se * Math.sqrt(3 / 8)) < 1e-9);
  assert.equal((await ask('clients', { where: { survey: ['clients'], account: ['a', 'b'] } })).client_base, undefined, 'a part of them');
  await server.restart();
  assert.equal((await ask('clients')).client_base.accounts, 8);
  await change({ accounts: 5 });
  const census = (await ask('clients')).total;
  assert.deepEqual([census.estimate, census.se, census.interval, census.interval_reason], [40, 0, [40, 40], 'census']);
  assert.equal((await change({ accounts: null })).json.accounts, null);
  assert.deepEqual((await ask('clients')).total, free);
});

test('answers are weighted to a declared composition, before and after side by side', async () => {
  await addSurvey(administrator, oneScore('mixed'));
  const send = (segment, recommend) => crm.post('/api/v1/surveys/mixed/responses', { id: randomUUID(), answers: { recommend },
    contact: { external_id: randomUUID(), account: { external_id: randomUUID(), segment } } });
  for (const [segment, scores] of [['small', [10, 10, 10, 0]], ['large', [0, 0, 7, 10]]])
    for (const score of scores) assert.equal((await send(segment, score)).status, 201);
  const weights = [{ dimension: 'segment', totals: { small: 100, large: 300 } }];
  const { total, weighted } = await ask('mixed', { weights, estimand: 'contact' });
  assert.equal(total.estimate, 12.5);
  assert.ok(Math.abs(weighted.estimate - (0.25 * 50 - 0.75 * 25)) < 1e-9, JSON.stringify(weighted));
  assert.ok(weighted.interval[0] < weighted.estimate && weighted.estimate < weighted.interval[1]);
  assert.deepEqual(weighted.categories, [{ dimension: 'segment', value: 'large', answers: 4, share: 0.5, population: 0.75 },
    { dimension: 'segment', value: 'small', answers: 4, share: 0.5, population: 0.25 }]);
  const missing = await ask('mixed', { weights: [{ dimension: 'segment', totals: { small: 100, large: 300, huge: 10 } }] });
  assert.deepEqual([missing.weighted.status, missing.weighted.reason, missing.weighted.estimate], ['refused', 'population_cell_without_respondents', null]);
  assert.deepEqual(missing.weighted.problem_categories, [{ dimension: 'segment', value: 'huge' }]);
  assert.deepEqual((await change({ population: weights })).json.population, weights);
  await server.restart();
  assert.deepEqual((await administrator.get('/api/v1/company')).json.population, weights);
  assert.deepEqual((await change({ population: [] })).json.population, []);
});

test('weights that cannot be are refused by name', async () => {
  const segment = (totals) => [{ dimension: 'segment', totals }];
  for (const [weights, field] of [
    ['segment', 'weights'], [segment({ small: 1 }), 'weights[0].totals'], [segment({ small: -1, large: 2 }), 'weights[0].totals.small'],
    [segment({ small: 'many', large: 2 }), 'weights[0].totals.small'], [segment({ small: 0, large: 0 }), 'weights[0].totals'],
    [[{ dimension: 'segmnt', totals: { a: 1, b: 1 } }], 'weights[0].dimension'], [[...segment({ a: 1, b: 1 }), ...segment({ a: 1, b: 1 })], 'weights[1].dimension'],
    [[...segment({ a: 1, b: 1 }), { dimension: 'channel', totals: { a: 1, b: 2 } }], 'weights[1].totals'],
    [[{ totals: { a: 1, b: 1 } }], 'weights[0].dimension'], [[{ dimension: 'segment', totals: { a: 1, b: 1 }, more: 1 }], 'weights[0].more'],
  ]) {
    const refused = await administrator.post('/api/v1/query', { metric: 'nps', where: { survey: ['clients'] }, weights });
    assert.deepEqual([refused.status, refused.json.problems[0].field], [422, field], `${JSON.stringify(weights)} ${refused.text}`);
    if (field.endsWith('dimension')) continue;  // the company may declare what no response has yet
    const kept = await change({ population: weights });
    assert.deepEqual([kept.status, kept.json.problems[0].field], [422, field.replace('weights', 'population')], kept.text);
  }
});

test('what cannot be meant is refused by name and changes nothing', async () => {
  const before_all = (await administrator.get('/api/v1/company')).json;
  for (const [field, value] of [['estimand', 'company'], ['accounts', 0], ['accounts', -3], ['accounts', 2.5], ['accounts', 'many'], ['accounts', 1e12]]) {
    const refused = await change({ [field]: value, name: 'Other' });
    assert.deepEqual([refused.status, refused.json.problems[0].field], [422, field], refused.text);
  }
  assert.deepEqual((await administrator.get('/api/v1/company')).json, before_all);
});
