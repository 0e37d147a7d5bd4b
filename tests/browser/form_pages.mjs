// Every sample page of the respondent at four widths, light and dark: nothing scrolls sideways, axe finds nothing, the
// console is silent under the policy, everything fits 15 KB and two requests. Needs web/node_modules and Chromium.
import { gzipSync } from 'node:zlib';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { axeSource, launch, sampleNames, samplesFolder, serve } from './form_server.mjs';

const widths = [320, 390, 768, 1440];
const mostBytes = 15 * 1024;
const folder = samplesFolder();
const shots = process.argv[3];
const only = process.argv[4];
if (shots) mkdirSync(shots, { recursive: true });

const failures = [];
const fail = (where, what) => failures.push(`${where}: ${what}`);

// Everything that sticks out of the window, by name; a sideways scrollbar alone would not say who is guilty.
const overflowing = () => [...document.querySelectorAll('body *')]
  .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1 &&
    getComputedStyle(element).clipPath === 'none')
  .map((element) => `${element.tagName.toLowerCase()}.${element.className}`).slice(0, 3);

async function runAxe(page, where) {
  // The page's policy keeps foreign scripts out, so the checker comes in through the debugger.
  await page.evaluate(axeSource);
  const { violations, passes } = await page.evaluate(() => window.axe.run(document, { preload: false }));
  if (passes.length < 5) fail(where, `axe looked at almost nothing (${passes.length} rules passed)`);
  for (const { id, nodes } of violations) fail(where, `axe ${id}: ${nodes.map((node) => node.target).join(' ')}`);
}

async function look(page, where, width, scheme) {
  await page.setViewportSize({ width, height: 800 });
  const out = await page.evaluate(overflowing);
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { scrollWidth, clientWidth };
  });
  if (out.length || scrollWidth > clientWidth) fail(where, `sticks out at ${out.join(', ') || scrollWidth}`);
  if (clientWidth !== width) fail(where, `looked at in ${clientWidth} px`);
  if (shots) await page.screenshot({ path: join(shots, `${where.replaceAll(' ', '_')}.png`), fullPage: true });
  if ((width === 320 && scheme === 'light') || (width === 1440 && scheme === 'dark')) await runAxe(page, where);
}

const site = await serve(folder);
const browser = await launch();
const names = sampleNames(folder).filter((name) => !only || new RegExp(only).test(name));
let heaviest = { bytes: 0 };
for (const name of names) {
  const bytes = gzipSync(readFileSync(join(folder, `${name}.html`))).length;
  if (bytes > heaviest.bytes) heaviest = { bytes, name };
  if (bytes > mostBytes) fail(name, `${bytes} bytes compressed`);
}
for (const scheme of ['light', 'dark']) {
  const context = await browser.newContext({ viewport: { width: widths[0], height: 800 }, colorScheme: scheme });
  const page = await context.newPage();
  let current = '';
  page.on('console', (message) => fail(`${current} ${scheme}`, `console: ${message.text()}`));
  page.on('pageerror', (error) => fail(`${current} ${scheme}`, String(error)));
  for (current of names) {
    const before = site.log.requests.length;
    await page.goto(`${site.url}/${current}`);
    const requests = site.log.requests.length - before;
    if (requests > 2) fail(`${current} ${scheme}`, `${requests} requests`);
    for (const width of widths) await look(page, `${current} ${width} ${scheme}`, width, scheme);
  }
  await context.close();
}
await browser.close();
site.close();
console.log(`${names.length} pages, ${widths.length * 2} views each; heaviest ${heaviest.name}: ${heaviest.bytes} bytes`);
for (const line of failures) console.error(line);
process.exit(failures.length || !names.length ? 1 : 0);
