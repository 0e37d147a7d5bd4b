// The state of Explore in the URL: what one metric is cut by, how that is shown, and the query it means.
import type { Metric, Query, TimeUnit } from '../api/types';
import { base, CRITERIA, type MetricState } from '../metrics/metric_state';
import { isUnit } from '../metrics/group_names';

export type View = 'line' | 'dots' | 'heat' | 'table';
export const SORTS = ['name', 'base'] as const;
export type Sort = (typeof SORTS)[number];

export interface ExploreState extends MetricState {
  dims: string[];     // one to three, at most one of them a unit of time
  view: View;
  compare: boolean;   // with the period before
  apart: boolean;     // lines in panels of their own
  sort: Sort;
}

export const MOST_DIMS = 3;
export const OURS = ['view', 'compare', 'apart', 'sort'];

// Of the question rather than of who answers: ratings by criterion have these.
export const OF_CRITERIA = ['stage', 'process', 'criterion', 'level', 'department', 'value_element'];
export const OF_QUESTION = [...OF_CRITERIA, 'measures', 'scale', 'question', 'item'];

// The recommendation is asked about the company as a whole; everything else may be rated by criterion. An index counts criteria anyway.
export const ratesCriteria = (metric: Metric) => metric.kind !== 'csi' && !(metric.kind === 'net' && metric.scale.max === 10);

export const unitOf = (dims: string[]): TimeUnit | null => dims.find(isUnit) ?? null;

// Known dimensions once each, one unit of time, three in all; the usual ones where nothing is left.
export function readDims(text: string | null, axes: string[], usual: string): string[] {
  const dims: string[] = [];
  for (const key of (text ?? '').split(',')) {
    const fits = isUnit(key) ? unitOf(dims) === null : axes.includes(key);
    if (fits && !dims.includes(key) && dims.length < MOST_DIMS) dims.push(key);
  }
  return dims.length > 0 ? dims : [usual];
}

// The first one is what the dimensions ask for.
export function viewsFor(dims: string[]): View[] {
  if (unitOf(dims)) return ['line', 'table'];
  if (dims.length === 1) return ['dots', 'table'];
  return dims.length === 2 ? ['heat', 'dots', 'table'] : ['table', 'dots'];
}

// A parameter that names nothing known falls back, so that an old link still opens.
export function readExplore(parameters: URLSearchParams, state: MetricState, axes: string[]): ExploreState {
  const free = axes.filter((key) => !state.cuts[key]);
  const dims = readDims(parameters.get('by'), free, free[0] ?? state.unit);
  const views = viewsFor(dims);
  const view = views.find((one) => one === parameters.get('view')) ?? views[0]!;
  const criteria = !parameters.has('measures') && ratesCriteria(state.metric) && [...dims, ...Object.keys(state.cuts)].some((key) => OF_CRITERIA.includes(key));
  return {
    ...state, dims, view, unit: unitOf(dims) ?? state.unit, measures: criteria ? CRITERIA : state.measures,
    compare: state.period !== 'all' && parameters.get('compare') !== 'no',
    apart: parameters.get('apart') === 'yes',
    sort: SORTS.find((one) => one === parameters.get('sort')) ?? 'name',
  };
}

// What is measured is either chosen or a dimension, not both.
export function exploreQuery(state: ExploreState): Query {
  const measures = state.dims.includes('measures') ? '' : state.measures;
  return { ...base({ ...state, measures }), by: state.dims, ...(state.compare ? { compare: 'previous_period' } : {}) } as Query;
}

// `by` with the dimension at `at` changed; an empty one is left out. A second unit of time takes the place of the first.
export function withDim(dims: string[], at: number, key: string): string {
  const rest = dims.map((dim, index) => (index !== at && (dim === key || (isUnit(key) && isUnit(dim))) ? '' : dim));
  rest[at] = key;
  return rest.filter((dim) => dim !== '').slice(0, MOST_DIMS).join(',');
}

// The next longer period that is offered, where the present one tells nothing.
export function wider(period: string): string | null {
  const next: Record<string, string> = { '3m': '12m', '12m': '24m', '24m': 'all', all: '' };
  return (next[period] ?? '24m') || null;
}
