// Everything at once on one server: clients answer, repeat themselves and look, files come and go, a copy is made. Run it
// on a build with the thread sanitizer (CONTRIBUTING.md) to look for races.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';

import { EventReader } from '../support/client.mjs';
import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, binary, sleep } from '../support/server.mjs';

const seconds = Number(process.env.OTKLIK_AT_ONCE_SECONDS ?? 5);
const imported_rows = 400;
const data = new URL('../data/', import.meta.url);
const telecom = JSON.parse(readFileSync(new URL('telecom_questionnaire.json', data), 'utf8'));
let server, administrator, folder;

before(async () => {
  server = await Server.start();
  folder = mkdtempSync(join(tmpdir(), 'otklik-at-once-'));
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, telecom);
  await addSurvey(administrator, oneScore('live'));
});
after(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const otklik = (...args) => promisify(execFile)(binary, [...args, '--data', server.folder, '--language', 'en']);
const total = async (client, survey) =>
  (await client.post('/api/v1/query', { metric: 'nps', where: { survey: [survey] } })).json.total.n;

test('answers, figures, lists, events, imports and a backup at once', { timeout: 120_000 + seconds * 10_000 }, async () => {
  const until = Date.now() + seconds * 1000;
  const during = async (step) => { for (let i = 0; Date.now() < until; ++i) await step(i); };
  const kept = new Map();  // id -> seq, as acknowledged
  const seen = { counts: 0, imports: 0, whole: 0, none: 0, events: 0, exports: 0, versions: 0, backups: 0 };

  const answer = () => {
    const client = server.client({ language: 'en' });
    let last;
    return during(async (i) => {
      const body = i % 5 === 4 && last ? last : { id: randomUUID(), answers: { recommend: i % 11 } };
      const reply = await client.post('/api/v1/surveys/live/responses', body);
      if (reply.status === 503) return sleep(50);
      assert.equal(reply.status, body === last ? 200 : 201, reply.text);
      if (body === last) assert.equal(reply.json.seq, kept.get(body.id));
      kept.set(body.id, reply.json.seq);
      last = body;
    });
  };
  const count = async () => {
    let before = 0;
    await during(async () => {
      const acknowledged = kept.size;
      const n = await total(administrator, 'live');
      assert.ok(n >= before, `${n} after ${before}`);
      assert.ok(n <= kept.size + 8, 'no more than were sent');
      before = n;
      seen.counts += acknowledged > 0;
    });
  };
  const look = () => during(async () => {
    const imported = await total(administrator, telecom.key);
    assert.ok(imported === 0 || imported === imported_rows, `an import shows whole or not at all, not ${imported}`);
    seen[imported ? 'whole' : 'none'] += 1;
    for (const path of ['/api/v1/responses?limit=20', '/api/v1/surveys', '/api/v1/dimensions', '/api/v1/metrics', '/metrics']) {
      assert.equal((await administrator.get(path)).status, 200, path);
    }
  });
  const listen = () => during(async () => {
    const reader = await EventReader.open(administrator);
    await reader.next((event) => event.event === 'response', 5000).then(() => (seen.events += 1), () => {});
    reader.close();
  });
  const bring = () => during(async (i) => {
    const file = join(folder, `${i}.csv`);
    const rows = Array.from({ length: imported_rows }, (_, row) => `"11/04/2018 20:09","Order","",${row % 11},"row ${i}.${row}","Q"`);
    writeFileSync(file, '"CUSTOMER_RESPONSE_DATE","SURVEY_SUB_TYPE","NPS_RATING","NPS_SCORE","text","Qtr"\n' + rows.join('\n') + '\n');
    const done = await otklik('import', 'responses', file, '--survey', telecom.key, '--map', new URL('telecom_map.json', data).pathname);
    const [, number] = /Import (\d+): 400 responses kept/.exec(done.stdout);
    await otklik('import', 'undo', number);
    seen.imports += 1;
  });
  const carry = () => during(async (i) => {
    const file = await administrator.get('/api/v1/surveys/live/responses.csv');
    assert.equal(file.status, 200);
    seen.exports += 1;
    const saved = await administrator.post('/api/v1/surveys', { document: oneScore(`extra_${i}`) });
    assert.equal(saved.status, 201, saved.text);
    seen.versions += 1;
    await otklik('backup', join(folder, `${i}.backup`));
    seen.backups += 1;
  });
  await Promise.all([answer(), answer(), answer(), answer(), answer(), answer(), count(), look(), listen(), bring(), carry()]);

  for (const [what, times] of Object.entries(seen)) assert.ok(times > 0, `${what} happened: ${JSON.stringify(seen)}`);
  assert.equal(await total(administrator, 'live'), kept.size);
  assert.equal(new Set(kept.values()).size, kept.size, 'every response has a number of its own');
  await server.restart();
  assert.equal(await total(administrator, 'live'), kept.size);
  assert.equal(await total(administrator, telecom.key), 0);
});
