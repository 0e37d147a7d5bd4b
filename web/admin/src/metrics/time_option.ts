// The chart's option: lines, bands with edges, breaks, the running period hollow. No drawing, no DOM but the tooltip's.
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
  series: string[];  // at most four, told apart also by dash and name
}

export interface Texts {
  tick: (point: Point) => string;
  axis: (value: number) => string;
  breakLabel: (index: number) => string;
  tooltip: (index: number) => HTMLElement;
  target?: string;
}

// One of several lines: its own colour, dash and shape of dot, and its name at its end. A line alone needs none of them.
export interface Line {
  series: Series;
  color?: string;
  rank?: number;
  name?: string;
}

const DASHES: ('solid' | number[])[] = ['solid', [8, 4], [2, 3], [12, 3, 2, 3]];
const SHAPES = ['circle', 'rect', 'triangle', 'diamond'];
const NAME_PX = 172;

const factor = (metric: QueryMetric) => (metric.unit === 'share' ? 100 : 1);

// In display units, so that axis and band need no second scale.
const bounds = (point: Point, metric: QueryMetric): [number, number] =>
  [point.group!.interval![0]! * factor(metric), point.group!.interval![1]! * factor(metric)];

export function axisOf(series: readonly Series[], metric: QueryMetric, target?: number | null): Axis {
  const by = factor(metric);
  const intervals = series.flatMap((one) => one.points).filter(isTold).map((point) => bounds(point, metric));
  const range = { min: metric.range.min * by, max: metric.range.max * by };
  return roundAxis(axisOver(intervals, range, target === null || target === undefined ? null : target * by), range);
}

// Lines of one chart stand a little beside each other, so that dots and whiskers of one period do not hide each other. More than
// two bands would: three and four lines have whiskers instead.
const STEP_ASIDE = 0.12;
const MOST_BANDS = 2;

interface Drawing {
  line: Line;
  metric: QueryMetric;
  look: Look;
  aside: number;
  band: boolean;
}

// A band is two stacked lines: the lower bound, and the width upon it. stackStrategy 'all' is needed where the lower
// bound is below zero and the upper above: the default stacks the signs apart and draws a false band.
function bandOf(segment: Point[], id: string, { line, metric, look, aside }: Drawing): SeriesOption[] {
  const common = {
    type: 'line' as const, stack: `band ${id}`, stackStrategy: 'all' as const, symbol: 'none',
    silent: true, animation: false, z: 1, lineStyle: line.color ? { width: 1, color: line.color, opacity: 0.5 } : { width: 1, color: look.edge },
  };
  return [
    { ...common, id: `low ${id}`, data: segment.map((point) => [point.index + aside, bounds(point, metric)[0]]) },
    {
      ...common, id: `band ${id}`, areaStyle: { color: line.color ?? look.accent, opacity: line.color ? 0.1 : 0.2 },
      data: segment.map((point) => [point.index + aside, bounds(point, metric)[1] - bounds(point, metric)[0]]),
    },
  ];
}

function lineOf(segment: Point[], id: string, { line, metric, look, aside }: Drawing): SeriesOption {
  const color = line.color ?? look.accent;
  return {
    type: 'line', id: `line ${id}`, animation: false, z: 3, symbol: SHAPES[line.rank ?? 0]!, symbolSize: 8, showAllSymbol: true,
    lineStyle: { width: 2, color, type: DASHES[line.rank ?? 0]! },
    itemStyle: { color },
    data: segment.map((point) => ({
      value: [point.index + aside, point.group!.estimate! * factor(metric)],
      ...(point.running ? { itemStyle: { color: look.surface, borderColor: color, borderWidth: 2 } } : {}),
    })),
  };
}

// A whisker shows the interval of a point without a band.
function whiskersOf(number: number, { line, metric, look, aside, band }: Drawing): SeriesOption {
  const bare = line.series.segments.filter((segment) => !band || segment.length === 1).flat();
  return {
    type: 'custom', id: `whiskers ${number}`, animation: false, silent: true, z: 2,
    data: bare.map((point) => [point.index + aside, ...bounds(point, metric)]),
    renderItem: (_, api) => {
      const low = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)]);
      return {
        type: 'line', style: { stroke: line.color ?? look.edge, lineWidth: band ? 2 : 1.5 },
        shape: { x1: low[0]!, y1: low[1]!, x2: high[0]!, y2: high[1]! },
      };
    },
  };
}

// Heights at least `gap` apart, in the same order, as near to where they were as going down allows.
export function spread(heights: number[], gap: number): number[] {
  const placed = [...heights];
  let above = -Infinity;
  for (const index of heights.map((_, at) => at).sort((a, b) => heights[a]! - heights[b]!)) {
    placed[index] = Math.max(heights[index]!, above + gap);
    above = placed[index]!;
  }
  return placed;
}

