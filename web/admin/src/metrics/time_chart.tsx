// The metric over time. The chart library comes in a chunk of its own, while a skeleton stands in the chart's place.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { QueryResult, TimeUnit } from '../api/types';
import { timeZone } from '../app/session';
import { known, language, t, tn } from '../i18n/words';
import { localDay, periodText } from '../ui/calendar';
import { absenceText, baseText } from '../ui/claims';
import { figure, level } from '../ui/number';
import { Skeleton } from '../ui/states';
import type { Look, Texts } from './time_option';
import { timeOption } from './time_option';
import { isTold, seriesOf, type Point, type Series } from './time_series';

export function readLook(element: Element): Look {
  const probe = document.createElement('span');
  element.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const look = {
    accent: read('accent'), surface: read('surface'), edge: read('edge'), line: read('line'), ink: read('ink'), ink2: read('ink2'), ink3: read('ink3'),
  };
  probe.remove();
  return look;
}

export function breakText(series: Series, index: number): string {
  return [...new Set(series.marks[index]?.breaks.map((found) => t(`break.${found.kind}`)))].join(', ');
}

function tooltip(result: QueryResult, unit: TimeUnit, year: number) {
  return (point: Point): HTMLElement => {
    const node = document.createElement('div');
    node.className = 'tip';
    const add = (name: string, text: string) => {
      const line = document.createElement('p');
      line.className = name;
      line.textContent = text;
      node.append(line);
    };
    add('tip-title', periodText(unit, point.period.from, language(), year));
    if (!isTold(point)) {
      add('tip-note', point.group ? absenceText(point.group) : t('value.no_answers'));
      return node;
    }
    const group = point.group!;
    const shown = figure(group.estimate!, group.interval, result.metric.unit, language());
    add('tip-value', shown.value + shown.unit);
    add('tip-note', `${shown.range} · ${baseText(group.n)}`);
    if (point.running) add('tip-note', runningText(point));
    return node;
  };
}

export const runningText = (point: Point): string => tn('period.running', point.daysLeft);

function textsOf(result: QueryResult, series: Series, unit: TimeUnit, year: number, target?: number | null): Texts {
  const { unit: of } = result.metric;
  return {
    tick: (point) => tickText(unit, point, year),
    axis: (value) => level(value, of, language(), of === 'score' ? 1 : 0),
    breakLabel: (index) => breakText(series, index),
    tooltip: tooltip(result, unit, year),
    ...(target === null || target === undefined ? {} : { target: t('target.line', { value: level(target, of, language(), of === 'score' ? 1 : 0) }) }),
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

export function TimeChart({ result, unit, conclusion, target }: { result: QueryResult; unit: TimeUnit; conclusion: string; target?: number | null }) {
  const holder = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  const [failed, setFailed] = useState(false);
  const today = localDay(new Date(), timeZone());
  useEffect(() => {
    let chart: ReturnType<typeof import('./echarts').openChart> | null = null;
    let gone = false;
    const undo: (() => void)[] = [];
    const draw = () => {
      const series = seriesOf(result, unit, today);
      chart?.setOption(timeOption(series, result.metric, readLook(holder.current!), textsOf(result, series, unit, Number(today.slice(0, 4)), target), target), true);
    };
    import('./echarts').then(({ openChart }) => {
      if (gone || !holder.current) return;
      chart = openChart(holder.current, result.groups.length);
      draw();
      setReady(true);
      undo.push(followSize(holder.current, () => chart?.resize()), followTheme(draw));
    }, () => setFailed(true));
    return () => {
      gone = true;
      undo.forEach((action) => action());
      chart?.dispose();
    };
  }, [result, unit, target, language()]);
  if (failed) return <p class="note" role="alert">{t('error.offline')}</p>;
  return (
    <div class="chart-box">
      {!ready && <Skeleton kind="chart" rows={1} />}
      <div ref={holder} class="chart" role="img" aria-label={conclusion} />
    </div>
  );
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
