// Responses over the API: kept once, in full, or refused with the question, the value and what is allowed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { addSurvey, everyKind, oneScore } from '../support/questionnaires.mjs';
import { Server } from '../support/server.mjs';

const path = '/api/v1/surveys/every_kind/responses';
const cyrillic = /[а-яё]/i;
let server, administrator, anyone;

before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, everyKind());
  anyone = server.client({ language: 'en' });
});
after(() => server.remove());

const counts = async () => {
  const { started, finished, abandoned } = (await administrator.get('/api/v1/surveys/every_kind')).json;
  return { started, finished, abandoned };
};
const answersOf = async (id) => {
  const reply = await administrator.get(`/api/v1/responses/${id}`);
  assert.equal(reply.status, 200, reply.text);
  return Object.fromEntries(reply.json.answers.map((one) => [one.id, one]));
};

const full = {
  recommend: 4, why: 'Долго везли «стол»  ёж\nи стул', overall: 5, channel_used: { other: 'Курьер' },
  quality: { price: 3, speed: 'hard_to_say' }, weight: { price: 5 }, used: ['app', 'site'], again: true, orders: 2.5,
  since: '2019-03-07', call_me: false,
};

test('a full response is kept and comes back as it was sent', async () => {
  const id = randomUUID();
  const reply = await anyone.post(path, { id, answers: full, channel: 'chat', language: 'ru' });
  assert.equal(reply.status, 201, reply.text);
  assert.equal(reply.json.id, id);
  assert.ok(Number.isInteger(reply.json.seq) && reply.json.seq > 0);
  const answers = await answersOf(id);
  assert.equal(answers.recommend.value, 4);
  assert.equal(answers.why.value, full.why);
  assert.deepEqual(answers.channel_used.value, { other: 'Курьер' });
  assert.deepEqual(answers.quality.rows.map((row) => [row.id, row.state, row.value]),
                   [['price', 'answered', 3], ['speed', 'hard_to_say', null]]);
  assert.deepEqual(answers.weight.rows.map((row) => row.value), [5]);
  assert.deepEqual([...answers.used.value].sort(), ['app', 'site']);
  assert.deepEqual([answers.again.value, answers.orders.value, answers.since.value, answers.call_me.value],
                   [true, 2.5, '2019-03-07', false]);
  const item = (await administrator.get(`/api/v1/responses/${id}`)).json;
  assert.deepEqual([item.seq, item.channel, item.language, item.contact, item.account, item.abandoned],
                   [reply.json.seq, 'chat', 'ru', null, null, false]);
  assert.deepEqual([item.score.item, item.score.value, item.score.class], ['recommend', 4, 'detractor']);
  assert.equal(item.comment, full.why);
});

test('the id may be written in capitals: it is the same response', async () => {
  const id = randomUUID();
  const one = await anyone.post(path, { id, answers: { recommend: 9 } });
  assert.equal(one.status, 201);
  const two = await anyone.post(path, { id: id.toUpperCase(), answers: { recommend: 8 } });
  assert.deepEqual([two.status, two.json.problems[0].key], [409, 'different_body']);
});

test('sent again it is the same response, changed it is refused', async () => {
  const id = randomUUID();
  const before_all = await counts();
  const first = await anyone.post(path, { id, answers: full });
  assert.equal(first.status, 201);
  const again = await anyone.post(path, { id, answers: full });
  assert.deepEqual([again.status, again.json], [200, first.json]);
  const reordered = await anyone.post(path, `{ "answers": ${JSON.stringify(full)},\n "id": "${id}" }`);
  assert.deepEqual([reordered.status, reordered.json], [200, first.json], 'order of keys and spaces are no difference');
  for (const other of [{ ...full, again: false }, { ...full, why: 'Другое' }]) {
    for (const language of ['en', 'ru']) {
      const reply = await anyone.post(path, { id, answers: other }, { language });
      assert.equal(reply.status, 409);
      assert.equal(reply.json.problems[0].key, 'different_body');
      assert.equal(reply.json.problems[0].value, id);
      assert.equal(cyrillic.test(reply.json.title), language === 'ru');
    }
  }
  assert.equal((await answersOf(id)).again.value, true, 'what was kept first stays');
  assert.deepEqual(await counts(), { ...before_all, started: before_all.started + 1, finished: before_all.finished + 1 });
});

