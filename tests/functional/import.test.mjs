// Import through the command line, with a server holding the folder: all at once, refused whole, undone whole.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { oneScore } from '../support/questionnaires.mjs';
import { Server, binary } from '../support/server.mjs';

const data = new URL('../data/', import.meta.url);
const read = (name) => readFileSync(new URL(name, data), 'utf8');
let server;
let administrator;
let folder;

const otklik = (...args) => spawnSync(binary, [...args, '--data', server.folder, '--language', 'en'], { encoding: 'utf8' });
const nps = async (where) => (await administrator.post('/api/v1/query', { metric: 'nps', where })).json.total;

before(async () => {
  server = await Server.start();
  folder = mkdtempSync(join(tmpdir(), 'otklik-import-'));
  administrator = await server.firstAdministrator();
  const saved = await administrator.post('/api/v1/surveys', { document: JSON.parse(read('telecom_questionnaire.json')) });
  assert.equal(saved.status, 201, saved.text);
});
after(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const header = '"CUSTOMER_RESPONSE_DATE","SURVEY_SUB_TYPE","NPS_RATING","NPS_SCORE","text","Qtr"\n';
const file = (name, rows) => {
  const path = join(folder, name);
  writeFileSync(path, header + rows.join('\n') + '\n');
  return path;
};
const load = (path, ...more) => {
  const key = JSON.parse(read('telecom_questionnaire.json')).key;
  return otklik('import', 'responses', path, '--survey', key, '--map', new URL('telecom_map.json', data).pathname, ...more);
};
const good = [
  '"11/04/2018 20:09","Order","Promoter",10,"fine","Q"',
  '"12/04/2018 20:09","Order","Promoter",9,"","Q"',
  '"13/04/2018 20:09","First Payment","Detractor",0,"late","Q"',
  '"14/04/2018 20:09","First Payment","",NA,"no score","Q"',
];

test('a good file comes in whole, by stage, and is undone whole', async () => {
  const dry = load(file('good.csv', good), '--dry-run');
  assert.equal(dry.status, 0, dry.stderr);
  assert.equal((await nps()).n, 0);
  const done = load(file('good.csv', good));
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /Import 1: 4 responses kept/);
  assert.equal((await nps()).n, 3);
  assert.equal((await nps({ stage: ['Order'] })).estimate, 100);
  assert.equal((await nps({ stage: ['First Payment'] })).estimate, -100);
  const again = load(file('copy.csv', good));
  assert.equal(again.status, 1);
  assert.match(again.stdout + again.stderr, /import 1; undo it first/);
  await server.restart();
  assert.equal((await nps()).n, 3, 'the same after a restart');
  assert.equal(otklik('import', 'undo', '1').status, 0);
  assert.equal((await nps()).n, 0);
  assert.equal(otklik('import', 'undo', '1').status, 1);
  assert.match(load(file('good.csv', good)).stdout, /4 responses kept, 0 were there already/);
});

test('one bad row refuses the file, named by row and column; told to, the good rows come in', async () => {
  const before = (await nps()).n;
  const rows = ['"15/04/2018 20:09","Order","Promoter",11,"eleven","Q"', '"16/04/2018 20:09","Order","Promoter",10,"ten","Q"'];
  const refused = load(file('bad.csv', rows));
  assert.equal(refused.status, 1);
  assert.match(refused.stdout, /NPS_SCORE/);
  assert.match(refused.stdout, /11/);
  assert.equal((await nps()).n, before);
  const kept = load(file('bad.csv', rows), '--skip-bad-rows');
  assert.equal(kept.status, 0, kept.stderr);
  assert.equal((await nps()).n, before + 1);
});

test('an id that stands twice and a day to come are bad rows', () => {
  const map = join(folder, 'ids.json');
  const own = JSON.parse(read('telecom_map.json'));
  own.id = { column: 'Qtr' };
  own.ignore = own.ignore.filter((name) => name !== 'Qtr');
  writeFileSync(map, JSON.stringify(own));
  const rows = ['"16/04/2018 20:09","Order","Promoter",10,"ten","a1"', '"16/04/2018 20:10","Order","Promoter",9,"nine","a1"',
                '"16/04/2091 20:10","Order","Promoter",9,"later","a2"'];
  const key = JSON.parse(read('telecom_questionnaire.json')).key;
  const refused = otklik('import', 'responses', file('ids.csv', rows), '--survey', key, '--map', map);
  assert.equal(refused.status, 1);
  assert.match(refused.stdout, /row 2 of the file has this id already/);
  assert.match(refused.stdout, /later than tomorrow/);
});

