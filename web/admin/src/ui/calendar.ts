// Periods by their names as the server writes them (2019-03-07, 2019-W10, 2019-03, 2019-Q1, 2019), and their words.
import type { Period, TimeUnit } from '../api/types';
import type { Language } from './number';
import { NBSP } from './number';

const DAY_MS = 86_400_000;
const ROMAN = ['I', 'II', 'III', 'IV'];

const dateOf = (day: string) => new Date(day + 'T00:00:00Z');
const dayOf = (date: Date) => date.toISOString().slice(0, 10);
const utc = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day));

// A day there is, in a year that a series of periods can hold: 2026-02-30 is none.
export function isDay(text: string): boolean {
  if (!/^[12]\d{3}-\d{2}-\d{2}$/.test(text)) return false;
  const date = dateOf(text);
  return !Number.isNaN(date.getTime()) && dayOf(date) === text;
}

export function addDays(day: string, days: number): string {
  return dayOf(new Date(dateOf(day).getTime() + days * DAY_MS));
}

export function daysBetween(from: string, to: string): number {
  return Math.round((dateOf(to).getTime() - dateOf(from).getTime()) / DAY_MS);
}

export function startOf(unit: TimeUnit, day: string): string {
  const date = dateOf(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (unit) {
    case 'day': return day;
    case 'week': return addDays(day, -((date.getUTCDay() + 6) % 7));
    case 'month': return dayOf(utc(year, month, 1));
    case 'quarter': return dayOf(utc(year, month - (month % 3), 1));
    case 'year': return dayOf(utc(year, 0, 1));
  }
}

// First day of the unit after the one that contains `day`.
export function nextStart(unit: TimeUnit, day: string): string {
  const start = dateOf(startOf(unit, day));
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  switch (unit) {
    case 'day': return addDays(day, 1);
    case 'week': return addDays(dayOf(start), 7);
    case 'month': return dayOf(utc(year, month + 1, 1));
    case 'quarter': return dayOf(utc(year, month + 3, 1));
    case 'year': return dayOf(utc(year + 1, 0, 1));
  }
}

export const endOf = (unit: TimeUnit, day: string) => addDays(nextStart(unit, day), -1);

function isoWeek(day: string): string {
  const thursday = dateOf(addDays(startOf('week', day), 3));
  const year = thursday.getUTCFullYear();
  const first = startOf('week', dayOf(utc(year, 0, 4)));
  const week = Math.floor(daysBetween(first, day) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

export function periodName(unit: TimeUnit, day: string): string {
  switch (unit) {
    case 'day': return day;
    case 'week': return isoWeek(day);
    case 'month': return day.slice(0, 7);
    case 'quarter': return `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`;
    case 'year': return day.slice(0, 4);
  }
}

// First day of the period so named: the way back from periodName.
export function periodStart(unit: TimeUnit, name: string): string {
  switch (unit) {
    case 'day': return name;
    case 'week': return addDays(startOf('week', name.slice(0, 4) + '-01-04'), 7 * (Number(name.slice(6)) - 1));
    case 'month': return name + '-01';
    case 'quarter': return dayOf(utc(Number(name.slice(0, 4)), 3 * (Number(name.slice(6)) - 1), 1));
    case 'year': return name + '-01-01';
  }
}

export interface NamedPeriod extends Period {
  name: string;
}

// Every period that touches from..to, in order, at most 400.
export function periodsBetween(unit: TimeUnit, from: string, to: string): NamedPeriod[] {
  const periods: NamedPeriod[] = [];
  for (let start = startOf(unit, from); start <= to && periods.length < 400; start = nextStart(unit, start)) {
    periods.push({ name: periodName(unit, start), from: start, to: endOf(unit, start) });
  }
  return periods;
}

const locale = (language: Language) => (language === 'ru' ? 'ru-RU' : 'en-GB');

function part(day: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(language), { timeZone: 'UTC', ...options }).format(dateOf(day)).replace(/\.$/, '');
}

const MONTHS_RU = ['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'];
const MONTH_NAMES_RU = ['янв', 'фев', 'март', 'апр', 'май', 'июнь', 'июль', 'авг', 'сен', 'окт', 'ноя', 'дек'];

// 23 ноя, with the year unless it is this one.
export function dayText(day: string, language: Language, thisYear: number): string {
  const month = language === 'ru' ? MONTHS_RU[Number(day.slice(5, 7)) - 1]! : part(day, language, { month: 'short' });
  const text = `${Number(day.slice(8))}${NBSP}${month}`;
  return Number(day.slice(0, 4)) === thisYear ? text : `${text}${NBSP}${day.slice(0, 4)}`;
}

// Name of one period: IV кв. 2026, мар 2019, 2019.
export function periodText(unit: TimeUnit, start: string, language: Language, thisYear: number): string {
  const year = start.slice(0, 4);
  const month = Number(start.slice(5, 7)) - 1;
  switch (unit) {
    case 'year': return year;
    case 'quarter': {
      const quarter = Math.floor(month / 3);
      return language === 'ru' ? `${ROMAN[quarter]}${NBSP}кв. ${year}` : `Q${quarter + 1} ${year}`;
    }
    case 'month': return language === 'ru' ? `${MONTH_NAMES_RU[month]} ${year}` : `${part(start, language, { month: 'short' })} ${year}`;
    case 'week': return language === 'ru' ? `неделя с${NBSP}${dayText(start, language, thisYear)}` : `week of ${dayText(start, language, thisYear)}`;
    case 'day': return dayText(start, language, thisYear);
  }
}

// A span of days in words; a whole unit by its name.
export function spanText(period: Period, language: Language, thisYear: number): string {
  for (const unit of ['year', 'quarter', 'month'] as const) {
    if (startOf(unit, period.from) === period.from && endOf(unit, period.from) === period.to) {
      return periodText(unit, period.from, language, thisYear);
    }
  }
  if (period.from === period.to) return dayText(period.from, language, thisYear);
  const sameYear = period.from.slice(0, 4) === period.to.slice(0, 4);
  const year = sameYear ? Number(period.from.slice(0, 4)) : thisYear;
  const from = dayText(period.from, language, sameYear ? year : -1);
  const to = dayText(period.to, language, -1);
  return `${from}${NBSP}\u2014 ${to}`;
}

// The local day of an instant in the company's time zone.
export function localDay(time: Date, timeZone: string): string {
  // By parts: how a locale orders them changes from one ICU to the next.
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(time);
  const of = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}`;
}

// 23 ноя, 11:30.
export function timeText(time: string, timeZone: string, language: Language, now: Date): string {
  const date = new Date(time);
  const clock = new Intl.DateTimeFormat('ru-RU', { timeZone, hour: '2-digit', minute: '2-digit' }).format(date);
  return `${dayText(localDay(date, timeZone), language, Number(localDay(now, timeZone).slice(0, 4)))}, ${clock}`;
}

// Relative under 24 hours only: "12 мин назад", "3 ч назад"; otherwise the exact time.
export function agoText(time: string, timeZone: string, language: Language, now: Date): string {
  const minutes = Math.floor((now.getTime() - new Date(time).getTime()) / 60_000);
  if (minutes < 0 || minutes >= 24 * 60) return timeText(time, timeZone, language, now);
  if (minutes < 1) return language === 'ru' ? 'только что' : 'just now';
  if (minutes < 60) return language === 'ru' ? `${minutes}${NBSP}мин назад` : `${minutes}${NBSP}min ago`;
  const hours = Math.floor(minutes / 60);
  return language === 'ru' ? `${hours}${NBSP}ч назад` : `${hours}${NBSP}h ago`;
}
