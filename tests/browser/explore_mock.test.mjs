// Explore in a real browser: its views, its address, refusals, limits and files, under the real security policy.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from './browser.mjs';
import { startMock } from './mock_server.mjs';
import { axeFindings, bareFigures, overflowingAt } from './page_checks.mjs';
import { follow, openPage, settle } from './visit.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

const plain = (text) => text.replace(/\s/g, ' ');
const VIEWS = {
  line: '/figures/explore?by=month',
  lines: '/figures/explore?by=month,segment',
  panels: '/figures/explore?metric=csat&by=quarter,process&period=24m',
  dots: '/figures/explore?by=segment,role&view=dots',
  heat: '/figures/explore?metric=csat&by=role,stage',
  table: '/figures/explore?by=segment,role,channel',
};

async function opened(path, options = {}) {
  const mock = await startMock({ loggedIn: true, ...options.mock });
  const asked = [];
  const before = async (page) => {
    page.on('request', (request) => { if (request.url().endsWith('/query')) asked.push(request.postDataJSON()); });
    await options.before?.(page);
  };
  const visit = await openPage(browser, mock, path, { ...options, before });
  const close = async () => {
    await visit.context.close();
    await mock.close();
  };
  return { ...visit, mock, asked, close };
}

// Lets a test change what the server says.
const replies = (change) => (page) => page.route('**/api/v1/query', async (route) => {
  const reply = await (await route.fetch()).json();
  change(reply, route.request().postDataJSON());
  await route.fulfill({ json: reply });
});

describe('every view', () => {
  const DRAWN = {
    line: async (page) => {
      await page.locator('.chart svg path[fill-opacity="0.2"]').first().waitFor({ state: 'attached' });
      assert.equal(await page.locator('.chart').count(), 1);
      assert.ok(await page.locator('.chart svg path[fill-opacity="0.2"]').count() > 0, 'a band');
    },
    lines: async (page, width) => {
      const names = ['Ключевые', 'Крупные', 'Малые', 'Средние'];
      if (width === 390) return assert.deepEqual(await page.locator('.panel figcaption').evaluateAll((all) => all.map((one) => one.firstChild.textContent)), names);
      await page.locator('.chart svg text', { hasText: 'Средние' }).first().waitFor({ state: 'attached' });
      const texts = await page.locator('.chart svg text').allTextContents();
      assert.deepEqual(texts.filter((text) => names.includes(text)).sort(), names);
      const dashes = await page.locator('.chart svg path[stroke-dasharray]').evaluateAll((all) => [...new Set(all.filter((one) => one.getAttribute('stroke-width') === '2').map((one) => one.getAttribute('stroke-dasharray')))]);
      assert.equal(dashes.length, 3, 'three dashes beside the plain line');
    },
    panels: async (page) => {
      await page.locator('.panel .chart svg').nth(10).waitFor({ state: 'attached' });
      assert.equal(await page.locator('.panel .chart svg').count(), 11);
      const highest = await page.locator('.panel').evaluateAll((all) => all.map((panel) => [...panel.querySelectorAll('svg text')].map((one) => one.textContent).filter((text) => text.includes('%')).join()));
      assert.equal(new Set(highest).size, 1, 'panels share an axis');
      assert.match(plain(await page.locator('.panel .chart').first().getAttribute('aria-label')), /^Мероприятия: \d+ периодов с числом. Последнее: \d+ %, от \d+ до \d+ %, \d+ ответ/);
    },
    dots: async (page) => {
      assert.equal(await page.locator('.whisker-cell .whisker-dot').count(), 13, 'twelve groups and the total');
      assert.equal(await page.locator('tr.run').count(), 4);
    },
    heat: async (page) => {
      const tinted = page.locator('td.cell:is(.heatm2, .heatm1, .heat1, .heat2)');
      assert.ok(await tinted.count() > 2);
      assert.equal(await tinted.count(), await tinted.locator('.number .icon').count(), 'a tint has an arrow');
      assert.equal(await page.locator('td.cell.heat0 .icon').count(), 0);
    },
    table: async (page, width) => {
      assert.equal(await page.locator('.explore-table tbody tr').count(), 36);
      if (width === 390) assert.match(plain(await page.locator('.explore-table .whole').first().innerText()), /^Ключевые · .+ · .+$/);
    },
  };

  for (const [theme, width] of [['dark', 1440], ['light', 390]]) {
    it(`is drawn, accessible, honest and silent: ${theme}, ${width} px`, async () => {
      const { page, said, close } = await opened('/figures/explore', { theme, width });
      for (const [name, path] of Object.entries(VIEWS)) {
        await follow(page, path);
        await page.waitForFunction(() => document.querySelector('.explore-body:not(.stale)'));
        await settle(page);
        await DRAWN[name](page, width);
        assert.deepEqual(await axeFindings(page), [], name);
        const { count, lacking } = await bareFigures(page);
        assert.deepEqual(lacking, [], name);
        if (['dots', 'heat', 'table'].includes(name)) assert.ok(count >= 5, `${name}: ${count} figures`);
        assert.deepEqual(await overflowingAt(page), [], `${name} is wider than the window`);
        assert.ok((await page.locator('.page-head .conclusion').innerText()).trim().length > 20, `${name} has no conclusion`);
      }
      assert.deepEqual(said, []);
      await close();
    });
  }

  it('speaks English too', async () => {
    const { page, said, close } = await opened('/figures/explore?by=segment', { mock: { language: 'en' }, locale: 'en-GB' });
    assert.match(await page.locator('.page-head .conclusion').innerText(), /than the rest/);
    assert.match(plain(await page.locator('.explore-notes').innerText()), /Benjamini-Hochberg over 4 groups/);
    assert.doesNotMatch(await page.locator('main').innerText(), /Разбить|Точки|Таблица/);
    assert.deepEqual(said, []);
    await close();
  });
});

