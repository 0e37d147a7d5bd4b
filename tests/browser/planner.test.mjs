// The planner in a real browser against the real server: the figures are the program's own, not a stand-in's.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, first_run } from '../support/server.mjs';
import { openBrowser } from './browser.mjs';
import { axeFindings, bareFigures, listen, overflowingAt } from './page_checks.mjs';
import { settle } from './visit.mjs';

let server, browser, administrator;
before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator('ru');
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.remove();
});

const plain = (text) => text.replace(/\s/g, ' ').trim();

async function open(path, { width = 1440, theme = 'light', language = 'ru', expected = [] } = {}) {
  await administrator.patch('/api/v1/session', { language });
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme, acceptDownloads: true });
  const page = await context.newPage();
  const said = listen(page, expected);
  const { email, password } = first_run;
  const login = await context.request.post(`${server.url}/api/v1/session`, { data: { email, password } });
  assert.equal(login.status(), 200);
  await page.goto(server.url + path);
  return { page, said, context };
}

const conclusion = (page) => page.locator('.conclusion');
const says = (page, text) => conclusion(page).filter({ hasText: text }).waitFor();
const card = (page, title) => page.locator('.card', { has: page.getByRole('heading', { name: title }) });

test('before the first answer: the tab is there, and the worst case is named', async () => {
  const { page, said, context } = await open('/figures');
  await page.getByRole('link', { name: 'Сколько спросить' }).click();
  await page.waitForURL('**/figures/planner');
  await says(page, /нужно 1.537 ответов/);
  assert.equal(plain(await conclusion(page).innerText()), 'Чтобы знать NPS с точностью ±5 пунктов, нужно 1 537 ответов.');
  await page.getByText('Ответов ещё нет. Взят худший случай').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Сколько спросить' }).getAttribute('aria-current'), 'page');
  assert.deepEqual(said, []);
  await context.close();
});

test('with answers: their shares, and a base that is too small', async () => {
  await addSurvey(administrator, oneScore('asked'));
  for (let i = 0; i < 40; i += 1) {
    const reply = await administrator.post('/api/v1/surveys/asked/responses', { id: randomUUID(), answers: { recommend: i < 22 ? 10 : i < 28 ? 3 : 8 } });
    assert.equal(reply.status, 201, reply.text);
  }
  const { page, said, context } = await open('/figures/planner');
  await says(page, '830 ответов');
  await page.getByText(/NPS за 12 месяцев: 55.% промоутеров и 15.% критиков, 40 ответов/).waitFor();
  assert.deepEqual([await page.getByLabel('Промоутеров, %').inputValue(), await page.getByLabel('Критиков, %').inputValue()], ['55', '15']);
  await page.getByLabel('Клиентов в базе').fill('1 668');
  await page.getByLabel('Отклик, %').fill('20');
  await page.getByLabel('Вывод только об этой базе').uncheck();
  await says(page, 'В базе столько клиентов нет');
  assert.equal(plain(await conclusion(page).innerText()), 'Чтобы знать NPS с точностью ±5 пунктов, нужно 830 ответов: при отклике 20 % это 4 150 приглашений. '
    + 'В базе столько клиентов нет: лучшее, чего можно достичь, ±7,9.');
  assert.deepEqual((await card(page, 'Сколько нужно ответов').locator('.curve-label').allTextContents()).map(plain), ['830: ±5,0', 'вся база, 333: ±7,9']);
  const address = page.url();
  assert.deepEqual(Object.fromEntries(new URL(address).searchParams), { base: '1 668', rate: '20', whole: '0' });
  await page.goto(address);
  await says(page, /4.150 приглашений/);
  assert.equal(await page.getByLabel('Вывод только об этой базе').isChecked(), false);
  assert.deepEqual(said, []);
  await context.close();
});

test('the base is the number of companies that Settings declare, until the reader names another', async () => {
  await administrator.patch('/api/v1/company', { accounts: 400 });
  const { page, said, context } = await open('/figures/planner');
  const base = page.getByLabel('Клиентов в базе');
  await page.getByText('Столько компаний указано в Настройках').waitFor();
  assert.equal(await base.inputValue(), '400');
  await says(page, /нужен 271 ответ: это 67,8.% базы/);
  await base.fill('500');
  await page.waitForURL(/base=500/);
  await base.fill('');
  await base.blur();
  await page.waitForFunction(() => !location.search.includes('base='));
  assert.equal(await base.inputValue(), '400');
  await administrator.patch('/api/v1/company', { accounts: null });
  assert.deepEqual(said, []);
  await context.close();
});

