/// <reference types="node" />
import { readFileSync, readdirSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { setLanguage } from '../i18n/words';
import { cellsOf, exampleOf, scoresWith, type Definition } from './definition';
import { exampleWords, formulaText } from './definition_words';

(globalThis as { document?: unknown }).document ??= { documentElement: {} };
afterEach(() => setLanguage('ru'));

const flat = (text: string | undefined) => text?.replace(/\u00a0/g, ' ');
const plainExample = (definition: Definition) => {
  const words = exampleWords(definition);
  return words && { given: flat(words.given), working: flat(words.working) };
};
const net = (f: number[], min = 1, more: Partial<Definition> = {}): Definition =>
  ({ kind: 'net', name: { ru: 'Индекс', en: 'Index' }, unit: 'points', scale: { min, max: min + f.length - 1 }, f, offset: 0, ...more });
const share = (f: number[], min = 1): Definition => ({ ...net(f, min), kind: 'share', unit: 'share' });
const scored = (kind: 'mean' | 'csi', min: number, max: number): Definition => ({
  ...net(Array.from({ length: max - min + 1 }, (_, index) => min + index), min), kind, unit: kind === 'mean' ? 'score' : 'percent',
});
const any = (kind: 'mean' | 'csi'): Definition => ({ ...scored(kind, 0, 10), f: [] });
const NPS = net([-100, -100, -100, -100, -100, -100, -100, 0, 0, 100, 100], 0, { name: { ru: 'NPS — индекс', en: 'NPS: an index' } });

describe('cells', () => {
  it('carry the sign of what a score counts for', () => {
    expect(cellsOf(net([-100, 0, 100])).map((cell) => [cell.from, cell.sign])).toEqual([[1, 'minus'], [2, 'zero'], [3, 'plus']]);
    expect(cellsOf(share([0, 1], 0)).map((cell) => cell.sign)).toEqual(['rest', 'counted']);
    expect(cellsOf(scored('mean', 1, 2)).map((cell) => cell.sign)).toEqual(['score', 'score']);
  });
  it('become runs where a scale is long', () => {
    const long = share(Array.from({ length: 101 }, (_, index) => Number(index >= 80)), 0);
    expect(cellsOf(long)).toEqual([{ from: 0, to: 79, sign: 'rest' }, { from: 80, to: 100, sign: 'counted' }]);
  });
  it('name scores with gaps', () => {
    expect(scoresWith(net([-100, -100, 0, 100, -100]), 'minus')).toBe('1–2, 5');
    expect(scoresWith(net([0, 0]), 'plus')).toBe('');
  });
});

describe('the formula', () => {
  it('speaks of promoters where the recommendation cuts its scale, of scores elsewhere', () => {
    expect(flat(formulaText(NPS))).toBe('NPS = % промоутеров (9–10) − % критиков (0–6)');
    expect(flat(formulaText(net([-100, -100, 0, 100, 100])))).toBe('Индекс = % оценок 4–5 − % оценок 1–2');
    expect(flat(formulaText({ ...NPS, f: NPS.f.map((value, score) => (score === 8 ? 100 : value)) }))).toBe('NPS = % оценок 8–10 − % оценок 0–6');
    setLanguage('en');
    expect(flat(formulaText(NPS))).toBe('NPS = % promoters (9–10) − % detractors (0–6)');
  });
  it('adds the offset, and says 0 for a missing side', () => {
    expect(flat(formulaText(net([-100, 0, 100], 1, { offset: 100 })))).toBe('Индекс = % оценок 3 − % оценок 1 + 100');
    expect(flat(formulaText(net([-100, 0, 0], 1, { offset: -50 })))).toBe('Индекс = 0 − % оценок 1 − 50');
  });
  it('of shares and means', () => {
    expect(flat(formulaText(share([0, 0, 0, 1, 1])))).toBe('Индекс = % оценок 4–5');
    expect(flat(formulaText(scored('mean', 1, 7)))).toBe('Индекс = сумма оценок / число оценок');
  });
});

describe('the example', () => {
  it('of a net', () => {
    expect(plainExample(NPS)).toEqual({ given: '10 ответов: 5 промоутеров, 3 нейтрала, 2 критика.', working: '50 % − 20 % = 30' });
    expect(flat(exampleWords(net([-100, -100, 0, 100], 1, { offset: 100 }))?.working)).toBe('50 % − 20 % + 100 = 130');
    expect(plainExample(net([-100, -100, 0, 100]))?.given).toBe('10 ответов: 5 с оценкой 4, 3 с оценкой 3, 2 с оценкой 1–2.');
  });
  it('gives no answers to a side that is not there', () => {
    expect(exampleOf(net([-100, 100]))).toMatchObject({ plus: 7, zero: 0, minus: 3, value: 40 });
    expect(exampleOf(net([-100, 0]))).toMatchObject({ plus: 0, zero: 8, minus: 2, value: -20 });
    expect(exampleOf(net([0, 100]))).toMatchObject({ plus: 7, zero: 3, minus: 0, value: 70 });
    expect(exampleOf(net([-100, -100]))).toMatchObject({ minus: 10, value: -100 });
    expect(exampleOf(net([0, 0]))).toBeNull();
  });
  it('of a share', () => {
    expect(plainExample(share([0, 0, 1]))).toEqual({ given: '10 ответов, из них 7 с оценкой 3.', working: '7 / 10 = 70 %' });
    expect(exampleOf(share([0, 0]))).toBeNull();
  });
  it('of a mean, round where the scale allows', () => {
    expect(plainExample(scored('mean', 1, 5))).toEqual({ given: 'Оценки: 5, 5, 4, 2.', working: '(5 + 5 + 4 + 2) / 4 = 4' });
    expect(exampleWords(scored('mean', 1, 3))?.working).toBe('(3 + 2 + 1) / 3 = 2');
    expect(exampleWords(scored('mean', 0, 1))?.working).toBe('(1 + 0) / 2 = 0,5');
    expect(plainExample(any('mean'))?.given).toBe('На шкале от 1 до 5. Оценки: 5, 5, 4, 2.');
  });
  it('of an index weighted by importance', () => {
    expect(plainExample(any('csi'))).toEqual({
      given: 'На шкале от 1 до 5. Два критерия: важность 4, оценка 5; важность 2, оценка 2.', working: '(4 · 5 + 2 · 2) / (4 + 2) · 100 / 5 = 80 %',
    });
    expect(flat(exampleWords(scored('csi', 1, 7))?.working)).toBe('(4 · 7 + 2 · 4) / (4 + 2) · 100 / 7 ≈ 85,71 %');
    expect(exampleOf(scored('csi', 4, 5))).toMatchObject({ criteria: [{ importance: 5, score: 5 }, { importance: 5, score: 4 }], value: 90 });
  });
});

// Held against the catalogue as it is shipped: every example uses scores of its scale and stays within the range.
describe('every shipped metric', () => {
  const folder = new URL('../../../../catalog/metrics/', import.meta.url).pathname;
  for (const file of readdirSync(folder)) {
    it(file, () => {
      const shipped = JSON.parse(readFileSync(folder + file, 'utf8'));
      const scale = shipped.scale === 'any' ? { min: 0, max: 10 } : shipped.scale;
      const f: number[] = shipped.f ?? (shipped.scale === 'any' ? [] : scored('mean', scale.min, scale.max).f);
      const definition: Definition = { ...shipped, scale, f };
      const example = exampleOf(definition)!;
      expect(exampleWords(definition)?.working).toMatch(/ [=≈] /);
      if (!shipped.range) return;
      expect(example.value).toBeGreaterThanOrEqual(shipped.range[0]);
      expect(example.value).toBeLessThanOrEqual(shipped.range[1]);
      // As the definition has it: the mean of f over the example's answers, and the offset.
      if (example.kind === 'net') expect(example.value).toBe((100 * example.plus - 100 * example.minus) / 10 + (shipped.offset ?? 0));
      if (example.kind === 'mean') for (const score of example.scores) expect(f).toContain(score);
    });
  }
});
