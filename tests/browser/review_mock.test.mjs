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
  page.setDefaultTimeout(10_000);
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
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 30_000 }), button.click()]);
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
      const offered = (await (await route.fetch()).json()).dimensions;
      const further = Object.entries(FURTHER).filter(([key]) => !offered.some((one) => one.key === key));
      dimensions = [...offered, ...further.map(([key, ru]) => ({ key, name: { ru }, values }))];
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

describe('the map of the journey', () => {
  const stages = ['Оценка и сделка', 'Исполнение заказа', 'После поставки'];

  it('of a recommendation is made of the answers that belong to a stage, of one measure at a time', async () => {
    await onPage({}, async (page, go) => {
      const asked = [];
      await change(page, (_, query) => { if (query.metric === 'nps' && query.by?.length === 2) asked.push(query.where); });
      await go('/figures/journey?metric=nps');
      await page.locator('.heat [data-figure]').first().waitFor();
      await settle(page);
      assert.deepEqual(await texts(page.locator('.heat thead th')), stages);
      assert.ok(await page.locator('.heat [data-figure]').count() >= 6);
      assert.deepEqual(asked.at(-1).measures, ['relationship']);
      assert.equal(asked.at(-1).stage.length, stages.length, 'compared with answers at stages only');
      assert.match(plain(await page.locator('.map-of').innerText()), /^Ответы целиком, по этапу, к которому относится каждый\. Что измеряет:/);
      assert.deepEqual((await bareFigures(page)).lacking, []);
      assert.deepEqual(await axeFindings(page), []);
      await page.locator('.map-of select').selectOption('support');
      await page.waitForURL(/measures=support/);
      await settle(page);
      assert.deepEqual(asked.at(-1).measures, ['support']);
      await page.locator('.heat thead button').last().click();
      await page.locator('.heat th.process').first().waitFor();
      assert.equal(await page.locator('.refused, .failed').count(), 0);
    });
  });

  it('of ratings stays as it was, and asks for no whole answers', async () => {
    await onPage({}, async (page, go) => {
      const asked = [];
      await change(page, (_, query) => { if (query.by?.length === 2 || query.by?.[0] === 'measures') asked.push([query.metric, query.where ?? {}]); });
      for (const [metric, where] of [['csi', undefined], ['mean_rating', { measures: [''] }]]) {
        asked.length = 0;
        await go(`/figures/journey?metric=${metric}`);
        await page.locator('.heat [data-figure]').first().waitFor();
        assert.deepEqual(asked, [[metric, where ?? {}]]);
        assert.equal(await page.locator('.map-of').count(), 0);
      }
    });
  });

  it('does not blame the reader for a filter it set itself', async () => {
    await onPage({ expected: [/422/] }, async (page, go) => {
      let known = ['relationship'];
      await page.route('**/api/v1/query', async (route) => {
        const { measures = [] } = route.request().postDataJSON().where ?? {};
        if (measures.every((one) => known.includes(one))) return route.continue();
        const problems = [{ key: 'unknown_value', field: 'where.measures', value: measures[0], message: 'такого значения нет ни в одном опросе; есть relationship' }];
        return route.fulfill({ status: 422, contentType: 'application/problem+json', json: { type: '/problems/refused', title: 'Посчитать нельзя', status: 422, problems, request_id: 'r' } });
      });
      await go('/figures/journey?metric=nps');
      await page.locator('.heat [data-figure]').first().waitFor();
      await page.route('**/api/v1/dimensions', async (route) => {
        const { dimensions } = await (await route.fetch()).json();
        await route.fulfill({ json: { dimensions: dimensions.filter((one) => one.key !== 'stage') } });
      });
      await go('/figures/journey?metric=nps');
      await page.getByText('Этапы ещё не оценивали').waitFor();
      assert.equal(await page.locator('.refused').count(), 0);
    });
  });

  it('shows stages that only the answers know', async () => {
    await onPage({}, async (page, go) => {
      await page.route('**/api/v1/journey', (route) => route.fulfill({ json: { stages: [], roles: [] } }));
      await go('/figures?metric=nps');
      await page.locator('.tabs').getByRole('link', { name: 'Путь клиента' }).click();
      await go('/figures/journey?metric=nps');
      await page.locator('.heat [data-figure]').first().waitFor();
      assert.deepEqual((await texts(page.locator('.heat thead th'))).sort(), [...stages].sort());
    });
  });
});

