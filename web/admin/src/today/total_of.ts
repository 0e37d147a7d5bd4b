// The total of a metric on Today. An index of weighted criteria cannot be counted over several surveys together: the server
// then counts the one with the most answers and names it.
import type { Headline, Metric, Query, QueryResult } from '../api/types';
import { useQuery, type Loaded } from '../app/load';
import { usualMeasure } from '../metrics/metric_state';

const MONTHS = 12;

export type Where = Record<string, string[]>;

// What is counted: the headline's choice for the headline metric, else the first thing the metric measures.
function whereOf(metric: Metric, headline: Headline | null): Where {
  const chosen = headline?.metric === metric.key ? headline : null;
  const measures = chosen?.measures ?? usualMeasure(metric);
  return { ...(measures ? { measures: [measures] } : {}), ...(chosen?.survey ? { survey: [chosen.survey] } : {}) };
}

function totalQuery(metric: Metric, where: Where): Query {
  return {
    metric: metric.key, ...(Object.keys(where).length > 0 ? { where } : {}), period: { last: MONTHS, unit: 'month' }, compare: 'previous_period',
    ...(metric.kind === 'csi' && !where.survey ? { mixture: 'largest_survey' } : {}),
  } as Query;
}

export interface TotalOf {
  total: Loaded<QueryResult>;
  where: Where;           // of the total as counted
  survey: string | null;  // chosen by the server, to be named
}

// Parts of the page that need the same total share one request.
export function useTotalOf(metric: Metric, headline: Headline | null): TotalOf {
  const wanted = whereOf(metric, headline);
  const total = useQuery(totalQuery(metric, wanted));
  const survey = total.data?.narrowed_to?.survey ?? null;
  return { total, where: survey ? { ...wanted, survey: [survey] } : wanted, survey };
}
