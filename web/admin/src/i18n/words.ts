// Words of the interface. Every string lives in the two dictionaries; t and tn are the only ways to one.
import type { LocalText } from '../api/types';
import type { Language } from '../ui/number';
import { count, pluralOf } from '../ui/number';
import { en } from './en';
import { ru } from './ru';

export type Word = string | Partial<Record<Intl.LDMLPluralRule, string>>;
export type Key = keyof typeof ru;
type Arguments = Record<string, string | number>;

export const dictionaries: Record<Language, Record<Key, Word>> = { ru, en };

let current: Language = 'ru';

export function setLanguage(language: Language): void {
  current = language;
  document.documentElement.lang = language;
}

export const language = (): Language => current;

function fill(text: string, values: Arguments): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

// The word, with {name} replaced.
export function t(key: Key, values: Arguments = {}): string {
  const word = dictionaries[current][key];
  return fill(typeof word === 'string' ? word : (word.other ?? ''), values);
}

// The word in the plural form for `n`; {n} is the number as printed.
export function tn(key: Key, n: number, values: Arguments = {}): string {
  const word = dictionaries[current][key];
  const text = typeof word === 'string' ? word : (word[pluralOf(n, current)] ?? word.other ?? word.many ?? '');
  return fill(text, { n: count(n, current), ...values });
}

// A key made of data (a channel, a right); the value itself where no word is known.
export function known(prefix: string, value: string): string {
  const key = `${prefix}.${value}` as Key;
  return key in dictionaries[current] ? t(key) : value;
}

// A text of the company's own in the reader's language, else in the other, else whatever there is.
export function local(text: LocalText | null | undefined): string {
  if (!text) return '';
  return text[current] || text[current === 'ru' ? 'en' : 'ru'] || Object.values(text)[0] || '';
}
