// Показатели: one metric in depth, or the map of the client's journey.
import { api } from '../api/client';
import type { Company, Metric } from '../api/types';
import { inOrder, usable, useCatalogue, type Catalogue } from '../app/catalogue';
import { useLoad, useQuery } from '../app/load';
import { useFilters } from '../app/router';
import { t } from '../i18n/words';
import { changeClaim } from '../ui/claims';
import { Page } from '../ui/page';
import { Empty, Failed, Skeleton } from '../ui/states';
import { Explore } from '../explore/explore_page';
import { AnonymousTotal } from './anonymous_total';
import { JourneyMap, MapConclusion } from './journey_map';
import { hasJourney } from './journey_query';
import { MetricFilters } from './metric_filters';
import { readState, totalQuery, type MetricState } from './metric_state';
import { Against, OneMetric } from './one_metric';
import { Tabs } from './tabs';

export const useCompany = () => useLoad('company', (signal) => api.get('/company', { signal }));

export function MetricsPage({ tab }: { tab: string }) {
  const catalogue = useCatalogue();
  const company = useCompany();
  const [parameters] = useFilters();
  if (catalogue.problem) return <Page title={t('nav.metrics')}><Failed problem={catalogue.problem} retry={catalogue.reload} /></Page>;
  if (!catalogue.data || (!company.data && !company.problem)) return <Page title={t('nav.metrics')}><Skeleton rows={6} /></Page>;
  const map = tab === 'journey';
  const metrics = usable(catalogue.data);
  const headline = company.data?.headline ?? null;
  const read = (from: Metric[]) => readState(parameters, from, map ? mapHeadline(metrics, headline) : headline, catalogue.data!.surveys);
  const usual = read(metrics);
  // What only anonymous surveys ask is not counted as used.
  const state = usual?.anonymous ? read(inOrder(catalogue.data.metrics)) : usual;
  if (!state) return <Page title={t('nav.metrics')}><Tabs here="one" map={false} /><Empty title={t('metric.none')}>{t('metric.none_note')}</Empty></Page>;
  return <Chosen catalogue={catalogue.data} state={state} tab={tab} company={company.data} />;
}

// Stages and processes are rated, so the map opens with a metric of ratings rather than with the recommendation.
export function mapHeadline(metrics: { key: string; kind: string; measures?: string[] }[], headline: Company['headline']) {
  const rating = ['csi', 'mean_score', 'csat'].map((key) => metrics.find((metric) => metric.key === key)).find((metric) => metric !== undefined);
  return rating ? { metric: rating.key } : headline;
}

function Chosen({ catalogue, state, tab, company }: { catalogue: Catalogue; state: MetricState; tab: string; company: Company | undefined }) {
  const map = tab === 'journey';
  const tabs = <Tabs here={map ? 'journey' : tab === 'explore' ? 'explore' : 'one'} map={hasJourney(catalogue)} />;
  if (state.anonymous) {
    return (
      <Page title={t('nav.metrics')} conclusion={t('anonymous.total_only')} filters={<MetricFilters catalogue={catalogue} state={state} forMap={map} />}>
        {tabs}
        {map ? <NoMap survey={state.survey} /> : <AnonymousTotal key={state.survey} state={state} />}
      </Page>
    );
  }
  if (tab === 'explore') return <Explore catalogue={catalogue} state={state} company={company} tabs={tabs} />;
  return (
    <Page title={t('nav.metrics')} conclusion={map ? <MapConclusion state={state} catalogue={catalogue} /> : <Conclusion state={state} />}
      filters={<MetricFilters catalogue={catalogue} state={state} forMap={map} />}>
      {tabs}
      {map ? <JourneyMap catalogue={catalogue} state={state} /> : <OneMetric catalogue={catalogue} state={state} company={company} />}
    </Page>
  );
}

function NoMap({ survey }: { survey: string }) {
  return <Empty title={t('anonymous.no_map')} action={<a class="button primary" href={`/figures?survey=${encodeURIComponent(survey)}`}>{t('anonymous.to_total')}</a>} />;
}

// The same query as the headline below: one answer serves both.
function Conclusion({ state }: { state: MetricState }) {
  const { data } = useQuery(totalQuery(state));
  if (!data) return <>&nbsp;</>;
  const claim = changeClaim(data.metric, data.total.change);
  return <>{claim ? claim.text : t('metric.all_time')} <Against result={data} /></>;
}
