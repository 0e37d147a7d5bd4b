// The first start on an empty folder: setup, logging in and out.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { Server, first_run } from '../support/server.mjs';

let server;
before(async () => { server = await Server.start(); });
after(() => server.remove());

const cyrillic = /[а-яё]/i;

test('an empty folder needs its first administrator', async () => {
  const reply = await server.client().get('/api/v1/setup');
  assert.equal(reply.status, 200);
  assert.deepEqual(reply.json, { needed: true, logged_in: false });
});

const bad_inputs = [
  ['company_name', { company_name: '' }, ''],
  ['company_name', { company_name: undefined }, ''],
  ['company_name', { company_name: 7 }, '7'],
  ['time_zone', { time_zone: 'Europe/Moskow' }, 'Europe/Moskow'],
  ['time_zone', { time_zone: '../../etc/passwd' }, '../../etc/passwd'],
  ['language', { language: 'de' }, 'de'],
  ['name', { name: '' }, ''],
  ['email', { email: 'anna' }, 'anna'],
  ['email', { email: 'a@b@c' }, 'a@b@c'],
  ['email', { email: 'an na@example.com' }, 'an na@example.com'],
  ['password', { password: 'short' }, ''],
  ['password', { password: 'a'.repeat(201) }, ''],
  ['passwort', { passwort: 'x' }, undefined],
];
for (const [field, change, value] of bad_inputs) {
  test(`setup refuses ${JSON.stringify(change).slice(0, 60)}`, async () => {
    const messages = [];
    for (const language of ['en', 'ru']) {
      const reply = await server.client({ language }).post('/api/v1/setup', { ...first_run, ...change });
      assert.equal(reply.status, 422, reply.text);
      assert.match(reply.headers['content-type'], /^application\/problem\+json/);
      assert.equal(reply.headers['content-language'], language);
      assert.equal(reply.json.type, '/problems/invalid');
      assert.deepEqual(reply.json.problems.map((problem) => problem.field), [field]);
      if (value !== undefined) assert.equal(reply.json.problems[0].value, value);
      assert.equal(cyrillic.test(reply.json.problems[0].message), language === 'ru', reply.json.problems[0].message);
      messages.push(reply.json.problems[0].message);
    }
    assert.notEqual(messages[0], messages[1]);
  });
}

test('every mistake is named at once', async () => {
  const reply = await server.client().post('/api/v1/setup', { ...first_run, company_name: '', email: 'x', password: 'y', language: 'xx' });
  assert.equal(reply.status, 422);
  assert.deepEqual(reply.json.problems.map((problem) => problem.field).sort(), ['company_name', 'email', 'language', 'password']);
});

test('a password never comes back in a problem', async () => {
  const reply = await server.client().post('/api/v1/setup', { ...first_run, password: 'hunter2', email: 'x' });
  assert.equal(reply.status, 422);
  assert.ok(!reply.text.includes('hunter2'));
});

test('a body that is not JSON', async () => {
  const cut = await server.client().post('/api/v1/setup', '{"company_name":', {});
  assert.equal(cut.status, 422);
  assert.equal(cut.json.problems[0].key, 'json_syntax');
  const form = await server.client().form('/api/v1/setup', { company_name: 'x' });
  assert.equal(form.status, 422);
  assert.equal(form.json.problems[0].field, 'Content-Type');
});

test('nothing of all that made an administrator', async () => {
  assert.equal((await server.client().get('/api/v1/setup')).json.needed, true);
});

test('two at once make one administrator', async () => {
  const replies = await Promise.all(['anna@example.com', 'boris@example.com'].map((email) =>
    server.client({ language: 'en' }).post('/api/v1/setup', { ...first_run, email })));
  assert.deepEqual(replies.map((reply) => reply.status).sort(), [200, 409]);
  const made = replies.find((reply) => reply.status === 200);
  first_run.email = made.json.user.email;
  assert.equal(made.json.user.role, 'administrator');
  assert.equal(made.json.company.name, first_run.company_name);
  assert.equal(made.json.company.time_zone, 'Europe/Moscow');
  assert.equal(made.json.demo, false);
  const cookie = made.headers['set-cookie'][0];
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) assert.ok(cookie.includes(attribute), cookie);
  const refused = replies.find((reply) => reply.status === 409);
  assert.equal(refused.json.problems[0].key, 'already_set_up');
});

test('setup works once', async () => {
  const reply = await server.client().post('/api/v1/setup', { ...first_run, email: 'other@example.com' });
  assert.equal(reply.status, 409);
  assert.equal(reply.json.problems[0].key, 'already_set_up');
  assert.deepEqual((await server.client().get('/api/v1/setup')).json, { needed: false, logged_in: false });
});

