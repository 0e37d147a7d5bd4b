// Promises that people rely on without seeing them: what a journal remembers, what a log may hold, what may not change.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { spawnSync } from 'node:child_process';

import { contract } from '../support/contract.mjs';
import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, binary, sleep } from '../support/server.mjs';

let server, administrator;
before(async () => {
  server = await Server.start({ env: { OTKLIK_LOG_LEVEL: 'debug' } });
  administrator = await server.firstAdministrator();
});
after(() => server?.remove());

const both = (text) => ({ ru: text, en: text });

test('the journal keeps the names of people and keys that are gone', async () => {
  const person = { name: 'Пётр Кузнецов', email: 'petr@example.com', role: 'administrator', password: 'a password of his' };
  const made = await administrator.post('/api/v1/users', person);
  assert.equal(made.status, 201, made.text);
  const petr = server.client({ language: 'en' });
  assert.equal((await petr.logIn(person.email, person.password)).status, 200);
  await addSurvey(petr, oneScore('by_petr'));
  const key = (await administrator.post('/api/v1/tokens', { name: 'Кассы', rights: ['surveys.write'] })).json;
  await addSurvey(server.client({ language: 'en', token: key.secret }), oneScore('by_key'));
  assert.equal((await administrator.delete(`/api/v1/users/${made.json.id}`)).status, 204);
  assert.equal((await administrator.delete(`/api/v1/tokens/${key.id}`)).status, 204);
  const { entries } = (await administrator.get('/api/v1/audit')).json;
  const who = (subject) => entries.find((one) => one.kind === 'survey_saved' && one.subject === subject).actor;
  assert.equal(who('by_petr'), 'Пётр Кузнецов');
  assert.equal(who('by_key'), 'Кассы');
});

test('the journal has failed log-ins, and does not hold the names that were tried', async () => {
  const [me] = (await administrator.get('/api/v1/users')).json.users;
  for (const email of [me.email, 'nobody-here@example.com'])
    assert.equal((await server.client({ language: 'en' }).logIn(email, 'not the password')).status, 401);
  const { entries } = (await administrator.get('/api/v1/audit?limit=2')).json;
  assert.deepEqual(entries.map(({ kind, subject, actor }) => [kind, subject, actor]), [['login_failed', '', null], ['login_failed', me.id, null]]);
});

test('a key gives nobody more than it may itself', async () => {
  const key = (await administrator.post('/api/v1/tokens', { name: 'users only', rights: ['users.write'] })).json;
  const holder = server.client({ language: 'en', token: key.secret });
  const person = { name: 'Anna', email: 'anna2@example.com', role: 'administrator', password: 'a password of hers' };
  const refused = await holder.post('/api/v1/users', person);
  assert.equal(refused.status, 422, refused.text);
  assert.equal(refused.json.problems[0].key, 'role_not_yours');
  const me = (await administrator.get('/api/v1/users')).json.users[0];
  assert.equal((await holder.patch(`/api/v1/users/${me.id}`, { password: 'taken over by a key' })).status, 422);
});

test('the log has a line for every request, with its id and route and without names, addresses or answers', async () => {
  await addSurvey(administrator, oneScore('logged'));
  const sent = await administrator.post('/api/v1/surveys/logged/responses',
    { id: randomUUID(), answers: { recommend: 3 }, contact: { email: 'secret@example.com', name: 'Тайный Клиент' } });
  assert.equal(sent.status, 201, sent.text);
  const missing = await administrator.get('/s/secret_address');
  const line = (reply) => server.output.split('\n').find((one) => one.includes(`id=${reply.headers['x-request-id']} `)) ?? '';
  for (const until = Date.now() + 5000; !line(missing) && Date.now() < until;) await sleep(20);  // the pipe may lag behind
  assert.match(line(sent), /^time=\S+ level=debug event=request id=\S+ method=POST route=\/api\/v1\/surveys\/\{key\}\/responses status=201 ms=[\d.]+$/);
  assert.match(line(missing), / level=info event=request .* route=\/s\/\{survey\} status=404 /);
  assert.doesNotMatch(server.output, /secret|Тайный/);
});

test('one version of a consent is one text', async () => {
  const asked = (version, text) => oneScore('agreed', 'relationship', { consent: { version, text: both(text) } });
  await addSurvey(administrator, asked('1', 'Store my answers'));
  const changed = await administrator.post('/api/v1/surveys', { document: asked('1', 'Store and sell my answers') });
  assert.equal(changed.status, 409, changed.text);
  assert.deepEqual(changed.json.problems.map(({ key, field, value }) => [key, field, value]), [['consent_version_taken', 'consent.version', '1']]);
  await addSurvey(administrator, asked('2', 'Store and sell my answers'));
});

