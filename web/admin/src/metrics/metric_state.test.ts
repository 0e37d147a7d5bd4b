import { describe, expect, it } from 'vitest';
import type { Metric } from '../api/types';
import { cutQuery, isAnonymous, mapQuery, readState, spanOf, timeQuery, totalQuery, usualMeasure, wordsLink } from './metric_state';

const metric = (key: string, measures: string[] = []): Metric => ({
  key, version: 1, kind: 'net', name: {}, description: {}, unit: 'points', scale: { min: 0, max: 10 }, f: [], offset: 0, range: { min: -100, max: 100 }, lower_is_better: false, own: false, measures,
});
const metrics = [metric('csat'), metric('nps', ['relationship', 'support'])];
const state = (search: string) => readState(new URLSearchParams(search), metrics, { metric: 'nps', measures: 'support' })!;

describe('the state of the page', () => {
  it('opens with the headline metric and the last twelve months', () => {
    const usual = state('');
    expect([usual.metric.key, usual.measures, usual.period, usual.unit]).toEqual(['nps', 'support', '12m', 'month']);
    expect(totalQuery(usual)).toEqual({ metric: 'nps', where: { measures: ['support'] }, period: { last: 12, unit: 'month' }, compare: 'previous_period' });
  });
  it('falls back on what it does not know', () => {
    const odd = state('?metric=none&measures=none&period=none&unit=none');
    expect([odd.metric.key, odd.measures, odd.period, odd.unit]).toEqual(['csat', 'none', '12m', 'month']);  // without choices in the catalogue the server decides
    expect(state('?metric=nps&measures=none').measures).toBe('relationship');
  });
  it('takes a span of days, and compares nothing with all time', () => {
    const span = state('?period=2018-01-01..2018-12-31&unit=quarter&segment=key');
    expect(timeQuery(span)).toEqual({ metric: 'nps', where: { measures: ['support'], segment: ['key'] }, period: { from: '2018-01-01', to: '2018-12-31' }, by: ['quarter'] });
    expect(totalQuery(state('?period=all'))).toEqual({ metric: 'nps', where: { measures: ['support'] } });
  });
  it('takes the usual period for days that do not exist or run backwards', () => {
    for (const span of ['2026-13-01..2026-14-01', '2026-02-30..2026-03-01', '2026-03-01..2026-02-28', '0000-01-01..2026-01-01', '9999-01-01..9999-12-31', 'toString']) {
      expect([span, state(`?period=${span}`).period]).toEqual([span, '12m']);
      expect(spanOf(span)).toBeNull();
    }
    expect(spanOf('2024-02-29..2024-02-29')).toEqual({ from: '2024-02-29', to: '2024-02-29' });
  });
  it('asks an anonymous survey alone, of all time and without measures or filters', () => {
    const surveys = [{ key: 'pulse', anonymous: true }, { key: 'support', anonymous: false }];
    const read = (search: string, from = surveys) => readState(new URLSearchParams(search), metrics, { metric: 'nps', measures: 'support' }, from)!;
    expect(totalQuery(read('?survey=pulse&measures=relationship&period=3m&segment=key'))).toEqual({ metric: 'nps', where: { survey: ['pulse'] } });
    expect(totalQuery(read('', [surveys[0]!]))).toEqual({ metric: 'nps', where: { survey: ['pulse'] } });
    expect(read('?survey=support').anonymous).toBe(false);
    expect(read('').survey).toBe('');
  });
  it('cuts by a dimension; the map keeps off its own axes', () => {
    expect(cutQuery(state('?metric=csat'), 'role').by).toEqual(['role']);
    expect(mapQuery(state('?metric=csat&role=x&stage=y&segment=key'), 'process', 'use')).toMatchObject({ by: ['role', 'process'], where: { segment: ['key'], stage: ['use'], measures: [''] } });
  });
  it('chooses what a metric usually measures', () => {
    expect(usualMeasure({ measures: ['partner', 'relationship'] })).toBe('relationship');
    expect(usualMeasure({ measures: ['partner_satisfaction', 'purchase_quality'] })).toBe('purchase_quality');
    expect(usualMeasure({ key: 'psi', measures: ['partner_satisfaction', 'satisfaction'] })).toBe('partner_satisfaction');
    expect(usualMeasure({ kind: 'csi', measures: ['effort'] })).toBe('');
  });
  it('leads to the words behind a figure', () => {
    expect(wordsLink(state('?segment=key'), { from: '2018-01-01', to: '2018-02-01' }, { role: 'operator' }))
      .toBe('/responses?segment=key&role=operator&from=2018-01-01&to=2018-02-01&has_comment=true');
  });
});

it('knows the figures of an anonymous survey, which have no words', () => {
  const total = { n: 10, responses: 12, reason: '' } as Parameters<typeof isAnonymous>[0]['total'];
  expect(isAnonymous({ channels: ['web'], total })).toBe(false);
  expect(isAnonymous({ channels: [], total })).toBe(true);
  expect(isAnonymous({ channels: [], total: { ...total, n: 0, responses: 0, reason: 'withheld' } })).toBe(true);
  expect(isAnonymous({ channels: [], total: { ...total, n: 0, responses: 0, reason: 'no_valid_responses' } })).toBe(false);
});