test('the same response from sixteen senders at once is kept once', async () => {
  const before_all = await counts();
  const id = randomUUID();
  const replies = await Promise.all(Array.from({ length: 16 }, () => anyone.post(path, { id, answers: full })));
  const statuses = replies.map((reply) => reply.status).sort();
  assert.deepEqual(statuses, [...Array(15).fill(200), 201]);
  assert.equal(new Set(replies.map((reply) => reply.json.seq)).size, 1);
  assert.equal((await counts()).finished, before_all.finished + 1);
});

// [what is wrong, answers, field, value or null, what both sentences must say of what is allowed]
const bad_answers = [
  ['unknown question', { recommend: 9, recomend: 9 }, 'answers.recomend', '9', /recommend/],
  ['score below', { recommend: -1 }, 'answers.recommend', '-1', /0.*10/],
  ['score above', { recommend: 11 }, 'answers.recommend', '11', /0.*10/],
  ['score with a fraction', { recommend: 7.5 }, 'answers.recommend', '7.5', /0.*10/],
  ['score as a string', { recommend: '9' }, 'answers.recommend', '9', /0.*10/],
  ['score as true', { recommend: true }, 'answers.recommend', 'true', /0.*10/],
  ['score in a list', { recommend: [9] }, 'answers.recommend', '[9]', /0.*10/],
  ['score beyond every integer', { recommend: 1e300 }, 'answers.recommend', null, /0.*10/],
  ['no answer where one is needed', { recommend: null }, 'answers.recommend', '', /answer|ответ/],
  ['nothing at all', {}, 'answers.recommend', '', /answer|ответ/],
  ['hard to say where it is not offered', { recommend: 'hard_to_say' }, 'answers.recommend', 'hard_to_say', /offered|здесь нет/],
  ['hidden question', { recommend: 9, why: 'нравится' }, 'answers.why', 'нравится', /shown|не показывали/],
  ['question of a hidden page', { recommend: 9, channel_used: 'mail', again: true }, 'answers.again', 'true', /shown|не показывали/],
  ['rating above its scale', { recommend: 9, overall: 6 }, 'answers.overall', '6', /1.*5/],
  ['rating below its scale', { recommend: 9, overall: 0 }, 'answers.overall', '0', /1.*5/],
  ['matrix row above', { recommend: 9, quality: { price: 6 } }, 'answers.quality.price', '6', /1.*5/],
  ['unknown row', { recommend: 9, quality: { colour: 3 } }, 'answers.quality.colour', '3', /price, speed/],
  ['matrix as a number', { recommend: 9, quality: 3 }, 'answers.quality', '3', /row|строк/],
  ['hard to say of the whole matrix', { recommend: 9, quality: 'hard_to_say' }, 'answers.quality', 'hard_to_say', /offered|здесь нет/],
  ['hard to say where rows do not offer it', { recommend: 9, weight: { price: 'hard_to_say' } }, 'answers.weight.price', 'hard_to_say', /offered|здесь нет/],
  ['unknown option', { recommend: 9, channel_used: 'fax' }, 'answers.channel_used', 'fax', /phone, mail/],
  ['empty own answer', { recommend: 9, channel_used: { other: ' ' } }, 'answers.channel_used', '{"other":" "}', /empty|пуст/],
  ['own answer where none is offered', { recommend: 9, used: [{ other: 'x' }] }, 'answers.used', '{"other":"x"}', /offered|не предусмотрен/],
  ['option twice', { recommend: 9, used: ['app', 'app'] }, 'answers.used', 'app', /twice|дважды/],
  ['options as a string', { recommend: 9, used: 'app' }, 'answers.used', 'app', /array|массив/],
  ['yes as a string', { recommend: 9, again: 'yes' }, 'answers.again', 'yes', /true.*false/],
  ['yes as 1', { recommend: 9, again: 1 }, 'answers.again', '1', /true.*false/],
  ['number above', { recommend: 9, orders: 100.1 }, 'answers.orders', null, /100/],
  ['number with more digits', { recommend: 9, orders: 1.25 }, 'answers.orders', '1.25', /1/],
  ['number as a string', { recommend: 9, orders: '1' }, 'answers.orders', '1', /number|число/],
  ['date that is not one', { recommend: 9, since: '2019-02-29' }, 'answers.since', '2019-02-29', /2019-03-07/],
  ['date in another form', { recommend: 9, since: '07.03.2019' }, 'answers.since', '07.03.2019', /2019-03-07/],
  ['contact request as text', { recommend: 9, call_me: 'да' }, 'answers.call_me', 'да', /true.*false/],
  ['text as a number', { recommend: 1, why: 5 }, 'answers.why', '5', /text|текст/],
  ['text too long', { recommend: 1, why: 'ё'.repeat(101) }, 'answers.why', null, /100.*101/],
];
for (const [what, answers, field, value, allowed] of bad_answers) {
  test(`refused: ${what}`, async () => {
    const id = randomUUID();
    for (const language of ['en', 'ru']) {
      const reply = await anyone.post(path, { id, answers }, { language });
      assert.equal(reply.status, 422, reply.text);
      assert.equal(reply.headers['content-language'], language);
      assert.deepEqual(reply.json.problems.map((problem) => problem.field), [field]);
      const [problem] = reply.json.problems;
      if (value !== null) assert.equal(problem.value, value);
      assert.match(problem.message, allowed);
      assert.equal(cyrillic.test(problem.message), language === 'ru', problem.message);
    }
    assert.equal((await administrator.get(`/api/v1/responses/${id}`)).status, 404, 'nothing was kept');
  });
}

