// What must not happen behind people's backs: anonymous answers told apart, contacts changed by a refusal, steps uncounted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { addSurvey, everyKind, oneScore } from '../support/questionnaires.mjs';
import { Server } from '../support/server.mjs';

let server, administrator, crm;
before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  const key = await administrator.post('/api/v1/tokens', { name: 'CRM', rights: ['responses.write'] });
  crm = server.client({ language: 'en', token: key.json.secret });
});
after(() => server?.remove());

const both = (text) => ({ ru: text, en: text });
const send = (who, survey, more) => who.post(`/api/v1/surveys/${survey}/responses`, { id: randomUUID(), ...more });

test('Today counts no answer of an anonymous survey', async () => {
  await addSurvey(administrator, oneScore('secret', 'workplace', { anonymous: { minimum: 5 } }));
  await addSurvey(administrator, oneScore('open_one'));
  assert.equal((await send(crm, 'open_one', { answers: { recommend: 9 } })).status, 201);
  const today = async () => ({ ...(await administrator.get('/api/v1/today')).json, since: '' });
  const seen = await today();
  assert.equal(seen.new_responses, 1);
  for (let i = 0; i < 12; ++i) assert.equal((await send(crm, 'secret', { answers: { recommend: 2 } })).status, 201);
  assert.deepEqual(await today(), seen);
  assert.equal((await administrator.get('/api/v1/responses?limit=1')).json.responses.length, 1, 'a page of the list is not emptied by them');
});

test('a repeat and a refusal change no contact', async () => {
  await addSurvey(administrator, oneScore('contacts'));
  const of = (name, role, account, segment) => ({ answers: { recommend: 9 }, contact: { external_id: 'e2', name, role, account: { external_id: account, name: account, segment } } });
  const first = { id: randomUUID(), ...of('Old', 'user', 'A', 'large') };
  const second = { id: randomUUID(), ...of('New', 'technical_buyer', 'B', 'small') };
  const path = '/api/v1/surveys/contacts/responses';
  assert.equal((await crm.post(path, first)).status, 201);
  assert.equal((await crm.post(path, second)).status, 201);
  assert.equal((await crm.post(path, first)).status, 200);
  assert.equal((await crm.post(path, { ...second, ...of('Evil', 'user', 'EVIL', 'large') })).status, 409);
  const third = await crm.post(path, { id: randomUUID(), answers: { recommend: 8 }, contact: { external_id: 'e2' } });
  assert.equal(third.status, 201, third.text);
  const { responses } = (await administrator.get('/api/v1/responses?survey=contacts')).json;
  assert.deepEqual(responses.map((one) => [one.contact.name, one.account.name]), Array(3).fill(['New', 'B']));
  assert.equal(responses[0].contact.role, 'technical_buyer');
});

test('attributes that come at once are all kept', async () => {
  const names = Array.from({ length: 16 }, (_, i) => `a${i}`);
  const sent = await Promise.all(names.map((name) => send(crm, 'contacts', { answers: { recommend: 7 }, contact: { external_id: 'busy', attributes: { [name]: 'x' } } })));
  assert.deepEqual(sent.map((one) => one.status), Array(16).fill(201));
  const last = await send(crm, 'contacts', { answers: { recommend: 7 }, contact: { external_id: 'busy' } });
  const { dimensions } = (await administrator.get('/api/v1/dimensions')).json;
  const with_last = dimensions.filter(({ key }) => /^contact\.a\d+$/.test(key)).map(({ key }) => key);
  assert.equal(last.status, 201, last.text);
  for (const name of names) {
    const asked = await administrator.post('/api/v1/query', { metric: 'nps', where: { survey: ['contacts'], [`contact.${name}`]: ['x'] } });
    assert.ok(asked.json.total.n >= 2, `${name}: ${asked.text} of ${with_last}`);
  }
});

test('an anonymous response keeps nothing of its sender, not even in what tells a repeat from a conflict', async () => {
  const id = randomUUID();
  const sent = (recommend, external_id, started_at) => crm.post('/api/v1/surveys/secret/responses', { id, answers: { recommend }, contact: { external_id }, started_at });
  const first = await sent(3, 'staff-0417', new Date(Date.now() - 3_600_000).toISOString());
  assert.equal(first.status, 201, first.text);
  const other = await sent(3, 'staff-0418', new Date(Date.now() - 7_200_000).toISOString());
  assert.deepEqual([other.status, other.json.seq], [200, first.json.seq], 'who and when are not in the hash');
  assert.equal((await sent(4, 'staff-0417')).status, 409);
});

test('of an anonymous survey the last response is told by its day alone', async () => {
  await addSurvey(administrator, oneScore('day_only', 'workplace', { anonymous: { minimum: 5 } }));
  assert.equal((await crm.post('/api/v1/surveys/day_only/responses', { id: randomUUID(), answers: { recommend: 3 } })).status, 201);
  const time = (timeZone, at) => new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'medium' }).format(new Date(at));
  // Also after the company has moved: what was midnight there is some hour here.
  for (const zone of ['Asia/Vladivostok', 'Europe/Moscow']) {
    assert.equal((await administrator.patch('/api/v1/company', { time_zone: zone })).status, 200);
    const listed = (await administrator.get('/api/v1/surveys')).json.surveys.find((one) => one.key === 'day_only').last_response_at;
    assert.equal((await administrator.get('/api/v1/surveys/day_only')).json.last_response_at, listed);
    assert.equal(time(zone, listed), '00:00:00', listed);
  }
});

