// What only the dashboard asks for: marks of what was read, stars, the editor's check.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server } from '../support/server.mjs';

let server, administrator;
before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, oneScore('plain'));
});
after(() => server.remove());

const send = async () => (await administrator.post('/api/v1/surveys/plain/responses', { id: randomUUID(), answers: { recommend: 9 } })).json;

test('"read up to here" moves forward only, page by page', async () => {
  const first = await send(), second = await send();
  assert.deepEqual((await administrator.get('/api/v1/session/seen/today')).json, { at: null, seq: null });
  assert.equal((await administrator.post('/api/v1/session/seen', { page: 'today', seq: second.seq })).json.seq, second.seq);
  assert.equal((await administrator.post('/api/v1/session/seen', { page: 'today', seq: first.seq })).json.seq, second.seq);
  assert.equal((await administrator.get('/api/v1/session/seen/responses')).json.seq, null);
  const third = await send();
  assert.ok((await administrator.post('/api/v1/session/seen', { page: 'today' })).json.seq >= third.seq);
  const wrong = await administrator.post('/api/v1/session/seen', { page: 'kitchen' });
  assert.equal(wrong.status, 422);
  assert.equal(wrong.json.problems[0].field, 'page');
});

test('a star is put and taken away', async () => {
  const { id } = await send();
  assert.equal((await administrator.patch(`/api/v1/responses/${id}`, { starred: true })).json.starred, true);
  assert.equal((await administrator.get('/api/v1/responses?starred=true')).json.responses.length, 1);
  assert.equal((await administrator.patch(`/api/v1/responses/${id}`, { starred: false })).json.starred, false);
  assert.equal((await administrator.get('/api/v1/responses?starred=true')).json.responses.length, 0);
  assert.equal((await administrator.patch(`/api/v1/responses/${randomUUID()}`, { starred: true })).status, 404);
});

test('the editor is told every problem with its line, and which series would break', async () => {
  const check = async (document) => (await administrator.post('/api/v1/surveys/validate', { document })).json;
  assert.deepEqual((await check(JSON.stringify(oneScore('fresh')))).problems, []);
  const broken = await check('{\n  "key": "fresh",\n  "pages": 3\n}');
  assert.ok(broken.problems.length >= 2);
  assert.ok(broken.problems.some((one) => one.field === 'pages' && one.line === 3));
  assert.equal((await check('{\n "key": \n')).problems.length, 1);
  const reworded = oneScore('plain');
  reworded.pages[0].questions[0].text = { ru: 'Совсем другое?', en: 'Something else?' };
  assert.deepEqual((await check(JSON.stringify(reworded))).breaks, ['recommend']);
});

test('an address that does not exist leads a person back and tells a program so', async () => {
  for (const path of ['/nope', '/settings/a/b/c', '/nope.html?x=1']) {
    const page = await administrator.get(path, { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
    assert.equal(page.status, 404, path);
    assert.match(page.headers['content-type'], /^text\/html/);
    assert.match(page.headers['content-security-policy'], /default-src/);
    assert.match(page.text, /<script/);
  }
  for (const [path, accept] of [['/nope', '*/*'], ['/api/v1/nope', 'text/html']]) {
    const reply = await administrator.get(path, { headers: { accept } });
    assert.equal(reply.status, 404);
    assert.equal(reply.json.problems[0].key, 'unknown_path');
  }
});
