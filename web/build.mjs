// Builds the dashboards: dist/index.html and hashed, immutable files under dist/assets/.
import { build } from 'esbuild';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BUDGET_KB = 350;   // JavaScript and CSS together, gzip
const CSS_BUDGET_KB = 12;
const root = fileURLToPath(new URL('.', import.meta.url));

await rm(root + 'dist', { recursive: true, force: true });
await mkdir(root + 'dist', { recursive: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: { app: 'admin/src/main.tsx' },
  bundle: true,
  format: 'esm',
  splitting: true,
  minify: true,
  target: ['es2022'],
  jsx: 'automatic',
  jsxImportSource: 'preact',
  outdir: 'dist/assets',
  publicPath: '/assets',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  loader: { '.woff2': 'file' },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

const outputs = Object.entries(result.metafile.outputs);
const entry = outputs.find(([, output]) => output.entryPoint === 'admin/src/main.tsx');
const files = outputs.map(([path]) => basename(path));
const fonts = files.filter((file) => extname(file) === '.woff2');
const preload = fonts
  .map((file) => `<link rel="preload" href="/assets/${file}" as="font" type="font/woff2" crossorigin>`)
  .join('\n    ');
const page = (await readFile(root + 'admin/index.html', 'utf8'))
  .replace('<!--fonts-->', preload)
  .replace('<!--style-->', `<link rel="stylesheet" href="/assets/${basename(entry[1].cssBundle)}">`)
  .replace('<!--script-->', `<script type="module" src="/assets/${basename(entry[0])}"></script>`);
await writeFile(root + 'dist/index.html', page);

const totals = { '.js': 0, '.css': 0, '.woff2': 0 };
for (const [path] of outputs.sort()) {
  const bytes = await readFile(root + path);
  const kind = extname(path);
  const size = kind === '.woff2' ? bytes.length : gzipSync(bytes, { level: 9 }).length;
  totals[kind] += size;
  console.log(`${(size / 1024).toFixed(1).padStart(7)} KB  ${path}`);
}
const code = (totals['.js'] + totals['.css']) / 1024;
console.log(`${code.toFixed(1).padStart(7)} KB  JavaScript and CSS, gzip, of ${BUDGET_KB}`);
if (code > BUDGET_KB) throw new Error(`over the budget of ${BUDGET_KB} KB`);
if (totals['.css'] / 1024 > CSS_BUDGET_KB) throw new Error(`CSS is over ${CSS_BUDGET_KB} KB`);