test('every wrong answer is named at once', async () => {
  const reply = await anyone.post(path, { id: randomUUID(), answers: { recommend: 11, overall: 9, quality: { price: 0, speed: 7 } } });
  assert.deepEqual(reply.json.problems.map((problem) => problem.field).sort(),
                   ['answers.overall', 'answers.quality.price', 'answers.quality.speed', 'answers.recommend']);
});

// [what is wrong, the whole body, field, value, allowed]
const bad_bodies = [
  ['id that is no UUID', { id: '17', answers: {} }, 'id', '17', /3fa85f64/],
  ['no id', { answers: { recommend: 9 } }, 'id', '', null],
  ['no answers', { id: randomUUID() }, 'answers', '', null],
  ['answers in a list', { id: randomUUID(), answers: [9] }, 'answers', '[9]', null],
  ['an unknown key', { id: randomUUID(), answers: { recommend: 9 }, chanel: 'web' }, 'chanel', 'web', /channel/],
  ['a language the survey is not in', { id: randomUUID(), answers: { recommend: 9 }, language: 'de' }, 'language', 'de', /ru, en/],
  ['an unknown channel', { id: randomUUID(), answers: { recommend: 9 }, channel: 'pigeon' }, 'channel', 'pigeon', /web, email/],
  ['a time that is not one', { id: randomUUID(), answers: { recommend: 9 }, started_at: 'yesterday' }, 'started_at', 'yesterday', /2019-03-07/],
];
for (const [what, body, field, value, allowed] of bad_bodies) {
  test(`refused: ${what}`, async () => {
    for (const language of ['en', 'ru']) {
      const reply = await anyone.post(path, body, { language });
      assert.equal(reply.status, 422, reply.text);
      const problem = reply.json.problems.find((one) => one.field === field);
      assert.ok(problem, reply.text);
      assert.equal(problem.value, value);
      if (allowed) assert.match(problem.message, allowed);
      assert.equal(cyrillic.test(problem.message), language === 'ru', problem.message);
    }
  });
}

