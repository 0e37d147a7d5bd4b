// Responses as a file: not shown, not answered and "hard to say" stay three things, from the API and the command line alike, and
// what went out can come in again.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { addSurvey, everyKind, oneScore } from '../support/questionnaires.mjs';
import { Server, binary } from '../support/server.mjs';

let server, administrator, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'otklik-export-'));
  server = await Server.start();
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, everyKind());
  await addSurvey(administrator, everyKind('copy'));
  await addSurvey(administrator, oneScore('silent', 'relationship', { anonymous: { minimum: 5 } }));
});
after(async () => {
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

const otklik = (...args) => spawnSync(binary, [...args, '--language', 'en'], { encoding: 'utf8' });
const send = async (survey, answers) => {
  const reply = await administrator.post(`/api/v1/surveys/${survey}/responses`, { id: randomUUID(), answers, language: 'en' });
  assert.equal(reply.status, 201, reply.text);
  return reply.json;
};

// A small reader of our own: quotes, line ends within them.
function parse(text) {
  assert.equal(text[0], '\ufeff');
  const rows = [[]];
  for (const [, quoted, plain, end] of text.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  assert.deepEqual(rows.pop(), []);
  const [head, ...lines] = rows;
  return { head, rows: lines.map((line) => Object.fromEntries(head.map((name, i) => [name, line[i]]))) };
}

test('three kinds of nothing are told apart in a file', async () => {
  await send('every_kind', {
    recommend: 9, overall: 'hard_to_say', channel_used: { other: '=SUM(A1), "quoted"\nsecond line' },
    quality: { price: 5, speed: 'hard_to_say' }, weight: { price: 4 }, used: ['app', 'site'], again: true, orders: 2.5,
    since: '2020-01-31', call_me: false });
  await send('every_kind', { recommend: 2, why: 'not_answered', channel_used: 'mail' });
  await send('every_kind', { recommend: 7, quality: { price: 3 } });
  const reply = await administrator.get('/api/v1/surveys/every_kind/responses.csv');
  assert.equal(reply.status, 200);
  assert.match(reply.headers['content-disposition'], /attachment; filename="every_kind\.csv"/);
  const exported = (await administrator.get('/api/v1/audit')).json.entries.filter((one) => one.kind === 'responses_exported');
  assert.deepEqual(exported.map((one) => one.subject), ['every_kind'], 'who takes responses out is in the journal');
  const { head, rows } = parse(reply.text);
  assert.deepEqual(head.slice(0, 6), ['id', 'seq', 'finished_at', 'started_at', 'status', 'version']);
  assert.equal(rows.length, 3);
  const [third, second, first] = rows;  // the newest first
  const answers = ({ id, seq, finished_at, started_at, ...rest }) => {
    assert.match(finished_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    return Object.fromEntries(Object.entries(rest).slice(Object.keys(rest).indexOf('recommend')));
  };
  assert.deepEqual(answers(first), {
    recommend: '9', why: '', overall: 'hard_to_say', channel_used: 'other',
    'channel_used.other': '\'=SUM(A1), "quoted"\nsecond line', 'quality.price': '5', 'quality.speed': 'hard_to_say',
    'weight.price': '4', used: 'site;app', again: 'yes', orders: '2.5', since: '2020-01-31', call_me: 'no' });
  assert.deepEqual(answers(second), {  // the second page was not shown to who wrote by mail
    recommend: '2', why: '\'not_answered', overall: 'not_answered', channel_used: 'mail', 'channel_used.other': '',
    'quality.price': '', 'quality.speed': '', 'weight.price': '', used: '', again: '', orders: '', since: '', call_me: '' });
  assert.deepEqual([third['quality.price'], third['quality.speed'], third['weight.price'], third.used, third.why],
                   ['3', 'not_answered', 'not_answered', 'not_answered', '']);
});

test('the command writes the same file, beside the server and without it, and nothing half', async () => {
  const url = '/api/v1/surveys/every_kind/responses.csv';
  const expected = (await administrator.get(url)).text;
  const beside = join(folder, 'beside.csv'), alone = join(folder, 'alone.csv');
  assert.equal(otklik('export', 'responses', beside, '--survey', 'every_kind', '--data', server.folder).status, 0);
  assert.equal(readFileSync(beside, 'utf8'), expected);
  assert.equal(statSync(beside).mode & 0o077, 0, 'the file is nobody else\'s');
  const again = otklik('export', 'responses', beside, '--survey', 'every_kind', '--data', server.folder);
  assert.equal(again.status, 1);
  assert.match(again.stderr, /file: this file exists already/);
  for (const [survey, problem] of [['nowhere', /survey: there is no such survey \(nowhere\)/], ['silent', /anonymous/]]) {
    const refused = otklik('export', 'responses', join(folder, 'no.csv'), '--survey', survey, '--data', server.folder);
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, problem);
    assert.ok(!existsSync(join(folder, 'no.csv')) && !existsSync(join(folder, 'no.csv.part')));
  }
  await server.stop();
  assert.equal(otklik('export', 'responses', alone, '--survey', 'every_kind', '--data', server.folder).status, 0);
  assert.equal(readFileSync(alone, 'utf8'), expected);
  await server.up();
});

test('an anonymous survey gives no rows, an unknown one is not found, a viewer may read', async () => {
  await send('silent', { recommend: 5 });
  const silent = await administrator.get('/api/v1/surveys/silent/responses.csv');
  assert.equal(silent.status, 422);
  assert.doesNotMatch(silent.text, /recommend/);
  assert.equal((await administrator.get('/api/v1/surveys/nowhere/responses.csv')).status, 404);
});

test('what went out comes in again: the same answers, the same figures', async () => {
  const file = join(folder, 'out.csv'), map = join(folder, 'map.json');
  assert.equal(otklik('export', 'responses', file, '--survey', 'every_kind', '--data', server.folder).status, 0);
  const column = (question) => ({ question, column: question, ...(/overall|quality/.test(question) && { hard_to_say: ['hard_to_say'] }) });
  writeFileSync(map, JSON.stringify({
    missing: ['', 'not_answered'], finished_at: { column: 'finished_at' }, language: { column: 'language' }, channel: { column: 'channel' },
    ignore: ['id', 'seq', 'started_at', 'status', 'version', 'account', 'contact', 'segment', 'partner', 'role', 'tenure', 'stage', 'why',
             'channel_used', 'channel_used.other'],
    answers: [...['recommend', 'overall', 'quality.price', 'quality.speed', 'weight.price', 'used', 'again', 'orders', 'since', 'call_me'].map(column)],
  }));
  const taken = otklik('import', 'responses', file, '--survey', 'copy', '--map', map, '--data', server.folder);
  assert.equal(taken.status, 0, taken.stderr + taken.stdout);
  for (const query of [{ metric: 'nps' }, { metric: 'mean_score', where: { scale: ['1..5'] }, by: ['criterion'] }]) {
    const figures = [];
    for (const survey of ['every_kind', 'copy']) {
      const { total, groups } = (await administrator.post('/api/v1/query', { ...query, where: { ...query.where, survey: [survey],
        measures: [query.metric === 'nps' ? 'relationship' : ''] } })).json;
      figures.push({ n: total.n, estimate: total.estimate, groups: groups.map((one) => [one.key, one.n, one.estimate, one.hard_to_say]) });
    }
    assert.deepEqual(figures[1], figures[0]);
    assert.ok(figures[0].n > 0);
  }
});
