// The server killed at random moments under load: what was acknowledged is there once, with its number.
// OTKLIK_CRASHES: how many times (100). OTKLIK_SEED: repeats a run. OTKLIK_PG_URL: a PostgreSQL server where a database may be
// made; then the same is done with the records there, OTKLIK_PG_CRASHES (20) times.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, sleep } from '../support/server.mjs';
import { Load, seeded } from './load.mjs';

const senders = 16;
const seed = Number(process.env.OTKLIK_SEED ?? Date.now() % 2 ** 31);

async function crashes(t, count, args) {
  t.diagnostic(`OTKLIK_SEED=${seed}`);
  const random = seeded(seed);
  const server = await Server.start({ args });
  try {
    const administrator = await server.firstAdministrator();
    await addSurvey(administrator, oneScore('crash'));
    const load = new Load(server, 'crash', random);
    let unsure = 0, unsure_kept = 0;
    for (let i = 0; i < count; ++i) {
      const before = new Set(load.kept.keys());
      const running = load.run(senders);
      await sleep(20 + random.below(200));
      const how = await server.stop('SIGKILL');
      load.stop();
      assert.equal(how.signal, 'SIGKILL', `it ended by itself: ${server.output}`);
      await running;
      await server.up();
      const finished = await load.finished(administrator);
      assert.ok(finished >= load.kept.size && finished <= load.kept.size + load.unknown.size,
                `crash ${i}: ${load.kept.size} acknowledged, ${load.unknown.size} unsure, ${finished} there`);
      const extra = finished - load.kept.size;
      unsure += load.unknown.size;
      unsure_kept += extra;
      assert.equal(await load.settle(), extra, `crash ${i}: what was kept unheard is found again, and nothing else`);
      const fresh = [...load.kept.keys()].filter((id) => !before.has(id));
      assert.ok(fresh.length > 0 || i < 3, 'the load did something');
      assert.deepEqual(await load.lost(fresh), [], `crash ${i}`);
      await load.checkAll(administrator);
    }
    await load.checkExport(administrator);
    await load.checkAll(administrator);
    t.diagnostic(`${count} kills, ${load.kept.size} responses, ${unsure} of unknown outcome, of them kept ${unsure_kept}`);
    await server.restart('SIGTERM');
    await load.checkAll(administrator);
  } catch (error) {
    error.message += `\nOTKLIK_SEED=${seed}\n${server.output}`;
    throw error;
  } finally {
    await server.remove();
  }
}

test('killed under load, SQLite', (t) => crashes(t, Number(process.env.OTKLIK_CRASHES ?? 100), []));

const pg_url = process.env.OTKLIK_PG_URL;
test('killed under load, PostgreSQL', { skip: pg_url ? false : 'set OTKLIK_PG_URL to run it' }, async (t) => {
  const database = `otklik_crash_${process.pid}`;
  const psql = (command) => execFileSync('psql', [pg_url, '-qc', command], { stdio: ['ignore', 'ignore', 'inherit'] });
  psql(`CREATE DATABASE ${database}`);
  try {
    const url = pg_url.replace(/^(\w+:\/\/[^/?]*)(\/[^?]*)?/, `$1/${database}`);
    await crashes(t, Number(process.env.OTKLIK_PG_CRASHES ?? 20), ['--records', url]);
  } finally {
    psql(`DROP DATABASE ${database} WITH (FORCE)`);
  }
});