describe('a mean over companies', () => {
  const contact = { estimand: 'contact', n: 171, status: 'ok', reason: '', estimate: 22, se: 3.6, interval: [15, 29] };
  const wide = { ...contact, interval: [-91, 25] };
  const overCompanies = (page, other = contact) => change(page, (reply) => Object.assign(reply, { estimand: 'account', other_means: [other] }));

  for (const [language, words] of Object.entries({
    ru: { people: 'Ответы людей', mean: 'Среднее по компаниям', foot: 'среднее по компаниям', plain: 'без весов', one: /у каждой вес 1/, how: 'Как посчитано', cannot: 'Среднее по компаниям; по людям: сказать нельзя, от −91 до 25 · 171 ответ' },
    en: { people: "People's answers", mean: 'Mean over companies', foot: 'mean over companies', plain: 'unweighted', one: /each counts 1/, how: 'How this was counted', cannot: "Mean over companies; by person: can't tell, −91 to 25 · 171 responses" },
  })) {
    it(`is told apart from people's answers below it, in its foot and in how it was counted: ${language}`, async () => {
      await onPage({ language }, async (page, go) => {
        await overCompanies(page, wide);
        await go('/figures?metric=nps');
        await page.locator('.headline .share-bar').waitFor();
        assert.ok(plain(await page.locator('.share-bar').innerText()).startsWith(words.people));
        assert.deepEqual(await texts(page.locator('.card:has(.histogram) h2')), [words.people]);
        assert.deepEqual(await texts(page.locator('.headline .other-means')), [words.cannot]);
        const foot = plain(await page.locator('.evidence summary').innerText());
        assert.ok(foot.includes(words.foot) && !foot.includes(words.plain), foot);
        await page.getByText(words.how).click();
        assert.match(plain(await page.locator('.how').innerText()), words.one);
        assert.deepEqual((await bareFigures(page)).lacking, []);
        assert.deepEqual(await axeFindings(page), []);
        assert.ok((await overflowing(page)) <= 0);
      });
    });
  }

  it('is named on every tile of Today, the other mean on the first only', async () => {
    await onPage({}, async (page, go) => {
      await overCompanies(page);
      await go('/');
      await page.locator('.tile .strip').nth(3).waitFor();
      await settle(page);
      assert.deepEqual(await texts(page.locator('.tile .other-means')), ['Среднее по компаниям; по людям 22, от 15 до 29 · 171 ответ', ...Array(3).fill('Среднее по компаниям')]);
      assert.deepEqual((await bareFigures(page)).lacking, []);
    });
  });

  it('says so in saved tables, as a mean over people does', async () => {
    await onPage({ width: 390 }, async (page, go) => {
      for (const name of ['Среднее по людям', 'Среднее по компаниям']) {
        await go('/figures?metric=nps&by=role');
        await page.locator('.by-dimension tbody tr').first().waitFor();
        for (const card of ['.chart-card', '.by-dimension']) {
          const [head, ...rows] = (await saved(page, page.locator(card).getByRole('button', { name: 'CSV' }))).trim().split('\r\n');
          assert.ok(head.endsWith(',Чьё среднее'), head);
          assert.ok(rows.length > 1 && rows.every((row) => row.endsWith(`,${name}`)), rows[0]);
          assert.ok((await saved(page, page.locator(card).getByRole('button', { name: 'XLSX' }))).includes(`>${name}<`));
        }
        await overCompanies(page);
      }
      await go('/figures/journey?metric=nps');
      await page.locator('.heat [data-figure]').first().waitFor();
      assert.match(await saved(page, page.getByRole('button', { name: 'CSV' })), /,Чьё среднее\r\n/);
      await go('/figures?survey=pulse_anonymous&metric=nps');
      await page.locator('.anonymous .table-foot').waitFor();
      assert.match(await saved(page, page.getByRole('button', { name: 'CSV' })), /,Чьё среднее\r\n/);
    });
  });

  it("is not put over people's answers where they are what is counted", async () => {
    await onPage({}, async (page, go) => {
      await go('/figures?metric=nps');
      await page.locator('.headline .share-bar').waitFor();
      assert.ok(!plain(await page.locator('.side').innerText()).includes('Ответы людей'));
      assert.match(plain(await page.locator('.evidence summary').innerText()), /без весов/);
    });
  });
});

it('a figure that everybody answered says so instead of an interval of no width', async () => {
  for (const [language, words] of [['ru', 'ответили все'], ['en', 'everybody answered']]) {
    await onPage({ language }, async (page, go) => {
      await change(page, (reply) => {
        for (const group of [reply.total, ...reply.groups]) if (group.estimate !== null) Object.assign(group, { estimate: 4.25, interval: [4.25, 4.25], interval_reason: 'census', se: 0 });
      });
      await go('/figures?metric=mean_rating&by=role');
      await page.locator('.by-dimension [data-figure]').first().waitFor();
      assert.deepEqual(await texts(page.locator('.headline .value-tile [data-interval]')), [words]);
      assert.deepEqual(await texts(page.locator('.headline .value-tile .number')), [language === 'ru' ? '4,25' : '4.25']);
      assert.deepEqual([...new Set(await texts(page.locator('.by-dimension [data-interval]')))], [words]);
    });
  }
});