describe('the address', () => {
  it('holds all that is chosen, and opens the same again', async () => {
    const { page, said, asked, mock, close } = await opened('/figures');
    await page.getByRole('link', { name: 'Исследовать' }).click();
    await page.locator('.dims').getByRole('button', { name: 'Разбить по' }).click();
    await page.getByRole('dialog', { name: 'Разбить по' }).getByText('Роль', { exact: true }).click();
    await page.waitForURL(/by=role/);
    await page.locator('.dims').getByRole('button', { name: 'и ещё по' }).click();
    await page.locator('.popover:popover-open').getByText('Сегмент', { exact: true }).click();
    await page.waitForURL(/by=role%2Csegment/);
    await page.locator('.heat .cell').first().waitFor();
    await page.getByRole('button', { name: 'Таблица', exact: true }).click();
    await page.getByRole('button', { name: 'Ответов', exact: true }).click();
    await page.getByRole('button', { name: 'Сравнение' }).click();
    await page.getByText('без сравнения', { exact: true }).last().click();
    await page.waitForURL(/compare=no/);
    await settle(page);
    const address = new URL(page.url());
    assert.deepEqual(Object.fromEntries(address.searchParams), { by: 'role,segment', view: 'table', sort: 'base', compare: 'no' });
    assert.deepEqual([asked.at(-1).by, asked.at(-1).compare], [['role', 'segment'], undefined]);
    assert.equal(await page.locator('th[aria-sort="descending"]').innerText(), 'Ответов');
    const rows = () => page.locator('.explore-table tbody tr').allInnerTexts();
    const before = await rows();
    const bases = before.map((row) => Number(row.trim().split(/\s+/).at(-1)));
    assert.deepEqual(bases, [...bases].sort((a, b) => b - a));
    const second = await page.context().newPage();
    await second.goto(mock.url + address.pathname + address.search);
    await second.waitForSelector('.explore-table tbody tr');
    assert.deepEqual(await second.locator('.explore-table tbody tr').allInnerTexts(), before);
    await page.getByRole('button', { name: 'Сбросить' }).click();
    await page.waitForFunction(() => location.search === '');
    assert.deepEqual(said, []);
    await close();
  });

  it('opens however old or broken it is', async () => {
    const { page, said, close } = await opened('/figures/explore?metric=gone&by=none,month,week,segment,segment&view=pie&compare=2&sort=up&apart=perhaps&period=ages');
    assert.equal(await page.locator('.failed').count(), 0);
    assert.deepEqual((await page.locator('.dims .chip').allInnerTexts()).slice(0, 2).map(plain), ['Разбить по: Месяц', 'и ещё по: Сегмент']);
    assert.equal(await page.locator('.toolbar .switch [aria-pressed="true"]').innerText(), 'Линия');
    assert.deepEqual(said, []);
    await close();
  });

  it('is chosen with the keyboard alone', async () => {
    const { page, close } = await opened('/figures/explore?by=segment');
    await page.locator('.dims .chip').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement.closest('.dims .popover'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => !location.search.includes('by=segment'));
    assert.equal(await page.evaluate(() => document.activeElement.closest('.dims') !== null), true, 'focus is back on the chip');
    await page.locator('.toolbar .switch button').last().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/view=table/);
    await close();
  });
});