const id_of_raw = '3fa85f64-5717-4562-b3fc-2c963f66afa6';
const raw = (answers) => `{"id":"${id_of_raw}","answers":${answers}}`;
const deep = '['.repeat(20) + ']'.repeat(20);
// [what is wrong, bytes, key of the problem]
const bad_bytes = [
  ['a duplicate key', raw('{"recommend":9,"recommend":3}'), 'json_duplicate_key'],
  ['a duplicate key written with an escape', raw('{"recommend":9,"\\u0072ecommend":3}'), 'json_duplicate_key'],
  ['U+0000 in a text', raw('{"recommend":1,"why":"a\\u0000b"}'), 'json_nul'],
  ['a raw zero byte', raw('{"recommend":1,"why":"a\0b"}'), 'json_syntax'],
  ['too much depth', raw(`{"recommend":9,"why":${deep}}`), 'json_depth'],
  ['bytes that are not UTF-8', Buffer.concat([Buffer.from('{"id":"x","answers":{"why":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}}')]), 'not_utf8'],
  ['half of a surrogate pair', raw('{"recommend":1,"why":"\\ud83d"}'), null],
  ['a comma too many', raw('{"recommend":9,}'), 'json_syntax'],
  ['NaN', raw('{"recommend":NaN}'), 'json_syntax'],
  ['two values', raw('{"recommend":9}') + '{}', 'json_syntax'],
  ['nothing', '', 'json_syntax'],
  ['a comment', raw('{"recommend":9}') + '// bye', 'json_syntax'],
  ['a number over every double', raw('{"recommend":9,"orders":1e400}'), null],
];
for (const [what, bytes, key] of bad_bytes) {
  test(`refused: ${what}`, async () => {
    for (const language of ['en', 'ru']) {
      const reply = await anyone.post(path, bytes, { language });
      assert.equal(reply.status, 422, reply.text);
      if (key) assert.deepEqual(reply.json.problems.map((problem) => problem.key), [key]);
      assert.equal(cyrillic.test(reply.json.problems[0].message), language === 'ru', reply.json.problems[0].message);
    }
    assert.equal((await administrator.get(`/api/v1/responses/${id_of_raw}`)).status, 404);
  });
}

test('a problem says where a duplicate key stands', async () => {
  const reply = await anyone.post(path, `{"id":"${id_of_raw}",\n"answers":{"recommend":9,\n  "recommend":3}}`);
  assert.match(reply.json.problems[0].message, /"recommend".*line 3/);
});

for (const [characters, chunked] of [[300_000, false], [300_000, true], [5_000_000, false], [5_000_000, true]]) {
  test(`a body over its bound is 413: ${characters} bytes${chunked ? ', length unstated' : ''}`, async () => {
    const body = JSON.stringify({ id: randomUUID(), answers: { recommend: 1, why: 'x'.repeat(characters) } });
    const counted = async () => Number(/otklik_intake_refused_total\{reason="body_too_large"\} (\d+)/.exec((await anyone.get('/metrics')).text)?.[1] ?? 0);
    const before = await counted();
    for (const language of ['en', 'ru']) {
      const reply = await anyone.post(path, body, { language, chunked });
      assert.equal(reply.status, 413);
      assert.equal(reply.json.type, '/problems/too_large');
      assert.match(reply.json.problems[0].message, /262144/);
      assert.equal(cyrillic.test(reply.json.title), language === 'ru');
    }
    assert.equal(await counted(), before + 2, 'a refusal is counted under its reason');
  });
}

for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx', '']) {
  test(`refused: content type "${type}"`, async () => {
    for (const language of ['en', 'ru']) {
      const reply = await anyone.post(path, JSON.stringify({ id: randomUUID(), answers: { recommend: 9 } }),
                                      { language, headers: { 'content-type': type } });
      assert.equal(reply.status, 422, reply.text);
      assert.equal(reply.json.problems[0].field, 'Content-Type');
      assert.equal(reply.json.problems[0].value, type);
      assert.match(reply.json.problems[0].message, /application\/json/);
    }
  });
}

test('a content type with a parameter or in capitals is JSON all the same', async () => {
  for (const type of ['application/json; charset=utf-8', 'Application/JSON']) {
    const reply = await anyone.post(path, JSON.stringify({ id: randomUUID(), answers: { recommend: 9 } }),
                                    { headers: { 'content-type': type } });
    assert.equal(reply.status, 201, `${type}: ${reply.text}`);
  }
});

