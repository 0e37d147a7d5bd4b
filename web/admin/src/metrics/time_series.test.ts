import { describe, expect, it } from 'vitest';
import type { Group, QueryResult, SeriesBreak } from '../api/types';
import { axisOf, timeOption } from './time_option';
import { seriesOf } from './time_series';

const group = (key: string, estimate: number | null, interval: [number, number] | null): Group => ({
  key: [key], n: estimate === null ? 0 : 20, responses: 20, missing: { not_answered: 0, hard_to_say: 0 }, distribution: {},
  status: estimate === null ? 'undefined' : 'ok', reason: '', estimate, se: 1, interval, method: 'score',
});

const result = (groups: Group[], breaks: SeriesBreak[] = [], to = '2018-06-30'): QueryResult => ({
  metric: { key: 'nps', name: { ru: 'NPS' }, unit: 'points', version: 1, range: { min: -100, max: 100 }, lower_is_better: false },
  period: { from: '2018-01-01', to }, as_of: 9, channels: ['mail'], estimand: 'contact', other_means: [], breaks, total: group('', 5, [0, 10]), groups,
});

const MONTHS = ['2018-01', '2018-02', '2018-03', '2018-04', '2018-05', '2018-06'];
const all = MONTHS.map((month, index) => group(month, index, [index - 35, index + 11]));
const wording: SeriesBreak = { item: 'recommend', at: '2018-04-01', kind: 'version', from: '1', to: '2' };

describe('a series', () => {
  it('has every period, with holes where nothing was answered', () => {
    const series = seriesOf(result([all[0]!, all[1]!, all[4]!]), 'month', '2018-12-01');
    expect(series.points.map((point) => point.period.name)).toEqual(MONTHS);
    expect(series.segments.map((segment) => segment.map((point) => point.index))).toEqual([[0, 1], [4]]);
  });
  it('is cut where the wording or the mode changed', () => {
    const series = seriesOf(result(all, [wording]), 'month', '2018-12-01');
    expect(series.segments.map((segment) => segment.length)).toEqual([3, 3]);
    expect(series.marks.map((mark) => mark.at)).toEqual([2.5]);
  });
  it('ignores a break before its first period', () => {
    expect(seriesOf(result(all, [{ ...wording, at: '2018-01-01' }]), 'month', '2018-12-01').segments).toHaveLength(1);
  });
  it('knows the running period and its days to go', () => {
    const { points } = seriesOf(result(all), 'month', '2018-06-12');
    expect(points.filter((point) => point.running).map((point) => [point.index, point.daysLeft])).toEqual([[5, 18]]);
  });
});

describe('the chart', () => {
  const look = { accent: '#00f', surface: '#fff', edge: '#777', line: '#ddd', ink: '#000', ink2: '#444', ink3: '#666' };
  const texts = { tick: () => '', axis: String, breakLabel: () => 'break', tooltip: () => null as unknown as HTMLElement };
  const made = (breaks: SeriesBreak[]) => {
    const data = result(all, breaks);
    return timeOption(seriesOf(data, 'month', '2018-12-01'), data.metric, look, texts).series as unknown as { id: string; stack?: string; stackStrategy?: string; data: number[][] }[];
  };
  it('stacks every band with the strategy "all" and never animates', () => {
    const bands = made([wording]).filter((series) => series.stack);
    expect(bands.map((series) => series.id)).toEqual(['low 0', 'band 0', 'low 1', 'band 1']);
    expect(new Set(bands.map((series) => series.stackStrategy))).toEqual(new Set(['all']));
    expect(bands[0]!.data[0]).toEqual([0, -35]);
    expect(bands[1]!.data[0]).toEqual([0, 46]);
  });
  it('has an axis on round steps that holds every bound', () => {
    const data = result(all);
    const axis = axisOf(seriesOf(data, 'month', '2018-12-01'), data.metric);
    expect(axis.min).toBeLessThanOrEqual(-35);
    expect(axis.max).toBeGreaterThanOrEqual(16);
    expect(axis.min % 10).toBeCloseTo(0);
  });
});
