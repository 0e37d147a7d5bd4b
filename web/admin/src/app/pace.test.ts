import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makePace } from './pace';

let starts: number[] = [];
let takes = 20;     // ms that a load lasts
let hidden = false;
const zero = Date.UTC(2026, 0, 1);

function setUp() {
  const pace = makePace(() => {
    starts.push(Date.now() - zero);
    pace.began(Date.now());
    setTimeout(pace.ended, takes);
  }, () => hidden);
  return pace;
}

beforeEach(() => {
  vi.useFakeTimers({ now: zero });
  [starts, takes, hidden] = [[], 20, false];
});
afterEach(() => vi.useRealTimers());

it('loads at once after the first event, then once a second while events keep coming', () => {
  const pace = setUp();
  for (let ms = 0; ms < 3000; ms += 50) {
    pace.wanted();
    vi.advanceTimersByTime(50);
  }
  expect(starts).toEqual([100, 1100, 2100]);
  vi.advanceTimersByTime(5000);
  expect(starts).toEqual([100, 1100, 2100, 3100]);  // the last events are not lost, and then there is silence
});

it('never loads while the last load is under way, and once after it', () => {
  takes = 2500;
  const pace = setUp();
  pace.wanted();
  vi.advanceTimersByTime(500);
  pace.wanted();
  vi.advanceTimersByTime(1900);
  expect(starts).toEqual([100]);
  pace.wanted();
  vi.advanceTimersByTime(10000);
  expect(starts).toEqual([100, 2700]);
});

it('loads nothing while hidden, and once when shown again', () => {
  const pace = setUp();
  hidden = true;
  pace.wanted();
  pace.wanted();
  vi.advanceTimersByTime(60000);
  expect(starts).toEqual([]);
  hidden = false;
  pace.shown();
  vi.advanceTimersByTime(5000);
  expect(starts).toEqual([60100]);
  pace.shown();
  vi.advanceTimersByTime(5000);
  expect(starts).toHaveLength(1);
});

it('remembers what came in the moment before it was hidden', () => {
  const pace = setUp();
  pace.wanted();
  vi.advanceTimersByTime(50);
  hidden = true;
  vi.advanceTimersByTime(1000);
  expect(starts).toEqual([]);
  hidden = false;
  pace.shown();
  vi.advanceTimersByTime(1000);
  expect(starts).toEqual([1150]);
});

it('takes a load that left before the event for none, and one that left after it for the load wanted', () => {
  const pace = setUp();
  pace.began(zero);
  vi.advanceTimersByTime(10);
  pace.wanted();
  pace.ended();
  vi.advanceTimersByTime(1000);
  expect(starts).toEqual([110]);
  pace.wanted();
  pace.began(Date.now());
  pace.ended();
  vi.advanceTimersByTime(5000);
  expect(starts).toEqual([110]);
});

it('is silent once stopped', () => {
  const pace = setUp();
  pace.wanted();
  pace.stop();
  vi.advanceTimersByTime(5000);
  expect(starts).toEqual([]);
});
