import { expect, it } from 'vitest';
import { keyName } from './keys';

const press = (key: string, code: string, shiftKey = false) => keyName({ key, code, shiftKey });

it('a Latin key wins over its place', () => {
  expect(press('j', 'KeyJ')).toBe('j');
  expect(press('j', 'KeyC')).toBe('j');           // Dvorak
  expect(press('z', 'Slash')).toBe('z');          // Dvorak
});

it('on a Russian layout the physical key counts', () => {
  expect(press('о', 'KeyJ')).toBe('j');
  expect(press('л', 'KeyK')).toBe('k');
  expect(press('.', 'Slash')).toBe('/');
  expect(press(',', 'Slash', true)).toBe('?');
});

it('named keys keep their names', () => {
  expect(press('Enter', 'Enter')).toBe('enter');
  expect(press('Escape', 'Escape')).toBe('escape');
});
