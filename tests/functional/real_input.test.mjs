// Real input: a telecom's responses through the import, restaurant reviews through the API as a live client sends them.
// The files are not part of this repository; without them small ones of the same form take the same way.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Server, binary } from '../support/server.mjs';

const run = promisify(execFile);
const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const shared = path('../../../shared/data/');
const given = (name) => (existsSync(shared + name) ? false : `there is no ${name} in ../shared/data`);
let server, administrator, token;

before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  const rights = ['surveys.write', 'responses.write', 'responses.read', 'figures.read'];
  const made = await administrator.post('/api/v1/tokens', { name: 'reviews', rights });
  assert.equal(made.status, 201, made.text);
  token = made.json.secret;
});
after(() => server?.remove());

const nps = async (query) => (await administrator.post('/api/v1/query', { metric: 'nps', ...query })).json;

test('a telecom\'s 2,385 responses', { skip: given('nps_verbatim_en.csv') }, async () => {
  const document = JSON.parse(readFileSync(path('../data/telecom_questionnaire.json'), 'utf8'));
  assert.equal((await administrator.post('/api/v1/surveys', { document })).status, 201);
  await run(binary, ['import', 'responses', `${shared}nps_verbatim_en.csv`, '--survey', document.key, '--map', path('../data/telecom_map.json'), '--data', server.folder]);
  const { total, groups } = await nps({ by: ['stage'], where: { survey: [document.key] } });
  assert.equal(total.responses, 2385);
  assert.equal(total.n, 2353);
  assert.equal(total.missing.not_answered, 32);
  assert.equal(total.estimate.toFixed(2), '-24.69');
  const order = groups.find((group) => group.key[0] === 'Order');
  assert.equal(order.n, 962);
  assert.equal(order.estimate.toFixed(2), '-9.98');
  const { finished } = (await administrator.get(`/api/v1/surveys/${document.key}`)).json;
  assert.equal(finished, 2385);
});

async function reviews(file, survey) {
  const { stdout } = await run(process.execPath, [path('../converters/sentirueval.mjs'), file, '--url', server.url, '--token', token, '--survey', survey,
                                                  ...(survey === 'restaurant' ? ['--create'] : []), '--verify']);
  return stdout;
}

test('restaurant reviews of our own: means by criterion are the file\'s', async () => {
  const told = await reviews(path('../data/reviews.xml'), 'restaurant');
  assert.match(told, /3 kept, 0 were there already/);
  assert.equal([...told.matchAll(/^same /gm)].length, 3, told);
  assert.match(await reviews(path('../data/reviews.xml'), 'restaurant').catch((error) => error.stdout), /0 kept, 3 were there already/);
  const { groups } = (await administrator.post('/api/v1/query', { metric: 'mean_score', by: ['criterion'], where: { survey: ['restaurant'] } })).json;
  assert.deepEqual(Object.fromEntries(groups.map((group) => [group.key[0], [group.n, group.missing.not_answered]])),
                   { food: [3, 0], interior: [2, 1], service: [3, 0] });
});

test('SentiRuEval\'s restaurant reviews', { skip: given('SentiRuEval_rest_markup_train.xml') }, async () => {
  const document = JSON.parse(readFileSync(path('../data/restaurant_questionnaire.json'), 'utf8'));
  assert.equal((await administrator.post('/api/v1/surveys', { document: { ...document, key: 'sentirueval' } })).status, 201);
  const told = await reviews(`${shared}SentiRuEval_rest_markup_train.xml`, 'sentirueval');
  assert.equal([...told.matchAll(/^same /gm)].length, 3, told);
});
