// What the person who runs the server does: backup while clients answer, restore, a database elsewhere.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { addSurvey, everyKind, oneScore } from '../support/questionnaires.mjs';
import { Server, binary, first_run } from '../support/server.mjs';

let server, administrator, folder;
before(async () => {
  server = await Server.start();
  folder = mkdtempSync(join(tmpdir(), 'otklik-operation-'));
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, oneScore('plain'));
  await addSurvey(administrator, everyKind());
});
after(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const otklik = (...args) => spawnSync(binary, [...args, '--language', 'en'], { encoding: 'utf8' });
const send = (client, recommend) => client.post('/api/v1/surveys/plain/responses', { id: randomUUID(), answers: { recommend } });

// Everything an administrator can read, by address; what a log-in or the clock changes is left out.
async function everything(client) {
  const all = {};
  for (const path of ['/surveys', '/surveys/every_kind', '/surveys/plain', '/responses?limit=200', '/users', '/tokens', '/company', '/dimensions', '/metrics'])
    all[path] = (await client.get(`/api/v1${path}`)).json;
  for (const user of all['/users'].users) delete user.last_login_at;
  const { as_of: _, ...figures } = (await client.post('/api/v1/query', { metric: 'nps', by: ['survey'], where: { survey: ['plain'] } })).json;
  return JSON.parse(JSON.stringify({ ...all, figures }).replaceAll(client.url, ''));
}

test('a backup taken while clients answer holds a moment, and restoring it brings that moment back', async () => {
  for (let i = 0; i < 30; ++i) assert.equal((await send(administrator, i % 11)).status, 201);
  let going = true, acknowledged = 0;
  const load = Promise.all(Array.from({ length: 8 }, async () => {
    while (going) {
      assert.equal((await send(administrator, 7)).status, 201);
      ++acknowledged;
    }
  }));
  const busy = join(folder, 'busy.db');
  while (acknowledged < 50) await new Promise((done) => setTimeout(done, 5));
  const at_start = acknowledged;
  const taken = otklik('backup', busy, '--data', server.folder);
  const at_end = acknowledged;
  going = false;
  await load;
  assert.equal(taken.status, 0, taken.stderr);

  const quiet = join(folder, 'quiet.db');
  assert.equal(otklik('backup', quiet, '--data', server.folder).status, 0);
  chmodSync(quiet, 0o644);
  const seen = await everything(administrator);
  const other = join(folder, 'other');
  const restored = otklik('restore', quiet, '--data', other);
  assert.equal(restored.status, 0, restored.stderr);
  assert.equal(statSync(join(other, 'otklik.db')).mode & 0o777, 0o600, 'whatever the rights of the backup were');
  const twin = await Server.start({ data: other });
  try {
    const client = twin.client();
    assert.equal((await client.logIn(first_run.email, first_run.password)).status, 200);
    assert.deepEqual(await everything(client), seen);
    assert.equal((await send(client, 3)).status, 201);
    await twin.stop();

    assert.equal(otklik('restore', busy, '--data', other).status, 1, 'a folder with data is not overwritten unasked');
    assert.equal(otklik('restore', busy, '--data', other, '--force').status, 0);
    const whole = readFileSync(quiet);
    for (const bad of [whole.subarray(0, Math.floor(whole.length / 2 / 4096) * 4096), Buffer.concat([whole.subarray(0, 100), Buffer.alloc(8092)])]) {
      const damaged = join(folder, 'damaged.db');
      writeFileSync(damaged, bad);
      const refused = otklik('restore', damaged, '--data', other, '--force');
      assert.deepEqual([refused.status, /not a backup/.test(refused.stderr)], [1, true], refused.stderr);
    }
    await twin.up();
    await client.logIn(first_run.email, first_run.password);
    const { finished } = (await client.get('/api/v1/surveys/plain')).json;
    assert.ok(finished >= 30 + at_start && finished <= 30 + at_end + 8, `${finished} of ${at_start}..${at_end}`);
  } finally {
    await twin.stop().catch(() => {});
  }
});

test('what is no backup, is not there or is in use is refused in words', () => {
  const junk = join(folder, 'junk.db');
  writeFileSync(junk, 'hello');
  const empty = join(folder, 'empty');
  for (const [args, words] of [
    [['restore', junk, '--data', empty], /not a backup/], [['restore', join(folder, 'nothing.db'), '--data', empty], /there is no such file \(.*nothing\.db\)/],
    [['restore', junk, '--data', server.folder], /another otklik is working on this folder/]]) {
    const refused = otklik(...args);
    assert.notEqual(refused.status, 0);
    assert.match(refused.stderr, words);
  }
  assert.ok(!existsSync(join(empty, 'otklik.db')));
});

const pg_url = process.env.OTKLIK_PG_URL;
test('with its records in PostgreSQL the server does the same', { skip: pg_url ? false : 'set OTKLIK_PG_URL to run it' }, async () => {
  const name = `otklik_operation_${process.pid}`;
  const psql = (command) => execFileSync('psql', [pg_url, '-qc', command], { stdio: ['ignore', 'ignore', 'inherit'] });
  psql(`CREATE DATABASE ${name}`);
  const url = pg_url.replace(/^(\w+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${name}`);
  const pair = [await Server.start({ args: ['--records', url] }), await Server.start()];
  try {
    const figures = [];
    for (const one of pair) {
      const client = await one.firstAdministrator();
      await addSurvey(client, oneScore('plain'));
      for (let i = 0; i < 40; ++i) assert.equal((await send(client, (i * 7) % 11)).status, 201);
      const again = { id: randomUUID(), answers: { recommend: 1 } };
      assert.equal((await client.post('/api/v1/surveys/plain/responses', again)).status, 201);
      assert.equal((await client.post('/api/v1/surveys/plain/responses', again)).status, 200);
      assert.equal((await client.post('/api/v1/surveys/plain/responses', { ...again, answers: { recommend: 2 } })).status, 409);
      const csv = join(folder, 'more.csv'), map = join(folder, 'map.json');
      writeFileSync(csv, 'day,score\n2026-01-05,10\n2026-01-06,0\n');
      writeFileSync(map, JSON.stringify({ time_zone: 'Europe/Moscow', date_formats: ['yyyy-MM-dd'], finished_at: { column: 'day' },
                                          channel: { value: 'web' }, answers: [{ question: 'recommend', column: 'score' }] }));
      const records = one === pair[0] ? ['--records', url] : [];
      const imported = otklik('import', 'responses', csv, '--survey', 'plain', '--map', map, '--data', one.folder, ...records);
      assert.equal(imported.status, 0, imported.stderr);
      await one.restart('SIGKILL');
      const { as_of: _, ...rest } = (await client.post('/api/v1/query', { metric: 'nps', by: ['month'] })).json;
      figures.push(rest);
      assert.equal((await client.get('/api/v1/responses?limit=200')).json.responses.length, 43);
    }
    assert.equal(figures[0].total.n, 43);
    assert.deepEqual(figures[0], figures[1]);
    const second = spawnSync(binary, ['serve', '--records', url, '--data', join(folder, 'second'), '--listen', '127.0.0.1:1', '--language', 'en'],
                             { encoding: 'utf8', timeout: 60_000 });
    assert.match(second.stderr, /another server holds this database/);
    const backup = otklik('backup', join(folder, 'pg.db'), '--data', pair[0].folder, '--records', url);
    assert.notEqual(backup.status, 0);
    assert.match(backup.stderr, /pg_dump|SQLite/);
  } finally {
    for (const one of pair) await one.remove();
    psql(`DROP DATABASE ${name} WITH (FORCE)`);
  }
});
