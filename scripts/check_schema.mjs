// Runs api/questionnaire.schema.json by ajv over the files the C++ validator is tested with:
//   tests/questionnaires/good/*.json, catalog/questionnaires/*.json   must pass;
//   tests/questionnaires/bad/*.json                                   must fail (wrong in shape);
//   tests/questionnaires/bad/semantic/*.json                          must pass (wrong only in meaning).
// With --verdicts FILE also compares verdicts on shape that survey_test wrote with OTKLIK_MUTANTS_OUT=FILE.
// usage: node scripts/check_schema.mjs [--modules NODE_MODULES] [--verdicts FILE]
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values: options } = parseArgs({
  options: { modules: { type: 'string' }, verdicts: { type: 'string' } },
});

function LoadAjv() {
  const places = options.modules
    ? [path.resolve(options.modules)]
    : ['web/node_modules', 'tests/node_modules'].map((place) => path.join(root, place));
  for (const place of places) {
    if (fs.existsSync(path.join(place, 'ajv/dist/2020.js'))) {
      return createRequire(path.join(place, 'any.js'))('ajv/dist/2020');
    }
  }
  console.error(`ajv 8 is not installed in ${places.join(' or ')}; say --modules NODE_MODULES`);
  process.exit(2);
}

const ReadJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const FilesIn = (folder) =>
  fs.readdirSync(path.join(root, folder))
    .filter((name) => name.endsWith('.json'))
    .map((name) => path.join(folder, name));

// strictRequired is off: the branches of a condition require keys their parent declares.
const ajv = new (LoadAjv().default)({ strict: true, strictRequired: false, strictTypes: false });
const validate = ajv.compile(ReadJson(path.join(root, 'api/questionnaire.schema.json')));

let checked = 0;
const wrong = [];
function Expect(name, document, good) {
  ++checked;
  if (validate(document) === good) return;
  const why = good ? ajv.errorsText(validate.errors, { dataVar: '' }) : 'the schema takes it';
  wrong.push(`${name}: ${why}`);
}

const folders = {
  'tests/questionnaires/good': true,
  'catalog/questionnaires': true,
  'tests/questionnaires/bad': false,
  'tests/questionnaires/bad/semantic': true,
};
for (const [folder, good] of Object.entries(folders)) {
  const files = FilesIn(folder);
  if (files.length === 0) wrong.push(`${folder}: no files`);
  for (const file of files) Expect(file, ReadJson(path.join(root, file)), good);
}
if (options.verdicts) {
  const lines = fs.readFileSync(options.verdicts, 'utf8').split('\n').filter(Boolean);
  if (lines.length === 0) wrong.push(`${options.verdicts}: no verdicts`);
  for (const line of lines) {
    const { name, good, document } = JSON.parse(line);
    Expect(`${name} (C++ ${good ? 'takes' : 'refuses'} it)`, document, good);
  }
}
for (const line of wrong) console.error(line);
console.log(`${checked} documents, ${wrong.length} disagreements`);
process.exit(wrong.length === 0 ? 0 : 1);
