/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { ru } from './ru';
import { dictionaries, type Word } from './words';

const root = new URL('..', import.meta.url).pathname;

function sources(folder: string, wanted = /(?<!\.test|schema)\.tsx?$/): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path, wanted);
    return wanted.test(entry.name) ? [path] : [];
  });
}

const code = sources(root).filter((path) => !path.includes('/i18n/')).map((path) => readFileSync(path, 'utf8'));
const forms = (word: Word) => (typeof word === 'string' ? [word] : Object.values(word));
const names = (word: Word) => [...new Set(forms(word).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

describe('dictionaries', () => {
  it('have the same keys', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(ru).sort());
  });

  it('hold every key the code names', () => {
    const used = code.flatMap((text) => [...text.matchAll(/\btn?\('([a-z_0-9]+(?:\.[a-z_0-9]+)+)'/g)].map((match) => match[1]!));
    expect(used.length).toBeGreaterThan(150);
    expect(used.filter((key) => !(key in ru))).toEqual([]);
  });

  it('name every kind of entry the journal can hold, and no other', () => {
    const calls = sources(new URL('../../../../src', import.meta.url).pathname, /(?<!_test)\.cpp$/).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/(?:Journal|Note|SetState|UpdateUser)\([^;]*;/g)].map((call) => call[0]));
    const made = new Set(calls.flatMap((call) => [...call.matchAll(/"([a-z]+_[a-z]+|response)"/g)].map((kind) => kind[1]!)));
    const named = Object.keys(ru).filter((key) => key.startsWith('audit.')).map((key) => key.slice(6));
    const headings = ['note', 'none', 'none_note', 'when', 'who', 'what', 'subject', 'older', 'import_number', 'somebody'];
    expect(named.filter((kind) => !headings.includes(kind)).sort()).toEqual([...made].sort());
  });

  it('hold every key the code builds', () => {
    const built = {
      answer: ['not_answered', 'hard_to_say', 'not_shown'], break: ['version', 'mode'], theme: ['system', 'light', 'dark'],
      target: ['met', 'missed', 'unclear'], view: ['line', 'dots', 'heat', 'table'], role: ['administrator', 'analyst', 'viewer'], kind: ['mean', 'csi'],
      survey: ['open', 'closed', 'now_open', 'now_closed'], unit: ['day', 'week', 'month', 'quarter', 'year'],
      filters: ['segment', 'channel', 'role', 'stage', 'process', 'partner', 'version', 'scale'],
    };
    const keys = Object.entries(built).flatMap(([prefix, endings]) => endings.map((ending) => `${prefix}.${ending}`));
    expect(keys.filter((key) => !(key in ru))).toEqual([]);
  });

  it('have no key that nothing uses', () => {
    const text = code.join('\n');
    const prefixes = [...text.matchAll(/(?:t\(`|known\(')([a-z_]+)(?:\.\$\{|')/g)].map((match) => match[1]!);
    const unused = Object.keys(ru).filter((key) => !text.includes(`'${key}'`) && !prefixes.includes(key.split('.')[0]!));
    expect(unused).toEqual([]);
  });

  it('fill the same names in both languages', () => {
    for (const key of Object.keys(ru) as (keyof typeof ru)[]) expect([key, names(en[key])]).toEqual([key, names(ru[key])]);
  });

  it('have the plural forms the language needs', () => {
    for (const [language, needed] of [['ru', ['few', 'many', 'one', 'other']], ['en', ['one', 'other']]] as const) {
      for (const [key, word] of Object.entries(dictionaries[language])) {
        if (typeof word !== 'string') expect([key, Object.keys(word).sort()]).toEqual([key, [...needed]]);
      }
    }
  });

  it('keep to the manner of speech', () => {
    const wrong = /!|успешно|пожалуйста|произошла ошибка|successfully|please|детрактор|тикет/i;
    const spoken = [...Object.entries(ru), ...Object.entries(en)].flatMap(([key, word]) => forms(word as Word).map((text) => [key, text]));
    expect(spoken.filter(([, text]) => wrong.test(text!))).toEqual([]);
  });
});

it('components hold no words of their own', () => {
  const own = /Русский|English/;  // languages name themselves
  const cyrillic = sources(root).filter((path) => path.endsWith('.tsx')).flatMap((path) =>
    readFileSync(path, 'utf8').split('\n').filter((line) => /[а-яё]/i.test(line) && !line.trim().startsWith('//') && !own.test(line)).map((line) => path + line));
  expect(cyrillic).toEqual([]);
});
