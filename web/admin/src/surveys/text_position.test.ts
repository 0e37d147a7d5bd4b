import { expect, it } from 'vitest';
import { offsetOf } from './text_position';

it('finds a place by line and column', () => {
  const text = '{\n  "a": 1,\n  "б𝒳": 2\n}';
  expect(offsetOf(text, 1, 1)).toBe(0);
  expect(text.slice(offsetOf(text, 2, 3))).toMatch(/^"a"/);
  expect(text.slice(offsetOf(text, 3, 6))).toMatch(/^": 2/);  // a character outside the BMP counts once
});

it('stays inside the text', () => {
  expect(offsetOf('ab', 9, 9)).toBe(2);
  expect(offsetOf('ab\ncd', 1, 99)).toBe(2);
});