test('a wrong value is named with its field and bounds, stays to be mended, and takes no figure with it', async () => {
  const { page, said, context } = await open('/figures/planner');
  await says(page, '830 ответов');
  const margin = page.getByLabel('Точность, ± пунктов');
  for (const [typed, message] of [['абв', 'Точность, ± пунктов: „абв“. Нужно число от 0,1 до 100.'], ['250', 'Точность, ± пунктов: „250“. Нужно число от 0,1 до 100.']]) {
    await margin.fill(typed);
    await page.getByText(message).waitFor();
    assert.equal(await margin.getAttribute('aria-invalid'), 'true');
    assert.equal(await page.locator(`[id="${await margin.getAttribute('aria-describedby')}"]`).innerText(), message);
    assert.equal(plain(await conclusion(page).innerText()), 'Вывода пока нет: в полях ниже ошибка.');
  }
  await page.reload();
  await page.getByText('„250“').waitFor();
  await page.getByLabel('Критиков, %').fill('50');
  await page.getByText('Критиков, %: „50“. Нужно число от 0 до 45.').waitFor();
  await page.getByLabel('Критиков, %').fill('');
  await margin.fill('2,5');
  await says(page, /нужно 3.320 ответов/);
  assert.match(plain(await conclusion(page).innerText()), /±2,5 пункта/);
  await page.getByRole('button', { name: 'Сбросить' }).click();
  await says(page, '830 ответов');
  assert.equal(new URL(page.url()).search, '');
  assert.deepEqual(said, []);
  await context.close();
});

test('two waves: the change that shows, and what a change takes', async () => {
  const { page, said, context } = await open('/figures/planner?wave=180&change=5');
  const waves = card(page, 'Какое изменение будет видно');
  await waves.getByText(/по 180 ответов заметно изменение от 21,7.пункта/).waitFor();
  await waves.getByText(/изменение на 5.пунктов, нужен 3.391 ответ в каждой волне/).waitFor();
  await waves.getByRole('button', { name: 'Таблица' }).click();
  const row = waves.locator('tr.marked');
  assert.deepEqual((await row.locator('th, td').allInnerTexts()).map(plain), ['180', '21,7', '15,3']);
  assert.deepEqual(said, []);
  await context.close();
});