test('an address in other letters is the same contact', async () => {
  for (const email of ['Anna.Smirnova@Example.com', 'anna.smirnova@example.com'])
    assert.equal((await send(crm, 'contacts', { answers: { recommend: 7 }, contact: { email } })).status, 201);
  const { responses } = (await administrator.get('/api/v1/responses?survey=contacts&limit=2')).json;
  assert.equal(responses[0].contact.id, responses[1].contact.id);
});

test('the language of a contact is one', async () => {
  const with_language = (language) => send(crm, 'contacts', { answers: { recommend: 7 }, contact: { external_id: 'polyglot', language } });
  const refused = await with_language('Russian, please');
  assert.deepEqual([refused.status, refused.json.problems[0].field, refused.json.problems[0].value], [422, 'contact.language', 'Russian, please']);
  assert.equal((await with_language('pt-BR')).status, 201);
});

test('the steps and refusals of the respondent\'s page are counted like any others', async () => {
  await addSurvey(administrator, everyKind());
  const counted = async () => {
    const { text } = await server.client().get('/metrics');
    const of = (pattern) => Number(new RegExp(`${pattern} (\\d+)`).exec(text)?.[1] ?? 0);
    return Object.fromEntries([...['identify', 'check', 'stamp', 'commit'].map((step) => [step, of(`otklik_intake_step_total\\{step="${step}"\\}`)]),
      ['refused', of('otklik_intake_refused_total\\{reason="answer_required"\\}')]]);
  };
  const before_all = await counted();
  const person = server.client({ language: 'en' });
  const page = { go: 'next', shown: 'recommend,overall,channel_used' };
  assert.equal((await person.form('/s/every_kind', page)).status, 422);
  const kept = await person.form('/s/every_kind', { ...page, 'a.recommend': '9' });
  assert.equal(kept.status, 303, kept.text);
  const now = await counted();
  assert.deepEqual(Object.fromEntries(Object.entries(now).map(([key, value]) => [key, value - before_all[key]])),
    { identify: 1, check: 2, stamp: 1, commit: 1, refused: 1 });
});

test('a preview begins with the consent, as for a client', async () => {
  await addSurvey(administrator, oneScore('agree', 'relationship', { consent: { version: '1', text: both('Храним ответы год') } }));
  const page = await administrator.get('/s/agree?preview=1&lang=ru');
  assert.match(page.text, /Храним ответы год/);
  const first = await administrator.form('/s/agree?preview=1&lang=ru', { consent: 'yes', consent_version: '1' });
  assert.match(first.text, /Порекомендуете/);
  const through = await administrator.form('/s/agree?preview=1&lang=ru', { go: 'next', shown: 'recommend', 'a.recommend': '9', page: '0' });
  assert.equal(through.status, 200, through.text);
  assert.match((await administrator.form('/s/agree?preview=1&lang=ru', { consent: 'no', consent_version: '1' })).text, /ничего не сохранили|не сохран/i);
});

test('a break of wording shows across a version without the question', async () => {
  const asked = (text) => {
    const document = oneScore('across');
    document.pages[0].questions = [{ id: 'why', kind: 'text', text: both('Почему?') }, ...(text ? [{ id: 'recommend', kind: 'recommendation', measures: 'across', text: both(text) }] : [])];
    return document;
  };
  for (const text of ['Порекомендуете?', '', 'Совсем другой вопрос?']) {
    await addSurvey(administrator, asked(text));
    const sent = await send(crm, 'across', { answers: text ? { recommend: 9 } : { why: 'так' } });
    assert.equal(sent.status, 201, sent.text);
  }
  const { breaks } = (await administrator.post('/api/v1/query', { metric: 'nps', where: { survey: ['across'] } })).json;
  assert.deepEqual(breaks.map(({ item, from, to }) => [item, from, to]), [['recommend', '1', '3']]);
});

test('a refusal says what is allowed', async () => {
  const document = everyKind('allowed');
  document.pages[1].questions[0].required = true;
  document.pages[0].questions[2].required = true;
  document.pages[1].questions[2].hard_to_say = true;
  await addSurvey(administrator, document);
  const said = async (answers) => Object.fromEntries(((await send(crm, 'allowed', { answers })).json.problems ?? []).map(({ field, message }) => [field, message]));
  const left_out = await said({ recommend: 9 });
  assert.match(left_out['answers.overall'], /1\.\.5, hard_to_say/);
  assert.match((await said({ recommend: 9, overall: 3 }))['answers.quality'], /price, speed.*1\.\.5, hard_to_say/);
  const wrong = await said({ recommend: 'hard_to_say', overall: 3, quality: 'hard_to_say', channel_used: 'fax', used: ['site', 'hard_to_say'] });
  assert.match(wrong['answers.recommend'], /allowed: 0\.\.10/);
  assert.match(wrong['answers.quality'], /allowed: .*price, speed.*1\.\.5, hard_to_say/);
  assert.match(wrong['answers.used'], /send "hard_to_say" instead of the list/);
  assert.match(wrong['answers.channel_used'], /phone, mail, \{"other"/);
});
