// What the map of the journey is made of: ratings of stages and processes, or, where there are none, answers that belong to a
// stage as a whole (an imported recommendation with its touchpoint), of one measure at a time.
import type { Problem } from '../api/client';
import type { Query, QueryResult } from '../api/types';
import { dimension, type Catalogue } from '../app/catalogue';
import { useQuery } from '../app/load';
import { mapQuery, usualMeasure, type MetricState } from './metric_state';

export interface JourneyOf {
  data: QueryResult | undefined;
  problem: Problem | undefined;
  stale: boolean;
  empty: boolean;      // asked, and there is nothing to map
  measure: string;     // of whole answers; empty where the map is of ratings
  measures: string[];  // that have answers by stage
  inside: (stage: string) => Query;  // a stage by its processes
  reload: () => void;
}

export const stagesMet = (catalogue: Catalogue): string[] =>
  (dimension(catalogue, 'stage')?.values ?? []).map((value) => value.value).filter((value) => value !== '');

export const hasJourney = (catalogue: Catalogue): boolean => catalogue.journey.stages.length > 0 || stagesMet(catalogue).length > 0;

// The server knows no such stage or measure, but the reader asked for none: there is nothing to map, and nothing to undo.
function isOurs(problem: Problem | undefined): boolean {
  return problem?.status === 422 && problem.problems.length > 0 &&
    problem.problems.every((item) => item.key.startsWith('unknown_value') && ['where.measures', 'where.stage'].includes(item.field));
}

// Whole answers of one measure at the stages met: those without a stage are left out, also from what a cell is compared with.
export function wholeQuery(state: MetricState, stages: string[], measure: string, columns: 'stage' | 'process', stage?: string): Query {
  const query = mapQuery(state, columns, stage);
  return { ...query, where: { ...query.where, measures: [measure], stage: stage ? [stage] : stages } };
}

function measuresQuery(state: MetricState, stages: string[]): Query {
  const { measures: _ratings, ...where } = mapQuery(state, 'stage').where ?? {};
  return { ...mapQuery(state, 'stage'), where: { ...where, stage: stages }, by: ['measures'] } as Query;
}

const nothing = (loaded: { data: QueryResult | undefined; problem: Problem | undefined; stale: boolean }): boolean =>
  isOurs(loaded.problem) || (!loaded.problem && !loaded.stale && loaded.data?.groups.length === 0);

export function useJourney(catalogue: Catalogue, state: MetricState): JourneyOf {
  const ratings = useQuery(mapQuery(state, 'stage'));
  const stages = stagesMet(catalogue);
  const whole = nothing(ratings) && stages.length > 0 && state.metric.kind !== 'csi' && (state.metric.measures ?? []).length > 0;
  const asked = useQuery(whole ? measuresQuery(state, stages) : null);
  const measures = whole && !asked.stale && asked.data ? asked.data.groups.filter((group) => group.n > 0 && group.key[0]).map((group) => group.key[0]!) : [];
  const measure = measures.includes(state.measures) ? state.measures : usualMeasure({ ...state.metric, measures });
  const cells = useQuery(measure ? wholeQuery(state, stages, measure, 'stage') : null);
  const inside = (stage: string) => (measure ? wholeQuery(state, stages, measure, 'process', stage) : mapQuery(state, 'process', stage));
  const from = measure ? cells : whole ? asked : ratings;
  const { reload, stale } = from;
  if (nothing(from) || (whole && !measure && !asked.stale && asked.data)) return { data: undefined, problem: undefined, stale, empty: true, measure, measures, inside, reload };
  // What was asked first says nothing by itself: until the next answer comes there is no map.
  const data = from === asked || from.data?.groups.length === 0 ? undefined : from.data;
  return { data, problem: from.problem, stale, empty: false, measure, measures, inside, reload };
}