test('an unknown survey and a closed one', async () => {
  const unknown = await anyone.post('/api/v1/surveys/nothing/responses', { id: randomUUID(), answers: {} });
  assert.deepEqual([unknown.status, unknown.json.problems[0].field, unknown.json.problems[0].value], [404, 'survey', 'nothing']);
  await addSurvey(administrator, oneScore('shut'));
  assert.equal((await administrator.patch('/api/v1/surveys/shut', { state: 'closed' })).status, 200);
  const closed = await anyone.post('/api/v1/surveys/shut/responses', { id: randomUUID(), answers: { recommend: 9 } });
  assert.deepEqual([closed.status, closed.json.problems[0].key], [409, 'survey_closed']);
  assert.equal((await administrator.get('/api/v1/surveys/shut')).json.started, 0);
  assert.equal((await administrator.patch('/api/v1/surveys/shut', { state: 'open' })).status, 200);
  assert.equal((await anyone.post('/api/v1/surveys/shut/responses', { id: randomUUID(), answers: { recommend: 9 } })).status, 201);
});

test('what was sent before the survey was closed can be sent again', async () => {
  await addSurvey(administrator, oneScore('shut_later'));
  const body = { id: randomUUID(), answers: { recommend: 9 } };
  const first = await anyone.post('/api/v1/surveys/shut_later/responses', body);
  assert.equal(first.status, 201);
  await administrator.patch('/api/v1/surveys/shut_later', { state: 'closed' });
  const again = await anyone.post('/api/v1/surveys/shut_later/responses', body);
  assert.deepEqual([again.status, again.json], [200, first.json]);
});

test('the three kinds of no answer stay three', async () => {
  const id = randomUUID();
  const reply = await anyone.post(path, { id, answers: { recommend: 9, overall: 'hard_to_say', quality: { price: 'hard_to_say' }, again: null } });
  assert.equal(reply.status, 201, reply.text);
  const answers = await answersOf(id);
  const states = Object.fromEntries(Object.entries(answers).map(([key, one]) => [key, one.state]));
  assert.equal(states.why, 'not_shown');
  assert.equal(states.again, 'not_answered');
  assert.equal(states.channel_used, 'not_answered');
  assert.equal(states.overall, 'hard_to_say');
  assert.equal(states.recommend, 'answered');
  assert.deepEqual(answers.quality.rows.map((row) => row.state), ['hard_to_say', 'not_answered']);

  const skipped = randomUUID();
  assert.equal((await anyone.post(path, { id: skipped, answers: { recommend: 9, channel_used: 'mail' } })).status, 201);
  const hidden = await answersOf(skipped);
  for (const key of ['quality', 'weight', 'used', 'again', 'orders', 'since', 'call_me']) assert.equal(hidden[key].state, 'not_shown', key);
  assert.ok(hidden.quality.rows.every((row) => row.state === 'not_shown'));
});

const person = {
  external_id: 'contact-7', name: 'Ольга Смирнова', email: 'olga@client.example', role: 'buyer', attributes: { city: 'Казань' },
  account: { external_id: 'account-3', name: 'ООО «Клиент»', segment: 'large', partner: 'north', tenure: '2y', attributes: { region: 'volga' } },
};

test('the same id in capitals is the same response; anyone may say when the respondent began today', async () => {
  const id = randomUUID();
  const began = new Date(Date.now() - 90_000).toISOString();
  const body = { id, answers: { recommend: 9, channel_used: 'mail' }, started_at: began };
  const first = await anyone.post(path, body);
  assert.equal(first.status, 201, first.text);
  const again = await anyone.post(path, { ...body, id: id.toUpperCase() });
  assert.deepEqual([again.status, again.json.seq], [200, first.json.seq]);
  assert.equal((await administrator.get(`/api/v1/responses/${id}`)).json.started_at, began);
});

test('a contact needs a token', async () => {
  for (const more of [{ contact: person }, { contact: { external_id: 'contact-8' } }, { started_at: '2024-05-01T10:00:00Z' }]) {
    for (const language of ['en', 'ru']) {
      const id = randomUUID();
      const reply = await anyone.post(path, { id, answers: { recommend: 9 }, ...more }, { language });
      assert.equal(reply.status, 401, reply.text);
      assert.equal(reply.json.problems[0].key, 'needs_token');
      assert.equal(reply.json.problems[0].field, Object.keys(more)[0]);
      assert.equal(cyrillic.test(reply.json.title), language === 'ru');
      assert.equal((await administrator.get(`/api/v1/responses/${id}`)).status, 404);
    }
  }
});

