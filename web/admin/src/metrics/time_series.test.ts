import { describe, expect, it } from 'vitest';
import type { Group, QueryResult, SeriesBreak } from '../api/types';
import { axisOf, linesOption, spread } from './time_option';
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
  it('reaches over all answers where the period is open', () => {
    const open = { ...result([all[0]!, all[3]!]), period: { from: null, to: null } };
    expect(seriesOf(open, 'month', '2018-12-01').points.map((point) => point.period.name)).toEqual(MONTHS.slice(0, 4));
  });
  it('is one of several in a reply, with the periods of all', () => {
    const keyed = (month: string, segment: string) => ({ ...group(month, 1, [0, 2]), key: [segment, month] });
    const reply = { ...result([keyed('2018-02', 'a'), keyed('2018-04', 'b')]), period: { from: null, to: null } };
    const series = seriesOf(reply, 'month', '2018-12-01', 1, reply.groups.slice(1));
    expect(series.points.map((point) => [point.period.name, !!point.group])).toEqual([['2018-02', false], ['2018-03', false], ['2018-04', true]]);
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
  const look = { accent: '#00f', surface: '#fff', edge: '#777', line: '#ddd', ink: '#000', ink2: '#444', ink3: '#666', series: [] };
  const texts = { tick: () => '', axis: String, breakLabel: () => 'break', tooltip: () => null as unknown as HTMLElement };
  const made = (breaks: SeriesBreak[]) => {
    const data = result(all, breaks);
    return linesOption([{ series: seriesOf(data, 'month', '2018-12-01') }], data.metric, look, texts).series as unknown as { id: string; stack?: string; stackStrategy?: string; data: number[][] }[];
  };
  it('stacks every band with the strategy "all" and never animates', () => {
    const bands = made([wording]).filter((series) => series.stack);
    expect(bands.map((series) => series.id)).toEqual(['low 0', 'band 0', 'low 1', 'band 1']);
    expect(new Set(bands.map((series) => series.stackStrategy))).toEqual(new Set(['all']));
    expect(bands[0]!.data[0]).toEqual([0, -35]);
    expect(bands[1]!.data[0]).toEqual([0, 46]);
  });
  it('draws each of several lines with its own dash, dot and name, and keeps their bands apart', () => {
    const series = seriesOf(result(all), 'month', '2018-12-01');
    const lines = ['#111', '#222'].map((color, rank) => ({ series, color, rank, name: 'line ' + rank }));
    const option = linesOption(lines, result(all).metric, look, texts).series as unknown as { id: string; stack?: string; symbol?: string; lineStyle: { type?: unknown } }[];
    const drawn = option.filter((one) => one.id.startsWith('line '));
    expect(drawn.map((one) => one.symbol)).toEqual(['circle', 'rect']);
    expect(option.map((one) => one.id)).toContain('names');
    expect(made([]).map((one) => one.id)).not.toContain('names');
    expect(new Set(drawn.map((one) => JSON.stringify(one.lineStyle.type))).size).toBe(2);
    expect(new Set(option.flatMap((one) => one.stack ?? [])).size).toBe(2);
    const three = linesOption([...lines, { ...lines[0]!, rank: 2 }], result(all).metric, look, texts).series as unknown as { id: string; stack?: string; data: number[][] }[];
    expect(three.filter((one) => one.stack)).toEqual([]);
    expect(three.filter((one) => one.id.startsWith('whiskers')).map((one) => one.data.length)).toEqual([6, 6, 6]);
  });
  it('keeps names of lines from covering each other', () => {
    expect(spread([50, 48, 100], 18)).toEqual([66, 48, 100]);
    expect(spread([10, 10, 10], 18)).toEqual([10, 28, 46]);
  });
  it('has an axis on round steps that holds every bound', () => {
    const data = result(all);
    const axis = axisOf([seriesOf(data, 'month', '2018-12-01')], data.metric);
    expect(axis.min).toBeLessThanOrEqual(-35);
    expect(axis.max).toBeGreaterThanOrEqual(16);
    expect(axis.min % 10).toBeCloseTo(0);
  });
});
