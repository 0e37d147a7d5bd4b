import { describe, expect, it } from 'vitest';
import { agoText, dayText, endOf, localDay, nextStart, periodName, periodStart, periodText, periodsBetween, spanText, startOf, timeText } from './calendar';

const flat = (text: string) => text.replace(/\u00a0/g, ' ');

describe('periods', () => {
  it('weeks are ISO and start on Monday', () => {
    expect(startOf('week', '2021-01-03')).toBe('2020-12-28');
    expect(periodName('week', '2021-01-03')).toBe('2020-W53');
    expect(periodName('week', '2019-03-07')).toBe('2019-W10');
  });
  it('are found again by their names', () => {
    for (const unit of ['day', 'week', 'month', 'quarter', 'year'] as const) {
      for (const day of ['2021-01-03', '2019-12-31', '2020-02-29']) expect(periodStart(unit, periodName(unit, day))).toBe(startOf(unit, day));
    }
  });
  it('quarters and months end on their last day, leap years included', () => {
    expect(endOf('quarter', '2018-02-11')).toBe('2018-03-31');
    expect(endOf('month', '2020-02-11')).toBe('2020-02-29');
    expect(nextStart('year', '2019-12-31')).toBe('2020-01-01');
  });
  it('lists every period touched', () => {
    expect(periodsBetween('quarter', '2018-02-11', '2018-07-01').map((period) => period.name))
      .toEqual(['2018-Q1', '2018-Q2', '2018-Q3']);
  });
});

describe('words', () => {
  it('names whole units', () => {
    expect(flat(spanText({ from: '2026-10-01', to: '2026-12-31' }, 'ru', 2026))).toBe('IV кв. 2026');
    expect(spanText({ from: '2018-01-01', to: '2018-12-31' }, 'en', 2026)).toBe('2018');
    expect(flat(spanText({ from: '2018-05-03', to: '2018-06-02' }, 'ru', 2026))).toBe('3 мая — 2 июн 2018');
    expect(flat(periodText('month', '2019-03-01', 'ru', 2026))).toBe('март 2019');
  });
  it('leaves out this year', () => {
    expect(flat(dayText('2026-11-23', 'ru', 2026))).toBe('23 ноя');
    expect(flat(dayText('2025-11-23', 'en', 2026))).toBe('23 Nov 2025');
  });
  it('tells time in the company zone', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    expect(flat(timeText('2026-11-23T08:30:00Z', 'Europe/Moscow', 'ru', now))).toBe('23 ноя, 11:30');
    expect(localDay(new Date('2026-11-23T22:30:00Z'), 'Europe/Moscow')).toBe('2026-11-24');
  });
  it('is relative under 24 hours only', () => {
    const now = new Date('2026-11-24T12:00:00Z');
    expect(flat(agoText('2026-11-24T11:48:00Z', 'Europe/Moscow', 'ru', now))).toBe('12 мин назад');
    expect(flat(agoText('2026-11-23T11:59:00Z', 'Europe/Moscow', 'en', now))).toBe('23 Nov, 14:59');
  });
});
