import { beforeEach, describe, expect, it } from 'vitest';
import type { Metric, QueryResult, SamplePlan, SamplePlanRequest } from '../api/types';
import { setLanguage } from '../i18n/words';
import { expectedFrom, netMetric, sharesOf } from './expected';
import { sampleConclusion, wrongText } from './plan_words';

// The words are looked at, not the page they stand on.
beforeEach(() => {
  (globalThis as unknown as { document: unknown }).document ??= { documentElement: {} };
  setLanguage('ru');
});
const plain = (text: string) => text.replace(/\s/g, ' ');

const request = { promoters: 0.55, detractors: 0.15, margin: 5, confidence: 0.95, design_effect: 1, finite_correction: true } as SamplePlanRequest;
const plan = { status: 'ok', reason: '', unit_variance: 0.54, simple: 830, required: 830, invitations: null, enough: null, best: null, curve: [] } as SamplePlan;

describe('the conclusion', () => {
  it('says what it takes, and no more than was asked', () => {
    expect(plain(sampleConclusion(plan, request, 'NPS'))).toBe('Чтобы знать NPS с точностью ±5 пунктов, нужно 830 ответов.');
    expect(plain(sampleConclusion({ ...plan, required: 831 }, { ...request, margin: 2.5 }, 'NPS'))).toBe('Чтобы знать NPS с точностью ±2,5 пункта, нужен 831 ответ.');
  });

  it('tells of invitations and of a base that has them', () => {
    const asked = { ...request, response_rate: 0.2, population: 6000 };
    expect(plain(sampleConclusion({ ...plan, invitations: 4150, enough: true }, asked, 'NPS'))).toBe('Чтобы знать NPS с точностью ±5 пунктов, нужно 830 ответов: при отклике 20 % это 4 150 приглашений. База это позволяет: в ней 6 000 клиентов.');
  });

  it('tells of the best there is in a small base, and of none', () => {
    const asked = { ...request, response_rate: 0.2, population: 1668 };
    const small = { ...plan, invitations: 4150, enough: false, best: { n: 333, margin: 7.893 } };
    expect(plain(sampleConclusion(small, asked, 'NPS'))).toMatch(/В базе столько клиентов нет: лучшее, чего можно достичь, ±7,9\.$/);
    expect(plain(sampleConclusion({ ...small, best: null }, asked, 'NPS'))).toMatch(/не ответит ни один\.$/);
  });

  it('refuses in words', () => {
    expect(sampleConclusion({ ...plan, status: 'refused', reason: 'zero_variance', required: null }, request, 'NPS')).toMatch(/^Сказать нельзя/);
  });
});

it('what is wrong names the field, the value and the bounds', () => {
  expect(wrongText('Точность', 'абв', { min: 0.1, max: 100 })).toBe('Точность: „абв“. Нужно число от 0,1 до 100.');
  expect(plain(wrongText('Клиентов', '', { min: 1, max: 1e9, whole: true }))).toBe('Клиентов: пусто. Нужно целое число от 1 до 1 000 000 000.');
});

describe('what is expected', () => {
  const nps = { key: 'nps', kind: 'net', name: { ru: 'NPS — индекс рекомендаций' }, scale: { min: 0, max: 10 }, f: [-100, -100, -100, -100, -100, -100, -100, 0, 0, 100, 100] } as unknown as Metric;
  const csat = { ...nps, key: 'csat', kind: 'share' } as Metric;
  const answers = (distribution: Record<string, number>, channels = ['email'], reason = '') => ({ channels, total: { n: 1, reason, distribution } }) as unknown as QueryResult;

  it('comes from the headline where it is a difference of shares', () => {
    expect(netMetric([csat, nps], { metric: 'csat' } as never)?.key).toBe('nps');
    expect(netMetric([csat], null)).toBeUndefined();
  });

  it('counts by what a score is worth', () => {
    expect(sharesOf(answers({ 10: 20, 9: 2, 8: 12, 3: 5, 0: 1 }).total, nps)).toEqual({ n: 40, promoters: 55, detractors: 15 });
  });

  it('is the worst case without answers, with few of them, or all alike, and says which', () => {
    const source = (result: QueryResult | undefined, failed = false) => {
      const { source: from, promoters, detractors } = expectedFrom(result, nps, failed);
      return [from, promoters, detractors];
    };
    expect(source(answers({}))).toEqual(['worst', 50, 50]);
    expect(source(undefined, true)).toEqual(['unknown', 50, 50]);
    expect(source(answers({ 10: 20, 3: 9 }))).toEqual(['few', 50, 50]);
    expect(source(answers({ 10: 300 }))).toEqual(['alike', 50, 50]);
    expect(source(answers({ 8: 300 }))).toEqual(['alike', 50, 50]);
    expect(source(answers({}, [], 'withheld'))).toEqual(['hidden', 50, 50]);
    expect(source(answers({ 10: 24, 3: 6 }, []))).toEqual(['anonymous', 80, 20]);
    expect(source(answers({ 10: 15, 3: 15 }))).toEqual(['answers', 50, 50]);
    expect(expectedFrom(answers({ 10: 30, 8: 10 }), nps, false).name).toBe('NPS');
  });
});
