// As a company's first hour: the first administrator, a survey, an answer on a phone-sized page, the number on the screen.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { Server } from '../support/server.mjs';
import { openBrowser } from './browser.mjs';

let server;
let browser;

before(async () => {
  server = await Server.start();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.remove();
});

test('first run, survey, answer on a phone, the number moves', async () => {
  const noise = [];
  // Generous: the machine may be building meanwhile.
  const desk = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  desk.on('console', (message) => ['error', 'warning'].includes(message.type()) && noise.push(message.text()));
  await desk.goto(server.url);
  await desk.locator('input[autocomplete="organization"]').fill('Завод «Проба»');
  await desk.locator('input[autocomplete="name"]').fill('Анна Первая');
  await desk.locator('input[type="email"]').fill('anna@example.com');
  await desk.locator('input[type="password"]').fill('a long enough password');
  await desk.locator('form button.primary').click();
  await desk.locator('nav a[href="/surveys"]').first().waitFor();

  await desk.goto(`${server.url}/surveys/new`);
  const create = desk.locator('button.button.primary', { hasText: /Создать|Create/ });
  await create.waitFor();
  await desk.waitForFunction(() => ![...document.querySelectorAll('button.primary')].some((button) => button.disabled));
  await create.click();
  await desk.waitForURL('**/surveys/relationship');

  const answer = async (score) => {
    const phone = await browser.newPage({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, javaScriptEnabled: false });
    await phone.goto(`${server.url}/s/relationship`);
    await phone.locator(`input[type="radio"][value="${score}"]`).check({ force: true });
    await phone.locator('textarea').fill(`Оценка ${score}, потому что так`);
    await phone.locator('button[value="next"], form button[type="submit"]').first().click();
    await phone.waitForURL('**/s/relationship/r/**');
    await phone.locator('button[value="next"], form button[type="submit"]').first().click();
    await phone.waitForLoadState();
    await phone.close();
  };
  await answer(10);
  await desk.goto(server.url);
  await desk.getByText('Оценка 10, потому что так').waitFor();
  // One answer is too few for a number: the page says so, with words instead.
  const tile = desk.locator('.tile').first();
  await tile.waitFor();
  assert.equal(await tile.locator('[data-figure="level"]').count(), 0);

  for (let i = 0; i < 40; i += 1) {
    const body = { id: randomUUID(), answers: { recommend: i < 4 ? 3 : 9, call: false } };
    const sent = await fetch(`${server.url}/api/v1/surveys/relationship/responses`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    assert.equal(sent.status, 201, await sent.text());
  }
  const shown = async (text) => tile.filter({ hasText: text }).waitFor({ timeout: 20_000 });
  await shown('80');  // (37 - 4) / 41, live and without a reload
  await shown('41');
  await answer(0);
  await desk.getByText('Оценка 0, потому что так').waitFor({ timeout: 20_000 });
  await shown('76');  // (37 - 5) / 42
  assert.deepEqual(noise, []);
});
