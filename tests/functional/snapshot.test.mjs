// The columns' snapshot: a start from it, from it and the records after it, and from the records alone show the same.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, binary } from '../support/server.mjs';

const run = promisify(execFile);
let server, administrator, sent = 0;
const file = () => join(server.folder, 'answers.snapshot');
const send = async (score) => {
  const reply = await administrator.post('/api/v1/surveys/plain/responses', { id: randomUUID(), answers: { recommend: score } });
  assert.equal(reply.status, 201);
  sent += 1;
};
const figures = async () => {
  const reply = await administrator.post('/api/v1/query', { metric: 'nps', by: ['channel'] });
  assert.equal(reply.status, 200);
  const { as_of: _, ...rest } = reply.json;
  return rest;
};
const readAnew = () => /the columns are read anew/.test(server.output);

before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, oneScore('plain'));
  for (const score of [10, 9, 7, 3, 10, 0]) await send(score);
});
after(() => server.remove());

test('a stop leaves a snapshot and the next start reads it', async () => {
  const seen = await figures();
  assert.ok(!existsSync(file()));
  await server.restart();
  assert.ok(existsSync(file()));
  assert.ok(!readAnew());
  assert.deepEqual(await figures(), seen);
});

test('what came after the snapshot is there after a kill', async () => {
  for (const score of [1, 2, 8]) await send(score);
  const seen = await figures();
  await server.restart('SIGKILL');
  assert.ok(!readAnew());
  assert.deepEqual(await figures(), seen);
  await send(9);
  await server.restart();
  assert.equal((await figures()).total.n, sent);
});

test('a damaged snapshot is said so and costs nothing but time', async () => {
  const seen = await figures();
  for (const spoil of [(bytes) => bytes.subarray(0, bytes.length - 9), (bytes) => (bytes[bytes.length >> 1] ^= 1, bytes), () => Buffer.alloc(0)]) {
    await server.stop();
    writeFileSync(file(), spoil(readFileSync(file())));
    await server.up();
    assert.ok(readAnew(), server.output);
    assert.deepEqual(await figures(), seen);
  }
});

test('a snapshot of before an import or its undoing is not used', async () => {
  await server.restart();
  const before = await figures();
  const csv = join(server.folder, 'more.csv'), map = join(server.folder, 'map.json');
  writeFileSync(csv, 'day,score\n2026-01-05,10\n2026-01-06,10\n2026-01-07,9\n');
  writeFileSync(map, JSON.stringify({
    time_zone: 'Europe/Moscow', date_formats: ['yyyy-MM-dd'], finished_at: { column: 'day' }, channel: { value: 'web' },
    answers: [{ question: 'recommend', column: 'score' }] }));
  await run(binary, ['import', 'responses', csv, '--survey', 'plain', '--map', map, '--data', server.folder]);
  const with_import = await figures();
  assert.notDeepEqual(with_import, before);
  await server.restart('SIGKILL');
  assert.ok(readAnew());
  assert.deepEqual(await figures(), with_import);
  await server.restart();
  assert.ok(!readAnew());
  await run(binary, ['import', 'undo', '1', '--data', server.folder]);
  await server.restart('SIGKILL');
  assert.ok(readAnew());
  assert.deepEqual(await figures(), before);
});

test('rebuild writes a new one', async () => {
  const seen = await figures();
  await server.stop();
  rmSync(file());
  await run(binary, ['rebuild', '--data', server.folder]);
  assert.ok(existsSync(file()));
  await server.up();
  assert.ok(!readAnew());
  assert.deepEqual(await figures(), seen);
});

test('a database put back by hand brings its own figures back', async () => {
  const database = join(server.folder, 'otklik.db'), kept = join(server.folder, 'kept.db');
  const seen = await figures();
  await server.stop();
  assert.ok(!existsSync(`${database}-wal`), 'a stop leaves one file');
  copyFileSync(database, kept);
  await server.up();
  await send(0);
  assert.notDeepEqual(await figures(), seen);
  await server.stop();
  copyFileSync(kept, database);
  await server.up();
  assert.match(server.output, /newer than the records/);
  assert.deepEqual(await figures(), seen);
});
