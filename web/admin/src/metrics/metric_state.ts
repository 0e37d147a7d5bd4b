// The state of the page in the URL, and the queries it means.
import type { Metric, Query, QueryResult, SurveyItem, TimeUnit } from '../api/types';
import { isDay } from '../ui/calendar';

export interface MetricState {
  metric: Metric;
  measures: string;
  survey: string;
  period: string;   // 12m, 3m, 24m, all, or 2018-01-01..2018-12-31
  unit: TimeUnit;
  by: string;
  cuts: Record<string, string>;  // segment, channel, role, stage ...
  anonymous: boolean;            // the survey shows its total over all time and nothing finer
}

export const CUTS = ['segment', 'channel', 'role', 'stage', 'process', 'partner', 'version', 'scale'] as const;
const PRESETS: Record<string, number> = { '3m': 3, '12m': 12, '24m': 24 };
const DEFAULT_PERIOD = '12m';
export const UNITS: TimeUnit[] = ['day', 'week', 'month', 'quarter', 'year'];

// Ratings of stages and criteria measure nothing beyond their criterion: the server writes that as an empty measure, the URL by
// this word.
export const CRITERIA = 'criteria';

export const PERIODS = [...Object.keys(PRESETS), 'all'];

// The relationship as a whole where it is measured, else the first there is. Partners are not clients: their satisfaction has
// its own metric and is nobody else's usual choice. An index of weighted criteria is not about one measure.
export function usualMeasure(metric: { key?: string; kind?: string; measures?: string[] }): string {
  const choices = metric.measures ?? [];
  if (metric.kind === 'csi') return '';
  const wanted = metric.key === 'psi' ? ['partner_satisfaction'] : ['relationship', 'satisfaction'];
  return wanted.find((measure) => choices.includes(measure)) ?? choices.find((measure) => !measure.startsWith('partner')) ?? choices[0] ?? '';
}

function usualUnit(period: string): TimeUnit {
  return period === '3m' ? 'week' : period === 'all' ? 'quarter' : 'month';
}

// The anonymous survey that is meant: the one asked for, or the only one there is.
function anonymousSurvey(wanted: string | null, surveys: Pick<SurveyItem, 'key' | 'anonymous'>[]): string | null {
  const only = surveys.length === 1 ? surveys[0]!.key : '';
  return surveys.find((survey) => survey.key === (wanted || only) && survey.anonymous)?.key ?? null;
}

// A parameter that names nothing known falls back, so that an old link still opens. Of an anonymous survey only the metric is
// chosen; what else the URL says waits there for another survey.
export function readState(
  parameters: URLSearchParams, metrics: Metric[], headline?: { metric: string; measures?: string | null } | null, surveys: Pick<SurveyItem, 'key' | 'anonymous'>[] = [],
): MetricState | null {
  const wanted = parameters.get('metric') ?? headline?.metric;
  const metric = metrics.find((candidate) => candidate.key === wanted) ?? metrics[0];
  if (!metric) return null;
  const anonymous = anonymousSurvey(parameters.get('survey'), surveys);
  if (anonymous) return { metric, measures: '', survey: anonymous, period: 'all', unit: usualUnit('all'), by: '', cuts: {}, anonymous: true };
  const choices = metric.measures ?? [];
  const usual = headline?.metric === metric.key && headline.measures ? headline.measures : usualMeasure(metric);
  const asked = parameters.get('measures') ?? usual;
  const askedPeriod = parameters.get('period') ?? DEFAULT_PERIOD;
  const period = isPeriod(askedPeriod) ? askedPeriod : DEFAULT_PERIOD;
  const unit = parameters.get('unit') as TimeUnit;
  return {
    metric,
    measures: choices.length === 0 || choices.includes(asked) || ['', CRITERIA].includes(asked) ? asked : usualMeasure(metric),
    survey: parameters.get('survey') ?? '',
    period,
    unit: UNITS.includes(unit) ? unit : usualUnit(period),
    by: parameters.get('by') ?? '',
    cuts: Object.fromEntries(CUTS.flatMap((key) => (parameters.get(key) ? [[key, parameters.get(key)!]] : []))),
    anonymous: false,
  };
}

const SPAN = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;
const isPeriod = (text: string) => Object.hasOwn(PRESETS, text) || text === 'all' || spanOf(text) !== null;

// A span of days that exist, the first not after the last.
export function spanOf(period: string): { from: string; to: string } | null {
  const match = SPAN.exec(period);
  const [, from = '', to = ''] = match ?? [];
  return isDay(from) && isDay(to) && from <= to ? { from, to } : null;
}

function periodOf(period: string): Query['period'] {
  const span = spanOf(period);
  if (span) return span;
  return period in PRESETS ? { last: PRESETS[period]!, unit: 'month' } : undefined;
}

function whereOf(state: MetricState): Record<string, string[]> {
  return {
    ...(state.measures ? { measures: [state.measures === CRITERIA ? '' : state.measures] } : {}),
    ...(state.survey ? { survey: [state.survey] } : {}),
    ...Object.fromEntries(Object.entries(state.cuts).map(([key, value]) => [key, [value]])),
  };
}

export function base(state: MetricState): Query {
  const where = whereOf(state);
  const period = periodOf(state.period);
  return { metric: state.metric.key, ...(Object.keys(where).length > 0 ? { where } : {}), ...(period ? { period } : {}) } as Query;
}

// The value of the whole period, with the change against the one before; "all" has nothing before it.
export function totalQuery(state: MetricState): Query {
  return state.period === 'all' ? base(state) : { ...base(state), compare: 'previous_period' };
}

export const timeQuery = (state: MetricState): Query => ({ ...base(state), by: [state.unit] });

export const cutQuery = (state: MetricState, by: string): Query => ({ ...base(state), by: [by] });

// The map takes the period and the measure, but not cuts by its own axes.
export function mapQuery(state: MetricState, columns: 'stage' | 'process', stage?: string): Query {
  const { stage: _stage, process: _process, role: _role, ...cuts } = state.cuts;
  return { ...base({ ...state, measures: state.metric.kind === 'csi' ? '' : CRITERIA, cuts: stage ? { ...cuts, stage } : cuts }), by: ['role', columns] };
}

// Of an anonymous survey nothing is listed, so there are no words to read. Its figures alone come without channels.
export function isAnonymous(result: Pick<QueryResult, 'channels' | 'total'>): boolean {
  return result.channels.length === 0 && (result.total.n > 0 || result.total.responses > 0 || result.total.reason === 'withheld');
}

// The link to the responses behind a figure.
export function wordsLink(state: Pick<MetricState, 'survey' | 'cuts'>, period: { from: string | null; to: string | null } | undefined, more: Record<string, string> = {}): string {
  const parameters = new URLSearchParams();
  const add = (key: string, value: string | null | undefined) => value && parameters.set(key, value);
  add('survey', more.survey ?? state.survey);
  for (const key of ['segment', 'channel', 'role', 'stage']) add(key, more[key] ?? state.cuts[key]);
  add('from', more.from ?? period?.from);
  add('to', more.to ?? period?.to);
  parameters.set('has_comment', 'true');
  return '/responses?' + parameters.toString();
}
