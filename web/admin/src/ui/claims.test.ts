import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Difference, Estimate, QueryMetric } from '../api/types';
import { setLanguage } from '../i18n/words';
import { absenceText, baseOfAccounts, changeClaim, heatOf, stateOf, targetState } from './claims';

const nps: QueryMetric = { key: 'nps', name: { ru: 'NPS', en: 'NPS' }, unit: 'points', version: 1, range: { min: -100, max: 100 }, lower_is_better: false };
const csat: QueryMetric = { key: 'csat', name: { ru: 'Доля довольных', en: 'Share satisfied' }, unit: 'share', version: 1, range: { min: 0, max: 1 }, lower_is_better: false };
const effort: QueryMetric = { ...nps, key: 'ces', lower_is_better: true };
const flat = (text: string | undefined) => text?.replace(/\u00a0/g, ' ');

const change = (value: number, interval: [number, number], more: Partial<Difference> = {}): Difference =>
  ({ status: 'ok', reason: '', value, se: 1, interval, interval_reason: '', p: 0.01, method: 'mover_score', ...more });
const estimate = (more: Partial<Estimate>): Estimate =>
  ({ n: 171, status: 'ok', reason: '', estimate: 18, se: 4, interval: [10, 26], method: 'score', ...more });

beforeAll(() => {
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  setLanguage('ru');
});

describe('the base', () => {
  const base = (accounts?: number, without?: number) =>
    flat(baseOfAccounts({ n: 171, ...(accounts === undefined ? {} : { accounts }), ...(without === undefined ? {} : { without_account: without }) }));
  it('names the accounts where there are several, and what has none', () => {
    expect([base(), base(0, 171), base(1)]).toEqual(['171 ответ', '171 ответ', '171 ответ']);
    expect([base(21), base(22), base(132, 0)]).toEqual(['171 ответ от 21 компании', '171 ответ от 22 компаний', '171 ответ от 132 компаний']);
    expect(base(40, 40)).toBe('171 ответ, из них 131 от 40 компаний');
    setLanguage('en');
    expect([base(132), base(2, 3)]).toEqual(['171 responses from 132 accounts', '171 responses, 168 of them from 2 accounts']);
    setLanguage('ru');
  });
});

describe('a change', () => {
  it('is told only where the interval excludes zero', () => {
    const told = changeClaim(nps, change(7, [1, 13]))!;
    expect([told.state, told.direction, flat(told.text)]).toEqual(['told', 'better', 'NPS вырос на 7 пунктов (от +1 до +13)']);
    const open = changeClaim(nps, change(-4, [-15, 7]))!;
    expect([open.state, open.direction, flat(open.text)]).toEqual(['cannot_tell', 'none', 'Сказать нельзя: разница −4, точность ±11']);
  });
  it('of a share is in percentage points, of a long name takes a noun', () => {
    expect(flat(changeClaim(csat, change(-0.04, [-0.07, -0.01]))!.text)).toBe('Доля довольных: снижение на 4 п. п. (от −7 до −1)');
  });
  it('means worse when more effort', () => {
    expect(changeClaim(effort, change(7, [1, 13]))!.direction).toBe('worse');
  });
  it('speaks English', () => {
    setLanguage('en');
    expect(flat(changeClaim(nps, change(7, [1, 13]))!.text)).toBe('NPS rose 7 points (+1 to +13)');
    expect(flat(changeClaim(nps, change(-4, [-15, 7]))!.text)).toBe("Can't tell: −4, give or take 11");
    setLanguage('ru');
  });
  it('refused says why, and nothing before says so', () => {
    const refused = changeClaim(nps, change(7, [1, 13], { status: 'refused', reason: 'mode_changed' }))!;
    expect(refused.text).toMatch(/сменился способ опроса/);
    expect(changeClaim(nps, change(0, [0, 0], { status: 'undefined', value: null, interval: null }))!.state).toBe('too_few');
  });
});

describe('a level', () => {
  it('has three absent states', () => {
    expect(stateOf(estimate({}), nps)).toBe('told');
    expect(stateOf(estimate({ interval: [-20, 60], n: 3 }), nps)).toBe('too_few');
    expect(stateOf(estimate({ status: 'undefined', estimate: null, interval: null, n: 0 }), nps)).toBe('too_few');
    expect(stateOf(estimate({ status: 'refused', reason: 'withheld', estimate: null, interval: null }), nps)).toBe('withheld');
  });
  it('says what to do instead', () => {
    expect(absenceText(estimate({ n: 3 }))).toBe('Пока 3 ответа: для числа мало, прочтите их');
    expect(absenceText(estimate({ n: 10 }), false)).toBe('Пока 10 ответов: для числа мало');
    expect(absenceText(estimate({ status: 'refused', reason: 'withheld' }))).toMatch(/^Скрыто/);
    expect(absenceText(estimate({ n: 0 }))).toBe('Ответов ещё нет');
  });
  it('meets a target only with its whole interval', () => {
    expect(targetState(estimate({}), 10)).toBe('met');
    expect(targetState(estimate({}), 18)).toBe('unclear');
    expect(targetState(estimate({}), 27)).toBe('missed');
    expect(targetState(estimate({}), 27, true)).toBe('met');
  });
});

describe('heat', () => {
  it('is a claim after adjustment', () => {
    expect(heatOf(change(25, [10, 40], { p_adjusted: 0.01 }), nps)).toBe(2);
    expect(heatOf(change(12, [2, 22], { p_adjusted: 0.05 }), nps)).toBe(1);
    expect(heatOf(change(-12, [-22, -2], { p_adjusted: 0.05 }), nps)).toBe(-1);
    expect(heatOf(change(25, [10, 40], { p_adjusted: 0.2 }), nps)).toBe(0);
    expect(heatOf(change(25, [10, 40]), nps)).toBe(0);
    expect(heatOf(change(5, [-2, 12], { p_adjusted: 0.01 }), nps)).toBe(0);
    expect(heatOf(undefined, nps)).toBe(0);
    expect(heatOf(change(25, [10, 40], { p_adjusted: 0.01 }), effort)).toBe(-2);
  });
});
