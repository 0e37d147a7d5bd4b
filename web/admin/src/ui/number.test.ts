import { describe, expect, it } from 'vitest';
import { count, decimalsFor, emphasis, figure, level, plain, pluralOf, signed } from './number';

const flat = (text: string) => text.replace(/\u00a0/g, ' ');

describe('plain', () => {
  it('prints a true minus and groups with no-break spaces in Russian', () => {
    expect(plain(-1234.5, 'ru', 1)).toBe('\u22121\u00a0234,5');
    expect(plain(-1234.5, 'en', 1)).toBe('\u22121,234.5');
  });
  it('never prints minus zero', () => {
    expect(plain(-0.3, 'ru', 0)).toBe('0');
    expect(signed(-0.3, 'points', 'en', 0)).toBe('0');
  });
  it('counts', () => {
    expect(flat(count(30035, 'ru'))).toBe('30 035');
    expect(count(30035, 'en')).toBe('30,035');
  });
});

describe('units', () => {
  it('shows shares in percent, with a space in Russian only', () => {
    expect(flat(level(0.786, 'share', 'ru', 0))).toBe('79 %');
    expect(level(0.786, 'share', 'en', 0)).toBe('79%');
  });
  it('gives points neither percent nor plus on levels', () => {
    expect(level(18, 'points', 'ru', 0)).toBe('18');
    expect(signed(7, 'points', 'ru', 0)).toBe('+7');
  });
});

describe('decimals', () => {
  it('follow the half-width', () => {
    expect([0, 0.001, 0.02, 0.3, 1, 3.55, 40].map(decimalsFor)).toEqual([0, 2, 2, 1, 0, 0, 0]);
  });
  it('are one choice for estimate and bounds', () => {
    const shown = figure(-24.69, [-28.24, -21.14], 'points', 'ru');
    expect(flat(`${shown.value}, ${shown.range}`)).toBe('\u221225, от \u221228 до \u221221');
    expect(shown.cell).toBe('\u221228\u2026\u221221');
    expect(flat(figure(-24.69, [-28.24, -21.14], 'points', 'en').range)).toBe('\u221228 to \u221221');
  });
  it('gain a digit when rounding would put a bound on the excluded reference', () => {
    expect(flat(figure(7, [0.3, 13.6], 'points', 'ru', 0, true).range)).toBe('от +0,3 до +13,6');
    expect(flat(figure(7, [-0.3, 13.6], 'points', 'ru', 0, true).range)).toBe('от 0 до +14');
  });
});

describe('emphasis', () => {
  const nps = { min: -100, max: 100 };
  it('has two thresholds of the range', () => {
    expect(emphasis([0, 30], nps)).toBe('full');
    expect(emphasis([0, 31], nps)).toBe('about');
    expect(emphasis([0, 70], nps)).toBe('about');
    expect(emphasis([0, 71], nps)).toBe('none');
    expect(emphasis(null, nps)).toBe('none');
  });
});

describe('plurals', () => {
  it('1 ответ, 2 ответа, 5 ответов, 1,5 балла', () => {
    expect([1, 2, 5, 21, 11].map((n) => pluralOf(n, 'ru'))).toEqual(['one', 'few', 'many', 'one', 'many']);
    expect(pluralOf(1.5, 'ru', 1)).toBe('other');
  });
});
