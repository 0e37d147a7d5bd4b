// Writes every case of tests/vectors as a file of its own, for the fuzzer to begin with: node fuzz_corpus.mjs FOLDER.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const MOST = 4000;  // bytes: larger cases teach no more and take longer
const folder = process.argv[2];
const vectors = new URL('../tests/vectors/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const name of readdirSync(vectors).filter((one) => one.endsWith('.json'))) {
  const document = JSON.parse(readFileSync(new URL(name, vectors), 'utf8'));
  (Array.isArray(document) ? document : document.cases).forEach(({ method, input }, index) => {
    const text = JSON.stringify({ method, input });
    if (text.length <= MOST) writeFileSync(`${folder}/${name.replace('.json', '')}_${index}.json`, text);
  });
}
