// What the planner expects of the next answers: the shares of the last twelve months where there are enough, else the worst case.
import { api } from '../api/client';
import type { Company, Group, Metric, QueryResult } from '../api/types';
import { usable, useCatalogue, type Catalogue } from '../app/catalogue';
import { useLoad } from '../app/load';
import { local } from '../i18n/words';
import { isAnonymous, readState, totalQuery } from '../metrics/metric_state';
import { shortName } from '../ui/claims';

export interface Expected {
  // anonymous: of all time, which is all that such a survey shows; hidden: not even that yet; unknown: could not be loaded
  source: 'answers' | 'anonymous' | 'few' | 'alike' | 'hidden' | 'worst' | 'unknown';
  name: string;  // of the metric, short
  n: number;
  promoters: number;  // per cent
  detractors: number;
}

// What the fields begin with. clients: how many companies Settings declare, where each has one voice.
export interface Known {
  expected: Expected | null;  // null while it is not known
  catalogue: Catalogue | undefined;
  clients: number | null;
}

// Shares of fewer answers would move by twenty points with the next ones.
const ENOUGH = 30;

// The headline where it is a difference of shares, else the first metric that is.
export function netMetric(metrics: Metric[], headline: Company['headline']): Metric | undefined {
  const net = metrics.filter((metric) => metric.kind === 'net');
  return net.find((metric) => metric.key === headline?.metric) ?? net[0];
}

// Shares in per cent with one decimal, as they will stand in the fields.
export function sharesOf(total: Pick<Group, 'distribution' | 'n'>, metric: Pick<Metric, 'f' | 'scale'>): { n: number; promoters: number; detractors: number } {
  let n = 0, promoters = 0, detractors = 0;
  for (const [score, count] of Object.entries(total.distribution)) {
    const worth = metric.f[Number(score) - metric.scale.min] ?? 0;
    n += count;
    if (worth > 0) promoters += count;
    if (worth < 0) detractors += count;
  }
  const percent = (count: number) => (n === 0 ? 0 : Math.round((1000 * count) / n) / 10);
  return { n, promoters: percent(promoters), detractors: percent(detractors) };
}

const WORST = { promoters: 50, detractors: 50 };

export function expectedFrom(result: QueryResult | undefined, metric: Metric | undefined, failed: boolean): Expected {
  const name = metric ? shortName(local(metric.name)) : 'NPS';
  if (failed || !metric || !result) return { source: failed ? 'unknown' : 'worst', name, n: 0, ...WORST };
  if (result.total.reason === 'withheld') return { source: 'hidden', name, n: 0, ...WORST };
  const shares = sharesOf(result.total, metric);
  if (shares.n === 0) return { source: 'worst', name, n: 0, ...WORST };
  const alike = shares.promoters === 100 || shares.detractors === 100 || shares.promoters + shares.detractors === 0;
  if (shares.n < ENOUGH || alike) return { source: shares.n < ENOUGH ? 'few' : 'alike', name, n: shares.n, ...WORST };
  return { source: isAnonymous(result) ? 'anonymous' : 'answers', name, ...shares };
}

function questionOf(catalogue: Catalogue | undefined, headline: Company['headline']) {
  const metric = catalogue && netMetric(usable(catalogue), headline);
  const state = metric && readState(new URLSearchParams({ metric: metric.key }), [metric], headline, catalogue.surveys);
  return { metric, query: state ? totalQuery(state) : null };
}

// The fields do not move under the reader's hands, so this does not follow new answers.
export function useExpected(): Known {
  const catalogue = useCatalogue();
  const company = useLoad('company', (signal) => api.get('/company', { signal }));
  const known = company.data ?? (company.problem ? null : undefined);
  const clients = known?.estimand === 'account' ? known.accounts : null;
  const { metric, query } = known === undefined ? { metric: undefined, query: null } : questionOf(catalogue.data, known?.headline ?? null);
  const answers = useLoad<QueryResult>(query && 'query ' + JSON.stringify(query), (signal) => api.post('/query', { body: query!, signal }));
  if (catalogue.problem) return { expected: expectedFrom(undefined, undefined, true), catalogue: undefined, clients };
  if (!catalogue.data || known === undefined) return { expected: null, catalogue: undefined, clients };
  if (query && !answers.data && !answers.problem) return { expected: null, catalogue: catalogue.data, clients };
  return { expected: expectedFrom(answers.data, metric, !!answers.problem), catalogue: catalogue.data, clients };
}
