// Takes pictures of every page: node tests/browser/shots.mjs FOLDER [name filter]
import { mkdirSync } from 'node:fs';
import { openBrowser } from './browser.mjs';
import { startMock } from './mock_server.mjs';

const folder = process.argv[2] ?? '/tmp/shots';
const only = process.argv[3] ?? '';
const WIDTHS = { 1440: 900, 768: 1024, 390: 844 };
export const PAGES = {
  today: '/', responses: '/responses', metrics: '/figures', ratings: '/figures?metric=mean_rating&period=24m', journey: '/figures/journey', catalogue: '/figures/catalogue', surveys: '/surveys',
  survey: '/surveys/relationship', editor: '/surveys/relationship?edit=1', settings: '/settings', users: '/settings/users', tokens: '/settings/tokens', dimensions: '/settings/dimensions', audit: '/settings/audit', profile: '/settings/profile',
};

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
for (const language of ['ru', 'en']) {
  const mock = await startMock({ loggedIn: true, language });
  const one = mock.state.responses.at(-3).id;
  for (const theme of ['light', 'dark']) {
    for (const [width, height] of Object.entries(WIDTHS)) {
      const context = await browser.newContext({ viewport: { width: Number(width), height }, colorScheme: theme, locale: language === 'ru' ? 'ru-RU' : 'en-GB' });
      const page = await context.newPage();
      for (const [name, path] of Object.entries({ ...PAGES, response: `/responses/${one}` })) {
        const file = `${name}-${width}-${language}-${theme}`;
        if (only && !new RegExp(only).test(file)) continue;
        await page.goto(mock.url + path);
        await page.waitForSelector('main h1');
        await page.waitForTimeout(900);
        const tall = await page.evaluate(() => document.documentElement.scrollHeight);
        await page.screenshot({ path: `${folder}/${file}.png`, fullPage: true, clip: { x: 0, y: 0, width: Number(width), height: Math.min(tall, 1700) } });
      }
      await context.close();
    }
  }
  await mock.close();
}
await browser.close();
