// The pages a person follows are true: links lead somewhere, commands exist and do what is said, settings are all named.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server, binary } from '../support/server.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (page) => readFileSync(join(root, page), 'utf8');
const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md',
               ...['docs', 'docs/en', 'docs/ru'].flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.md')).map((name) => `${folder}/${name}`))];
const indented = (page) => read(page).split('\n').filter((line) => /^ {4}(otklik|\.\/|cmake|python3)/.test(line)).map((line) => line.trim());
let server, folder;

before(async () => {
  server = await Server.start();
  folder = mkdtempSync(join(tmpdir(), 'otklik-docs-'));
  await addSurvey(await server.firstAdministrator(), oneScore('plain'));
});
after(async () => {
  await server?.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('every link to a file leads to one', () => {
  for (const page of pages) {
    for (const [, target] of read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g))
      assert.ok(existsSync(resolve(root, dirname(page), target)), `${page}: ${target}`);
  }
});

test('scripts and presets that are named exist', () => {
  for (const page of ['README.md', 'CONTRIBUTING.md', 'docs/en/first_survey.md', 'docs/ru/first_survey.md']) {
    for (const line of indented(page)) {
      const script = /^(?:python3 )?(\S+)/.exec(line)[1];
      if (script.startsWith('./')) accessSync(join(root, script), constants.X_OK);
      const preset = /--preset (\S+)|build\/(\w+) /.exec(line);
      if (preset) assert.match(read('CMakePresets.json'), new RegExp(`"name": "${preset[1] ?? preset[2]}"`), line);
    }
  }
});

for (const language of ['en', 'ru']) {
  const page = `docs/${language}/operation.md`;

  test(`${page}: commands and options are the program's own`, () => {
    const helps = new Map();
    const help = (words) => {
      const key = words.join(' ');
      if (!helps.has(key)) helps.set(key, spawnSync(binary, [...words, '--help'], { encoding: 'utf8' }).stdout);
      return helps.get(key);
    };
    const known = [...help([]).matchAll(/^ {2}(\w+) {3,}/gm)].map(([, name]) => name);
    let seen = 0;
    for (const [, command] of read(page).matchAll(/`otklik ([^`]+)`/g)) {
      const words = command.split(/[\s[\]]+/);
      assert.ok(known.includes(words[0]), command);
      const path = ['import', 'export'].includes(words[0]) && ['responses', 'undo'].includes(words[1]) ? words.slice(0, 2) : words.slice(0, 1);
      for (const option of words.filter((word) => word.startsWith('--'))) assert.ok((help(path) + help([])).includes(option), command);
      seen += 1;
    }
    assert.ok(seen >= 8);
  });

  test(`${page}: every setting and its default is named`, () => {
    const { stdout } = spawnSync(binary, ['config', '--check', '--language', 'en'], { encoding: 'utf8', cwd: folder });
    const settings = [...stdout.matchAll(/^(\w+) = "(.*)"$/gm)];
    assert.ok(settings.length >= 12);
    for (const [, name, value] of settings) {
      const row = new RegExp(`^\\| \`${name}\` \\| ([^|]*) \\|`, 'm').exec(read(page));
      assert.ok(row, name);
      if (value && name !== 'language') assert.ok(row[1].replaceAll('`', '').includes(value), `${name}: ${row[1]}`);
    }
  });

  test(`${page}: the settings file shown passes the check`, () => {
    const shown = /```toml\n([^]*?)```/.exec(read(page))[1];
    const file = join(folder, `${language}.toml`);
    // The folder is tried: one that whoever runs the tests may write to stands in.
    writeFileSync(file, shown.replace('/var/lib/otklik', join(folder, 'data')));
    const checked = spawnSync(binary, ['config', '--check', '--config', file], { encoding: 'utf8' });
    assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  });

  test(`${page}: the commands shown run`, () => {
    const here = (line) => line.replace('/var/lib/otklik', line.includes('restore') ? join(folder, `restored-${language}`) : server.folder)
      .replace('/backup/', `${folder}/${language}-`).replace('/etc/otklik.toml', join(folder, `${language}.toml`));
    const lines = indented(page).filter((line) => !line.startsWith('otklik serve'));
    assert.deepEqual(lines.map((line) => line.split(' ')[1]), ['config', 'backup', 'restore']);
    for (const line of lines) {
      const done = spawnSync(binary, here(line).split(' ').slice(1), { encoding: 'utf8' });
      assert.equal(done.status, 0, `${line}\n${done.stderr}`);
    }
  });
}
