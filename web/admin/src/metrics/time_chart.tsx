// The metric over time. The chart library comes in a chunk of its own, while a skeleton stands in the chart's place.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { QueryMetric, QueryResult, TimeUnit } from '../api/types';
import { timeZone } from '../app/session';
import { known, language, t, tn } from '../i18n/words';
import { localDay, periodText } from '../ui/calendar';
import { absenceText, baseText, boundsText } from '../ui/claims';
import { figure, level } from '../ui/number';
import { readColors } from '../ui/picture';
import type { Axis } from '../ui/scale';
import { Skeleton } from '../ui/states';
import type { Line, Look, Texts } from './time_option';
import { linesOption } from './time_option';
import { isTold, seriesOf, type Point, type Series } from './time_series';

const SERIES = ['series-1', 'series-2', 'series-3', 'series-4'] as const;

function readLook(element: Element): Look {
  const colors = readColors(element, ['accent', 'surface', 'edge', 'line', 'ink', 'ink2', 'ink3', ...SERIES]);
  return { ...colors, series: SERIES.map((name) => colors[name]) };
}

export function breakText(series: Series, index: number): string {
  return [...new Set(series.marks[index]?.breaks.map((found) => t(`break.${found.kind}`)))].join(', ');
}

// What all lines say about one period; a line alone needs no name.
function tooltip(lines: Line[], metric: QueryMetric, unit: TimeUnit, year: number) {
  return (index: number): HTMLElement => {
    const node = document.createElement('div');
    node.className = 'tip';
    const add = (name: string, text: string) => {
      const line = document.createElement('p');
      line.className = name;
      line.textContent = text;
      node.append(line);
    };
    const first = lines[0]!.series.points[index]!;
    add('tip-title', periodText(unit, first.period.from, language(), year));
    for (const { series, name } of lines) {
      const point = series.points[index]!;
      const before = name ? `${name}: ` : '';
      if (!isTold(point)) {
        add('tip-note', before + (point.group ? absenceText(point.group) : t('value.no_answers')));
        continue;
      }
      const group = point.group!;
      const shown = figure(group.estimate!, group.interval, metric.unit, language());
      add(name ? 'tip-line' : 'tip-value', before + shown.value + shown.unit);
      add('tip-note', `${boundsText(group, shown, 'range')} · ${baseText(group.n)}`);
    }
    if (first.running) add('tip-note', runningText(first));
    return node;
  };
}

export const runningText = (point: Point): string => tn('period.running', point.daysLeft);

function textsOf(lines: Line[], metric: QueryMetric, unit: TimeUnit, year: number, target?: number | null): Texts {
  const decimals = metric.unit === 'score' ? 1 : 0;
  return {
    tick: (point) => tickText(unit, point, year),
    axis: (value) => level(value, metric.unit, language(), decimals),
    breakLabel: (index) => breakText(lines[0]!.series, index),
    tooltip: tooltip(lines, metric, unit, year),
    ...(target === null || target === undefined ? {} : { target: t('target.line', { value: level(target, metric.unit, language(), decimals) }) }),
  };
}

// Short: the week by its Monday, the month with its year under January and the first.
function tickText(unit: TimeUnit, point: Point, year: number): string {
  const { from } = point.period;
  if (unit === 'week') return periodText('day', from, language(), Number(from.slice(0, 4)));
  if (unit === 'month') {
    const [month, of] = periodText('month', from, language(), year).split(' ');
    return from.slice(5, 7) === '01' || point.index === 0 ? `${month}\n${of}` : month!;
  }
  return periodText(unit, from, language(), unit === 'day' ? Number(from.slice(0, 4)) : year);
}

export interface ChartOf {
  lines: Line[];
  metric: QueryMetric;
  unit: TimeUnit;
  target?: number | null | undefined;
  axis?: Axis | undefined;   // shared by charts that are read side by side
  narrow?: boolean;          // room for a few labels of the time only
}

// Colours are read where the chart stands, so that a picture of it has the same.
export function optionOf({ lines, metric, unit, target, axis, narrow }: ChartOf, element: Element) {
  const look = readLook(element);
  const colored = lines.map((line) => (line.name ? { ...line, color: look.series[line.rank ?? 0] ?? look.accent } : line));
  const year = Number(localDay(new Date(), timeZone()).slice(0, 4));
  return linesOption(colored, metric, look, textsOf(lines, metric, unit, year, target), { target, axis, ticks: narrow ? 4 : 12 });
}

export function LinesChart({ conclusion, ...of }: ChartOf & { conclusion: string }) {
  const { lines, metric, unit, target, axis, narrow } = of;
  const holder = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let chart: ReturnType<typeof import('./echarts').openChart> | null = null;
    let gone = false;
    const undo: (() => void)[] = [];
    const draw = () => chart?.setOption(optionOf(of, holder.current!), true);
    import('./echarts').then(({ openChart }) => {
      if (gone || !holder.current) return;
      chart = openChart(holder.current, lines.reduce((points, line) => points + line.series.points.length, 0));
      draw();
      setReady(true);
      undo.push(followSize(holder.current, () => chart?.resize()), followTheme(draw));
    }, () => setFailed(true));
    return () => {
      gone = true;
      undo.forEach((action) => action());
      chart?.dispose();
    };
  }, [lines, metric, unit, target, axis?.min, axis?.max, narrow, language()]);
  if (failed) return <p class="note" role="alert">{t('error.offline')}</p>;
  return (
    <div class="chart-box">
      {!ready && <Skeleton kind="chart" rows={1} />}
      <div ref={holder} class="chart" role="img" aria-label={conclusion} />
    </div>
  );
}

export function TimeChart({ result, unit, conclusion, target }: { result: QueryResult; unit: TimeUnit; conclusion: string; target?: number | null }) {
  const lines = useMemo(() => [{ series: seriesNow(result, unit) }], [result, unit]);
  return <LinesChart lines={lines} metric={result.metric} unit={unit} conclusion={conclusion} target={target} />;
}

function followSize(element: HTMLElement, action: () => void): () => void {
  const observer = new ResizeObserver(action);
  observer.observe(element);
  return () => observer.disconnect();
}

function followTheme(action: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  const observer = new MutationObserver(action);
  media.addEventListener('change', action);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', action);
    observer.disconnect();
  };
}

export function seriesNow(result: QueryResult, unit: TimeUnit): Series {
  return seriesOf(result, unit, localDay(new Date(), timeZone()));
}

export const modeWord = (channel: string): string => known('channel', channel);
