// What an open page learns by itself: new answers, and that the server is back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBrowser } from './browser.mjs';
import { arrive, startMock } from './mock_server.mjs';
import { follow, openPage } from './visit.mjs';

let browser;
before(async () => { browser = await openBrowser(); });
after(async () => { await browser?.close(); });

const connected = async (mock, page) => { while (mock.state.streams.size === 0) await page.waitForTimeout(50); };

describe('the page of one survey', () => {
  it('counts a response that comes, keeps what was made there, and outlives a refresh that fails', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await openPage(browser, mock, '/surveys/relationship', { expected: [/500/] });
    const counts = page.locator('.page-head .conclusion');
    const before = await counts.innerText();
    await page.getByRole('button', { name: 'Создать ссылки' }).click();
    await page.locator('.made').waitFor();
    await connected(mock, page);
    arrive(mock.state, { survey: 'relationship', abandoned: false });
    await page.waitForFunction((old) => document.querySelector('.page-head .conclusion').innerText !== old, before, { timeout: 10_000 });
    const number = (text) => Number(/\d[\d\s]*/.exec(text)[0].replace(/\s/g, ''));
    assert.equal(number(await counts.innerText()), number(before) + 1);
    assert.equal(await page.locator('.made').count(), 1);
    mock.state.fail.add('/surveys/relationship');
    const refused = page.waitForResponse((reply) => reply.url().endsWith('/surveys/relationship') && reply.status() === 500);
    arrive(mock.state, { survey: 'relationship', abandoned: false });
    await refused;
    await page.waitForTimeout(100);
    assert.equal(await page.locator('.failed').count(), 0);
    assert.equal(await page.locator('.made').count(), 1);
    await context.close();
    await mock.close();
  });

  it('leaves a questionnaire that is being edited alone', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await openPage(browser, mock, '/surveys/relationship?edit=1');
    await connected(mock, page);
    const asked = [];
    page.on('request', (request) => { if (request.url().endsWith('/surveys/relationship')) asked.push(request.url()); });
    await page.locator('.editor textarea').fill('{');
    arrive(mock.state, { survey: 'relationship' });
    await page.waitForTimeout(1500);
    assert.equal(await page.locator('.editor textarea').inputValue(), '{');
    assert.deepEqual(asked, []);
    await context.close();
    await mock.close();
  });
});

describe('a page that failed', () => {
  const failed = (page) => page.locator('.failed');

  it('tries again by itself when the browser is online again', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await openPage(browser, mock, '/settings/profile', { expected: [/ERR_/] });
    await context.setOffline(true);
    await follow(page, '/surveys');
    await failed(page).waitFor();
    await context.setOffline(false);
    await page.locator('table.list tbody tr').first().waitFor({ timeout: 10_000 });
    assert.equal(await failed(page).count(), 0);
    await context.close();
    await mock.close();
  });

  it('tries again by itself, in every tab, when the events come again', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await openPage(browser, mock, '/settings/profile', { expected: [/500|ERR_/] });
    await connected(mock, page);
    const second = await context.newPage();
    await second.goto(mock.url + '/settings/profile');
    await second.waitForSelector('main h1');
    mock.state.fail.add('/surveys');
    for (const tab of [page, second]) {
      await follow(tab, '/surveys');
      await failed(tab).waitFor();
    }
    mock.state.fail.clear();
    for (const stream of mock.state.streams) stream.end();
    for (const tab of [page, second]) await tab.locator('table.list tbody tr').first().waitFor({ timeout: 15_000 });
    assert.equal(await failed(page).count(), 0);
    await context.close();
    await mock.close();
  });

  it('does not ask again for what was refused', async () => {
    const mock = await startMock({ loggedIn: true });
    const { page, context } = await openPage(browser, mock, '/surveys/gone', { expected: [/404|ERR_/] });
    await failed(page).waitFor();
    const asked = [];
    page.on('request', (request) => { if (request.url().endsWith('/surveys/gone')) asked.push(request.url()); });
    await context.setOffline(true);
    await context.setOffline(false);
    await page.waitForTimeout(500);
    assert.deepEqual(asked, []);
    await context.close();
    await mock.close();
  });
});

it('a page that is shown stays while the network is away, and catches up after', async () => {
  const mock = await startMock({ loggedIn: true });
  const { page, context } = await openPage(browser, mock, '/surveys', { expected: [/ERR_/] });
  await connected(mock, page);
  const before = await page.locator('table.list').innerText();
  await context.route('**/api/v1/surveys', (route) => route.abort('internetdisconnected'));
  const tried = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/surveys'));
  arrive(mock.state, { survey: 'relationship', abandoned: false });
  await tried;
  await page.waitForTimeout(100);
  assert.equal(await page.locator('table.list').innerText(), before);
  await context.unroute('**/api/v1/surveys');
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.waitForFunction((old) => document.querySelector('table.list').innerText !== old, before, { timeout: 10_000 });
  await context.close();
  await mock.close();
});
