// The dashboard in a real browser: saved tables of every dimension, whose mean a figure is, the map of stamped stages, odd addresses.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from './browser.mjs';
import { startMock } from './mock_server.mjs';
import { axeFindings, bareFigures, overflowing } from './page_checks.mjs';
import { openPage, settle } from './visit.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

const plain = (text) => text.replace(/\s+/g, ' ').trim();
const texts = async (places) => (await places.allInnerTexts()).map(plain);

// One page of one mock server, closed whatever happens; the console must have stayed silent.
async function onPage({ path = '/settings/profile', expected, width, language = 'ru' }, check) {
  const mock = await startMock({ loggedIn: true, language });
  const { page, said, context } = await openPage(browser, mock, path, { expected, width });
  try {
    await check(page, (to) => page.goto(mock.url + to).then(() => page.waitForSelector('main h1, main h2')).then(() => settle(page)), mock);
    assert.deepEqual(said, []);
  } finally {
    await context.close();
    await mock.close();
  }
}

const change = (page, by) => page.route('**/api/v1/query', async (route) => {
  const query = route.request().postDataJSON();
  const answered = await route.fetch();
  if (answered.status() !== 200) return route.fulfill({ response: answered });
  const reply = await answered.json();
  by(reply, query);
  return route.fulfill({ json: reply });
});

async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 5000 }), button.click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

// Beyond what the mock server's catalogue lists: all that a company may have, its own attributes too.
const FURTHER = {
  tenure: 'Стаж клиента', account: 'Клиент', completion: 'Завершённость', question: 'Вопрос', item: 'Пункт вопроса', criterion: 'Критерий', level: 'Уровень',
  department: 'Подразделение', value_element: 'Элемент ценности', measures: 'Что измеряет', survey: 'Опрос', partner: 'Партнёр', 'account.region': 'Регион клиента', 'account.bare': '',
};

it('a table by any dimension of the catalogue is saved, its column named as the catalogue names it', async () => {
  await onPage({}, async (page, go) => {
    let dimensions = [];
    await page.route('**/api/v1/dimensions', async (route) => {
      const values = ['a', 'b'].map((value) => ({ value, label: { ru: value, en: value }, responses: 20 }));
      dimensions = [...(await (await route.fetch()).json()).dimensions, ...Object.entries(FURTHER).map(([key, ru]) => ({ key, name: { ru }, values }))];
      await route.fulfill({ json: { dimensions } });
    });
    await go('/figures?metric=csat');
    assert.equal(dimensions.length, 20);
    for (const { key, name } of dimensions) {
      await page.locator('.by-dimension select').selectOption(key);
      await settle(page);
      const card = page.locator('.by-dimension');
      await card.locator('tbody tr').first().waitFor();
      assert.equal((await texts(card.locator('thead th').first()))[0], name.ru || key);
      for (const [kind, start] of [['CSV', `\ufeff${name.ru || key},`], ['XLSX', 'PK']]) {
        const file = await saved(page, card.getByRole('button', { name: kind }));
        assert.ok(file.startsWith(start) && (kind === 'CSV' || file.includes(`>${name.ru || key}<`)), `${kind} by ${key}`);
      }
    }
  });
});

describe('an address with days that do not exist', () => {
  it('opens the figures of the usual period', async () => {
    await onPage({}, async (page, go) => {
      const periods = [];
      await change(page, (_, query) => { if (query.compare) periods.push(query.period); });
      for (const span of ['2026-13-01..2026-14-01', '2026-02-30..2026-03-10', '2026-03-10..2026-03-01', '9999-01-01..9999-12-31']) {
        await go(`/figures?metric=nps&period=${span}`);
        await page.locator('.headline .value-tile').waitFor();
        assert.match(plain(await page.locator('.chips').innerText()), /Период: 12 месяцев/, span);
        await go(`/figures/journey?period=${span}`);
        await page.locator('.heat').waitFor();
      }
      assert.deepEqual([...new Set(periods.map((period) => JSON.stringify(period)))], [JSON.stringify({ last: 12, unit: 'month' })]);
    });
  });

  it('opens the responses of any day', async () => {
    await onPage({}, async (page, go) => {
      const asked = [];
      page.on('request', (request) => { if (request.url().includes('/api/v1/responses?')) asked.push(new URL(request.url()).searchParams); });
      await go('/responses?from=2026-02-30&to=2026-13-01');
      await page.locator('.response').first().waitFor();
      assert.ok(asked.length > 0 && asked.every((parameters) => !parameters.has('from') && !parameters.has('to')));
      assert.doesNotMatch(await page.locator('.chips').innerText(), /2026-/);
    });
  });
});
