// The total of a metric on Today. An index of weighted criteria cannot be counted over several surveys: it is asked of the one
// with the most answers. Which metrics that concerns is remembered for a day, so that not every visit begins with a refusal.
import { useEffect } from 'preact/hooks';
import type { Problem } from '../api/client';
import type { Headline, Metric, Query, QueryResult, SurveyItem } from '../api/types';
import { useCatalogue } from '../app/catalogue';
import { useQuery, type Loaded } from '../app/load';
import { makeStore, useStore } from '../app/store';
import { usualMeasure } from '../metrics/metric_state';

const MONTHS = 12;
const REMEMBERED = 'otklik_apart';

export type Where = Record<string, string[]>;
type Apart = Record<string, string[]>;  // metric: surveys that it cannot be counted over together

const today = () => new Date().toISOString().slice(0, 10);

function remembered(): Apart {
  try {
    const kept = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') as { day?: string; apart?: Apart };
    return kept.day === today() ? (kept.apart ?? {}) : {};
  } catch {
    return {};
  }
}

const apart = makeStore<Apart>(remembered());

function remember(metric: string, surveys: string[]): void {
  apart.set({ ...apart.get(), [metric]: surveys });
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify({ day: today(), apart: apart.get() }));
  } catch { /* storage may be off */ }
}

const choicesIn = (problem: Problem | undefined): string[] => problem?.problems.find((item) => item.field === 'where.survey')?.choices ?? [];

// The survey with the most answers; none where fewer than two are left to tell apart.
export function largestOf(choices: string[], surveys: Pick<SurveyItem, 'key' | 'finished'>[]): string | null {
  const known = surveys.filter((survey) => choices.includes(survey.key)).sort((a, b) => b.finished - a.finished);
  return known.length > 1 ? known[0]!.key : null;
}

// What is counted: the headline's choice for the headline metric, else the first thing the metric measures.
function whereOf(metric: Metric, headline: Headline | null): Where {
  const chosen = headline?.metric === metric.key ? headline : null;
  const measures = chosen?.measures ?? usualMeasure(metric);
  return { ...(measures ? { measures: [measures] } : {}), ...(chosen?.survey ? { survey: [chosen.survey] } : {}) };
}

function totalQuery(metric: Metric, where: Where): Query {
  return { metric: metric.key, ...(Object.keys(where).length > 0 ? { where } : {}), period: { last: MONTHS, unit: 'month' }, compare: 'previous_period' } as Query;
}

export interface TotalOf {
  total: Loaded<QueryResult>;
  where: Where;
  survey: string | null;  // chosen here, to be named
  asking: boolean;        // no answer yet, or about to be asked again of one survey
}

// Parts of the page that need the same total share one request.
export function useTotalOf(metric: Metric, headline: Headline | null): TotalOf {
  const surveys = useCatalogue().data?.surveys;
  const known = useStore(apart)[metric.key] ?? [];
  const wanted = whereOf(metric, headline);
  const survey = wanted.survey ? null : largestOf(known, surveys ?? []);
  const where = survey ? { ...wanted, survey: [survey] } : wanted;
  const total = useQuery(surveys ? totalQuery(metric, where) : null);
  const refused = survey ? [] : choicesIn(total.problem);
  const again = largestOf(refused, surveys ?? []) !== null;
  useEffect(() => {
    if (again) remember(metric.key, refused);
  }, [again, metric.key]);
  return { total, where, survey, asking: again || (!total.data && !total.problem) };
}
