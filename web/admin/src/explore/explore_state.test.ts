import { describe, expect, it } from 'vitest';
import type { Metric } from '../api/types';
import { readState } from '../metrics/metric_state';
import { exploreQuery, readDims, readExplore, viewsFor, wider, withDim } from './explore_state';

const metric = (key: string, more: Partial<Metric> = {}): Metric => ({
  key, version: 1, kind: 'net', name: {}, description: {}, unit: 'points', scale: { min: 0, max: 10 }, f: [], offset: 0, range: { min: -100, max: 100 }, lower_is_better: false, own: false, measures: ['relationship', 'support'], ...more,
});
const metrics = [metric('nps'), metric('csat', { kind: 'share', scale: { min: 1, max: 5 }, measures: ['satisfaction'] }), metric('csi', { kind: 'csi', scale: { min: 1, max: 5 } })];
const axes = ['segment', 'role', 'stage', 'account', 'measures'];
const read = (search: string, from = axes) => {
  const parameters = new URLSearchParams(search);
  return readExplore(parameters, readState(parameters, metrics)!, from);
};

describe('the state of Explore', () => {
  it('opens with the first dimension there is, or with time where there is none', () => {
    const usual = read('');
    expect([usual.dims, usual.view, usual.compare, usual.sort, usual.apart]).toEqual([['segment'], 'dots', true, 'name', false]);
    expect([read('', []).dims, read('', []).view]).toEqual([['month'], 'line']);
  });
  it('keeps three dimensions, one unit of time, each once, and drops what it does not know', () => {
    expect(readDims('nonsense,month,role,quarter,role,segment,stage', axes, 'segment')).toEqual(['month', 'role', 'segment']);
    expect(readDims('nonsense', axes, 'segment')).toEqual(['segment']);
    expect(read('?by=segment,role&segment=key').dims).toEqual(['role']);
  });
  it('chooses the view by the dimensions, and falls back on one that fits', () => {
    expect([['month'], ['segment'], ['segment', 'role'], ['segment', 'role', 'stage'], ['segment', 'month', 'role']].map((dims) => viewsFor(dims)[0])).toEqual(['line', 'dots', 'heat', 'table', 'line']);
    expect(read('?by=segment&view=heat').view).toBe('dots');
    expect(read('?by=segment,role&view=dots').view).toBe('dots');
    expect(read('?by=segment&view=none&sort=none&compare=perhaps')).toMatchObject({ view: 'dots', sort: 'name', compare: true });
  });
  it('asks what it means', () => {
    expect(exploreQuery(read('?by=quarter,role&period=2018-01-01..2018-12-31&channel=phone'))).toEqual({
      metric: 'nps', where: { measures: ['relationship'], channel: ['phone'] }, period: { from: '2018-01-01', to: '2018-12-31' }, by: ['quarter', 'role'], compare: 'previous_period',
    });
    expect(exploreQuery(read('?by=role&compare=no')).compare).toBeUndefined();
    expect(exploreQuery(read('?by=role&period=all')).compare).toBeUndefined();
  });
  it('does not choose a measure and cut by measures at once', () => {
    expect(exploreQuery(read('?by=measures&measures=support')).where).toBeUndefined();
  });
  it('takes ratings by criterion where stages are cut by, unless something else is chosen or the metric has none', () => {
    expect(exploreQuery(read('?metric=csat&by=role,stage')).where).toEqual({ measures: [''] });
    expect(exploreQuery(read('?metric=csat&by=role&stage=use')).where).toEqual({ measures: [''], stage: ['use'] });
    expect(exploreQuery(read('?metric=csat&by=stage&measures=satisfaction')).where).toEqual({ measures: ['satisfaction'] });
    expect(exploreQuery(read('?metric=csat&by=role&measures=criteria')).where).toEqual({ measures: [''] });
    expect(exploreQuery(read('?metric=nps&by=stage')).where).toEqual({ measures: ['relationship'] });
    expect(exploreQuery(read('?metric=csi&by=stage')).where).toBeUndefined();
  });
});

describe('choosing dimensions', () => {
  it('sets, replaces, removes and closes the gap', () => {
    expect(withDim(['segment'], 1, 'role')).toBe('segment,role');
    expect(withDim(['segment', 'role'], 0, 'stage')).toBe('stage,role');
    expect(withDim(['segment', 'role', 'stage'], 1, '')).toBe('segment,stage');
  });
  it('lets a unit of time take the place of another, and moves a dimension rather than doubling it', () => {
    expect(withDim(['month', 'segment'], 1, 'quarter')).toBe('quarter');
    expect(withDim(['segment', 'role'], 0, 'role')).toBe('role');
  });
});

it('offers the next longer period, and none after all time', () => {
  expect(['3m', '12m', '24m', '2018-01-01..2018-02-01', 'all'].map(wider)).toEqual(['12m', '24m', 'all', '24m', null]);
});
