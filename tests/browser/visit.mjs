// Steps of the dashboard's browser tests.
import { listen } from './page_checks.mjs';

// Nothing is loading any more.
export const settle = (page) => page.waitForFunction(() => !document.querySelector('[aria-busy], .stale'), undefined, { polling: 40, timeout: 15000 });

// options.before(page) comes before the first request.
export async function openPage(browser, mock, path, options = {}) {
  const context = await browser.newContext({ viewport: { width: options.width ?? 1440, height: 900 }, colorScheme: options.theme ?? 'light', locale: options.locale ?? 'ru-RU' });
  const page = await context.newPage();
  const said = listen(page, options.expected);
  await options.before?.(page);
  await page.goto(mock.url + path);
  await page.waitForSelector('main h1, main h2');
  await settle(page);
  return { context, page, said };
}

// As one who follows a link inside the dashboard: the document stays, and with it what was said to the console; it costs a
// fifth of opening the address.
export async function follow(page, path) {
  await page.evaluate((href) => {
    const link = Object.assign(document.createElement('a'), { href });
    document.body.append(link);
    link.click();
    link.remove();
  }, path);
  await page.waitForFunction((href) => location.pathname + location.search === href, path);
}
