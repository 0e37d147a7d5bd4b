// What may be said about a figure and about a change: only what the interval supports. Sentences, no drawing.
import type { Difference, Estimate, Group, QueryMetric, Unit } from '../api/types';
import { known, language, local, t, tn } from '../i18n/words';
import { count, emphasis, figure, halfWidth, decimalsFor, pluralOf, signed, plain, NBSP } from './number';

export type State = 'told' | 'cannot_tell' | 'too_few' | 'withheld';
export type Direction = 'better' | 'worse' | 'none';

export interface Claim {
  state: State;
  direction: Direction;  // a claim of colour: only where the test supports it
  up: boolean;
  text: string;
}

// Everybody answered: the number describes them all, and no interval is needed.
export const isCensus = (estimate: Estimate): boolean => estimate.interval_reason === 'census';

// The interval in words: a cell's short form or a line's. An interval without width is no interval.
export const boundsText = (estimate: Estimate, shown: { cell: string; range: string }, form: 'cell' | 'range'): string =>
  (isCensus(estimate) ? t('value.census') : shown[form]);

// How loudly a level may be said, by the width of its interval.
export const loudness = (estimate: Estimate, metric: Pick<QueryMetric, 'range'>) => (isCensus(estimate) ? 'full' : emphasis(estimate.interval, metric.range));

// State of a level: told, too few for a number, or withheld.
export function stateOf(estimate: Estimate, metric: Pick<QueryMetric, 'range'>): State {
  if (estimate.status === 'refused' || estimate.status === 'invalid_input') return 'withheld';
  if (estimate.status === 'undefined' || estimate.estimate === null) return 'too_few';
  return loudness(estimate, metric) === 'none' ? 'too_few' : 'told';
}

// Why a number is absent, and what to do: read the words where there are any, or what would lift the refusal.
export function absenceText(estimate: Estimate, words = true): string {
  if (estimate.status === 'refused' || estimate.status === 'invalid_input') {
    return known('reason', estimate.reason || 'refused');
  }
  if (estimate.n === 0) return t('value.no_answers');
  return tn(words ? 'value.too_few' : 'value.too_few_unread', estimate.n);
}

export function unitWords(value: number, unit: Unit, decimals: number): string {
  const shown = unit === 'share' ? value * 100 : value;
  const kind = unit === 'points' ? 'points' : unit === 'score' ? 'scores' : 'pp';
  const text = plain(Math.abs(shown), language(), decimals);
  if (kind === 'pp') return `${text}${NBSP}${t('unit.pp')}`;
  return `${text}${NBSP}${tn(kind === 'points' ? 'unit.points' : 'unit.scores', pluralStandIn(shown, decimals))}`;
}

// tn picks the form by number: a fraction must take "other", as in 1,5 балла.
const pluralStandIn = (value: number, decimals: number) =>
  decimals > 0 && pluralOf(value, language(), decimals) === 'other' ? 1.5 : Math.round(Math.abs(value));

export const excludesZero = (interval: readonly number[] | null | undefined): boolean =>
  !!interval && (interval[0]! > 0 || interval[1]! < 0);

// "NPS — индекс рекомендаций" and "NPS: net promoter score" are NPS where room is short.
export const shortName = (name: string): string => name.split(/ — |: /)[0]!;

// Abbreviations are masculine in Russian and take a verb; names in words take a noun.
const isAbbreviation = (name: string) => /^[A-Z][A-Z0-9. -]{1,9}$/.test(name);

// The sentence about a change against the period before.
export function changeClaim(metric: QueryMetric, change: Difference | undefined): Claim | null {
  if (!change) return null;
  if (change.status === 'refused') {
    return { state: 'withheld', direction: 'none', up: false, text: known('reason', change.reason || 'refused') };
  }
  if (change.status !== 'ok' || change.value === null || !change.interval) {
    return { state: 'too_few', direction: 'none', up: false, text: t('change.nothing_before') };
  }
  const name = shortName(local(metric.name));
  const half = halfWidth(change.interval, metric.unit);
  const shown = figure(change.value, change.interval, metric.unit, language(), 0, true);
  const up = change.value > 0;
  if (!excludesZero(change.interval)) {
    const give = plain(half, language(), decimalsFor(half));
    const value = signed(change.value, metric.unit, language(), decimalsFor(half));
    return { state: 'cannot_tell', direction: 'none', up, text: t('change.cannot_tell', { value, give }) };
  }
  const better = up !== (metric.lower_is_better ?? false);
  const amount = unitWords(change.value, metric.unit, shown.decimals);
  const key = isAbbreviation(name) ? (up ? 'change.rose' : 'change.fell') : up ? 'change.rise' : 'change.fall';
  return { state: 'told', direction: better ? 'better' : 'worse', up, text: t(key, { name, amount, range: shown.range }) };
}

// Heat of a group against the rest after adjustment: 0 undecided, 1 differs, 2 differs by 10 % of the range or more.
export function heatOf(versus: Difference | undefined, metric: QueryMetric): -2 | -1 | 0 | 1 | 2 {
  if (!versus || versus.status !== 'ok' || versus.value === null || !excludesZero(versus.interval)) return 0;
  const p = versus.p_adjusted ?? null;
  if (p === null || p > 0.1) return 0;
  const far = Math.abs(versus.value) >= 0.1 * (metric.range.max - metric.range.min);
  const better = versus.value > 0 !== (metric.lower_is_better ?? false);
  return better ? (far ? 2 : 1) : far ? -2 : -1;
}

export type TargetState = 'met' | 'missed' | 'unclear';

// ● lower bound at or above the target, ○ upper bound below, ◐ otherwise (the other way round where less is better).
export function targetState(estimate: Estimate, target: number, lowerIsBetter = false): TargetState {
  const bounds = isCensus(estimate) ? [estimate.estimate!, estimate.estimate!] : estimate.interval;
  if (!bounds) return 'unclear';
  const [low, high] = lowerIsBetter ? [-bounds[1]!, -bounds[0]!] : [bounds[0]!, bounds[1]!];
  const line = lowerIsBetter ? -target : target;
  return low >= line ? 'met' : high < line ? 'missed' : 'unclear';
}

// n with the unit of n named: 171 ответ.
export const baseText = (n: number): string => tn('base.responses', Math.round(n));

// The same with the accounts that the answers come from, where there are several: 171 ответ от 40 компаний.
export function baseOfAccounts(group: Pick<Group, 'n' | 'accounts' | 'without_account'>): string {
  const { accounts = 0, without_account: without = 0 } = group;
  if (accounts < 2) return baseText(group.n);
  const from = tn('base.accounts', accounts);
  return without > 0 ? t('base.split', { n: baseText(group.n), accounts: from, part: count(group.n - without, language()) }) : `${baseText(group.n)} ${from}`;
}
