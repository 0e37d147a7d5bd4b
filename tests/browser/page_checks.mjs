// What must hold on every page: a silent console, nothing found by axe, no figure without interval and base.
import { readFileSync } from 'node:fs';
import { axePath } from './browser.mjs';

const axe = readFileSync(axePath, 'utf8');

// Collects everything the console says; `expected` patterns may be let pass (a request that a test makes fail).
export function listen(page, expected = []) {
  const said = [];
  const keep = (text) => { if (!expected.some((pattern) => pattern.test(text))) said.push(text); };
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) keep(`${message.type()}: ${message.text()}`); });
  page.on('pageerror', (error) => keep(`exception: ${error.message}`));
  return said;
}

// The script is evaluated by the debugger, so the page's own policy stays as it is.
export async function axeFindings(page) {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ['violations'], preload: false });
    return result.violations.map(({ id, nodes }) => ({ id, at: nodes.map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`).slice(0, 3) }));
  });
  return found.map((finding) => `${finding.id}: ${finding.at.join(' | ')}`);
}

// Every element that shows a figure, and what it lacks. A number standing outside of one is found by its class.
export async function bareFigures(page) {
  return page.evaluate(() => {
    const figures = [...document.querySelectorAll('[data-figure]')];
    const lacking = figures.filter((figure) => !figure.querySelector('[data-interval]')?.textContent?.trim() || (figure.dataset.figure !== 'change' && !figure.querySelector('[data-base]')?.textContent?.trim()));
    const outside = [...document.querySelectorAll('.number')].filter((number) => !number.closest('[data-figure]'));
    return { count: figures.length, lacking: [...lacking, ...outside].map((element) => element.outerHTML.slice(0, 200)) };
  });
}

export async function overflowing(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

// At which width of a window, and by how much, the page scrolls sideways; the window's own width comes back.
export async function overflowingAt(page, widths = [1440, 768, 390]) {
  const own = page.viewportSize();
  const found = [];
  for (const width of widths) {
    await page.setViewportSize({ width, height: own.height });
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const by = await overflowing(page);
    if (by > 0) found.push(`${width} px by ${by}`);
  }
  await page.setViewportSize(own);
  return found;
}
