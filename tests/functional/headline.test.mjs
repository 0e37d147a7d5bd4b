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
  assert.deepEqual([census.estimate, census.se, census.interval, census.interval_reason], [40, 0, null, 'census']);
  assert.equal((await change({ accounts: null })).json.accounts, null);
  assert.deepEqual((await ask('clients')).total, free);
});

test('what cannot be meant is refused by name and changes nothing', async () => {
  const before_all = (await administrator.get('/api/v1/company')).json;
  for (const [field, value] of [['estimand', 'company'], ['accounts', 0], ['accounts', -3], ['accounts', 2.5], ['accounts', 'many'], ['accounts', 1e12]]) {
    const refused = await change({ [field]: value, name: 'Other' });
    assert.deepEqual([refused.status, refused.json.problems[0].field], [422, field], refused.text);
  }
  assert.deepEqual((await administrator.get('/api/v1/company')).json, before_all);
});