test('a token that is shown must be good: wrong, malformed and revoked ones are refused, not taken for nobody', async () => {
  const made = (await administrator.post('/api/v1/tokens', { name: 'gone', rights: ['responses.write'] })).json;
  const send = (authorization, language = 'en') => {
    const id = randomUUID();
    return anyone.post(path, { id, answers: { recommend: 9 } }, { language, headers: { authorization } }).then((reply) => ({ id, reply }));
  };
  for (const good of [`Bearer ${made.secret}`, `bearer  ${made.secret}`, 'Basic YTpi']) assert.equal((await send(good)).reply.status, 201, good);
  assert.equal((await administrator.delete(`/api/v1/tokens/${made.id}`)).status, 204);
  const wrong = [`Bearer ${made.secret}`, 'Bearer otk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'Bearer', made.secret, `Token ${made.secret}`];
  for (const authorization of wrong) {
    for (const language of ['en', 'ru']) {
      const { id, reply } = await send(authorization, language);
      assert.equal(reply.status, 401, `${authorization}: ${reply.text}`);
      assert.match(reply.headers['content-type'], /^application\/problem\+json/);
      assert.deepEqual([reply.json.problems[0].key, reply.json.problems[0].field], ['bad_token', 'Authorization']);
      assert.equal(cyrillic.test(reply.json.title), language === 'ru');
      assert.equal((await administrator.get(`/api/v1/responses/${id}`)).status, 404);
    }
    const form = `/s/${/surveys\/(\w+)\//.exec(path)[1]}`;
    for (const reply of [await anyone.get(form, { headers: { authorization } }), await anyone.form(form, { go: 'next' }, { headers: { authorization } })]) {
      assert.deepEqual([reply.status, reply.json?.problems[0].key], [401, 'bad_token'], `${authorization}: ${reply.text}`);
    }
  }
});

test('with a token the person is known and stamped for good', async () => {
  const made = await administrator.post('/api/v1/tokens', { name: 'CRM', rights: ['responses.write'] });
  assert.equal(made.status, 201, made.text);
  const crm = server.client({ language: 'en', token: made.json.secret });
  const id = randomUUID();
  const reply = await crm.post(path, { id, answers: { recommend: 9 }, contact: person, channel: 'phone', started_at: '2024-05-01T10:00:00Z' });
  assert.equal(reply.status, 201, reply.text);
  const stamped = { channel: 'phone', language: 'ru', segment: 'large', partner: 'north', role: 'buyer', tenure: '2y',
                    'contact.city': 'Казань', 'account.region': 'volga' };
  const look = async () => (await administrator.get(`/api/v1/responses/${id}`)).json;
  const first = await look();
  assert.deepEqual(Object.fromEntries(first.dimensions.map((one) => [one.key, one.value])), stamped);
  assert.deepEqual([first.contact, first.account], [{ id: 'contact-7', name: 'Ольга Смирнова', role: 'buyer' },
                                                    { id: 'account-3', name: 'ООО «Клиент»' }]);
  assert.equal(first.started_at, '2024-05-01T10:00:00.000Z');

  // The account grows: what was stamped then does not follow.
  const grown = { ...person, role: 'director', account: { ...person.account, segment: 'enterprise' } };
  const later = randomUUID();
  assert.equal((await crm.post(path, { id: later, answers: { recommend: 10 }, contact: grown })).status, 201);
  assert.deepEqual(Object.fromEntries((await look()).dimensions.map((one) => [one.key, one.value])), stamped);
  const after_all = (await administrator.get(`/api/v1/responses/${later}`)).json.dimensions;
  assert.equal(after_all.find((one) => one.key === 'segment').value, 'enterprise');

  const again = await crm.post(path, { id, answers: { recommend: 9 }, contact: person, channel: 'phone', started_at: '2024-05-01T10:00:00Z' });
  assert.deepEqual([again.status, again.json], [200, reply.json]);
  const used = (await administrator.get('/api/v1/tokens')).json.tokens.find((token) => token.name === 'CRM');
  assert.notEqual(used.last_used_at, null);
  assert.ok(!JSON.stringify(used).includes(made.json.secret));
});

test('a contact is checked too', async () => {
  const made = await administrator.post('/api/v1/tokens', { name: 'Checks', rights: ['responses.write'] });
  const crm = server.client({ language: 'en', token: made.json.secret });
  const send = (contact, more = {}) => crm.post(path, { id: randomUUID(), answers: { recommend: 9 }, contact, ...more });
  const field = async (reply) => (await reply).json.problems?.map((problem) => problem.field);
  assert.deepEqual(await field(send({ name: 'Никто' })), ['contact']);
  assert.deepEqual(await field(send({ external_id: 7 })), ['contact.external_id', 'contact']);
  assert.deepEqual(await field(send({ external_id: 'a', rolle: 'x' })), ['contact.rolle']);
  assert.deepEqual(await field(send({ external_id: 'a', attributes: { city: 1 } })), ['contact.attributes.city']);
  assert.deepEqual(await field(send({ external_id: 'a', account: { name: 'x' } })), ['contact.account.external_id']);
  assert.deepEqual(await field(send(person, { started_at: '1999-12-31T23:59:59Z' })), ['started_at']);
  assert.deepEqual(await field(send(person, { started_at: '2100-01-01T00:00:00Z' })), ['started_at']);
});

test('a contact is found again and keeps what this response does not say', async () => {
  const made = await administrator.post('/api/v1/tokens', { name: 'Again', rights: ['responses.write'] });
  const crm = server.client({ language: 'en', token: made.json.secret });
  const send = async (contact) => {
    const id = randomUUID();
    const reply = await crm.post(path, { id, answers: { recommend: 9 }, contact });
    assert.equal(reply.status, 201, reply.text);
    return (await administrator.get(`/api/v1/responses/${id}`)).json;
  };
  const known = { external_id: 'known', name: 'Пётр', email: 'petr@client.example', role: 'user',
                  account: { external_id: 'account-9', name: 'Девятый', segment: 'small' } };
  const first = await send(known);
  const second = await send({ external_id: 'known' });
  assert.deepEqual([second.contact, second.account], [first.contact, first.account]);
  assert.deepEqual(second.dimensions, first.dimensions);
  const by_email = await send({ email: 'petr@client.example' });
  assert.equal(by_email.contact.id, 'known', 'found by e-mail as well');
});

test('a refused response leaves no contact behind', async () => {
  const made = await administrator.post('/api/v1/tokens', { name: 'Ghosts', rights: ['responses.write'] });
  const crm = server.client({ language: 'en', token: made.json.secret });
  const refused = await crm.post(path, { id: randomUUID(), answers: { recommend: 99 }, contact: { external_id: 'ghost' } });
  assert.equal(refused.status, 422);
  const misspelt = await crm.post(path, { id: randomUUID(), answers: { recommend: 9 }, contact: { external_id: 'ghost', email: 'anna(at)example' } });
  assert.deepEqual(misspelt.json.problems.map((one) => [one.field, one.key, one.value]), [['contact.email', 'bad_email', 'anna(at)example']]);
  const links = await administrator.post('/api/v1/surveys/every_kind/links', { contact_ids: ['ghost'] });
  assert.deepEqual([links.status, links.json.problems?.[0].key], [422, 'unknown_contact']);
});

test('a revoked token opens nothing', async () => {
  const made = await administrator.post('/api/v1/tokens', { name: 'Gone', rights: ['responses.write', 'responses.read'] });
  const program = server.client({ token: made.json.secret });
  assert.equal((await program.get('/api/v1/responses')).status, 200);
  assert.equal((await administrator.delete(`/api/v1/tokens/${made.json.id}`)).status, 204);
  assert.equal((await program.get('/api/v1/responses')).status, 401);
  assert.equal((await program.post(path, { id: randomUUID(), answers: { recommend: 9 }, contact: person })).status, 401);
});
