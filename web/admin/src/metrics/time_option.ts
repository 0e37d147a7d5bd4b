// The chart's option: line, band with edges, breaks, the running period hollow. No drawing, no DOM but the tooltip's.
import type { EChartsOption, SeriesOption } from 'echarts';
import type { QueryMetric } from '../api/types';
import { axisOver, roundAxis, ticks, type Axis } from '../ui/scale';
import { isTold, type Point, type Series } from './time_series';

export interface Look {
  accent: string;
  surface: string;
  edge: string;
  line: string;
  ink: string;
  ink2: string;
  ink3: string;
}

export interface Texts {
  tick: (point: Point) => string;
  axis: (value: number) => string;
  breakLabel: (index: number) => string;
  tooltip: (point: Point) => HTMLElement;
  target?: string;
}

const factor = (metric: QueryMetric) => (metric.unit === 'share' ? 100 : 1);

// In display units, so that axis and band need no second scale.
const bounds = (point: Point, metric: QueryMetric): [number, number] =>
  [point.group!.interval![0]! * factor(metric), point.group!.interval![1]! * factor(metric)];

export function axisOf(series: Series, metric: QueryMetric, target?: number | null): Axis {
  const by = factor(metric);
  const intervals = series.points.filter(isTold).map((point) => bounds(point, metric));
  const range = { min: metric.range.min * by, max: metric.range.max * by };
  return roundAxis(axisOver(intervals, range, target === null || target === undefined ? null : target * by), range);
}

// A band is two stacked lines: the lower bound, and the width upon it. stackStrategy 'all' is needed where the lower
// bound is below zero and the upper above: the default stacks the signs apart and draws a false band.
function bandOf(segment: Point[], number: number, metric: QueryMetric, look: Look): SeriesOption[] {
  const common = {
    type: 'line' as const, stack: `band ${number}`, stackStrategy: 'all' as const, symbol: 'none',
    silent: true, animation: false, z: 1, lineStyle: { width: 1, color: look.edge },
  };
  return [
    { ...common, id: `low ${number}`, data: segment.map((point) => [point.index, bounds(point, metric)[0]]) },
    {
      ...common, id: `band ${number}`, areaStyle: { color: look.accent, opacity: 0.2 },
      data: segment.map((point) => [point.index, bounds(point, metric)[1] - bounds(point, metric)[0]]),
    },
  ];
}

function lineOf(segment: Point[], number: number, metric: QueryMetric, look: Look): SeriesOption {
  return {
    type: 'line', id: `line ${number}`, animation: false, z: 3, symbol: 'circle', symbolSize: 8, showAllSymbol: true,
    lineStyle: { width: 2, color: look.accent },
    itemStyle: { color: look.accent },
    data: segment.map((point) => ({
      value: [point.index, point.group!.estimate! * factor(metric)],
      ...(point.running ? { itemStyle: { color: look.surface, borderColor: look.accent, borderWidth: 2 } } : {}),
    })),
  };
}

// A point alone has no band; a whisker shows its interval.
function whiskersOf(series: Series, metric: QueryMetric, look: Look): SeriesOption {
  const alone = series.segments.filter((segment) => segment.length === 1).map((segment) => segment[0]!);
  return {
    type: 'custom', id: 'whiskers', animation: false, silent: true, z: 2,
    data: alone.map((point) => [point.index, ...bounds(point, metric)]),
    renderItem: (_, api) => {
      const low = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)]);
      return {
        type: 'line', style: { stroke: look.edge, lineWidth: 2 },
        shape: { x1: low[0]!, y1: low[1]!, x2: high[0]!, y2: high[1]! },
      };
    },
  };
}

function markLines(series: Series, metric: QueryMetric, look: Look, texts: Texts, target?: number | null): SeriesOption {
  const breaks = series.marks.map((mark, index) => ({
    xAxis: mark.at, lineStyle: { color: look.ink2, type: 'dotted' as const, width: 1.5 },
    label: { show: true, formatter: texts.breakLabel(index), position: 'insideEndTop' as const, rotate: 0, color: look.ink2, fontSize: 12, align: breakAlign(mark.at, series.points.length), distance: 6 },
  }));
  const line = target === null || target === undefined ? [] : [{
    yAxis: target * factor(metric), lineStyle: { color: look.ink2, type: 'dashed' as const, width: 1 },
    label: { show: !!texts.target, formatter: texts.target ?? '', position: 'end' as const, color: look.ink2, fontSize: 12 },
  }];
  const zero = [{ yAxis: 0, lineStyle: { color: look.edge, type: 'solid' as const, width: 1 }, label: { show: false } }];
  return {
    type: 'line', id: 'marks', data: [], animation: false, silent: true,
    markLine: { silent: true, symbol: 'none', animation: false, data: [...breaks, ...line, ...(metric.range.min < 0 ? zero : [])] },
  };
}

export function timeOption(series: Series, metric: QueryMetric, look: Look, texts: Texts, target?: number | null): EChartsOption {
  const axis = axisOf(series, metric, target);
  const label = { color: look.ink2, fontSize: 12, lineHeight: 16 };
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, system-ui, sans-serif', fontSize: 12, color: look.ink2 },
    grid: { left: 8, right: texts.target ? 64 : 16, top: series.marks.length > 0 ? 28 : 12, bottom: 4, containLabel: true },
    xAxis: {
      type: 'value', min: -0.5, max: Math.max(series.points.length, 1) - 0.5, interval: 1, splitLine: { show: false },
      axisLine: { lineStyle: { color: look.line }, onZero: false }, axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true, customValues: tickValues(series), formatter: (value: number) => (series.points[value] ? texts.tick(series.points[value]!) : '') },
    },
    yAxis: {
      type: 'value', min: axis.min, max: axis.max, interval: stepOf(axis), axisLine: { show: false }, axisTick: { show: false },
      splitLine: { lineStyle: { color: look.line } },
      axisLabel: { ...label, formatter: (value: number) => texts.axis(value / factor(metric)) },
    },
    tooltip: {
      trigger: 'axis', confine: true, transitionDuration: 0, className: 'chart-tip', backgroundColor: 'transparent', borderWidth: 0, padding: 0,
      extraCssText: 'box-shadow:none', axisPointer: { type: 'line', snap: true, label: { show: false }, lineStyle: { color: look.edge } },
      formatter: (shown: unknown) => tooltipFor(shown, series, texts),
    },
    series: [
      ...series.segments.flatMap((segment, number) => [
        ...(segment.length > 1 ? bandOf(segment, number, metric, look) : []), lineOf(segment, number, metric, look),
      ]),
      whiskersOf(series, metric, look), markLines(series, metric, look, texts, target),
    ],
  };
}

// The label leans into the chart, so that it is not cut off near an edge.
const breakAlign = (at: number, points: number): 'left' | 'right' => (at < points / 2 ? 'left' : 'right');

const stepOf = (axis: Axis): number => {
  const [first = 0, second = first + 1] = ticks(axis);
  return Number((second - first).toPrecision(12));
};

// At most about a dozen labels, evenly, the last one among them.
function tickValues(series: Series): number[] {
  const last = series.points.length - 1;
  const step = Math.max(1, Math.ceil(series.points.length / 12));
  return series.points.map((point) => point.index).filter((index) => (last - index) % step === 0);
}

function tooltipFor(shown: unknown, series: Series, texts: Texts): HTMLElement | string {
  const first = (Array.isArray(shown) ? shown[0] : shown) as { value?: unknown } | undefined;
  const value = first?.value as number[] | undefined;
  const point = series.points[Math.round(Number(value?.[0]))];
  return point ? texts.tooltip(point) : '';
}