test('logging in, the session, logging out', async () => {
  const client = server.client({ language: 'en' });
  assert.equal((await client.get('/api/v1/session')).status, 401);
  const wrong = await client.logIn(first_run.email, 'not the password');
  assert.equal(wrong.status, 401);
  assert.equal(wrong.json.problems[0].key, 'wrong_credentials');
  assert.equal(wrong.headers['set-cookie'], undefined);
  const unknown = await client.logIn('nobody@example.com', 'not the password');
  assert.deepEqual([unknown.status, unknown.json.problems[0].message], [401, wrong.json.problems[0].message]);

  const right = await client.logIn(first_run.email.toUpperCase(), first_run.password);
  assert.equal(right.status, 200);
  assert.ok(!right.text.includes('argon2'));
  assert.equal((await client.get('/api/v1/session')).json.user.email, first_run.email);
  assert.equal((await client.get('/api/v1/setup')).json.logged_in, true);

  const unguarded = await client.patch('/api/v1/session', { theme: 'dark' }, { csrf: false });
  assert.deepEqual([unguarded.status, unguarded.json.problems[0].key], [403, 'csrf']);
  const foreign = await client.patch('/api/v1/session', { theme: 'dark' }, { headers: { 'x-csrf-token': 'AAAAAAAAAAAAAAAAAAAAAAAA' } });
  assert.equal(foreign.status, 403);
  assert.equal((await client.get('/api/v1/session')).json.user.theme, 'system');
  const guarded = await client.patch('/api/v1/session', { theme: 'dark' });
  assert.deepEqual([guarded.status, guarded.json.user.theme], [200, 'dark']);

  const stale = new Map(client.cookies);
  assert.equal((await client.delete('/api/v1/session', { csrf: false })).status, 403);
  assert.equal((await client.delete('/api/v1/session')).status, 204);
  assert.equal(client.cookies.size, 0);
  client.cookies = stale;
  assert.equal((await client.get('/api/v1/session')).status, 401, 'the old cookie opens nothing');
});

test('after five failures it asks to wait, even with the right password', async () => {
  const client = server.client();
  const email = 'guess@example.com';
  for (let i = 0; i < 5; ++i) assert.equal((await client.logIn(email, `wrong password ${i}`)).status, 401);
  for (const language of ['en', 'ru']) {
    const reply = await client.post('/api/v1/session', { email, password: 'wrong password' }, { language });
    assert.equal(reply.status, 429);
    const wait = Number(reply.headers['retry-after']);
    assert.ok(Number.isInteger(wait) && wait > 0 && wait <= 900, `Retry-After: ${reply.headers['retry-after']}`);
    assert.equal(cyrillic.test(reply.json.title), language === 'ru', reply.json.title);
  }
  // Others behind the same address still get in.
  assert.equal((await client.logIn(first_run.email, first_run.password)).status, 200);
});

test('a person changes their own password: the old one is asked for, other sessions end, this one goes on', async () => {
  const here = server.client({ language: 'en' }), elsewhere = server.client({ language: 'en' });
  for (const client of [here, elsewhere]) assert.equal((await client.logIn(first_run.email, first_run.password)).status, 200);
  const change = (current, next) => here.patch('/api/v1/session', { password: { current, new: next } });
  const wrong = await change('not my password', 'another long one');
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.json.problems.map(({ field, value }) => [field, value ?? '']), [['password.current', '']]);
  const short = await change(first_run.password, 'short');
  assert.equal(short.json.problems[0].field, 'password.new');
  assert.equal((await here.patch('/api/v1/session', { password: 'another long one' })).status, 422);
  assert.equal((await change(first_run.password, 'another long one')).status, 200);
  assert.equal((await here.get('/api/v1/session')).status, 200);
  assert.equal((await elsewhere.get('/api/v1/session')).status, 401);
  const anew = server.client({ language: 'en' });
  assert.equal((await anew.logIn(first_run.email, first_run.password)).status, 401);
  assert.equal((await anew.logIn(first_run.email, 'another long one')).status, 200);
  assert.equal((await change('another long one', first_run.password)).status, 200);
  assert.equal((await here.patch('/api/v1/session', { theme: 'dark' })).status, 200);
  const deeds = (await here.get('/api/v1/audit?limit=2')).json.entries.map((entry) => entry.kind);
  assert.deepEqual(deeds, ['profile_changed', 'password_changed'], 'the journal tells a password from a colour');
  for (let tries = 0; tries < 5; ++tries) assert.equal((await change('not my password', 'another long one')).status, 422);
  assert.equal((await change(first_run.password, 'another long one')).status, 429, 'guessing has an end');
});