describe('what cannot be told', () => {
  it('is refused with choices that lift it', async () => {
    let refuse = true;
    const { page, close } = await opened('/figures/explore?metric=csat&by=segment', {
      expected: [/422/],
      before: (page) => page.route('**/api/v1/query', (route) => {
        const scale = route.request().postDataJSON().where?.scale;
        if (!refuse || scale) {
          refuse = false;
          return route.fallback();
        }
        return route.fulfill({ status: 422, contentType: 'application/problem+json', json: { type: '/problems/refused', title: 'x', status: 422, problems: [{ key: 'mixed_scales', field: 'where.scale', value: '', message: 'У вопросов разные шкалы', choices: ['1..5', '1..10'] }] } });
      }),
    });
    assert.match(await page.locator('.explore .refused').innerText(), /разные шкалы/);
    await page.locator('.explore .refused').getByRole('button', { name: '1..5' }).click();
    await page.waitForURL(/scale=1/);
    await page.waitForFunction(() => !document.querySelector('.refused'));
    await close();
  });

  it('of a group gives the reason and never a number', async () => {
    const { page, said, close } = await opened('/figures/explore?by=segment&compare=no', {
      before: replies((reply) => {
        Object.assign(reply.groups.find((group) => group.key[0] === 'key'), { status: 'refused', reason: 'group_below_anonymity_minimum', estimate: null, interval: null });
        Object.assign(reply.groups.find((group) => group.key[0] === 'large'), { status: 'undefined', reason: 'no_valid_responses', n: 0, estimate: null, interval: null });
        Object.assign(reply.groups.find((group) => group.key[0] === 'small'), { n: 3, interval: [-60, 90] });
      }),
    });
    const row = async (name) => plain(await page.locator('tbody tr', { hasText: name }).innerText()).trim();
    assert.equal(await row('Ключевые'), 'Ключевые Скрыто: в группе меньше пяти ответов');
    assert.equal(await row('Крупные'), 'Крупные Ответов ещё нет');
    assert.equal(await row('Малые'), 'Малые Пока 3 ответа: для числа мало, прочтите их');
    assert.match(await page.locator('tbody tr', { hasText: 'Малые' }).locator('a').getAttribute('href'), /^\/responses\?segment=small&from=.+has_comment=true$/);
    await page.getByRole('button', { name: 'Таблица', exact: true }).click();
    assert.equal(await row('Ключевые'), 'Ключевые Скрыто: в группе меньше пяти ответов');
    assert.match(await row('Малые'), /−60…90/, 'the table prints what has an interval');
    assert.deepEqual((await bareFigures(page)).lacking, []);
    assert.deepEqual(said, []);
    await close();
  });

  it('offers the words and a longer period', async () => {
    const same = replies((reply) => reply.groups.forEach((group) => { if (group.versus_rest) group.versus_rest.interval = [-9, 9]; }));
    const { page, asked, close } = await opened('/figures/explore?by=segment&role=operator', { before: same });
    assert.match(await page.locator('.page-head .conclusion').innerText(), /^Сказать нельзя/);
    assert.equal(await page.locator('.better, .worse').count(), 0);
    assert.match(await page.locator('.next-steps a').getAttribute('href'), /^\/responses\?role=operator&from=/);
    await page.locator('.next-steps').getByRole('button', { name: '2 года' }).click();
    await page.waitForURL(/period=24m/);
    await settle(page);
    assert.equal(asked.at(-1).period.last, 24);
    await close();
  });

  it('shows a change only where it is told, and says so where it is not', async () => {
    const { page, close } = await opened('/figures/explore?by=segment&view=table', {
      before: replies((reply) => {
        const change = (key, more) => Object.assign(reply.groups.find((group) => group.key[0] === key).change, { status: 'ok', reason: '' }, more);
        change('key', { value: 9, interval: [4, 14] });
        change('large', { value: -4, interval: [-15, 7] });
        change('small', { status: 'refused', reason: 'mode_changed', value: null, interval: null });
      }),
    });
    const moved = async (name) => plain(await page.locator('tbody tr', { hasText: name }).locator('.moved').innerText());
    assert.deepEqual([await moved('Ключевые'), await moved('Крупные'), await moved('Малые')], ['+9 +4…+14', 'сказать нельзя: −15…+7', 'Сравнить нельзя: сменился способ опроса']);
    assert.equal(await page.locator('.moved.better .icon').count() >= 1, true);
    await close();
  });

  it('is an error in its place, with another try', async () => {
    const { page, mock, close } = await opened('/figures/explore?by=segment', { expected: [/500/] });
    mock.state.fail.add('/query');
    await page.getByRole('button', { name: 'Сравнение' }).click();
    await page.getByText('без сравнения', { exact: true }).last().click();
    await page.locator('.explore .failed').waitFor();
    assert.equal(await page.locator('.dims .chip').count(), 2, 'the rest of the page lives');
    mock.state.fail.clear();
    await page.getByRole('button', { name: 'Повторить' }).click();
    await page.locator('.explore [data-figure="row"]').first().waitFor();
    await close();
  });

  it('keeps what was shown, dimmed and under its own names, while another cut is on its way', async () => {
    const { page, said, mock, close } = await opened('/figures/explore?by=segment&view=table');
    mock.state.delay = 900;
    await follow(page, '/figures/explore?by=role,channel&view=table');
    await page.waitForSelector('.explore-body.stale');
    assert.match(await page.locator('.explore-table tbody tr').first().innerText(), /Ключевые/);
    mock.state.delay = 0;
    await page.waitForFunction(() => document.querySelector('.explore-body:not(.stale) .explore-table')?.textContent.includes('Экономический'));
    assert.deepEqual(said, []);
    await close();
  });

  it('is nothing at all where nothing fits, with a way on', async () => {
    const { page, close } = await opened('/figures/explore?by=segment&role=nobody');
    assert.match(await page.locator('.explore .empty').innerText(), /Под этот отбор ничего не подошло/);
    await page.locator('.empty').getByRole('button', { name: '2 года' }).waitFor();
    await close();
  });
});