test('the chart has its table and files', async () => {
  const { page, said, context } = await open('/figures/planner');
  const sample = card(page, 'Сколько нужно ответов');
  await sample.locator('.curve-svg').waitFor();
  assert.match(await sample.locator('.curve-svg').getAttribute('aria-label'), /нужно 830 ответов/);
  await sample.getByRole('button', { name: 'Таблица' }).click();
  assert.deepEqual((await sample.locator('tr.marked').locator('th, td').allInnerTexts()).map(plain), ['830', '±5,0']);
  const rows = await sample.locator('tbody tr').count();
  const [download] = await Promise.all([page.waitForEvent('download'), sample.getByRole('button', { name: 'CSV' }).click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString('utf8').trim().split('\r\n');
  assert.equal(lines.length, rows + 1);
  assert.ok(lines.some((line) => line.startsWith('830,4.99')), lines.join('\n'));
  assert.deepEqual(said, []);
  await context.close();
});

test('quotas: four rules beside each other, the usual one marked, and more answers than clients refused beside the field', async () => {
  const { page, said, context } = await open('/figures/planner');
  const quotas = card(page, 'Квоты по сегментам');
  await quotas.getByText('Впишите сегменты и число клиентов').waitFor();
  const fill = async (index, name, clients, sd) => {
    for (const [column, value] of [['segment', name], ['clients', clients], ['sd', sd]]) await quotas.locator(`[name="${column}-${index}"]`).fill(value);
  };
  await fill(0, 'Крупные', '100', '80');
  await quotas.getByRole('button', { name: 'Добавить сегмент' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'segment-3', 'the focus goes to the new row');
  await quotas.getByRole('button', { name: 'Убрать сегмент: Сегмент 4' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Добавить сегмент', 'and is not lost with a row');
  await quotas.getByRole('button', { name: 'Убрать сегмент: Сегмент 3' }).click();
  await quotas.locator('[name="segment-1"]').fill('Мелкие');
  await quotas.getByText('Впишите, сколько клиентов в сегментах: Мелкие').waitFor();
  await fill(1, 'Мелкие', '400', '40');
  await quotas.getByLabel('Ответов всего').fill('60');
  const table = quotas.locator('table.quotas');
  await table.locator('tbody tr').nth(0).filter({ hasText: '30' }).waitFor();
  await settle(page);
  assert.deepEqual((await table.locator('tbody tr').nth(0).locator('th, td').allInnerTexts()).map(plain), ['Крупные', '12', '20', '20', '30']);
  assert.deepEqual((await table.locator('tbody tr').nth(1).locator('th, td').allInnerTexts()).map(plain), ['Мелкие', '48', '40', '40', '30']);
  assert.match(plain(await table.locator('th.usual').innerText()), /По корню обычный выбор/);
  // By hand, of 100 with sd 80 and 400 with sd 40: 12 and 48 give 6.13, 20 and 40 give 5.77, 30 and 30 give 6.13.
  assert.deepEqual((await table.locator('.quota-error td').allInnerTexts()).map(plain), ['6,1', '5,8', '5,8', '6,1']);
  await quotas.getByLabel('Ответов всего').fill('501');
  await quotas.getByText('Ответов всего: „501“. Нужно целое число от 1 до 500.').waitFor();
  await quotas.locator('[name="clients-1"]').fill('сорок');
  await quotas.getByText('Клиентов: „сорок“. Нужно целое число от 0').waitFor();
  assert.deepEqual(said, []);
  await context.close();
});

test('response rates stay folded until asked for', async () => {
  const { page, said, context } = await open('/figures/planner');
  const rates = page.locator('details.plan-rates');
  await says(page, '830');
  assert.equal(await rates.getAttribute('open'), null);
  await rates.locator('summary').click();
  await rates.getByLabel('Ответили полностью (I)').fill('300');
  await rates.getByLabel('Отказались (R)').fill('100');
  await rates.getByLabel('Подходит ли, неизвестно (UO)').fill('200');
  await rates.getByText(/Ответили 50,0.% \(RR3/).waitFor();
  assert.equal(await rates.getByText('не считаем').count(), 2);
  assert.deepEqual(said, []);
  await context.close();
});

test('what fails stands in its place, and can be tried again', async () => {
  const { page, context } = await open('/login', { expected: [/500/] });
  let broken = true;
  await page.route('**/api/v1/plan/sample', (route) => (broken ? route.fulfill({ status: 500, contentType: 'application/problem+json', json: { type: '/problems/internal', title: 'Ошибка', status: 500, problems: [], request_id: 'r1' } }) : route.fallback()));
  await page.goto(server.url + '/figures/planner');
  const sample = card(page, 'Сколько нужно ответов');
  await sample.locator('.failed').getByText('Не посчитано').waitFor();
  await card(page, 'Какое изменение будет видно').locator('.curve-svg').waitFor();
  broken = false;
  await sample.getByRole('button', { name: 'Повторить' }).click();
  await says(page, '830 ответов');
  await context.close();
});

test('while the figures come, the place is held', async () => {
  const { page, said, context } = await open('/login');
  let go;
  const held = new Promise((resolve) => { go = resolve; });
  await page.route('**/api/v1/plan/sample', async (route) => { await held; await route.fallback(); });
  await page.goto(server.url + '/figures/planner');
  await card(page, 'Сколько нужно ответов').locator('[aria-busy]').waitFor();
  go();
  await says(page, '830 ответов');
  assert.deepEqual(said, []);
  await context.close();
});

const everything = '/figures/planner?base=1668&rate=20&seg=A~100~80%7C~400~&total=60&complete=300&refusal=40&unknown_other=600';
for (const [language, theme, width] of [['ru', 'dark', 1440], ['en', 'light', 390]]) {
  test(`is silent, accessible and fits: ${language}, ${theme}, ${width} px`, async () => {
    const { page, said, context } = await open(everything, { language, theme, width });
    await page.locator('.rates').waitFor();
    await page.locator('.quotas').waitFor();
    await page.locator('.curve-svg').nth(1).waitFor();
    await settle(page);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(await overflowingAt(page), [], 'wider than the window');
    for (const button of await page.getByRole('button', { name: /^(Таблица|Table)$/ }).all()) await button.click();
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(await overflowingAt(page), [], 'the tables are wider than the window');
    assert.deepEqual((await bareFigures(page)).lacking, []);
    await page.goto(`${server.url}/figures/planner?margin=x&detractors=99&wave=0&seg=A~x~y&total=0&complete=-1`);
    await page.locator('[aria-invalid]').nth(6).waitFor();
    await settle(page);
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(await overflowingAt(page), [], 'the messages are wider than the window');
    assert.deepEqual(said, []);
    await context.close();
  });
}
