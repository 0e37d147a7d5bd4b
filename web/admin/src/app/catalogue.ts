// What every page of figures needs: metrics, dimensions, the journey, surveys. Loaded once and kept.
import { api } from '../api/client';
import type { Dimension, Journey, Metric, SurveyItem } from '../api/types';
import { local } from '../i18n/words';
import type { Choice } from '../ui/chip';
import { count } from '../ui/number';
import { language } from '../i18n/words';
import { useLoad, type Loaded } from './load';

export interface Catalogue {
  metrics: Metric[];
  dimensions: Dimension[];
  journey: Journey;
  surveys: SurveyItem[];
}

async function load(signal: AbortSignal): Promise<Catalogue> {
  const [metrics, dimensions, journey, surveys] = await Promise.all([
    api.get('/metrics', { signal }), api.get('/dimensions', { signal }), api.get('/journey', { signal }), api.get('/surveys', { signal }),
  ]);
  return { metrics: metrics.metrics, dimensions: dimensions.dimensions, journey, surveys: surveys.surveys };
}

export const useCatalogue = (): Loaded<Catalogue> => useLoad('catalogue', load);

// The order in which companies look at them; others follow as the catalogue lists them.
const ORDER = ['nps', 'nsat', 'csat', 'ces', 'csi', 'psi', 'mean_score'];

// Metrics that have something to count; all if the server does not say.
export function usable(catalogue: Catalogue): Metric[] {
  const counted = catalogue.metrics.filter((metric) => metric.responses === undefined || metric.responses > 0);
  return inOrder(counted.length > 0 ? counted : catalogue.metrics);
}

export function inOrder(metrics: Metric[]): Metric[] {
  const rank = (metric: Metric) => (ORDER.includes(metric.key) ? ORDER.indexOf(metric.key) : ORDER.length);
  return [...metrics].sort((a, b) => rank(a) - rank(b));
}

export function dimension(catalogue: Catalogue | undefined, key: string): Dimension | undefined {
  return catalogue?.dimensions.find((candidate) => candidate.key === key);
}

export function valueChoices(of: Dimension | undefined): Choice[] {
  return (of?.values ?? []).filter((value) => value.value !== '').map((value) => ({
    value: value.value, label: local(value.label) || value.value, note: count(value.responses, language()),
  }));
}

export function labelOf(catalogue: Catalogue | undefined, key: string, value: string): string {
  const found = dimension(catalogue, key)?.values.find((candidate) => candidate.value === value);
  if (found) return local(found.label) || value;
  const { stages = [], roles = [] } = catalogue?.journey ?? {};
  const named = [...stages, ...stages.flatMap((stage) => stage.processes), ...roles].find((candidate) => candidate.key === value);
  return named && ['stage', 'process', 'role'].includes(key) ? local(named.name) : value;
}