test('who refuses consent is told that nothing was kept', async () => {
  const person = server.client({ language: 'en' });
  const page = await person.get('/s/agreed');
  const version = /name="consent_version" value="([^"]+)"/.exec(page.text)[1];
  const refused = await person.form('/s/agreed', { consent_version: version, consent: 'no' });
  assert.equal(refused.status, 200);
  assert.match(refused.text, /Nothing was kept/);
  assert.doesNotMatch(refused.text, /saved/);
  assert.match(refused.text, /<a class="button" href="\/s\/agreed/);
});

test('recommend=9 in a letter finds the one question it can mean', async () => {
  const named = oneScore('renamed');
  named.pages[0].questions[0].id = 'r1';
  await addSurvey(administrator, named);
  const page = await server.client({ language: 'en' }).get('/s/renamed?recommend=9');
  assert.match(page.text, /<input[^>]*name="a\.r1"[^>]*value="9"[^>]*checked/);
});

test('a survey nobody has answered does not take the index away', async () => {
  const index = (key, max) => ({
    key, title: both('Индекс'), languages: ['ru', 'en'],
    criteria: [{ id: 'price', name: both('Цена'), stage: 'buying' }, { id: 'speed', name: both('Скорость'), stage: 'use' }],
    pages: [{ id: 'one', questions: ['matrix', 'importance'].map((kind) => ({
      id: kind, kind, text: both(kind), scale: { min: 1, max },
      rows: ['price', 'speed'].map((id) => ({ id, text: both(id), criterion: id })),
    })) }],
  });
  await addSurvey(administrator, index('first_index', 5));
  for (const score of [3, 4, 5, 5, 4]) {
    const sent = await administrator.post('/api/v1/surveys/first_index/responses', { id: randomUUID(),
      answers: { matrix: { price: score, speed: 5 }, importance: { price: 5, speed: 3 } } });
    assert.equal(sent.status, 201, sent.text);
  }
  const ask = () => administrator.post('/api/v1/query', { metric: 'csi' });
  const before_second = (await ask()).json.total;
  assert.equal(before_second.n, 5);
  await addSurvey(administrator, index('second_index', 10));
  assert.deepEqual((await ask()).json.total, before_second, 'nor does its wider scale');
  const long_ago = await administrator.post('/api/v1/surveys/second_index/responses', { id: randomUUID(), started_at: '2020-05-05T10:00:00Z',
    answers: { matrix: { price: 1, speed: 1 }, importance: { price: 5, speed: 3 } } });
  assert.equal(long_ago.status, 201, long_ago.text);
  const this_year = { metric: 'csi', period: { last: 12, unit: 'month' } };
  assert.equal((await administrator.post('/api/v1/query', this_year)).json.total.n, 5, 'nobody was asked the other one then');
  const mixed = await ask();
  assert.equal(mixed.status, 422);
  assert.equal(mixed.json.problems[0].key, 'mixed_surveys');

  const largest = await administrator.post('/api/v1/query', { metric: 'csi', mixture: 'largest_survey' });
  assert.equal(largest.status, 200, largest.text);
  assert.deepEqual(largest.json.total, before_second);
  assert.deepEqual(largest.json.narrowed_to, { survey: 'first_index', answers: { first_index: 10, second_index: 2 } });
  const alone = await administrator.post('/api/v1/query', { ...this_year, mixture: 'largest_survey' });
  assert.equal(alone.json.narrowed_to, undefined, 'nothing to choose from');
  const unknown = await administrator.post('/api/v1/query', { metric: 'csi', mixture: 'newest' });
  assert.deepEqual([unknown.status, unknown.json.problems[0].field], [422, 'mixture']);
});

test('names in a text are for the person it is sent to; others read what stands in for them', async () => {
  await addSurvey(administrator, oneScore('dear', 'relationship', { title: both('Мнение: {{contact.name|коллега}}, {{account.name}}') }));
  const { surveys } = (await administrator.get('/api/v1/surveys')).json;
  assert.equal(surveys.find((one) => one.key === 'dear').title.ru, 'Мнение: коллега, …');
});

test('a query string that cannot be meant is refused, and so are blank names', async () => {
  for (const query of ['has_comment=maybe', 'starred=2', 'limit=0'])
    assert.equal((await administrator.get(`/api/v1/responses?${query}`)).status, 422, query);
  const blank = await administrator.post('/api/v1/tokens', { name: ' \u00a0 ', rights: ['figures.read'] });
  assert.deepEqual([blank.status, blank.json.problems[0].key], [422, 'empty_text']);
});

test('settings that cannot work are found before the start', () => {
  for (const [name, value] of [['OTKLIK_TRUSTED_PROXIES', '127.0.0.1,10.0.0.0/8'], ['OTKLIK_LISTEN', 'localhost:8080']]) {
    const checked = spawnSync(binary, ['config', '--check', '--language', 'en'], { encoding: 'utf8', env: { ...process.env, [name]: value }, cwd: server.folder });
    assert.equal(checked.status, 1, checked.stdout);
    assert.match(checked.stdout + checked.stderr, /10\.0\.0\.0\/8|localhost:8080/);
  }
});

