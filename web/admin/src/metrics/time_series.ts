// Periods in order, with their estimates, cut into segments where the series must not be joined.
import type { Group, QueryResult, SeriesBreak, TimeUnit } from '../api/types';
import { daysBetween, endOf, periodStart, periodsBetween, type NamedPeriod } from '../ui/calendar';

export interface Point {
  index: number;
  period: NamedPeriod;
  group: Group | undefined;
  running: boolean;
  daysLeft: number;
}

export interface Mark {
  at: number;          // between points: index - 0.5
  breaks: SeriesBreak[];
}

export interface Series {
  points: Point[];
  segments: Point[][];  // told points without a hole or a break between
  marks: Mark[];
}

export const isTold = (point: Point): boolean => point.group?.estimate !== null && point.group?.estimate !== undefined && !!point.group.interval;

// `at`: where the unit of time stands in a group's key; `of`: the groups of one line, where a reply holds several.
export function seriesOf(result: QueryResult, unit: TimeUnit, today: string, at = 0, of: Group[] = result.groups): Series {
  const groups = new Map(of.map((group) => [group.key[at] ?? '', group]));
  const span = spanOf(result, unit, at);
  const points = (span ? periodsBetween(unit, span.from, span.to) : []).map((period, index) => ({
    index, period, group: groups.get(period.name),
    running: period.from <= today && today < period.to,
    daysLeft: Math.max(0, daysBetween(today, period.to)),
  }));
  const marks = marksOf(points, result.breaks);
  return { points, segments: segmentsOf(points, marks), marks };
}

// An open period reaches from the first answer to the last, the same for all lines of a reply.
function spanOf(result: QueryResult, unit: TimeUnit, at: number): { from: string; to: string } | null {
  const { from, to } = result.period;
  if (from && to) return { from, to };
  const starts = result.groups.map((group) => periodStart(unit, group.key[at] ?? '')).sort();
  return starts.length > 0 ? { from: from ?? starts[0]!, to: to ?? endOf(unit, starts[starts.length - 1]!) } : null;
}

function marksOf(points: Point[], breaks: SeriesBreak[]): Mark[] {
  const marks = new Map<number, SeriesBreak[]>();
  for (const found of breaks) {
    const point = points.find((candidate) => candidate.period.from <= found.at && found.at <= candidate.period.to);
    if (point && point.index > 0) marks.set(point.index, [...(marks.get(point.index) ?? []), found]);
  }
  return [...marks].sort(([a], [b]) => a - b).map(([index, found]) => ({ at: index - 0.5, breaks: found }));
}

function segmentsOf(points: Point[], marks: Mark[]): Point[][] {
  const cuts = new Set(marks.map((mark) => mark.at + 0.5));
  const segments: Point[][] = [];
  let current: Point[] = [];
  const finish = () => {
    if (current.length > 0) segments.push(current);
    current = [];
  };
  for (const point of points) {
    if (cuts.has(point.index)) finish();
    if (isTold(point)) current.push(point);
    else finish();
  }
  finish();
  return segments;
}
