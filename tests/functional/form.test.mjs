// The respondent's page by plain HTTP forms, as a browser without JavaScript sends them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { addSurvey, everyKind, oneScore } from '../support/questionnaires.mjs';
import { Server } from '../support/server.mjs';

const thanks = { thanks: { ru: 'Спасибо, записали дословно', en: 'Thank you, written down word for word' } };
const consent = (version, text) => ({ consent: { version, text: { ru: text, en: text } } });
let server, administrator;

before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, { ...everyKind('pages'), ...thanks });
});
after(() => server.remove());

const browser = () => server.client({ language: 'en' });
const survey = async (key) => {
  const { started, finished, abandoned } = (await administrator.get(`/api/v1/surveys/${key}`)).json;
  return { started, finished, abandoned };
};
const newest = async (key) => (await administrator.get(`/api/v1/responses?survey=${key}`)).json.responses[0];
const attribute = (tag, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
const inputs = (html) => [...html.matchAll(/<input[^>]*>/g)].map(([tag]) =>
  ({ name: attribute(tag, 'name'), value: attribute(tag, 'value'), type: attribute(tag, 'type'), checked: / checked/.test(tag) }));
const hidden = (html) => Object.fromEntries(inputs(html).filter((one) => one.type === 'hidden')
  .map((one) => [one.name, one.value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')]));
const checked = (html) => inputs(html).filter((one) => one.checked).map((one) => `${one.name}=${one.value}`);
const action = (html) => attribute(/<form[^>]*>/.exec(html)?.[0] ?? '', 'action')?.replaceAll('&amp;', '&');
const isThanks = (html) => html.includes('Thank you, written down word for word') && !html.includes('<form');

// Posts the page that `html` shows with these answers, as its own form would be.
const submit = (client, html, answers, go = 'next') => client.form(action(html), { ...hidden(html), ...answers, go });

test('the first page is one request of at most 15 KB with everything in it', async () => {
  const reply = await browser().get('/s/pages', { headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(reply.status, 200);
  assert.equal(reply.headers['content-encoding'], 'gzip');
  assert.ok(reply.wire_bytes <= 15 * 1024, `${reply.wire_bytes} bytes`);
  assert.match(reply.headers.vary, /Accept-Encoding/);
  assert.match(reply.headers['content-type'], /^text\/html; charset=utf-8$/);
  const sources = [...reply.text.matchAll(/(?:src|href|srcset)="([^"]*)"|url\(([^)]*)\)|@import/g)].map((match) => match[1] ?? match[2]);
  for (const source of sources) assert.match(source, /^(\?lang=|data:|#)/, 'nothing else is fetched');
  const policy = reply.headers['content-security-policy'];
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/);
  assert.equal(reply.headers['set-cookie'], undefined, 'who only looks gets no cookie');
  const plain = await browser().get('/s/pages');
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(plain.text, reply.text);
});

test('every page of the questionnaires in the catalogue fits too', async () => {
  const demo_like = await Promise.all(['relationship_b2b', 'relationship_b2c', 'support', 'purchase', 'partner', 'pulse_anonymous'].map(async (name) => {
    const { readFileSync } = await import('node:fs');
    return JSON.parse(readFileSync(new URL(`../../catalog/questionnaires/${name}.json`, import.meta.url), 'utf8'));
  }));
  for (const document of demo_like) {
    await addSurvey(administrator, document);
    for (const language of document.languages) {
      const reply = await browser().get(`/s/${document.key}?lang=${language}`, { headers: { 'accept-encoding': 'gzip' } });
      assert.equal(reply.status, 200);
      assert.equal(reply.headers['content-encoding'], 'gzip', document.key);
      assert.ok(reply.wire_bytes <= 15 * 1024, `${document.key} ${language}: ${reply.wire_bytes} bytes`);
      assert.ok(reply.text.includes(`<html lang="${language}"`));
    }
  }
});

test('HEAD answers as GET without a body', async () => {
  const get = await browser().get('/s/pages');
  const head = await browser().head('/s/pages');
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  for (const name of ['content-type', 'content-length', 'content-security-policy']) assert.equal(head.headers[name], get.headers[name], name);
  assert.equal((await browser().head('/s/nothing')).status, 404);
});

test('the language: of the link, else of the browser, else the first of the survey', async () => {
  const tag = async (path, language) => /<html lang="(\w+)"/.exec((await server.client({ language }).get(path)).text)[1];
  assert.equal(await tag('/s/pages', 'en'), 'en');
  assert.equal(await tag('/s/pages', 'de-DE, en-GB;q=0.7, ru;q=0.3'), 'en');
  assert.equal(await tag('/s/pages', 'de'), 'ru');
  assert.equal(await tag('/s/pages', 'ru;q=0.1, en'), 'en');
  assert.equal(await tag('/s/pages', 'de, ru;q=0.3, EN-us;q=0.8'), 'en');
  assert.equal(await tag('/s/pages', 'ru;q=0, de'), 'en');
  assert.equal(await tag('/s/pages?lang=en', 'ru'), 'en');
  assert.equal(await tag('/s/pages?lang=xx', 'en'), 'en');
});

test('a score in the link is chosen but not recorded', async () => {
  const before_all = await survey('pages');
  const reply = await browser().get('/s/pages?recommend=9');
  assert.deepEqual(checked(reply.text), ['a.recommend=9']);
  for (const query of ['recommend=11', 'recommend=9.5', 'recommend=<script>', 'why=x', 'nothing=1']) {
    const other = await browser().get(`/s/pages?${query}`);
    assert.equal(other.status, 200);
    assert.deepEqual(checked(other.text), [], query);
    assert.ok(!other.text.includes('<script>"'));
  }
  assert.deepEqual(await survey('pages'), before_all);
});

test('a score in the link waits for its page, past the consent and the pages before it', async () => {
  const text = { id: 'story', kind: 'text', text: { ru: 'Что было?', en: 'What happened?' } };
  const late = oneScore('late', 'relationship', { ...consent('v1', 'I agree'), ...thanks });
  late.pages.unshift({ id: 'before', questions: [text] });
  await addSurvey(administrator, late);
  const client = browser();
  const asked = await client.get('/s/late?recommend=9');
  const agreed = await client.form(action(asked.text), { ...hidden(asked.text), consent: 'yes' });
  assert.equal(agreed.status, 303, agreed.text);
  const first = await client.get(agreed.headers.location);
  assert.match(first.text, /What happened/);
  const next = await submit(client, first.text, { 'a.story': 'It came' });
  const second = await client.get(next.headers.location);
  assert.deepEqual(checked(second.text), ['a.recommend=9']);
  assert.equal((await survey('late')).finished, 0);
  const other = await submit(client, second.text, { 'a.recommend': '4' });
  assert.ok(isThanks((await client.get(other.headers.location)).text));
  assert.equal((await newest('late')).score.value, 4);
});

test('two pages: forward, back, forward, the end', async () => {
  const before_all = await survey('pages');
  const client = browser();
  const first = await client.get('/s/pages');
  const sent = await submit(client, first.text, { 'a.recommend': '9', 'a.overall': 'hard_to_say', 'a.channel_used': 'other', 'o.channel_used': 'Курьер & «Ко»' });
  assert.equal(sent.status, 303, sent.text);
  assert.match(sent.headers.location, /^\/s\/pages\/r\/[0-9a-f-]{36}$/);
  assert.deepEqual(await survey('pages'), { ...before_all, started: before_all.started + 1 }, 'started is counted');
  const address = sent.headers.location;
  const id = address.split('/').at(-1);
  assert.equal((await administrator.get(`/api/v1/responses/${id}`)).status, 404, 'one being filled in is nobody else\'s');

  const second = await client.get(address);
  assert.equal(second.status, 200);
  assert.ok(second.text.includes('a.quality.price'));
  const back = await submit(client, second.text, { 'a.quality.price': '4', 'a.orders': '3,5' }, 'back');
  assert.equal(back.status, 303);
  const again = await client.get(back.headers.location);
  assert.deepEqual(checked(again.text).sort(), ['a.channel_used=other', 'a.overall=hard_to_say', 'a.recommend=9']);
  assert.ok(again.text.includes('Курьер &amp; «Ко»'), 'the own text is kept');

  const onward = await submit(client, again.text, { 'a.recommend': '10', 'a.overall': '5', 'a.channel_used': 'phone' });
  assert.equal(onward.status, 303);
  const kept = await client.get(onward.headers.location);
  assert.deepEqual(checked(kept.text), ['a.quality.price=4'], 'the second page kept what was on it before "back"');
  assert.ok(kept.text.includes('value="3.5"') || kept.text.includes('value="3,5"'));
  const done = await submit(client, kept.text, { 'a.quality.price': '4', 'a.quality.speed': 'hard_to_say', 'a.orders': '3,5', 'a.again': 'true', 'a.since': '2019-03-07' });
  assert.equal(done.status, 303, done.text);
  const end = await client.get(done.headers.location);
  assert.equal(end.status, 200);
  assert.ok(isThanks(end.text));
  const counted = { started: before_all.started + 1, finished: before_all.finished + 1, abandoned: before_all.abandoned };
  assert.deepEqual(await survey('pages'), counted);

  for (let i = 0; i < 3; ++i) assert.ok(isThanks((await client.get(done.headers.location)).text));
  const resent = await submit(client, kept.text, { 'a.quality.price': '1' });
  assert.equal(resent.status, 200);
  assert.ok(isThanks(resent.text), 'the last page sent again changes nothing');
  assert.deepEqual(await survey('pages'), counted);

  const response = (await administrator.get(`/api/v1/responses/${id}`)).json;
  const values = Object.fromEntries(response.answers.map((one) => [one.id, one.value]));
  assert.deepEqual([values.recommend, values.overall, values.channel_used, values.orders, values.again, values.since],
                   [10, 5, 'phone', 3.5, true, '2019-03-07']);
  assert.deepEqual(response.answers.find((one) => one.id === 'quality').rows.map((row) => [row.state, row.value]),
                   [['answered', 4], ['hard_to_say', null]]);
  const states = Object.fromEntries(response.answers.map((one) => [one.id, one.state]));
  assert.deepEqual([states.why, states.used, states.weight], ['not_shown', 'not_answered', 'not_answered']);
  assert.deepEqual([response.channel, response.language], ['web', 'en']);
});

test('a condition on the same page: the question appears, nothing is lost', async () => {
  const client = browser();
  const first = await client.get('/s/pages');
  assert.ok(!first.text.includes('name="a.why"'));
  const shown = await submit(client, first.text, { 'a.recommend': '3', 'a.overall': '2' });
  assert.equal(shown.status, 422);
  assert.ok(shown.text.includes('name="a.why"'));
  assert.deepEqual(checked(shown.text).sort(), ['a.overall=2', 'a.recommend=3']);
  const sent = await submit(client, shown.text, { 'a.recommend': '3', 'a.overall': '2', 'a.why': 'Строка\r\nещё <b>' });
  assert.equal(sent.status, 303);
  const end = await submit(client, (await client.get(sent.headers.location)).text, {});
  assert.equal(end.status, 303);
  assert.equal((await newest('pages')).comment, 'Строка\nещё <b>');
});

test('a condition that takes the last page away ends the survey', async () => {
  const client = browser();
  const first = await client.get('/s/pages');
  const sent = await submit(client, first.text, { 'a.recommend': '8', 'a.channel_used': 'mail' });
  assert.equal(sent.status, 303);
  assert.ok(isThanks((await client.get(sent.headers.location)).text));
});

test('what was typed wrong stays on the page and is named', async () => {
  const client = browser();
  const before_all = await survey('pages');
  const empty = await submit(client, (await client.get('/s/pages')).text, {});
  assert.equal(empty.status, 422);
  assert.match(empty.text, /href="#q?-?f?-?recommend|id="e-recommend"/, 'the question without an answer is named');
  assert.deepEqual(await survey('pages'), before_all, 'a page that was refused starts nothing');
  const sent = await submit(client, (await client.get('/s/pages')).text, { 'a.recommend': '7' });
  const second = (await client.get(sent.headers.location)).text;
  const wrong = await submit(client, second, { 'a.orders': 'много <i>', 'a.again': 'true' });
  assert.equal(wrong.status, 422);
  assert.ok(wrong.text.includes('value="много &lt;i&gt;"'));
  assert.deepEqual(checked(wrong.text), ['a.again=true']);
});

test('what no browser sends is refused', async () => {
  const client = browser();
  const post = (body) => client.post('/s/pages', body, { type: 'application/x-www-form-urlencoded' });
  assert.equal((await post('a.recommend=%ff')).status, 422);
  assert.equal((await post('a.recommend=%00')).status, 422);
  assert.equal((await post('a.recommend=9&' + 'x=1&'.repeat(2000))).status, 413);
  assert.equal((await post('a.why=' + 'x'.repeat(300_000))).status, 413);
  const sent = await client.form('/s/pages', { 'a.recommend': '9', page: '99999' });
  assert.notEqual(sent.status, 500);
});

test('addresses that lead nowhere are pages, not errors', async () => {
  const client = browser();
  for (const path of ['/s/nothing', `/s/pages/r/${randomUUID()}`, '/s/pages/r/17', '/s/pages/AAAAAAAAAAAAAAAAAAAAAA']) {
    const reply = await client.get(path);
    assert.equal(reply.status, 404, path);
    assert.match(reply.headers['content-type'], /^text\/html/);
    assert.ok(!reply.text.includes('<form'));
  }
});

test('a response of one survey is not continued under another', async () => {
  await addSurvey(administrator, oneScore('neighbour'));
  const client = browser();
  const sent = await submit(client, (await client.get('/s/pages')).text, { 'a.recommend': '9' });
  const id = sent.headers.location.split('/').at(-1);
  assert.equal((await client.get(`/s/neighbour/r/${id}`)).status, 404);
  const before_all = [await survey('pages'), await survey('neighbour')];
  const stolen = await client.post('/api/v1/surveys/neighbour/responses', { id, answers: { recommend: 0 } });
  assert.equal(stolen.status, 409, `${stolen.status} ${stolen.text}`);
  const by_form = await client.form('/s/neighbour', { 'a.recommend': '0', id });
  assert.deepEqual([await survey('pages'), (await survey('neighbour')).started <= before_all[1].started + 1], [before_all[0], true]);
  assert.notEqual(by_form.headers.location, `/s/neighbour/r/${id}`);
  assert.equal((await client.get(sent.headers.location)).status, 200);
});

const links = async (key, body = { count: 1 }) => {
  const reply = await administrator.post(`/api/v1/surveys/${key}/links`, body);
  assert.equal(reply.status, 201, reply.text);
  return reply.json.links.map((link) => ({ ...link, path: new URL(link.url).pathname }));
};

test('a personal link answers once', async () => {
  await addSurvey(administrator, oneScore('invited', 'relationship', thanks));
  const [one, two] = await links('invited', { count: 2 });
  assert.notEqual(one.url, two.url);
  assert.ok(one.url.startsWith(`${server.url}/s/invited/`));
  const client = browser();
  const page = await client.get(`${one.path}?recommend=8`);
  assert.equal(page.status, 200);
  assert.deepEqual(checked(page.text), ['a.recommend=8']);
  for (let i = 0; i < 3; ++i) assert.equal((await client.get(one.path)).status, 200, 'looking at it uses nothing up');
  assert.deepEqual(await survey('invited'), { started: 0, finished: 0, abandoned: 0 });
  const sent = await submit(client, page.text, { 'a.recommend': '8' });
  assert.equal(sent.status, 303);
  assert.ok(isThanks((await client.get(sent.headers.location)).text));
  assert.equal((await client.get(one.path)).status, 410);
  assert.equal((await submit(client, page.text, { 'a.recommend': '0' })).status, 410);
  assert.deepEqual(await survey('invited'), { started: 1, finished: 1, abandoned: 0 });
  assert.equal((await newest('invited')).score.value, 8);
  assert.equal((await client.get(two.path)).status, 200, 'the other link is untouched');
  assert.equal((await client.get(two.path.replace('/invited/', '/pages/'))).status, 404, 'a link belongs to its survey');
});

test('a personal link pressed from several windows at once answers once', async () => {
  const [link] = await links('invited');
  const before_all = await survey('invited');
  const page = (await browser().get(link.path)).text;
  const replies = await Promise.all(Array.from({ length: 8 }, (_, i) => submit(browser(), page, { 'a.recommend': String(i) })));
  assert.equal(replies.filter((reply) => reply.status === 303).length, 1, replies.map((reply) => reply.status).join());
  assert.ok(replies.every((reply) => [303, 409, 410].includes(reply.status)));
  assert.equal((await survey('invited')).finished, before_all.finished + 1);
});

test('a personal link begun on one device goes on at the page reached', async () => {
  const [link] = await links('pages');
  const client = browser();
  const sent = await submit(client, (await client.get(link.path)).text, { 'a.recommend': '9' });
  assert.equal(sent.status, 303);
  const other = await browser().get(link.path);
  assert.deepEqual([other.status, other.headers.location], [303, sent.headers.location]);
});

test('a personal link knows the contact and stamps the response', async () => {
  const token = (await administrator.post('/api/v1/tokens', { name: 'CRM', rights: ['responses.write'] })).json.secret;
  const person = { external_id: 'c-1', name: 'Ольга', role: 'buyer', language: 'ru', account: { external_id: 'a-1', name: 'Клиент', segment: 'large' } };
  const kept = await server.client({ token }).post('/api/v1/surveys/invited/responses', { id: randomUUID(), answers: { recommend: 5 }, contact: person });
  assert.equal(kept.status, 201, kept.text);
  const unknown = await administrator.post('/api/v1/surveys/invited/links', { contact_ids: ['c-1', 'c-2'] });
  assert.deepEqual([unknown.status, unknown.json.problems[0].value], [422, 'c-2']);
  const [link] = await links('invited', { contact_ids: ['c-1'] });
  assert.equal(link.contact_id, 'c-1');
  const client = browser();
  const page = await client.get(link.path);
  assert.match(page.text, /<html lang="ru"/, 'in the language of the contact');
  assert.equal((await submit(client, page.text, { 'a.recommend': '10' })).status, 303);
  const response = await newest('invited');
  assert.deepEqual([response.score.value, response.contact.id, response.account.id, response.channel], [10, 'c-1', 'a-1', 'email']);
  const stamps = (await administrator.get(`/api/v1/responses/${response.id}`)).json.dimensions;
  assert.equal(stamps.find((one) => one.key === 'segment').value, 'large');
});

test('an anonymous survey has no personal links', async () => {
  await addSurvey(administrator, oneScore('secret', 'workplace', { anonymous: { minimum: 5 } }));
  const reply = await administrator.post('/api/v1/surveys/secret/links', { count: 1 });
  assert.deepEqual([reply.status, reply.json.problems[0].key], [422, 'anonymous_links']);
});

test('a closed survey takes nothing and says so', async () => {
  await addSurvey(administrator, { ...everyKind('ended'), ...thanks });
  const client = browser();
  const first = await client.get('/s/ended');
  const sent = await submit(client, first.text, { 'a.recommend': '9' });
  const second = await client.get(sent.headers.location);
  const [link] = await links('ended');
  assert.equal((await administrator.patch('/api/v1/surveys/ended', { state: 'closed' })).status, 200);
  const counted = await survey('ended');
  for (const reply of [await client.get('/s/ended'), await client.get(sent.headers.location), await client.get(link.path),
                       await submit(client, first.text, { 'a.recommend': '9' }), await submit(client, second.text, {})]) {
    assert.equal(reply.status, 410);
    assert.match(reply.headers['content-type'], /^text\/html/);
    assert.ok(!reply.text.includes('<form'));
  }
  assert.deepEqual(await survey('ended'), counted);
});

test('the preview of a closed survey is for those who may see surveys', async () => {
  await addSurvey(administrator, oneScore('drawer'));
  assert.equal((await administrator.patch('/api/v1/surveys/drawer', { state: 'closed' })).status, 200);
  const link = '/s/drawer?preview=1';
  const anyone = browser();
  for (const reply of [await anyone.get(link), await anyone.form(link, { go: 'next', page: '0', 'a.recommend': '9' })]) {
    assert.equal(reply.status, 410);
    assert.ok(!reply.text.includes('<form'), 'not a word of its questions');
  }
  const seen = await administrator.get(link);
  assert.equal(seen.status, 200, 'its editor may still look at it');
  assert.equal((await administrator.form(link, { ...hidden(seen.text), go: 'next', 'a.recommend': '9' })).status, 200);
  assert.equal((await survey('drawer')).started, 0);
});

test('what no page of ours sends is refused in the language of the reader, and nothing is kept', async () => {
  await addSurvey(administrator, { ...everyKind('odd'), ...thanks });
  const first = await browser().get('/s/odd');
  const [asked] = await links('odd');
  const begun = (await submit(browser(), first.text, { 'a.recommend': '9' })).headers.location;
  const counted = await survey('odd');
  const answers = { recommend: 9 };
  for (const path of ['/s/odd', asked.path, begun]) {
    for (const [type, body] of [['application/json', JSON.stringify({ answers })], ['multipart/form-data; boundary=x', '--x--'],
                                ['text/plain', 'a.recommend=9&go=next'], ['', 'a.recommend=9&go=next']]) {
      for (const [language, said] of [['en', /nothing was kept/], ['ru', /ничего не сохранено/]]) {
        const reply = await server.client({ language }).post(path, body, { headers: { 'content-type': type } });
        assert.equal(reply.status, 415, `${path} ${type}`);
        assert.match(reply.text, said);
      }
    }
    for (const fields of [{}, { nothing: '1' }, { recommend: '9' }, { 'a.nothing': '9' }, { 'a.why': ' ' }]) {
      const reply = await browser().form(path, fields);
      assert.equal(reply.status, 422, `${path} ${JSON.stringify(fields)}`);
      assert.match(reply.text, /nothing was kept/);
    }
  }
  assert.deepEqual(await survey('odd'), counted);
  assert.equal((await browser().get(begun)).text.includes('a.quality.price'), true, 'the one begun is where it was');
  const plain = await browser().send('POST', '/s/odd', 'a.recommend=9', { type: 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' });
  assert.equal(plain.status, 303, 'a bare answer is one');
});

test('a page left empty, where it may be, is an answer all the same', async () => {
  const document = oneScore('shrug');
  document.pages[0].questions[0].required = false;
  await addSurvey(administrator, document);
  const client = browser();
  const page = await client.get('/s/shrug');
  assert.equal((await submit(client, page.text, {})).status, 303);
  assert.equal((await survey('shrug')).finished, 1);
});

test('a slash behind the address leads to the survey, with its query', async () => {
  for (const method of ['GET', 'POST']) {
    const reply = await browser().send(method, '/s/pages/?recommend=9&lang=ru', method === 'POST' ? 'go=next' : undefined);
    assert.deepEqual([reply.status, reply.headers.location], [308, '/s/pages?recommend=9&lang=ru']);
  }
  assert.equal((await browser().get('/s/pages/')).headers.location, '/s/pages');
  assert.equal((await browser().head('/s/pages/')).status, 308);
  const nothing = await browser().get('/s/nothing/');
  assert.equal(nothing.status, 404);
  assert.match(nothing.headers['content-type'], /^text\/html/);
});

test('no consent: nothing is kept', async () => {
  await addSurvey(administrator, oneScore('asked', 'relationship', { ...consent('agreed-1', 'I agree to this'), ...thanks }));
  const client = browser();
  const page = await client.get('/s/asked');
  assert.equal(page.status, 200);
  assert.ok(page.text.includes('I agree to this'));
  assert.ok(!page.text.includes('a.recommend'), 'no question before the consent');
  for (const answer of ['no', '', 'YES', 'on']) {
    const reply = await client.form('/s/asked', { ...hidden(page.text), consent: answer });
    assert.equal(reply.status, 200, answer);
    assert.deepEqual(await survey('asked'), { started: 0, finished: 0, abandoned: 0 });
  }
  const past = await client.form('/s/asked', { 'a.recommend': '9', go: 'next' });
  assert.ok(past.status !== 303, 'an answer does not slip past the consent');
  assert.deepEqual(await survey('asked'), { started: 0, finished: 0, abandoned: 0 });
});

test('the browser\'s "back" to the consent goes on with the response begun', async () => {
  await addSurvey(administrator, { ...everyKind('consented'), ...consent('v1', 'I agree') });
  const someone = browser();
  const asked = (await someone.get('/s/consented')).text;
  const agree = () => someone.form(action(asked), { ...hidden(asked), consent: 'yes' });
  const begun = (await agree()).headers.location;
  const first = (await someone.get(begun)).text;
  assert.equal((await submit(someone, first, { 'a.recommend': '9', 'a.overall': '4' })).status, 303);
  assert.equal((await agree()).headers.location, begun);
  const back = await submit(someone, (await someone.get(begun)).text, { 'a.again': 'true' }, 'back');
  assert.equal(back.status, 303, back.text);
  assert.ok(checked((await someone.get(back.headers.location)).text).includes('a.recommend=9'), 'the answers are there');
  assert.deepEqual(await survey('consented'), { started: 1, finished: 0, abandoned: 0 });
  const other = browser();
  const theirs = await other.form(action(asked), { ...hidden(asked), consent: 'yes' });
  assert.notEqual(theirs.headers.location, begun, 'another browser is another person');
});

const kept_consent = (folder, id) =>
  execFileSync('sqlite3', [join(folder, 'otklik.db'), `SELECT consent FROM responses WHERE id = '${id}'`], { encoding: 'utf8' }).trim();

test('consent: the version agreed to is kept with the response', async () => {
  const client = browser();
  const page = await client.get('/s/asked');
  const yes = await client.form(action(page.text), { ...hidden(page.text), consent: 'yes' });
  assert.equal(yes.status, 303);
  const questions = await client.get(yes.headers.location);
  assert.ok(questions.text.includes('a.recommend'));
  const done = await submit(client, questions.text, { 'a.recommend': '9' });
  assert.equal(done.status, 303);
  assert.ok(isThanks((await client.get(done.headers.location)).text));
  assert.deepEqual(await survey('asked'), { started: 1, finished: 1, abandoned: 0 });
  assert.equal(kept_consent(server.folder, done.headers.location.split('/').at(-1)), 'agreed-1');
});

test('consent to a text that was replaced meanwhile is not taken for the new one', async () => {
  const client = browser();
  const old = await client.get('/s/asked');
  await addSurvey(administrator, oneScore('asked', 'relationship', { ...consent('agreed-2', 'I agree to much more'), ...thanks }));
  const reply = await client.form(action(old.text), { ...hidden(old.text), consent: 'yes' });
  if (reply.status === 303) {
    assert.equal(kept_consent(server.folder, reply.headers.location.split('/').at(-1)), 'agreed-1');
  } else {
    assert.ok(reply.text.includes('I agree to much more'), 'or it is asked again');
  }
});

test('a preview goes through every page and records nothing', async () => {
  const before_all = await survey('pages');
  const client = browser();
  const first = await client.get('/s/pages?preview=1');
  assert.equal(first.status, 200);
  const wrong = await submit(client, first.text, {});
  assert.equal(wrong.status, 422);
  const second = await submit(client, wrong.text, { 'a.recommend': '9' });
  assert.equal(second.status, 200);
  assert.ok(second.text.includes('a.quality.price'));
  const back = await submit(client, second.text, {}, 'back');
  assert.deepEqual(checked(back.text), ['a.recommend=9']);
  const third = await submit(client, back.text, { 'a.recommend': '10' });
  const end = await submit(client, third.text, { 'a.again': 'true' });
  assert.equal(end.status, 200);
  assert.ok(isThanks(end.text));
  assert.deepEqual(await survey('pages'), before_all);
  for (const state of ['{', '[]', '{"answers":[]}', '{"answers":{"recommend":"x","nothing":[1]}}', '{"answers":{"quality":7}}']) {
    const reply = await client.form('/s/pages?preview=1', { state, page: '1', go: 'back' });
    assert.ok(reply.status < 500, `${state}: ${reply.status}`);
  }
});

test('a preview of a survey with consent looks like the real one', async () => {
  const reply = await browser().get('/s/asked?preview=1');
  assert.equal(reply.status, 200);
  assert.ok(reply.text.includes('I agree to much more') || reply.text.includes('a.recommend'));
});

test('a new version does not disturb a response under way', async () => {
  const document = { ...everyKind('versions'), ...thanks };
  await addSurvey(administrator, document);
  const client = browser();
  const sent = await submit(client, (await client.get('/s/versions')).text, { 'a.recommend': '9' });
  const second = await client.get(sent.headers.location);
  document.pages[1].questions.push({ id: 'extra', kind: 'yes_no', text: { ru: 'Ещё?', en: 'More?' }, required: true });
  const saved = await addSurvey(administrator, document);
  assert.equal(saved.version, 2);
  const done = await submit(client, second.text, { 'a.again': 'false' });
  assert.equal(done.status, 303, done.text);
  assert.ok(isThanks((await client.get(done.headers.location)).text));
  assert.equal((await newest('versions')).version, 1);
  const fresh = await client.get('/s/versions');
  assert.equal(fresh.status, 200);
});

test('the page in memory follows a change of the company name and of the survey', async () => {
  const title = (html) => /<h1[^>]*>([^<]*)/.exec(html)[1];
  assert.equal(title((await browser().get('/s/versions')).text), 'Every kind of question');
  await addSurvey(administrator, { ...everyKind('versions'), title: { ru: 'Иначе', en: 'Otherwise <now>' } });
  assert.equal(title((await browser().get('/s/versions')).text), 'Otherwise &lt;now&gt;');
  await administrator.patch('/api/v1/company', { name: 'Василёк & Ко' });
  assert.ok((await browser().get('/s/versions')).text.includes('Василёк &amp; Ко'));
});

test('the first page sent again, by the browser\'s "back" or twice, stays one response', async () => {
  await addSurvey(administrator, everyKind('again'));
  const someone = browser();
  const first = (await someone.get('/s/again')).text;
  const pages = (await administrator.get('/api/v1/surveys/again')).json;
  assert.equal(pages.started, 0);
  const sent = await submit(someone, first, { 'a.recommend': '9', 'a.overall': '4' });
  assert.equal(sent.status, 303);
  assert.match(sent.headers['set-cookie'].join(), /^otklik_begun=[0-9a-f-]{36}; Path=\/s\/again; HttpOnly; SameSite=Lax; Max-Age=1800$/);
  assert.equal((await submit(someone, first, { 'a.recommend': '9', 'a.overall': '4' })).headers.location, sent.headers.location);
  const second = (await someone.get(sent.headers.location)).text;
  assert.equal((await submit(someone, second, { 'a.again': 'true' }, 'back')).status, 303);
  // Back by the browser and the same page again: the later page keeps its answers.
  assert.equal((await submit(someone, first, { 'a.recommend': '9', 'a.overall': '4' })).headers.location, sent.headers.location);
  assert.ok(checked((await someone.get(sent.headers.location)).text).includes('a.again=true'));
  // Another answer: still one response, but the later page is empty, as it may be somebody else at this screen.
  assert.equal((await submit(someone, first, { 'a.recommend': '8', 'a.overall': '4' })).headers.location, sent.headers.location);
  assert.ok(!checked((await someone.get(sent.headers.location)).text).includes('a.again=true'));
  assert.deepEqual(await survey('again'), { started: 1, finished: 0, abandoned: 0 });
  const done = await submit(someone, (await someone.get(sent.headers.location)).text, {});
  assert.match(done.headers['set-cookie'].join(), /Max-Age=0/);
  assert.deepEqual(await survey('again'), { started: 1, finished: 1, abandoned: 0 });
  assert.notEqual((await submit(someone, first, { 'a.recommend': '9' })).headers.location, sent.headers.location, 'after the end a new one begins');
  assert.notEqual((await submit(browser(), first, { 'a.recommend': '9' })).headers.location, sent.headers.location, 'another browser is another person');
  assert.deepEqual(await survey('again'), { started: 3, finished: 1, abandoned: 0 });
});