test('a value of the wrong kind and a folder that cannot be are found before the start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'otklik-config-'));
  const check = (settings, ...more) => {
    writeFileSync(join(folder, 'otklik.toml'), settings);
    const { status, stdout, stderr } = spawnSync(binary, ['config', '--check', '--language', 'en', ...more], { encoding: 'utf8', cwd: folder });
    return [status, stderr.trim() || stdout.trim().split('\n').at(-1)];
  };
  try {
    for (const [line, said] of [
      ['data = 5', 'data: must be a string (5)'],
      ['public_url = true', 'public_url: must be a string (true)'],
      ['io_threads = 2.5', 'io_threads: must be a whole number from 1 to 64 (2.5)'],
      ['work_threads = true', 'work_threads: must be a whole number from 1 to 64 (true)'],
      ['query_threads = 65', 'query_threads: must be a whole number from 1 to 64 (65)'],
      ['secure_cookies = 1', 'secure_cookies: must be true or false (1)'],
      ['trusted_proxies = [1]', /^trusted_proxies: must be a list of strings, as \["10.0.0.5"\] \(\[ 1 \]\)$/],
      ['data = ["a", "b"]', /^data: must be a string \(\[ 'a', 'b' \]\)$/],
      ['data = ""', 'data: must not be empty'],
    ]) {
      const [status, text] = check(line);
      assert.equal(status, 1, line);
      if (said instanceof RegExp) assert.match(text, said);
      else assert.equal(text, said);
    }
    assert.deepEqual(check('io_threads = 3\nwork_threads = "4"\nsecure_cookies = false\ntrusted_proxies = ["10.0.0.5"]'), [0, 'No mistakes.']);
    assert.deepEqual(check('', '--data', '/proc/nope'), [1, 'data: there is no such folder, and this user cannot make it in /proc (/proc/nope)']);
    assert.deepEqual(check('', '--data', '/proc'), [1, 'data: cannot write to this folder (/proc)']);
    assert.deepEqual(check('', '--data', 'otklik.toml/data'), [1, `data: ${join(folder, 'otklik.toml')} is not a folder (otklik.toml/data)`]);
    assert.deepEqual(check('', '--data', 'a/new/one'), [0, 'No mistakes.']);
    assert.deepEqual(readdirSync(folder), ['otklik.toml'], 'nothing is left behind');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a variable that is no setting is named, and harms nothing', () => {
  const checked = spawnSync(binary, ['config', '--check', '--language', 'en'], { encoding: 'utf8', env: { ...process.env, OTKLIK_ZZZ_QQQ: '1' }, cwd: server.folder });
  assert.equal(checked.status, 0, checked.stderr);
  assert.match(checked.stdout, /OTKLIK_ZZZ_QQQ is no setting and is ignored/);
});

test('what is not known is answered with what there is', async () => {
  const of = async (query) => (await administrator.post('/api/v1/query', query, { language: 'en' })).json.problems[0].message;
  assert.match(await of({ metric: 'zzz' }), /there are .*nps/);
  assert.match(await of({ metric: 'nps', by: ['qqqqqq'] }), /there are .*stage/);
  assert.match(await of({ metric: 'nps', where: { stage: ['qqqqqqqq'] } }), /there are .*buying/);
  const unknown = await administrator.post('/api/v1/surveys/logged/responses', { id: randomUUID(), answers: { zzzzzzzz: 1 } }, { language: 'en' });
  assert.match(unknown.json.problems[0].message, /there are recommend/);
});

test('a password as long as the contract allows is taken, a longer one is not', async () => {
  const bound = (name) => contract.components.schemas[name].properties.password.maxLength;
  const person = (length) => ({ name: 'Анна', email: `a${length}@example.com`, role: 'viewer', password: 'п'.repeat(length) });
  const made = await administrator.post('/api/v1/users', person(bound('UserNew')));
  assert.equal(made.status, 201, made.text);
  assert.equal((await administrator.post('/api/v1/users', person(bound('UserNew') + 1))).status, 422);
  const change = (length) => administrator.patch(`/api/v1/users/${made.json.id}`, { password: 'я'.repeat(length) });
  assert.equal((await change(bound('UserChange'))).status, 200);
  assert.equal((await change(bound('UserChange') + 1)).status, 422);
  assert.equal(bound('Setup'), bound('UserNew'));
});

test('the contract names what may be said of a contact, its language too', async () => {
  await addSurvey(administrator, oneScore('contacts'));
  const said = contract.components.schemas.Submission.properties.contact.properties;
  assert.ok('language' in said);
  const contact = { ...Object.fromEntries(Object.keys(said).map((key) => [key, 'ru'])), email: 'c@example.com', account: { external_id: 'a' }, attributes: {} };
  const send = (of) => administrator.post('/api/v1/surveys/contacts/responses', { id: randomUUID(), answers: { recommend: 9 }, contact: of });
  const sent = await send(contact);
  assert.equal(sent.status, 201, sent.text);
  assert.equal((await send({ ...contact, phone: '1' })).status, 422);
});
