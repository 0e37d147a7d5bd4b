// The dashboards in a real browser, against invented data under the real security policy.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from './browser.mjs';
import { arrive, startMock } from './mock_server.mjs';
import { axeFindings, bareFigures, overflowingAt } from './page_checks.mjs';
import { follow, openPage, settle } from './visit.mjs';

const PAGES = ['/', '/today', '/responses', '/figures', '/figures?metric=csat&by=role', '/figures?survey=pulse_anonymous', '/figures/journey', '/figures/journey?survey=pulse_anonymous', '/figures/explore', '/figures/explore?metric=csat&by=role,stage', '/figures/explore?survey=pulse_anonymous', '/surveys', '/surveys/relationship', '/surveys/relationship?edit=1', '/surveys/new',
  '/settings/company', '/settings/users', '/settings/tokens', '/settings/dimensions', '/settings/audit', '/settings/profile', '/nowhere'];
let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

const plain = (text) => text.replace(/\s/g, ' ');
const open = (mock, path, options) => openPage(browser, mock, path, options);

describe('every page', () => {
  it('opens by its address', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/');
    for (const path of PAGES.slice(1)) {
      await page.goto(mock.url + path);
      await page.waitForSelector('main h1, main h2');
      await settle(page);
      assert.equal(await page.locator('.failed').count(), 0, `${path} shows an error`);
    }
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  for (const [language, theme, width] of [['ru', 'dark', 1440], ['en', 'light', 390]]) {
    it(`is silent, accessible and honest: ${language}, ${theme}, ${width} px`, async () => {
      const mock = await startMock({ loggedIn: true, language, theme });
      const { page, said, context } = await open(mock, '/', { theme, width });
      let figures = 0;
      for (const path of PAGES) {
        await follow(page, path);
        await page.waitForSelector('main h1, main h2');
        await settle(page);
        assert.deepEqual(await axeFindings(page), [], path);
        assert.equal(await page.locator('.failed').count(), 0, `${path} shows an error`);
        const { count, lacking } = await bareFigures(page);
        assert.deepEqual(lacking, [], path);
        figures += count;
        assert.deepEqual(await overflowingAt(page), [], `${path} is wider than the window`);
      }
      assert.ok(figures > 20, `only ${figures} figures were seen`);
      assert.deepEqual(said, []);
      await context.close();
      await mock.close();
    });
  }
});

describe('today', () => {
  const newest = (page) => page.locator('.quotes .words').first().innerText();

  it('shows each metric that has answers, in order, with interval, base and change', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/today');
    const names = await page.locator('.tile h2').allInnerTexts();
    assert.deepEqual(names.map((name) => /[A-Z]{3,4}/.exec(name)?.[0]), ['NPS', 'NSAT', 'CSAT', 'CSI']);
    assert.equal(await page.locator('.tile .value-tile [data-interval]').count(), 4);
    assert.equal(await page.locator('.tile .strip').count(), 4);
    assert.equal(await page.locator('.tile [data-figure="change"]').count(), 4);
    assert.equal(await page.locator('.rail [aria-current]').innerText(), 'Сегодня');
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('shows an index of several surveys for the one the server counted, tile, strip and map alike, and leaves out what nobody answered', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context, said } = await open(mock, '/settings/profile');
    const apart = [];
    await page.route('**/api/v1/query', async (route) => {
      const query = route.request().postDataJSON();
      if (query.metric === 'csi' && !query.where?.survey) {
        apart.push(query);
        const reply = await (await route.fetch()).json();
        return route.fulfill({ json: { ...reply, narrowed_to: { survey: 'relationship', answers: { relationship: 900, support: 40 } } } });
      }
      const reply = await (await route.fetch()).json();
      if (query.metric === 'csat') Object.assign(reply.total, { n: 0, status: 'undefined', reason: 'no_fitting_questions', estimate: null, interval: null });
      return route.fulfill({ json: reply });
    });
    await follow(page, '/');
    await page.waitForSelector('.tile');
    await settle(page);
    const names = await page.locator('.tile h2').allInnerTexts();
    assert.deepEqual(names.map((name) => /[A-Z]{3,4}/.exec(name)?.[0]), ['NPS', 'NSAT', 'CSI']);
    assert.match(names[2], / · Отношения с клиентом$/);
    assert.match(await page.locator('.tile h2 a').nth(2).getAttribute('href'), /survey=relationship/);
    await page.locator('.today-journey .heat').waitFor();
    assert.match(await page.locator('.today-journey h2').innerText(), / · Отношения с клиентом$/);
    assert.match(await page.locator('.today-journey header a').getAttribute('href'), /survey=relationship/);
    assert.equal(await page.locator('.refused').count(), 0);
    assert.deepEqual(apart.map((query) => [query.mixture, query.by]), [['largest_survey', undefined]], 'only the total asks for a choice');
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('says whose mean the headline is, and the other one in a small line with interval and base', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context, said } = await open(mock, '/settings/profile');
    const strips = [];
    await page.route('**/api/v1/query', async (route) => {
      const query = route.request().postDataJSON();
      if (query.by?.[0] === 'quarter') strips.push(query.estimand);
      const reply = await (await route.fetch()).json();
      if (!query.by) Object.assign(reply, { estimand: 'account', other_means: [{ estimand: 'contact', n: 171, status: 'ok', reason: '', estimate: 22, se: 3.6, interval: [15, 29] }], client_base: { accounts: 60, answered: 41, nonresponse: [-12, 55] } });
      return route.fulfill({ json: reply });
    });
    await follow(page, '/');
    await page.locator('.tile .strip').first().waitFor();
    await settle(page);
    assert.deepEqual((await page.locator('.other-means').allInnerTexts()).map(plain), ['Среднее по компаниям; по людям 22, от 15 до 29 · 171 ответ',
      'Ответила 41 компания из 60. Что бы ни думали остальные, у всех вместе — от −12 до 55', ...Array(3).fill('Среднее по компаниям')]);
    assert.deepEqual(strips.filter((one) => one !== undefined), ['account', 'account', 'account'], 'the strip is the same mean; an index has none');
    await follow(page, '/figures');
    await page.locator('.headline .other-means').first().waitFor();
    assert.deepEqual((await bareFigures(page)).lacking, []);
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('shows the number weighted to the declared composition beside the answers, or why there is none', async () => {
    const mock = await startMock({ loggedIn: true });
    mock.state.settings.population = [{ dimension: 'segment', totals: { small: 300, large: 100 } }];
    const { page, context, said } = await open(mock, '/settings/profile');
    let refused = false;
    const estimate = { n: 171, status: 'ok', reason: '', estimate: 31, se: 4, interval: [23, 39], interval_reason: '', method: 'calibrated_score' };
    const categories = [{ dimension: 'segment', value: 'small', answers: 21, share: 0.123, population: 0.75 }, { dimension: 'segment', value: 'large', answers: 150, share: 0.877, population: 0.25 }];
    await page.route('**/api/v1/query', async (route) => {
      const { weights, ...query } = route.request().postDataJSON();
      const reply = await (await route.fetch({ postData: query })).json();
      const none = { ...estimate, n: 0, status: 'refused', reason: 'population_cell_without_respondents', estimate: null, se: null, interval: null };
      if (weights) reply.weighted = { ...(refused ? none : estimate), design_effect: 2, weight_ratio: 21, categories, problem_categories: refused ? [{ dimension: 'segment', value: 'small' }] : [] };
      return route.fulfill({ json: reply });
    });
    await follow(page, '/figures');
    await page.locator('.weighted .before-after .value').nth(1).waitFor();
    assert.match(plain(await page.locator('.weighted .before-after > div').nth(1).innerText()), /^С поправкой 31 ?от 23 до 39 · 171 ответ$/);
    assert.deepEqual((await page.locator('.weighted tbody tr').allInnerTexts()).map(plain).map((row) => row.replace(/^\D+/, '')), ['150 88 % 25 %', '21 12 % 75 %'], 'in the order of the catalogue');
    assert.deepEqual((await bareFigures(page)).lacking, []);
    refused = true;
    await follow(page, '/figures?period=24m');
    await page.locator('.weighted .withheld').waitFor();
    assert.match(await page.locator('.weighted .withheld').innerText(), /^Из этих групп никто не ответил: взвесить нечем: /);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('declares the composition of clients in Settings', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await open(mock, '/settings/company');
    const sent = [];
    await page.route('**/api/v1/company', async (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      sent.push(route.request().postDataJSON());
      return route.fulfill({ json: { ...mock.state.settings, ...sent.at(-1) } });
    });
    await page.getByLabel('Добавить признак').selectOption('segment');
    const inputs = page.locator('.margin-rows input');
    const many = await inputs.count();
    assert.ok(many > 1);
    await inputs.nth(0).fill('1 200');
    await inputs.nth(1).fill('300,5');
    await page.getByLabel('Сколько у вас компаний-клиентов').fill('1 500');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.waitForFunction(() => document.querySelector('[role="status"], .toast')?.textContent?.includes('Сохранено'));
    assert.equal(sent[0].accounts, 1500);
    assert.equal(sent[0].population[0].dimension, 'segment');
    assert.deepEqual(Object.values(sent[0].population[0].totals), [1200, 300.5]);
    await context.close();
    await mock.close();
  });

  it('shows a response that comes, and the next one', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await open(mock, '/');
    while (mock.state.streams.size === 0) await page.waitForTimeout(50);
    for (const comment of ['Пришло сейчас', 'И следом ещё одно']) {
      arrive(mock.state, { comment, score: 3, hard: false });
      await page.locator('.quotes .words').first().filter({ hasText: comment }).waitFor({ timeout: 20_000 });
    }
    await context.close();
    await mock.close();
  });

  it('shows what came while its tab was hidden once it is seen again', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await open(mock, '/');
    while (mock.state.streams.size === 0) await page.waitForTimeout(50);
    const hide = (hidden) => page.evaluate((now) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await hide(true);
    arrive(mock.state, { comment: 'Пока никто не смотрел', score: 3, hard: false });
    await page.waitForTimeout(1500);
    assert.notEqual(await newest(page), 'Пока никто не смотрел', 'a hidden page asks for nothing');
    await hide(false);
    await page.locator('.quotes .words').first().filter({ hasText: 'Пока никто не смотрел' }).waitFor({ timeout: 20_000 });
    await context.close();
    await mock.close();
  });
});

describe('an anonymous survey', () => {
  it('offers neither personal links nor words', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/settings/profile');
    await page.route('**/api/v1/surveys/relationship', async (route) => {
      await route.fulfill({ json: { ...(await (await route.fetch()).json()), anonymous: true } });
    });
    await page.route('**/api/v1/query', async (route) => {
      const reply = await (await route.fetch()).json();
      reply.channels = [];
      Object.assign(reply.total, { n: 10, interval: [-80, 60] });
      await route.fulfill({ json: reply });
    });
    await follow(page, '/surveys/relationship');
    await page.getByText('личные ссылки указали бы на человека').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Создать ссылки' }).count(), 0);
    await follow(page, '/figures?survey=relationship&period=all');
    await page.waitForSelector('.headline .value');
    await settle(page);
    assert.equal((await page.locator('.headline').innerText()).replace(/\s/g, ' ').includes('Пока 10 ответов: для числа мало'), true);
    assert.equal(await page.locator('.headline a').count(), 0);
    assert.ok(!(await page.locator('.headline').innerText()).includes('прочтите'));
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });
});

describe('the total of an anonymous survey', () => {
  // The mock refuses what the server refuses of such a survey, and its measure is in no metric's list.

  it('is asked alone, over all time, whatever else the address says, and comes in steps with its interval and base', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/figures?metric=nps&measures=support&segment=key');
    const asked = [];
    page.on('request', (request) => { if (request.url().endsWith('/query')) asked.push(request.postDataJSON()); });
    await page.getByRole('button', { name: 'Опрос', exact: true }).click();
    await page.getByLabel('Пульс команды').click();
    await page.waitForURL(/survey=pulse_anonymous/);
    await page.locator('.anonymous [data-figure="row"]').waitFor();
    await settle(page);
    assert.deepEqual(asked, [{ metric: 'nps', where: { survey: ['pulse_anonymous'] } }]);
    assert.match(await page.locator('.page-head .conclusion').innerText(), /только общий итог за всё время/);
    assert.match(plain(await page.locator('.anonymous .headline').innerText()), /шагами по 5 ответов/);
    assert.equal(plain(await page.locator('.anonymous [data-figure="row"]').innerText()), 'Пульс команды 70 12…92 10');
    assert.equal(await page.locator('.chip').count(), 2, 'a metric and a survey are all there is to choose');
    assert.equal(await page.locator('.by-dimension, .chart').count(), 0);
    assert.deepEqual((await bareFigures(page)).lacking, []);
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('is what a refusal offers where only that survey asks', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await open(mock, '/settings/profile', { expected: [/422/] });
    await page.route('**/api/v1/query', async (route) => {
      const query = route.request().postDataJSON();
      if (query.where?.survey) return route.fallback();
      return route.fulfill({ response: await route.fetch({ postData: JSON.stringify({ ...query, where: { survey: ['pulse_anonymous'] } }) }) });
    });
    await follow(page, '/figures?metric=nps');
    await page.locator('.refused').getByRole('button', { name: 'Пульс команды' }).click();
    await page.locator('.anonymous [data-figure="row"]').waitFor();
    await context.close();
    await mock.close();
  });

  it('tells the day of its last response in the list, not the hour', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/surveys');
    const last = page.getByRole('row', { name: 'Пульс команды' }).locator('time');
    assert.match(plain(await last.innerText()), /^\d{1,2} [а-я]+( \d{4})?$/);
    assert.match(await last.getAttribute('datetime'), /^\d{4}-\d\d-\d\d$/);
    assert.equal(await last.getAttribute('title'), null);
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('stays hidden up to the minimum, follows new answers, and says when the metric is not asked', async () => {
    const mock = await startMock({ loggedIn: true });
    mock.state.pulse = [9, 10, 3];
    const { page, said, context } = await open(mock, '/figures?survey=pulse_anonymous&period=3m&measures=relationship');
    assert.match(plain(await page.locator('.headline .withheld').innerText()), /появится, когда наберётся 5 ответов/);
    assert.equal(await page.locator('.histogram, .share-bar, [data-figure]').count(), 0);
    while (mock.state.streams.size === 0) await page.waitForTimeout(50);
    mock.state.pulse.push(9, 10);
    arrive(mock.state);
    await page.locator('.anonymous [data-figure="row"]').waitFor();
    await follow(page, '/figures?survey=pulse_anonymous&metric=csat');
    await page.getByText('В этой анкете нет вопросов').waitFor();
    await follow(page, '/figures/journey?survey=pulse_anonymous');
    await page.getByRole('link', { name: 'Показать итог' }).click();
    await page.locator('.anonymous [data-figure="row"]').waitFor();
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });
});

describe('the chart', () => {
  it('draws a band that crosses zero where its bounds are', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/settings/profile');
    const interval = [-35, 11];
    await page.route('**/api/v1/query', async (route) => {
      const reply = await (await route.fetch()).json();
      reply.breaks = [];
      for (const group of reply.groups) Object.assign(group, { estimate: -12, interval, n: 20, status: 'ok' });
      await route.fulfill({ json: reply });
    });
    await follow(page, '/figures');
    await page.waitForSelector('.chart svg path', { state: 'attached' });
    const seen = await page.evaluate(() => {
      const svg = document.querySelector('.chart svg');
      const labels = [...svg.querySelectorAll('text')].filter((text) => /^[−\d]+$/.test(text.textContent)).map((text) => ({ value: Number(text.textContent.replace('−', '-')), box: text.getBoundingClientRect() })).filter(({ value }) => Math.abs(value) <= 100);  // years stand on the other axis
      const axis = labels.map(({ value, box }) => ({ value, y: box.top + box.height / 2 })).sort((a, b) => a.value - b.value);
      const band = [...svg.querySelectorAll('path')].find((path) => path.getAttribute('fill-opacity') === '0.2').getBoundingClientRect();
      return { low: axis[0], high: axis.at(-1), top: band.top, bottom: band.bottom };
    });
    const y = (value) => seen.low.y + ((value - seen.low.value) / (seen.high.value - seen.low.value)) * (seen.high.y - seen.low.y);
    assert.ok(seen.low.value < 0 && seen.high.value > 0, 'the axis crosses zero');
    assert.ok(Math.abs(seen.top - y(interval[1])) <= 2, `top edge at ${seen.top}, expected ${y(interval[1])}`);
    assert.ok(Math.abs(seen.bottom - y(interval[0])) <= 2, `bottom edge at ${seen.bottom}, expected ${y(interval[0])}`);
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('shows a tooltip without inline styles, and its data as a table and files', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/figures');
    await page.waitForSelector('.chart svg path', { state: 'attached' });
    const box = await page.locator('.chart').boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.waitForSelector('.tip-value');
    assert.match(await page.locator('.tip').innerText(), /от\s.+ до\s.+ · \d+\s+ответ/);
    await page.getByRole('button', { name: 'Таблица', exact: true }).click();
    assert.ok(await page.locator('.chart-card [data-figure="row"]').count() >= 10);
    for (const [kind, start] of [['CSV', '\ufeffПериод,NPS'], ['XLSX', 'PK']]) {
      const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.chart-card').getByRole('button', { name: kind }).click()]);
      const chunks = [];
      for await (const chunk of await download.createReadStream()) chunks.push(chunk);
      assert.ok(Buffer.concat(chunks).toString('utf8').startsWith(start), kind);
    }
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });
});

describe('responses', () => {
  it('wait behind a button, appear on demand, and resume after a cut', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await open(mock, '/responses', { expected: [/ERR_|Failed to load/] });
    await page.waitForTimeout(300);
    const first = await page.locator('.response').first().getAttribute('data-seq');
    const fresh = arrive(mock.state, { comment: 'Только что сказано', score: 3, hard: false });
    const button = page.locator('.new-ones');
    await button.waitFor();
    assert.match(await button.innerText(), /1\s+новый/);
    assert.equal(await page.locator('.response').first().getAttribute('data-seq'), first, 'what is being read does not move');
    await button.click();
    assert.equal(await page.locator('.response').first().getAttribute('data-seq'), String(fresh.seq));
    for (const stream of mock.state.streams) stream.end();
    await page.waitForTimeout(100);
    arrive(mock.state);
    arrive(mock.state);
    await page.waitForFunction(() => /2\s+новых/.test(document.querySelector('.new-ones')?.textContent ?? ''), undefined, { timeout: 15000 });
    await context.close();
    await mock.close();
  });

  it('come over one stream for all tabs of a browser', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await open(mock, '/responses');
    const second = await context.newPage();
    await second.goto(mock.url + '/responses');
    await second.waitForSelector('.response');
    assert.equal(mock.state.streams.size, 1);
    arrive(mock.state);
    await Promise.all([page, second].map((tab) => tab.waitForSelector('.new-ones')));
    await page.close();
    await second.waitForTimeout(500);
    assert.equal(mock.state.streams.size, 1, 'the other tab takes over');
    arrive(mock.state);
    await second.waitForFunction(() => /2\s+новых/.test(document.querySelector('.new-ones')?.textContent ?? ''));
    await context.close();
    await mock.close();
  });

  it('keep filters in the URL, remember what was read, and obey keys on a Russian layout', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/responses');
    assert.equal(await page.locator('.read-line').count(), 1);
    assert.equal(await page.locator('.response.unread').count(), 6);
    const press = (key, code, shiftKey = false) => page.evaluate((event) => document.body.dispatchEvent(new KeyboardEvent('keydown', { ...event, bubbles: true, cancelable: true })), { key, code, shiftKey });
    await press('о', 'KeyJ');
    await page.waitForURL(/\/responses\/[\w-]+$/);
    const url = page.url();
    await press('о', 'KeyJ');
    await page.waitForFunction((before) => location.href !== before, url);
    await press('л', 'KeyK');
    await page.waitForFunction((before) => location.href === before, url);
    await press('.', 'Slash');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
    await page.keyboard.type('недогруз');
    await page.waitForURL(/q=/);
    await settle(page);
    assert.ok(await page.locator('.response').count() > 0);
    for (const words of await page.locator('.response .words').allInnerTexts()) assert.match(words.toLowerCase(), /недогруз/);
    await page.reload();
    await page.waitForSelector('.response');
    assert.equal(await page.locator('input[type=search]').inputValue(), 'недогруз');
    await press(',', 'Slash', true);
    await page.waitForSelector('dialog[open]');
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('tell three kinds of silence apart', async () => {
    const mock = await startMock({ loggedIn: true });
    const one = mock.state.responses.findLast((response) => response.contact.role === 'operator' && !response.comment && !response.abandoned);
    Object.assign(one, { score: null, hard: true });
    const { page, context } = await open(mock, `/responses/${one.id}`, { width: 390 });
    await page.waitForSelector('.answers');
    const text = await page.locator('.answers').innerText();
    for (const silence of ['затрудняюсь ответить', 'нет ответа', 'не спрашивали']) assert.ok(text.includes(silence), silence);
    assert.deepEqual(await axeFindings(page), []);
    await context.close();
    await mock.close();
  });
});

it('the headline names the accounts its answers come from, where the server counts them', async () => {
  const mock = await startMock({ loggedIn: true });
  const { page, context } = await open(mock, '/settings/profile');
  await page.route('**/api/v1/query', async (route) => {
    const reply = await (await route.fetch()).json();
    for (const group of [reply.total, ...reply.groups]) Object.assign(group, { accounts: 132, without_account: 0 });
    await route.fulfill({ json: reply });
  });
  const bases = async (places) => (await page.locator(places).allInnerTexts()).map((text) => /от 132 компаний/.test(text.replace(/\s/g, ' ')));
  await follow(page, '/');
  await page.locator('.today-journey .heat').waitFor();
  await settle(page);
  assert.deepEqual(await bases('.tile .value-tile [data-base]'), [true, false, false, false]);
  await follow(page, '/figures?by=role');
  await page.locator('.by-dimension [data-figure="row"]').first().waitFor();
  await settle(page);
  assert.deepEqual(await bases('.headline .value-tile [data-base]'), [true]);
  assert.ok((await bases('.by-dimension [data-base]')).every((named) => !named));
  await context.close();
  await mock.close();
});

describe('edges', () => {
  it('works with 0, 1 and 3 responses, and with a name of 70 characters', async () => {
    for (const responses of [0, 1, 3]) {
      const mock = await startMock({ loggedIn: true, responses, name: 'Открытое акционерное общество „Верхнекамский трубопрокатный комбинат“' });
      const { page, said, context } = await open(mock, '/');
      for (const path of ['/', '/responses', '/figures', '/figures/journey', '/surveys', '/surveys/relationship', '/settings/dimensions']) {
        await follow(page, path);
        await page.waitForSelector('main h1, main h2');
        await settle(page);
        assert.deepEqual((await bareFigures(page)).lacking, [], path);
        const headline = page.locator('.value-tile').first();  // NPS; three people may well give twenty ratings
        if (await headline.count()) assert.equal(await headline.locator('.number').count(), 0, `${path}: no headline number of ${responses} answers`);
        assert.deepEqual(await axeFindings(page), [], path);
      }
      assert.deepEqual(said, []);
      await context.close();
      await mock.close();
    }
  });

  it('offers the choices that lift a refusal', async () => {
    const mock = await startMock({ loggedIn: true });
    mock.state.settings.headline = null;
    const { page, context } = await open(mock, '/settings/profile', { expected: [/422/] });
    await page.route('**/api/v1/metrics', async (route) => {
      const reply = await (await route.fetch()).json();
      for (const metric of reply.metrics) delete metric.measures;
      await route.fulfill({ json: reply });
    });
    await follow(page, '/figures?metric=nps');
    await page.locator('.refused').getByRole('button', { name: 'поддержка' }).click();
    await page.waitForURL(/measures=support/);
    await page.waitForSelector('.value-tile .number');
    await context.close();
    await mock.close();
  });

  it('fails in the place that failed, says so, and recovers', async () => {
    const mock = await startMock({ loggedIn: true });
    mock.state.fail.add('/today');
    const { page, context } = await open(mock, '/', { expected: [/500|ERR_/] });
    await page.waitForSelector('.failed');
    assert.match(await page.locator('.failed').innerText(), /req-7f3a/);
    await page.waitForSelector('.value-tile .number');
    mock.state.fail.clear();
    await page.getByRole('button', { name: 'Повторить' }).click();
    await page.waitForSelector('.quotes');
    await context.setOffline(true);
    for (const stream of mock.state.streams) stream.end();
    await page.waitForSelector('.banner.warn', { timeout: 20000 });
    await context.setOffline(false);
    await context.close();
    await mock.close();
  });
});

describe('getting in', () => {
  it('sets up a company, logs out and in again', async () => {
    const mock = await startMock({ setupNeeded: true });
    const { page, said, context } = await open(mock, '/', { expected: [/401|422/] });
    assert.deepEqual(await axeFindings(page), []);
    await page.getByLabel('Компания').fill('Труба и сыновья');
    await page.getByLabel('Ваше имя').fill('Ирина');
    await page.getByLabel('Почта').fill('irina@example.org');
    await page.getByLabel('Пароль').fill('correct horse');
    await page.getByRole('button', { name: 'Создать и войти' }).click();
    await page.waitForSelector('.rail');
    await page.locator('.who-button').click();
    await page.getByRole('button', { name: 'Выйти' }).click();
    await page.waitForSelector('.gate');
    assert.deepEqual(await axeFindings(page), []);
    await page.getByLabel('Почта').fill('irina@example.org');
    await page.getByLabel('Пароль').fill('wrong');
    await page.getByRole('button', { name: 'Войти' }).click();
    await page.waitForSelector('.form-problem');
    assert.match(await page.locator('.form-problem').innerText(), /не подходят/);
    await page.getByLabel('Пароль').fill('correct horse');
    await page.getByRole('button', { name: 'Войти' }).click();
    await page.waitForSelector('.rail');
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });

  it('changes language and theme at once, and edits a questionnaire with problems in their lines', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, said, context } = await open(mock, '/settings/profile');
    await page.getByLabel('Цвета').selectOption('dark');
    await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === 'rgb(15, 18, 22)');
    await page.getByLabel('Язык').selectOption('en');
    await page.waitForSelector('text=Single-key commands');
    await follow(page, '/surveys/relationship?edit=1');
    const area = page.locator('.editor textarea');
    await area.fill((await area.inputValue()).replace('"max": 5', '"max": 900'));
    const problem = page.locator('.problem');
    await problem.waitFor();
    assert.match(await problem.innerText(), /900/);
    await problem.click();
    const selected = await area.evaluate((box) => box.value.slice(box.selectionStart, box.selectionStart + 5));
    assert.equal(selected, '"max"');
    assert.ok(await page.getByRole('button', { name: 'Save version 3' }).isDisabled());
    assert.deepEqual(said, []);
    await context.close();
    await mock.close();
  });
});