test('a refusal through the server reads like the program\'s own', async () => {
  const asked = (...args) => otklik(...args).stderr.trim();
  assert.match(asked('import', 'undo', '99'), /^import: there is no visible import with this number \(99\)$/);
  assert.match(asked('query', '{"metric":"nps","confidence":2}'), /^confidence: (?!.*server).*2/);
  assert.match(asked('query', 'abc'), /^(?!.*did not answer)/);
  assert.match(asked('query', '@/no/such/file'), /^query: there is no such file \(\/no\/such\/file\)$/);
  assert.match(otklik('backup', '/no/such/folder/x.db').stderr, /^(?!.*sqlite3_statement)/);
  const nowhere = spawnSync(binary, ['query', '{"metric":"nps"}', '--data', join(folder, 'nowhere'), '--language', 'en'], { encoding: 'utf8' });
  assert.match(nowhere.stderr, /there is no such folder/);
});

test('the report says how the file was read, with the server running or not', async () => {
  const key = JSON.parse(read('telecom_questionnaire.json')).key;
  const map = join(folder, 'words.json');
  writeFileSync(map, JSON.stringify({ finished_at: { column: 'дата' }, answers: [{ question: 'recommend', column: 'оценка' }, { question: 'comment', column: 'текст' }] }));
  const path = join(folder, 'damaged.csv');
  const rows = Array.from({ length: 20 }, () => '2018-04-16;9;Всё в срок');
  const bytes = Buffer.from(['дата;оценка;текст', '2018-04-16;9;Спа?ибо', ...rows, ''].join('\n'));
  bytes[bytes.indexOf('?')] = 0xd1;
  writeFileSync(path, bytes);
  const dry = () => otklik('import', 'responses', path, '--survey', key, '--map', map, '--dry-run').stdout;
  const said = /текст, 1×: some bytes are not UTF-8.*row 2[^]*Read as UTF-8, delimiter ";"\.[^]*20 rows are good, 1 are not/;
  assert.match(dry(), said);
  writeFileSync(path, 'дата\tбалл\n');
  assert.match(otklik('import', 'responses', path, '--survey', key, '--map', map, '--dry-run').stderr, /read as UTF-8 with the delimiter "\\t"/);
  writeFileSync(path, bytes);
  await server.stop();
  assert.match(dry(), said);
  await server.up();
});

test('a later file with other answers under ids that were kept names them and changes nothing', () => {
  const map = join(folder, 'by_id.json');
  writeFileSync(map, JSON.stringify({ id: { column: 'id' }, finished_at: { column: 'day' }, answers: [{ question: 'recommend', column: 'score' }] }));
  const key = JSON.parse(read('telecom_questionnaire.json')).key;
  const scores = (name, rows) => {
    writeFileSync(join(folder, name), ['id,day,score', ...rows, ''].join('\n'));
    return otklik('import', 'responses', join(folder, name), '--survey', key, '--map', map).stdout;
  };
  assert.match(scores('first.csv', ['a1,2019-05-01,9', 'a2,2019-05-02,3']), /2 responses kept, 0 were there already/);
  const same = scores('same.csv', ['a1,2019-05-01,9', 'a3,2019-05-03,7']);
  assert.match(same, /1 responses kept, 1 were there already/);
  assert.doesNotMatch(same, /other answers/);
  const other = scores('other.csv', ['a1,2019-05-01,9', 'a2,2019-05-02,10']);
  assert.match(other, /0 responses kept, 2 were there already[^]*1 have other answers in this file; what was kept before stays: [0-9a-f-]{36}\n/);
});

