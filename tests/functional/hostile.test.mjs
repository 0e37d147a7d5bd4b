// Addresses and bytes that no honest client sends: a clear refusal or nothing, never a broken answer.
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, sleep } from '../support/server.mjs';

let server, administrator;
before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, oneScore('plain'));
});
after(() => server.remove());

// The bytes of the answer as they came.
const bytesOf = (path, headers = {}) => new Promise((done, fail) => {
  const cookie = [...administrator.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  request({ host: '127.0.0.1', port: server.port, path, headers: { cookie, ...headers } }, (reply) => {
    const parts = [];
    reply.on('data', (part) => parts.push(part));
    reply.on('end', () => done({ status: reply.statusCode, type: reply.headers['content-type'], bytes: Buffer.concat(parts) }));
  }).on('error', fail).end();
});

// What comes back for raw bytes, until the server closes or a while has passed.
const raw = async (text) => {
  const socket = connect(server.port, '127.0.0.1');
  let reply = '';
  socket.on('data', (part) => (reply += part));
  socket.on('error', () => {});
  const closed = new Promise((done) => socket.on('close', done));
  socket.write(text);
  await Promise.race([closed, sleep(1000)]);
  socket.destroy();
  return reply;
};

for (const odd of ['%ff', '%c0%af', '%ed%a0%80', '%00', '%0d%0aSet-Cookie:%20a=b', '%22%3e%3cscript%3e', '%', '%zz']) {
  test(`an address with ${odd}`, async () => {
    for (const path of ['/nothing/', '/s/', '/s/plain/', '/s/plain/r/', '/s/plain?lang=', '/s/plain?recommend=', '/api/v1/surveys/', '/api/v1/responses/',
                        '/api/v1/responses?q=', '/api/v1/responses?survey=', '/api/v1/responses?class=', '/api/v1/responses?from=',
                        '/api/v1/responses?limit=', '/api/v1/audit?limit=', '/api/v1/session/seen/', '/api/v1/surveys/plain/versions/',
                        '/api/v1/surveys/plain/qr?lang=', '/assets/']) {
      const reply = await bytesOf(path + odd);
      assert.ok(reply.status < 500, `${path}: ${reply.status}`);
      const text = new TextDecoder('utf-8', { fatal: true }).decode(reply.bytes);
      if (/json/.test(reply.type)) JSON.parse(text);
      if (/html/.test(reply.type)) assert.ok(!text.includes('"><script>'), path);
    }
  });
}

test('a header that is not UTF-8 does not come back raw', async () => {
  const reply = await raw(`POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Type: text/\xff\xfe\r\n\r\n{}`);
  assert.match(reply, /^HTTP\/1\.1 4\d\d/);
});

test('a request of two lengths is answered by nobody', async () => {
  for (const head of ['Content-Length: 2\r\nContent-Length: 5', 'Content-Length: 2\r\nTransfer-Encoding: chunked', 'Content-Length: -2', 'Content-Length: 2, 2']) {
    const reply = await raw(`POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${head}\r\n\r\n{}`);
    assert.ok(reply === '' || /^HTTP\/1\.1 400/.test(reply) || (head.endsWith('2, 2') && /^HTTP\/1\.1 4/.test(reply)), `${head}: ${reply.slice(0, 60)}`);
  }
});

test('what is not HTTP is told so, and so is a header without end', async () => {
  for (const text of ['GARBAGE\r\n\r\n', 'GET /healthz HTTP/1.1\r\nno colon\r\n\r\n']) {
    const reply = await raw(text);
    assert.match(reply, /^HTTP\/1\.1 400 Bad Request\r\n/);
    assert.match(reply, /\r\nContent-Type: application\/problem\+json\r\n/);
    assert.ok(JSON.parse(reply.split('\r\n\r\n')[1]).title);
  }
  const long = await raw(`GET / HTTP/1.1\r\nHost: x\r\n${'X-Long: '.padEnd(40_000, 'a')}\r\n\r\n`);
  assert.match(long, /^HTTP\/1\.1 431 /);
  assert.match(long, /\r\nConnection: close\r\n/);
});

test('requests in one packet, in single bytes, of HTTP/1.0 and waiting for 100 are all answered', async () => {
  const two = await raw('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match(two, /^HTTP\/1\.1 200 OK\r\n[^]*HTTP\/1\.1 404 Not Found\r\n/);
  const old = await raw('GET /healthz HTTP/1.0\r\n\r\n');
  assert.match(old, /^HTTP\/1\.1 200 OK\r\n[^]*Connection: close/);
  const slow = connect({ port: server.port, host: '127.0.0.1', noDelay: true });
  let reply = '';
  slow.on('data', (part) => (reply += part));
  for (const byte of 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n') {
    slow.write(byte);
    await sleep(1);
  }
  await sleep(200);
  assert.match(reply, /^HTTP\/1\.1 200 OK\r\n/);
  reply = '';
  slow.write('POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n');
  await sleep(200);
  assert.equal(reply, 'HTTP/1.1 100 Continue\r\n\r\n');
  slow.write('{}');
  await sleep(200);
  assert.match(reply, /HTTP\/1\.1 4\d\d /);
  slow.destroy();
});

test('whatever came, the server goes on', async () => {
  await raw('GARBAGE\r\n\r\n');
  await raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
  await raw('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03');
  await raw(`GET / HTTP/1.1\r\nHost: x\r\n${'X-Long: '.padEnd(40_000, 'a')}\r\n\r\n`);
  await raw('GET /healthz HTTP/1.1\r\n');
  assert.equal((await administrator.get('/healthz')).status, 200);
  assert.equal((await administrator.get('/api/v1/surveys/plain')).json.started, 0);
});

test('another method is refused with those there are', async () => {
  const reply = await administrator.send('PUT', '/api/v1/surveys/plain/responses', { id: 'x' });
  assert.equal(reply.status, 405, reply.text);
  assert.equal(reply.headers.allow, 'POST');
  assert.equal((await administrator.send('DELETE', '/api/v1/today')).headers.allow, 'GET, HEAD');
});
