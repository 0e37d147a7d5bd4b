// The power goes at random moments under load: writes that were never synced are lost, acknowledged responses are not.
// OTKLIK_CUTS: how many times (5). OTKLIK_SEED: repeats a run.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, sleep } from '../support/server.mjs';
import { Load, seeded } from './load.mjs';
import { PowerCut } from './power_cut.mjs';

const senders = 16;
const cuts = Number(process.env.OTKLIK_CUTS ?? 5);
const seed = Number(process.env.OTKLIK_SEED ?? Date.now() % 2 ** 31);

// A server on a disk that forgets, set up and stopped in order: everything so far is on that disk.
async function prepared() {
  const disk = new PowerCut();
  const server = await Server.start({ data: disk.data, env: disk.env });
  const administrator = await server.firstAdministrator();
  await addSurvey(administrator, oneScore('power'));
  await server.stop();
  assert.deepEqual(disk.cut(), {}, 'a server stopped in order leaves nothing un-synced');
  return { disk, server, administrator };
}

async function loadUntilKilled(server, load, ms) {
  const running = load.run(senders);
  await sleep(ms);
  const how = await server.stop('SIGKILL');
  load.stop();
  await running;
  assert.equal(how.signal, 'SIGKILL', `it ended by itself: ${server.output}`);
}

for (const [what, chance] of [['every un-synced write', false], ['some blocks of un-synced writes', true]]) {
  test(`a power cut that loses ${what} loses no acknowledged response`, async (t) => {
    t.diagnostic(`OTKLIK_SEED=${seed}`);
    const random = seeded(seed);
    const { disk, server, administrator } = await prepared();
    try {
      const load = new Load(server, 'power', random);
      const met = {};  // un-synced writes by file
      // A quick disk may have synced everything at each of a few cuts: then there are more.
      for (let i = 0; i < cuts || (Object.keys(met).length === 0 && i < 6 * cuts); ++i) {
        await server.up();
        await loadUntilKilled(server, load, 50 + random.below(700));
        for (const [file, count] of Object.entries(disk.cut(chance ? random : null))) met[file] = (met[file] ?? 0) + count;
        await server.up();
        const finished = await load.finished(administrator);
        assert.ok(finished >= load.kept.size && finished <= load.kept.size + load.unknown.size,
                  `cut ${i}: ${load.kept.size} acknowledged, ${load.unknown.size} unsure, ${finished} there`);
        const extra = finished - load.kept.size;
        assert.equal(await load.settle(), extra, `cut ${i}: what was kept unheard is found again, and nothing else`);
        assert.deepEqual(await load.lost(), [], `cut ${i}`);
        await load.checkAll(administrator);
        await server.stop('SIGKILL');  // and at rest
        disk.cut(chance ? random : null);
      }
      assert.ok(load.kept.size > 0);
      assert.ok(cuts < 5 || Object.keys(met).length > 0, 'the cuts did lose writes');
      t.diagnostic(`${2 * cuts} cuts, ${load.kept.size} responses, un-synced writes met: ${JSON.stringify(met)}`);
    } catch (error) {
      error.message += `\nOTKLIK_SEED=${seed}\n${server.output}`;
      throw error;
    } finally {
      await server.remove();
      disk.remove();
    }
  });
}

// A server stopped in order copies its log into the database; the power goes at some write of that.
test('a power cut amid the checkpoint of a stop loses no acknowledged response', async (t) => {
  t.diagnostic(`OTKLIK_SEED=${seed}`);
  const random = seeded(seed);
  const { disk, server, administrator } = await prepared();
  const met = {};
  let amid = 0;
  try {
    const load = new Load(server, 'power', random);
    for (let i = 0; i < 2 * cuts; ++i) {
      server.options.env = { ...disk.env, OTKLIK_LOST_WRITES_STOP_AT: String(1 + random.below(25)) };
      await server.up();
      const running = load.run(senders);
      await sleep(200);
      load.stop();
      await running;
      const how = await server.stop('SIGTERM');
      amid += how.signal === 'SIGKILL' ? 1 : 0;
      for (const [file, count] of Object.entries(disk.cut(i % 2 ? random : null))) met[file] = (met[file] ?? 0) + count;
      server.options.env = disk.env;
      await server.up();
      await load.settle();
      assert.deepEqual(await load.lost(), [], `cut ${i}`);
      await load.checkAll(administrator);
      await server.stop('SIGKILL');
      disk.cut();
    }
    assert.ok(cuts === 0 || amid > 0, 'the power went amid a checkpoint');
    t.diagnostic(`${amid} cuts amid a checkpoint, ${load.kept.size} responses, un-synced writes met: ${JSON.stringify(met)}`);
  } catch (error) {
    error.message += `\nOTKLIK_SEED=${seed}\n${server.output}`;
    throw error;
  } finally {
    await server.remove();
    disk.remove();
  }
});

// That this test can fail: with synchronous OFF nothing is ever synced, and the same cut loses what was acknowledged.
test('without syncing a power cut loses acknowledged responses', async (t) => {
  const { disk, server, administrator } = await prepared();
  try {
    const load = new Load(server, 'power', seeded(seed));
    server.options.args = ['--synchronous', 'OFF'];
    await server.up();
    await loadUntilKilled(server, load, 500);
    assert.ok(load.kept.size > 0, 'the load did something');
    const unsynced = disk.cut();
    assert.ok(Object.values(unsynced).some((count) => count > 0));
    server.options.args = [];
    await server.up();
    const finished = await load.finished(administrator);
    assert.ok(finished < load.kept.size, `${load.kept.size} acknowledged, ${finished} there`);
    const lost = await load.lost([...load.kept.keys()].slice(0, 50));
    assert.ok(lost.length > 0);
    t.diagnostic(`${load.kept.size} acknowledged, ${finished} survived`);
  } finally {
    await server.remove();
    disk.remove();
  }
});