test('a dimension or a channel that nobody knows is named, not kept in silence', () => {
  const key = JSON.parse(read('telecom_questionnaire.json')).key;
  const attempt = (dimensions, channel, ...more) => {
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ finished_at: { column: 'day' }, channel, dimensions, answers: [{ question: 'recommend', column: 'score' }] }));
    writeFileSync(join(folder, 'dims.csv'), 'day,score,S\n2019-06-01,9,pigeon\n');
    const said = otklik('import', 'responses', join(folder, 'dims.csv'), '--survey', key, '--map', join(folder, 'wrong.json'), ...more);
    return said.stdout + said.stderr;
  };
  assert.match(attempt({ segmnt: { column: 'S' } }), /dimensions\.segmnt: no such dimension; did you mean "segment"\?/);
  assert.match(attempt({ survey: { value: 'zzz' }, measures: { column: 'S' } }), /dimensions\.survey: no such dimension[^]*dimensions\.measures: no such dimension/);
  assert.match(attempt({ 'account.': { column: 'S' } }), /dimensions\.account\./);
  assert.match(attempt({}, { column: 'S' }), /S, 1×: no such channel; there are web, email[^]*pigeon/);
  assert.match(attempt({ segment: { column: 'S' }, 'contact.shift_2': { column: 'S' } }, { column: 'S', values: { pigeon: 'sms' } }, '--dry-run'), /1 rows are good, 0 are not/);
});

test('a channel that the map itself gets wrong is one mistake of the map, not one of every row', () => {
  const key = JSON.parse(read('telecom_questionnaire.json')).key;
  writeFileSync(join(folder, 'days.csv'), 'day,score,S\n2019-06-01,9,pigeon\n2019-06-02,8,pigeon\n');
  const attempt = (channel, language = 'en') => {
    writeFileSync(join(folder, 'fixed.json'), JSON.stringify({ finished_at: { column: 'day' }, channel, answers: [{ question: 'recommend', column: 'score' }] }));
    const said = spawnSync(binary, ['import', 'responses', join(folder, 'days.csv'), '--survey', key, '--map', join(folder, 'fixed.json'), '--dry-run',
                                    '--data', server.folder, '--language', language], { encoding: 'utf8' });
    return said.stdout + said.stderr;
  };
  assert.match(attempt({ value: 'pigeon' }), /^channel\.value: must be one of web, email.*\(pigeon\)\n$/);
  assert.match(attempt({ value: 'pigeon' }, 'ru'), /^channel\.value: нужен один из: web, email.*\(pigeon\)\n$/);
  assert.match(attempt({ column: 'S', values: { pigeon: 'smz' } }), /^channel\.values\.pigeon: must be one of web, email.*\(smz\)\n$/);
  for (const value of ['phone', 'import']) assert.match(attempt({ value }), /2 rows are good, 0 are not/, value);
});

test('an id that a response of another survey has is a bad row, not one that was there already', async () => {
  const saved = await administrator.post('/api/v1/surveys', { document: oneScore('other_survey') });
  assert.equal(saved.status, 201, saved.text);
  const [held, free] = [randomUUID(), randomUUID()];
  assert.equal((await administrator.post('/api/v1/surveys/other_survey/responses', { id: held, answers: { recommend: 9 } })).status, 201);
  const map = join(folder, 'by_uuid.json');
  writeFileSync(map, JSON.stringify({ id: { column: 'id' }, finished_at: { column: 'day' }, answers: [{ question: 'recommend', column: 'score' }] }));
  const path = join(folder, 'uuids.csv');
  writeFileSync(path, `id,day,score\n${held.toUpperCase()},2019-07-01,9\n${free},2019-07-02,3\n`);
  const key = JSON.parse(read('telecom_questionnaire.json')).key;
  const attempt = (...more) => otklik('import', 'responses', path, '--survey', key, '--map', map, ...more);
  const refused = attempt();
  assert.equal(refused.status, 1);
  assert.match(refused.stdout, /^id, 1×: this id belongs to a response of another survey, "other_survey" \(row 2: "/m);
  assert.match(attempt('--dry-run').stdout, /1 rows are good, 1 are not/);
  assert.match(attempt('--skip-bad-rows').stdout, /1 responses kept, 0 were there already, 1 rows skipped/);
});

test('what cannot be imported is said', () => {
  assert.equal(load(join(folder, 'nothing.csv')).status, 1);
  assert.notEqual(otklik('import', 'responses', file('x.csv', good), '--survey', 'nobody', '--map', 'x').status, 0);
});
