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
