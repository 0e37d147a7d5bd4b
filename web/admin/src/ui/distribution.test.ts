import { expect, it } from 'vitest';
import { sharesOf } from './distribution';

it('sums a distribution by what each score adds', () => {
  const nps = { f: [-100, -100, -100, -100, -100, -100, -100, 0, 0, 100, 100], scale: { min: 0, max: 10 } };
  expect(sharesOf({ 0: 1, 6: 2, 7: 3, 8: 4, 9: 5, 10: 6 }, nps).map((share) => share.count)).toEqual([3, 7, 11]);
  const csat = { f: [0, 0, 0, 1, 1], scale: { min: 1, max: 5 } };
  expect(sharesOf({ 1: 2, 3: 1, 4: 3, 5: 4 }, csat).map((share) => share.count)).toEqual([3, 0, 7]);
});
