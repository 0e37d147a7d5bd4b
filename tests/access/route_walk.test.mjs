// Every route of the server for every kind of caller, against the one table of rights. The routes and the table are read from
// the sources; a route that is missing from the contract, or that who_may.txt does not list for the same people, fails here.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { EventReader } from '../support/client.mjs';
import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, first_run } from '../support/server.mjs';

const source = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

function readRights() {
  const rights = {};
  for (const [, right, name, ...roles] of source('src/access/access.cpp')
    .matchAll(/\{Right::(k\w+), "([\w.]+)", (true|false), (true|false), (true|false)\}/g)) {
    rights[right] = { name, administrator: roles[0] === 'true', analyst: roles[1] === 'true', viewer: roles[2] === 'true' };
  }
  return rights;
}

function readRoutes() {
  const text = source('src/app/routes.cpp');
  const routes = [...text.matchAll(/\bt\.(?:Add|Sync)\(\s*"([A-Z]+)",\s*"([^"]+)",\s*Right::(k\w+)/g)]
    .map(([, method, pattern, right]) => ({ method, pattern, right }));
  const loops = [...text.matchAll(/for \(const char\* page : \{([^}]*(?:\{\w+\}[^}]*)*)\}\) \{\s*t\.Add\("GET", page, Right::(k\w+)/g)];
  for (const [, pages, right] of loops) {
    for (const [, pattern] of pages.matchAll(/"([^"]+)"/g)) routes.push({ method: 'GET', pattern, right });
  }
  const calls = [...text.matchAll(/^\s*t\.(?:Add|Sync)\(/gm)].length;
  assert.equal([...text.matchAll(/router_\.Add\(/g)].length, 1, 'routes are added in one way only');
  assert.equal(calls, routes.length - loops.reduce((sum, [, pages]) => sum + [...pages.matchAll(/"/g)].length / 2 - 1, 0),
               'every line that adds a route has been understood');
  return routes;
}

// Operations of api/openapi.yaml: the keys of `paths`, by their indent.
function readContract() {
  const operations = [];
  const paths = /^paths:\n([\s\S]*?)^\w/m.exec(source('api/openapi.yaml'))[1];
  let path, operation;
  for (const line of paths.split('\n')) {
    const key = /^( *)([^\s:#][^:]*):(.*)$/.exec(line);
    if (key?.[1].length === 2) path = key[2];
    if (key?.[1].length === 4 && /^(get|post|put|patch|delete|head)$/.test(key[2])) {
      operations.push(operation = { method: key[2].toUpperCase(), pattern: `/api/v1${path}`, open: false });
    }
    if (operation && (/^ {6}security: \[\]/.test(line) || /^ {8}- \{\}/.test(line))) operation.open = true;
  }
  return operations;
}

const rights = readRights(), routes = readRoutes(), contract = readContract();
const name = ({ method, pattern }) => `${method} ${pattern}`;
const grantable = Object.entries(rights).filter(([right]) => !['kPublic', 'kLoggedIn', 'kControl'].includes(right));

// A person's own: a program has no session, so these ask it to log in.
const personal = ['GET /api/v1/session', 'PATCH /api/v1/session', 'POST /api/v1/session/seen', 'GET /api/v1/session/seen/{page}'];

// Anyone may answer, but a token that is shown must be good.
const answering = ({ method, pattern }) => pattern.startsWith('/s/') || (method === 'POST' && pattern === '/api/v1/surveys/{key}/responses');

const values = { survey: 'walked', key: 'walked', version: '1', page: 'today', token: 'AAAAAAAAAAAAAAAAAAAAAA', tab: 'users' };
// The secret that a running server leaves in its data folder for the command line.
const controlFile = () => join(server.folder, 'control');
const controlClient = () => server.client({ language: 'en', token: readFileSync(controlFile(), 'utf8').trim().split(' ')[2] });

const pathOf = (pattern) => pattern.replace('**', 'nothing.js').replace(/\{(\w+)\}/g, (_, parameter) => values[parameter] ?? randomUUID());

let server, administrator;
const callers = {};
const password = 'correct horse battery';

before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, oneScore('walked'));
  callers.nobody = { client: server.client({ language: 'en' }), may: (right) => right === 'kPublic', known: false };
  for (const role of ['administrator', 'analyst', 'viewer']) {
    const email = `${role}@example.com`;
    const made = await administrator.post('/api/v1/users', { name: role, email, role, password });
    assert.equal(made.status, 201, made.text);
    const client = server.client({ language: 'en' });
    assert.equal((await client.logIn(email, password)).status, 200);
    callers[role] = { client, email, may: (right) => rights[right][role], known: true };
  }
  for (const [right, { name: called }] of grantable) {
    const made = await administrator.post('/api/v1/tokens', { name: called, rights: [called] });
    assert.equal(made.status, 201, made.text);
    const client = server.client({ language: 'en', token: made.json.secret });
    callers[`token with ${called}`] = { client, may: (asked) => ['kPublic', 'kLoggedIn', right].includes(asked), known: true, token: true };
  }
  if (existsSync(controlFile())) {
    callers['command line'] = { client: controlClient(), may: (asked) => ['kPublic', 'kLoggedIn', 'kControl'].includes(asked), known: true, token: true };
  }
  const revoked = (await administrator.post('/api/v1/tokens', { name: 'gone', rights: grantable.map(([, right]) => right.name) })).json;
  assert.equal((await administrator.delete(`/api/v1/tokens/${revoked.id}`)).status, 204);
  callers['revoked token'] = { client: server.client({ language: 'en', token: revoked.secret }), may: (right) => right === 'kPublic', known: false };
});
after(() => server.remove());

async function ask(client, route, options) {
  const path = pathOf(route.pattern);
  if (route.pattern === '/api/v1/events') {
    const reader = await EventReader.open(client);
    reader.close();
    return { status: reader.status, headers: reader.headers };
  }
  const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : {};
  return client.send(route.method, path, body, options);
}

const security_headers = {
  'x-content-type-options': /^nosniff$/,
  'content-security-policy': /default-src 'none'.*frame-ancestors '(none|self)'/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\), microphone=\(\), geolocation=\(\)/,
};
function checkHeaders(reply, what) {
  for (const [header, wanted] of Object.entries(security_headers)) assert.match(reply.headers[header] ?? '', wanted, `${what}: ${header}`);
  assert.doesNotMatch(reply.headers['content-security-policy'], /unsafe-/, what);
  assert.equal(reply.headers.server, undefined, `${what} names its software`);
  assert.equal(reply.headers['access-control-allow-origin'], undefined, what);
  if (what.includes('/api/')) assert.equal(reply.headers['cache-control'], reply.status === 204 ? reply.headers['cache-control'] : 'no-store', what);
}

test('the sources were read', () => {
  const listed = /enum class Right \{([^}]*)\}/.exec(source('src/access/access.hpp'))[1];
  assert.deepEqual(Object.keys(rights), [...listed.matchAll(/^ {2}(k\w+),/gm)].map(([, right]) => right));
  assert.ok(routes.length > 40 && contract.length > 25);
  for (const route of routes) assert.ok(rights[route.right], `${name(route)} asks for ${route.right}, which the table does not have`);
  assert.equal(new Set(routes.map(name)).size, routes.length, 'no route stands twice');
});

test('each route is for those who_may.txt lists, and for nobody else', () => {
  const roles = ['administrator', 'analyst', 'viewer'];
  const called = { kPublic: 'everybody', kLoggedIn: 'known', kControl: 'command_line' };
  const served = routes.map((route) => `${name(route)} ${called[route.right] ?? roles.filter((role) => rights[route.right][role]).join(' ')}`);
  const listed = source('tests/access/who_may.txt').split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.replace(/ +/g, ' '));
  assert.deepEqual(served.sort(), listed.sort());
});

test('the contract and the server have the same routes', () => {
  const served = routes.filter((route) => route.pattern.startsWith('/api/')).map(name).sort();
  assert.deepEqual(contract.map(name).sort(), served);
});

test('the contract and the server agree on what is public', () => {
  for (const operation of contract) {
    const route = routes.find((one) => name(one) === name(operation));
    assert.equal(operation.open, route?.right === 'kPublic', name(operation));
  }
});

test('a person gets the rights of the table, in the words of the contract', async () => {
  const listed = /^ {4}Right:\n[\s\S]*?enum: \[([^\]]*)\]/m.exec(source('api/openapi.yaml'))[1].split(/,\s*/).sort();
  assert.deepEqual(grantable.map(([, right]) => right.name).sort(), listed);
  for (const role of ['administrator', 'analyst', 'viewer']) {
    const session = (await callers[role].client.get('/api/v1/session')).json;
    assert.deepEqual(session.rights, grantable.filter(([, right]) => right[role]).map(([, right]) => right.name), role);
  }
});

for (const route of routes) {
  test(name(route), async () => {
    for (const [who, caller] of Object.entries(callers)) {
      const reply = await ask(caller.client, route);
      const what = `${name(route)} by ${who}`;
      checkHeaders(reply, what);
      assert.ok(reply.status < 500, `${what}: ${reply.status} ${reply.text}`);
      assert.notEqual(reply.status, 405, what);
      const keys = reply.json?.problems?.map((problem) => problem.key) ?? [];
      assert.ok(route.pattern.includes('**') || !keys.includes('unknown_path'), `${what} is not served`);
      const shown = who === 'revoked token' && answering(route);
      const wanted = shown ? 401 : caller.token && personal.includes(name(route)) ? 401 : caller.may(route.right) ? 'let in' : caller.known ? 403 : 401;
      const got = reply.status === 401 || reply.status === 403 ? reply.status : 'let in';
      // The door lets everyone in; these two look at the body, and an empty one is none of anyone's.
      if (name(route) === 'POST /api/v1/session') assert.notEqual(reply.status, 403);
      else assert.equal(got, wanted, `${what}: ${reply.status} ${reply.text}`);
      if (got === 403 && reply.json) assert.deepEqual(keys, ['no_right'], what);
      if (got === 401) assert.equal(reply.headers['www-authenticate'], 'Bearer', what);
      if (name(route) === 'DELETE /api/v1/session' && caller.email) assert.equal((await caller.client.logIn(caller.email, password)).status, 200);
    }
  });
}

for (const route of routes.filter((one) => one.method !== 'GET' && one.right !== 'kPublic' && rights[one.right].administrator)) {
  test(`${name(route)} needs the token of the page`, async () => {
    const { client } = callers.administrator;
    for (const options of [{ csrf: false }, { headers: { 'x-csrf-token': '' } }, { headers: { 'x-csrf-token': administrator.csrf_token } }]) {
      const reply = await ask(client, route, options);
      assert.deepEqual([reply.status, reply.json.problems[0].key], [403, 'csrf']);
      checkHeaders(reply, name(route));
    }
  });
}

test('a refusal names a role as people know it, in the language of the reader', async () => {
  for (const [role, ru, en] of [['viewer', 'Читатель', 'Reader'], ['analyst', 'Аналитик', 'Analyst']]) {
    const { client } = callers[role];
    const said = async (lang) => (await client.get(`/api/v1/users?lang=${lang}`)).json.title;
    assert.equal(await said('ru'), `роль «${ru}» этого не позволяет; нужно право users.write`);
    assert.equal(await said('en'), `the role ${en} does not allow this; it needs the right users.write`);
  }
  const { client } = callers['token with figures.read'];
  assert.equal((await client.get('/api/v1/users?lang=ru')).json.title, 'этот ключ API этого не позволяет; нужно право users.write');
});

test('what is not in the table is not there, for anyone', async () => {
  for (const path of ['/api', '/api/v1', '/api/v1/', '/api/v2/session', '/api/v1/nothing', '/api/v1/users/1/2', '/.git/config', '/otklik.db',
                      '/assets/../otklik.db', '/assets/%2e%2e/otklik.db', '/s', '/s/', '/s/a/b/c/d', '//api/v1/users', '/api/v1/users/../company']) {
    for (const who of ['nobody', 'administrator']) {
      const reply = await callers[who].client.get(path);
      assert.equal(reply.status, 404, `${path} by ${who}: ${reply.status}`);
      checkHeaders(reply, path);
    }
  }
});

test('another method than the table has is refused', async () => {
  for (const [method, path] of [['PUT', '/api/v1/company'], ['DELETE', '/api/v1/company'], ['POST', '/healthz'], ['OPTIONS', '/api/v1/users'],
                                ['TRACE', '/'], ['PROPFIND', '/api/v1/surveys']]) {
    const reply = await callers.administrator.client.send(method, path);
    assert.equal(reply.status, 405, `${method} ${path}`);
    checkHeaders(reply, path);
  }
});

test('HEAD asks for the right that GET asks for', async () => {
  for (const route of routes.filter((one) => one.method === 'GET' && one.pattern !== '/api/v1/events')) {
    for (const who of ['nobody', 'viewer']) {
      const get = await ask(callers[who].client, route);
      const head = await ask(callers[who].client, { ...route, method: 'HEAD' }, {});
      assert.equal(head.status, get.status, `${name(route)} by ${who}`);
      assert.equal(head.text, '');
    }
  }
});

test('a token gives no more than its maker has', async () => {
  const made = await administrator.post('/api/v1/tokens', { name: 'maker', rights: ['tokens.write'] });
  const maker = server.client({ token: made.json.secret });
  for (const [, { name: right }] of grantable) {
    const reply = await maker.post('/api/v1/tokens', { name: 'child', rights: [right] });
    assert.equal(reply.status, right === 'tokens.write' ? 201 : 422, right);
  }
  assert.equal((await administrator.post('/api/v1/tokens', { name: 'none', rights: [] })).status, 422);
  for (const right of ['public', 'logged_in', 'control', 'everything']) {
    assert.equal((await administrator.post('/api/v1/tokens', { name: 'odd', rights: [right] })).status, 422, right);
  }
});

test('a user taken away or demoted loses access at once', async () => {
  const made = await administrator.post('/api/v1/users', { name: 'Short', email: 'short@example.com', role: 'administrator', password });
  const client = server.client();
  await client.logIn('short@example.com', password);
  assert.equal((await client.get('/api/v1/users')).status, 200);
  assert.equal((await administrator.patch(`/api/v1/users/${made.json.id}`, { role: 'viewer' })).status, 200);
  assert.equal((await client.get('/api/v1/users')).status, 403);
  assert.equal((await client.get('/api/v1/company')).status, 200);
  assert.equal((await administrator.patch(`/api/v1/users/${made.json.id}`, { password: `${password} 2` })).status, 200);
  assert.equal((await client.get('/api/v1/company')).status, 401, 'a new password ends the sessions');
  await client.logIn('short@example.com', `${password} 2`);
  assert.equal((await client.get('/api/v1/company')).status, 200);
  assert.equal((await administrator.delete(`/api/v1/users/${made.json.id}`)).status, 204);
  assert.equal((await client.get('/api/v1/company')).status, 401);
  assert.equal((await client.logIn('short@example.com', `${password} 2`)).status, 401);
});

test('an open stream ends with the access it was opened by', async () => {
  const stream = async (client) => {
    const reader = await EventReader.open(client);
    assert.equal(reader.status, 200);
    await reader.next((event) => event.event === 'applied', 2000);
    return reader;
  };
  const told = async (reader) => {
    const id = randomUUID();
    assert.equal((await administrator.post('/api/v1/surveys/walked/responses', { id, answers: { recommend: 9 } })).status, 201);
    const event = await reader.next((one) => one.event === 'response' && one.data.response.id === id, 2000).catch(() => null);
    reader.close();
    return event !== null;
  };
  const made = (await administrator.post('/api/v1/tokens', { name: 'watcher', rights: ['responses.read'] })).json;
  const by_token = await stream(server.client({ token: made.secret }));
  assert.equal((await administrator.delete(`/api/v1/tokens/${made.id}`)).status, 204);
  assert.equal(await told(by_token), false, 'a revoked token');
  const user = (await administrator.post('/api/v1/users', { name: 'Watcher', email: 'watcher@example.com', role: 'viewer', password })).json;
  const client = server.client();
  await client.logIn('watcher@example.com', password);
  const by_user = await stream(client);
  assert.equal((await administrator.delete(`/api/v1/users/${user.id}`)).status, 204);
  assert.equal(await told(by_user), false, 'a removed user');
});

test('the last administrator stays', async () => {
  const others = (await administrator.get('/api/v1/users')).json.users.filter((user) => user.role === 'administrator' && user.email !== first_run.email);
  for (const user of others) assert.equal((await administrator.delete(`/api/v1/users/${user.id}`)).status, 204);
  const me = (await administrator.get('/api/v1/session')).json.user.id;
  for (const reply of [await administrator.delete(`/api/v1/users/${me}`), await administrator.patch(`/api/v1/users/${me}`, { role: 'viewer' })]) {
    assert.deepEqual([reply.status, reply.json.problems[0].key], [409, 'last_administrator']);
  }
});

test('the secret of the command line is for the owner of the folder, and for this run of the server', async () => {
  assert.equal(statSync(controlFile()).mode & 0o077, 0);
  const old = controlClient();
  assert.equal((await old.post('/control/query', { metric: 'nps' })).status, 200);
  await server.stop();
  assert.ok(!existsSync(controlFile()), 'a server stopped in order leaves none behind');
  await server.up();
  assert.equal((await old.post('/control/query', { metric: 'nps' })).status, 401);
  assert.equal((await controlClient().post('/control/query', { metric: 'nps' })).status, 200);
});
