import { expect, it } from 'vitest';
import { axisOver, place, roundAxis, ticks } from './scale';

const nps = { min: -100, max: 100 };

it('an axis holds every interval and the target, within the range', () => {
  const axis = axisOver([[-35, 11], [0, 46]], nps, 60);
  expect(axis.min).toBeLessThan(-35);
  expect(axis.max).toBeGreaterThan(60);
  expect(axisOver([[-100, 100]], nps)).toEqual(nps);
  expect(axisOver([null], nps)).toEqual(nps);
});

it('ticks are round and survive binary fractions', () => {
  expect(ticks({ min: -37, max: 22 })).toEqual([-20, 0, 20]);
  expect(ticks({ min: 3.39, max: 4.2 })).toEqual([3.4, 3.6, 3.8, 4, 4.2]);
  expect(roundAxis({ min: 3.47, max: 4.12 }, { min: 1, max: 5 })).toEqual({ min: 3.4, max: 4.2 });
  expect(roundAxis({ min: -97, max: 3 }, nps)).toEqual({ min: -100, max: 20 });
});

it('places values', () => {
  expect(place(0, nps, 200)).toBe(100);
  expect(place(5, { min: 5, max: 5 }, 200)).toBe(100);
});
