// What a view says, in words: the conclusion of the page and of its charts, the line on comparisons, and the file's table.
import type { Group, QueryResult } from '../api/types';
import type { Catalogue } from '../app/catalogue';
import { periodWords } from '../metrics/evidence';
import { dimensionName, valueName } from '../metrics/group_names';
import { language, local, t } from '../i18n/words';
import { absenceText, baseText, boundsText, changeClaim, heatOf, shortName, stateOf } from '../ui/claims';
import type { Sheet } from '../ui/export';
import { count, figure } from '../ui/number';
import { groupName, inOrder, MOST_GROUPS } from './explore_groups';
import { unitOf, type ExploreState } from './explore_state';
import { meanName } from '../metrics/other_means';

const NAMED = 3;

export interface ViewOf {
  result: QueryResult;
  state: ExploreState;
  catalogue: Catalogue;
  conclusion: string;
  target?: number | null;
}

// The conclusion sentence, for those who hear the chart.
export const spoken = ({ result, conclusion }: ViewOf): string => `${local(result.metric.name)}, ${periodWords(result)}. ${conclusion}`;

// Groups that were compared with the rest; p is adjusted over them.
export const compared = (result: QueryResult): number => result.groups.filter((group) => (group.versus_rest?.p_adjusted ?? null) !== null).length;

function farthest(result: QueryResult, state: ExploreState, catalogue: Catalogue, sign: number): string {
  const far = (group: Group) => Math.abs(group.versus_rest?.value ?? 0);
  const named = result.groups.filter((group) => Math.sign(heatOf(group.versus_rest, result.metric)) === sign)
    .sort((a, b) => far(b) - far(a)).map((group) => groupName(catalogue, state.dims, group.key));
  const more = named.length > NAMED ? ` ${t('map.and_more', { n: count(named.length - NAMED, language()) })}` : '';
  return named.slice(0, NAMED).join('; ') + more;
}

export interface Conclusion {
  text: string;
  told: boolean;   // otherwise the next steps are offered
}

// Over time the change against the period before, or the level of all of it; by groups what differs from the rest.
export function conclusionOf(result: QueryResult, state: ExploreState, catalogue: Catalogue): Conclusion {
  if (unitOf(state.dims)) return overTime(result);
  const told = result.groups.filter((group) => stateOf(group, result.metric) === 'told').length;
  if (told === 0) return { text: t('explore.nothing_told'), told: false };
  if (result.groups.length === 1) return { text: t('explore.one_group'), told: true };
  if (result.groups.length > MOST_GROUPS) return { text: t('explore.not_compared'), told: true };
  if (result.total.status === 'refused') return { text: absenceText(result.total, false), told: true };
  const [worse, better] = [farthest(result, state, catalogue, -1), farthest(result, state, catalogue, 1)];
  if (!worse && !better) return { text: t('explore.no_difference'), told: false };
  return { text: [worse && t('map.worse_list', { list: worse }), better && t('map.better_list', { list: better })].filter(Boolean).join(' '), told: true };
}

function overTime(result: QueryResult): Conclusion {
  const claim = changeClaim(result.metric, result.total.change);
  if (claim) return { text: claim.text, told: claim.state === 'told' || claim.state === 'withheld' };
  const { metric, total } = result;
  if (stateOf(total, metric) !== 'told') return { text: absenceText(total, false), told: total.status === 'refused' };
  const shown = figure(total.estimate!, total.interval, metric.unit, language());
  const range = boundsText(total, shown, 'range');
  return { text: t('explore.level', { name: shortName(local(metric.name)), value: shown.value + shown.unit, range, n: baseText(total.n) }), told: true };
}

export const byWords = (state: ExploreState, catalogue: Catalogue): string => state.dims.map((by) => dimensionName(catalogue, by).toLocaleLowerCase(language())).join(', ');

// All groups with full precision, whatever the screen has room for.
export function exploreSheet(result: QueryResult, state: ExploreState, catalogue: Catalogue): Sheet {
  const before = result.previous && result.groups.some((group) => group.change);
  const versus = compared(result) > 0;
  const bounds = [t('table.low'), t('table.high')];
  const cells = (interval: readonly number[] | null | undefined) => [interval?.[0] ?? null, interval?.[1] ?? null];
  return {
    name: [result.metric.key, ...state.dims].join(' '),
    head: [
      ...state.dims.map((by) => dimensionName(catalogue, by)), local(result.metric.name), ...bounds, t('table.base'),
      ...(before ? [t('explore.before'), t('explore.change'), ...bounds] : []),
      ...(versus ? [t('explore.versus'), ...bounds, t('explore.p')] : []),
      t('explore.reason'), t('table.mean'),
    ],
    rows: inOrder(result, state, catalogue).map((group) => [
      ...state.dims.map((by, index) => valueName(catalogue, by, group.key[index] ?? '')), group.estimate, ...cells(group.interval), group.n,
      ...(before ? [group.previous?.estimate ?? null, group.change?.value ?? null, ...cells(group.change?.interval)] : []),
      ...(versus ? [group.versus_rest?.value ?? null, ...cells(group.versus_rest?.interval), group.versus_rest?.p_adjusted ?? null] : []),
      group.status === 'ok' ? '' : absenceText(group, false), meanName(result),
    ]),
  };
}
