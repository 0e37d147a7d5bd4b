// Groups of a reply as the views need them: rows, lines over time, cells of a map, and the words behind a group.
import type { Group, QueryResult } from '../api/types';
import type { Catalogue } from '../app/catalogue';
import { isUnit, ordered, orderOf, valueName } from '../metrics/group_names';
import type { GroupRow } from '../metrics/group_table';
import { isAnonymous, wordsLink } from '../metrics/metric_state';
import type { Line } from '../metrics/time_option';
import { seriesOf, type Series } from '../metrics/time_series';
import { endOf, periodStart } from '../ui/calendar';
import { NBSP } from '../ui/number';
import { unitOf, type ExploreState } from './explore_state';

export const MOST_GROUPS = 200;
const MOST_TOGETHER = 4;
export const MOST_PANELS = 24;
const MANY_COLUMNS = 8;
const MANY_PERIODS = 16;
const LISTED = ['survey', 'segment', 'channel', 'role', 'stage'];  // what the list of responses can be narrowed to

export const groupName = (catalogue: Catalogue, dims: string[], key: string[]): string =>
  dims.map((by, index) => valueName(catalogue, by, key[index] ?? '')).join(`${NBSP}· `);

// The responses behind a group, where they can be listed exactly.
export function wordsOf(group: Group, result: QueryResult, state: ExploreState): string | undefined {
  if (isAnonymous(result)) return undefined;
  const more: Record<string, string> = {};
  for (const [index, by] of state.dims.entries()) {
    const value = group.key[index] ?? '';
    if (value === '') return undefined;
    if (isUnit(by)) Object.assign(more, spanOf(by, value, result));
    else if (LISTED.includes(by)) more[by] = value;
    else return undefined;
  }
  return wordsLink(state, result.period, more);
}

// The first and the last period may be cut by the query's own.
function spanOf(unit: Parameters<typeof endOf>[0], name: string, result: QueryResult): { from: string; to: string } {
  const [from, to] = [periodStart(unit, name), endOf(unit, periodStart(unit, name))];
  const { from: first, to: last } = result.period;
  return { from: first && first > from ? first : from, to: last && last < to ? last : to };
}

// All groups in order, or by base where that is asked for.
export function inOrder(result: QueryResult, state: ExploreState, catalogue: Catalogue): Group[] {
  const groups = ordered(result.groups, state.dims, catalogue);
  return state.sort === 'base' && state.view === 'table' ? groups.sort((a, b) => b.n - a.n) : groups;
}

// With several dimensions the last one names the row, those before it the run of rows.
export function rowsOf(groups: Group[], result: QueryResult, state: ExploreState, catalogue: Catalogue): GroupRow[] {
  const { dims } = state;
  return groups.map((group) => ({
    id: group.key.join('\n'), group, words: wordsOf(group, result, state),
    name: valueName(catalogue, dims[dims.length - 1]!, group.key[dims.length - 1] ?? ''),
    ...(dims.length > 1 ? { heading: groupName(catalogue, dims.slice(0, -1), group.key) } : {}),
  }));
}

export interface NamedLine extends Line {
  id: string;
  title: string;
  series: Series;
  n: number;
}

// One line for every combination of the dimensions that are not the time, in order.
export function linesOf(result: QueryResult, state: ExploreState, catalogue: Catalogue, today: string): NamedLine[] {
  const unit = unitOf(state.dims);
  if (!unit) return [];
  const at = state.dims.indexOf(unit);
  const others = state.dims.filter((by) => by !== unit);
  const strip = (group: Group) => group.key.filter((_, index) => index !== at);
  const runs = new Map<string, Group[]>();
  for (const group of result.groups) {
    const id = strip(group).join('\n');
    runs.set(id, [...(runs.get(id) ?? []), group]);
  }
  const heads = ordered([...runs.values()].map((run) => ({ ...run[0]!, key: strip(run[0]!) })), others, catalogue);
  return heads.map((head) => {
    const id = head.key.join('\n');
    const run = runs.get(id)!;
    return { id, title: groupName(catalogue, others, head.key), series: seriesOf(result, unit, today, at, run), n: run.reduce((sum, group) => sum + group.n, 0) };
  });
}

// A few lines share a chart, each with its dash and its name at its end; more of them stand in panels, and so do three and four
// of many periods, whose whiskers would hide each other.
export const mayShare = (lines: NamedLine[]): boolean => lines.length <= 2 || (lines.length <= MOST_TOGETHER && (lines[0]?.series.points.length ?? 0) <= MANY_PERIODS);

export const together = (lines: NamedLine[], state: ExploreState): boolean => mayShare(lines) && !state.apart;

export const asShared = (lines: NamedLine[]): NamedLine[] =>
  (lines.length === 1 ? lines : lines.map((line, rank) => ({ ...line, rank, name: line.title })));

export interface HeatMap {
  rows: { value: string; name: string }[];
  columns: { value: string; name: string }[];
  rowsBy: string;
  columnsBy: string;
  cell: (row: string, column: string) => Group | undefined;
}

// The first dimension down, the second across; the other way round where that keeps the columns few.
export function heatOfGroups(groups: Group[], dims: string[], catalogue: Catalogue): HeatMap {
  const axis = (index: number) => {
    const by = dims[index]!;
    const values = [...new Set(groups.map((group) => group.key[index] ?? ''))].sort(orderOf(catalogue, by));
    return values.map((value) => ({ value, name: valueName(catalogue, by, value) }));
  };
  const [first, second] = [axis(0), axis(1)];
  const turned = second.length > MANY_COLUMNS && first.length < second.length;
  const cells = new Map(groups.map((group) => [`${group.key[0]}\n${group.key[1]}`, group]));
  return {
    rows: turned ? second : first, columns: turned ? first : second,
    rowsBy: dims[turned ? 1 : 0]!, columnsBy: dims[turned ? 0 : 1]!,
    cell: (row, column) => cells.get(turned ? `${column}\n${row}` : `${row}\n${column}`),
  };
}
