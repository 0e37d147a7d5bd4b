// What the browser tests of the respondent's page share: a local server for rendered pages, and a browser.
// Pages come from form_test: OTKLIK_FORM_SAMPLES=<folder> form_test --gtest_filter=FormSamples.*
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export function samplesFolder() {
  const folder = process.argv[2];
  if (!folder) {
    console.error(`usage: node ${process.argv[1]} <folder of sample pages> [folder for screenshots]`);
    process.exit(2);
  }
  return folder;
}

export function sampleNames(folder) {
  return readdirSync(folder).filter((name) => name.endsWith('.html')).map((name) => name.slice(0, -5)).sort();
}

// Serves <folder>/<name>.html as /<name> under the policy the server sends; keeps the requests and posted bodies.
export async function serve(folder) {
  const policy = readFileSync(join(folder, 'policy.txt'), 'utf8');
  const log = { requests: [], bodies: [] };
  const server = createServer((request, response) => {
    log.requests.push(request.url);
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      if (request.method === 'POST') log.bodies.push(body);
      const name = request.method === 'POST' ? 'thanks_ru' : request.url.slice(1).split('?')[0];
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
      response.end(readFileSync(join(folder, `${name}.html`)));
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, log, close: () => server.close() };
}

export const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
