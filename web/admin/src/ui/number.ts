// The one formatter of figures; nothing else prints a number. Values come in the metric's own unit:
// points, share 0..1, score, percent 0..100.
import type { Unit } from '../api/types';

export type Language = 'ru' | 'en';
export const MINUS = '\u2212';
export const NBSP = '\u00a0';
const ELLIPSIS = '\u2026';

const inDisplayUnits = (value: number, unit: Unit) => (unit === 'share' ? value * 100 : value);
const isPercent = (unit: Unit) => unit === 'share' || unit === 'percent';

// decimals = clamp(-floor(log10 half-width), 0, 2); one choice for estimate, bounds and change.
export function decimalsFor(halfWidth: number): number {
  if (!(halfWidth > 0)) return 0;
  return Math.min(2, Math.max(0, -Math.floor(Math.log10(halfWidth))));
}

const formats = new Map<string, Intl.NumberFormat>();
function numberFormat(language: Language, decimals: number): Intl.NumberFormat {
  const key = language + decimals;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      useGrouping: true,
    });
    formats.set(key, format);
  }
  return format;
}

// A bare number: 1 234,5 or 1,234.5, with a true minus; never "-0".
export function plain(value: number, language: Language, decimals = 0): string {
  const rounded = Number(value.toFixed(decimals));
  const text = numberFormat(language, decimals).format(Math.abs(rounded)).replace(/[\u202f ]/g, NBSP);
  return rounded < 0 ? MINUS + text : text;
}

export function count(value: number, language: Language): string {
  return plain(Math.round(value), language, 0);
}

export function percentSign(language: Language): string {
  return language === 'ru' ? NBSP + '%' : '%';
}

function withUnit(text: string, unit: Unit, language: Language): string {
  return isPercent(unit) ? text + percentSign(language) : text;
}

// A level in the metric's unit: 18, 79 %, 4,5.
export function level(value: number, unit: Unit, language: Language, decimals: number): string {
  return withUnit(plain(inDisplayUnits(value, unit), language, decimals), unit, language);
}

// A change always carries its sign: +7, −4; zero has none.
export function signed(value: number, unit: Unit, language: Language, decimals: number): string {
  const text = plain(inDisplayUnits(value, unit), language, decimals);
  const positive = Number(inDisplayUnits(value, unit).toFixed(decimals)) > 0;
  return positive ? '+' + text : text;
}

export function halfWidth(interval: readonly number[] | null | undefined, unit: Unit): number {
  if (!interval) return 0;
  return Math.abs(inDisplayUnits(interval[1]! - interval[0]!, unit)) / 2;
}

export interface FigureText {
  value: string;    // without the unit sign
  unit: string;     // " %" or empty
  range: string;    // "от 10 до 26"
  cell: string;     // "10…26"
  decimals: number;
}

// Estimate and bounds with one choice of decimals. `reference` is what the test compared with: a bound that excludes
// it must not print as equal to it.
export function figure(
  estimate: number, interval: readonly number[] | null | undefined, unit: Unit, language: Language, reference?: number,
  sign = false,
): FigureText {
  let decimals = decimalsFor(halfWidth(interval, unit));
  if (!interval || interval[0] === interval[1]) decimals = unit === 'score' ? 2 : isPercent(unit) ? 0 : 0;
  if (interval && reference !== undefined) decimals = clearOf(reference, interval, unit, decimals);
  const print = (value: number) =>
    sign ? signed(value, unit, language, decimals) : plain(inDisplayUnits(value, unit), language, decimals);
  const suffix = isPercent(unit) && !sign ? percentSign(language) : '';
  const low = interval ? print(interval[0]!) : '';
  const high = interval ? print(interval[1]!) : '';
  return {
    value: print(estimate),
    unit: suffix,
    range: interval ? (language === 'ru' ? `от${NBSP}${low} до${NBSP}${high}${suffix}` : `${low} to${NBSP}${high}${suffix}`) : '',
    cell: interval ? `${low}${ELLIPSIS}${high}` : '',
    decimals,
  };
}

function clearOf(reference: number, interval: readonly number[], unit: Unit, decimals: number): number {
  const [low, high] = [interval[0]!, interval[1]!];
  if (low <= reference && reference <= high) return decimals;
  const shown = (value: number) => inDisplayUnits(value, unit).toFixed(decimals);
  const touches = shown(low) === shown(reference) || shown(high) === shown(reference);
  return touches && decimals < 2 ? clearOf(reference, interval, unit, decimals + 1) : decimals;
}

export type Emphasis = 'full' | 'about' | 'none';

// How loudly a number may be said: to 7.5 % of the range plainly, to 17.5 % with "about", beyond not at all.
export function emphasis(interval: readonly number[] | null | undefined, range: { min: number; max: number }): Emphasis {
  if (!interval) return 'none';
  const half = Math.abs(interval[1]! - interval[0]!) / 2 / (range.max - range.min);
  if (half <= 0.075) return 'full';
  return half <= 0.175 ? 'about' : 'none';
}

const plurals = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en') };

// Plural category of the number as printed: 1,5 takes "other" in Russian.
export function pluralOf(value: number, language: Language, decimals = 0): Intl.LDMLPluralRule {
  const shown = Number(Math.abs(value).toFixed(decimals));
  return plurals[language].select(shown);
}