describe('many groups', () => {
  it('are shown up to 200, with how many there are; the files hold all', async () => {
    const { page, close } = await opened('/figures/explore?by=month,account,role&view=table');
    assert.equal(await page.locator('.explore-table tbody tr').count(), 200);
    const shown = plain(await page.locator('.too-many').innerText());
    const n = Number(/Получается (\d+) групп/.exec(shown)?.[1]);
    assert.ok(n > 200, shown);
    assert.equal((await saved(page, 'CSV')).toString('utf8').trim().split('\r\n').length, n + 1);
    await page.getByRole('button', { name: 'Линия', exact: true }).click();
    assert.equal(await page.locator('.panel').count(), 24);
    assert.match(plain(await page.locator('.too-many').innerText()), /^Линий 4\d, показаны первые 24/);
    await close();
  });
});

async function saved(page, kind) {
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('.explore').getByRole('button', { name: kind }).click()]);
  assert.ok(download.suggestedFilename().endsWith('.' + kind.toLowerCase()), download.suggestedFilename());
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

// Size of a PNG and how many of its pixels have each of the wanted colours.
async function pixels(bytes, wanted) {
  const page = await browser.newPage();
  const found = await page.evaluate(async ([base64, colors]) => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], { type: 'image/png' }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
    const counts = colors.map(() => 0);
    const numbers = colors.map((color) => Number.parseInt(color.slice(1), 16));
    for (let at = 0; at < data.length; at += 4) {
      const index = numbers.indexOf((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
      if (index >= 0) counts[index]++;
    }
    return { width: bitmap.width, height: bitmap.height, counts };
  }, [bytes.toString('base64'), wanted]);
  await page.close();
  return found;
}