// The names of the lines beside their ends, each with a piece of its dash.
function namesOf(lines: Line[], metric: QueryMetric, look: Look): SeriesOption[] {
  const ends = lines.flatMap((line) => {
    const last = line.series.segments.flat().pop();
    return line.name && last ? [{ line, x: last.index, y: last.group!.estimate! * factor(metric) }] : [];
  });
  if (ends.length === 0) return [];
  return [{
    type: 'custom', id: 'names', animation: false, silent: true, z: 4, data: ends.map((end, index) => [end.x, end.y, index]),
    renderItem: (params, api) => {
      const { line } = ends[params.dataIndex]!;
      const y = spread(ends.map((end) => api.coord([end.x, end.y])[1]!), 18)[params.dataIndex]!;
      const x = api.getWidth() - NAME_PX + 12;
      const dash = DASHES[line.rank ?? 0]!;
      return {
        type: 'group',
        children: [
          { type: 'line', shape: { x1: x, y1: y, x2: x + 24, y2: y }, style: { stroke: line.color ?? look.accent, lineWidth: 2, ...(dash === 'solid' ? {} : { lineDash: dash }) } },
          { type: 'text', style: { text: line.name!, x: x + 30, y, verticalAlign: 'middle', fill: look.ink, font: "12px 'Inter Variable', system-ui, sans-serif", width: NAME_PX - 44, overflow: 'truncate' } },
        ],
      };
    },
  }];
}

function drawn(lines: Line[], number: number, metric: QueryMetric, look: Look): SeriesOption[] {
  const line = lines[number]!;
  const prefix = number === 0 ? '' : `${number}.`;
  const drawing: Drawing = { line, metric, look, aside: (number - (lines.length - 1) / 2) * STEP_ASIDE, band: lines.length <= MOST_BANDS };
  return [
    ...line.series.segments.flatMap((segment, index) => [
      ...(drawing.band && segment.length > 1 ? bandOf(segment, prefix + index, drawing) : []), lineOf(segment, prefix + index, drawing),
    ]),
    whiskersOf(number, drawing),
  ];
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

const timeAxis = (series: Series, look: Look, texts: Texts, most: number) => ({
  type: 'value' as const, min: -0.5, max: Math.max(series.points.length, 1) - 0.5, interval: 1, splitLine: { show: false },
  axisLine: { lineStyle: { color: look.line }, onZero: false }, axisTick: { show: false },
  axisLabel: {
    ...labelOf(look), hideOverlap: true, customValues: tickValues(series, most),
    formatter: (value: number) => (series.points[value] ? texts.tick(series.points[value]!) : ''),
  },
});

const labelOf = (look: Look) => ({ color: look.ink2, fontSize: 12, lineHeight: 16 });

// Lines share periods and breaks. `axis`: given where several charts are read side by side; `ticks`: labels of the time at most.
export function linesOption(lines: Line[], metric: QueryMetric, look: Look, texts: Texts, more: { target?: number | null | undefined; axis?: Axis | undefined; ticks?: number } = {}): EChartsOption {
  const axis = more.axis ?? axisOf(lines.map((line) => line.series), metric, more.target);
  const series = lines[0]!.series;
  const right = lines.some((line) => line.name) ? NAME_PX : texts.target ? 64 : 16;
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable, system-ui, sans-serif', fontSize: 12, color: look.ink2 },
    grid: { left: 8, right, top: series.marks.length > 0 ? 28 : 12, bottom: 4, containLabel: true },
    xAxis: timeAxis(series, look, texts, more.ticks ?? 12),
    yAxis: {
      type: 'value', min: axis.min, max: axis.max, interval: stepOf(axis), axisLine: { show: false }, axisTick: { show: false },
      splitLine: { lineStyle: { color: look.line } },
      axisLabel: { ...labelOf(look), formatter: (value: number) => texts.axis(value / factor(metric)) },
    },
    tooltip: {
      trigger: 'axis', confine: true, transitionDuration: 0, className: 'chart-tip', backgroundColor: 'transparent', borderWidth: 0, padding: 0,
      extraCssText: 'box-shadow:none', axisPointer: { type: 'line', snap: true, label: { show: false }, lineStyle: { color: look.edge } },
      formatter: (shown: unknown) => tooltipFor(shown, series, texts),
    },
    series: [...lines.flatMap((_, number) => drawn(lines, number, metric, look)), ...namesOf(lines, metric, look), markLines(series, metric, look, texts, more.target)],
  };
}

// The label leans into the chart, so that it is not cut off near an edge.
const breakAlign = (at: number, points: number): 'left' | 'right' => (at < points / 2 ? 'left' : 'right');

const stepOf = (axis: Axis): number => {
  const [first = 0, second = first + 1] = ticks(axis);
  return Number((second - first).toPrecision(12));
};

// At most so many labels, evenly, the last one among them.
function tickValues(series: Series, most: number): number[] {
  const last = series.points.length - 1;
  const step = Math.max(1, Math.ceil(series.points.length / most));
  return series.points.map((point) => point.index).filter((index) => (last - index) % step === 0);
}

function tooltipFor(shown: unknown, series: Series, texts: Texts): HTMLElement | string {
  const first = (Array.isArray(shown) ? shown[0] : shown) as { value?: unknown } | undefined;
  const value = first?.value as number[] | undefined;
  const point = series.points[Math.round(Number(value?.[0]))];
  return point ? texts.tooltip(point.index) : '';
}