describe('the files', () => {
  it('hold what is seen with full precision, its interval, base, change and comparison', async () => {
    const { page, said, close } = await opened('/figures/explore?by=segment,role&view=table');
    const csv = (await saved(page, 'CSV')).toString('utf8');
    assert.ok(csv.startsWith('\ufeffСегмент,Роль,NPS,Не ниже,Не выше,Ответов,Было,Изменение,Не ниже,Не выше,Разница с остальными,Не ниже,Не выше,p с поправкой,Почему нет числа,Чьё среднее\r\n'), csv.slice(0, 200));
    const rows = csv.trim().split('\r\n').slice(1).map((row) => row.split(','));
    assert.equal(rows.length, 12);
    for (const [, , estimate, low, high, n] of rows) {
      assert.ok(Number(low) <= Number(estimate) && Number(estimate) <= Number(high) && Number(n) > 0);
      assert.match(low, /\.\d{4,}/);
    }
    const xlsx = await saved(page, 'XLSX');
    assert.equal(xlsx.subarray(0, 2).toString(), 'PK');
    assert.ok(xlsx.toString('utf8').includes('<t xml:space="preserve">Разница с остальными</t>'));
    assert.equal(await page.getByRole('button', { name: /PNG/ }).count(), 0, 'a table is no picture');
    assert.deepEqual(said, []);
    await close();
  });

  // Colours of the drawing itself: dots of the claims, tints of the cells, the four lines, the band's line.
  const PICTURES = { dots: ['#0f4c9c', '#c24a06'], heat: ['#f0ae78', '#dce8f8'], lines: ['#10857f', '#7a2e92', '#a87400', '#262e3b'], line: ['#1f5fd0'], panels: ['#1f5fd0'] };
  it('are pictures of every chart, in its colours, and none needs the policy to give way', async () => {
    const { page, said, close } = await opened('/figures/explore');
    for (const [name, colors] of Object.entries(PICTURES)) {
      await follow(page, VIEWS[name]);
      await page.waitForFunction(() => document.querySelector('.explore-body:not(.stale)'));
      await settle(page);
      const found = await pixels(await saved(page, 'PNG'), ['#ffffff', ...colors]);
      assert.equal(found.width, 2400, name);
      assert.ok(found.height > 500, `${name}: ${found.height}`);
      for (const [index, count] of found.counts.entries()) assert.ok(count > 100, `${name}: ${count} pixels of ${['#ffffff', ...colors][index]}`);
    }
    assert.deepEqual(said, []);
    await close();
  });
});
