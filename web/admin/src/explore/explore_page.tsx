// Explore: any metric by up to three dimensions. The whole view is in the URL.
import { useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Company, QueryResult } from '../api/types';
import type { Catalogue } from '../app/catalogue';
import { useQuery, type Loaded } from '../app/load';
import { useFilters } from '../app/router';
import { t } from '../i18n/words';
import { axesOf } from '../metrics/by_dimension';
import { Evidence } from '../metrics/evidence';
import { MetricFilters, periodLabel } from '../metrics/metric_filters';
import { isAnonymous, wordsLink, type MetricState } from '../metrics/metric_state';
import { Against, targetOf } from '../metrics/one_metric';
import { OtherMeans } from '../metrics/other_means';
import { Refused } from '../metrics/refused';
import { Icon } from '../ui/icon';
import { Card, Page } from '../ui/page';
import { Empty, Skeleton } from '../ui/states';
import { exploreQuery, readExplore, unitOf, wider, type ExploreState } from './explore_state';
import { Toolbar } from './explore_toolbar';
import { ExploreView } from './explore_view';
import { conclusionOf } from './explore_words';

interface Shown {
  result: QueryResult;
  state: ExploreState;
}

// What came last, with the state it answers: another cut's groups have other keys than the address now asks for.
function useShown(loaded: Loaded<QueryResult>, state: ExploreState): Shown | undefined {
  const shown = useRef<Shown | undefined>(undefined);
  if (loaded.data && !loaded.stale) shown.current = { result: loaded.data, state };
  return shown.current;
}

export function Explore({ catalogue, state: read, company, tabs }: { catalogue: Catalogue; state: MetricState; company: Company | undefined; tabs: ComponentChildren }) {
  const [parameters] = useFilters();
  const state = readExplore(parameters, read, axesOf(catalogue).map((axis) => axis.key));
  const loaded = useQuery(exploreQuery(state));
  const shown = useShown(loaded, state);
  return (
    <Page title={t('nav.metrics')} conclusion={<Said shown={loaded.problem ? undefined : shown} catalogue={catalogue} />}
      filters={<MetricFilters catalogue={catalogue} state={state} forMap={false} explore={state} />}>
      {tabs}
      <Card class="explore">
        <Toolbar catalogue={catalogue} state={state} />
        <Body loaded={loaded} shown={shown} catalogue={catalogue} target={targetOf(company, state)} />
      </Card>
      {shown && !loaded.problem && shown.result.total.status !== 'refused' && shown.result.total.n > 0 && (
        <>
          <OtherMeans result={shown.result} />
          <Evidence result={shown.result} metric={state.metric} />
        </>
      )}
    </Page>
  );
}

function Said({ shown, catalogue }: { shown: Shown | undefined; catalogue: Catalogue }) {
  if (!shown) return <>&nbsp;</>;
  const { result, state } = shown;
  return <>{conclusionOf(result, state, catalogue).text} {unitOf(state.dims) && <Against result={result} />}</>;
}

function Body({ loaded, shown, catalogue, target }: { loaded: Loaded<QueryResult>; shown: Shown | undefined; catalogue: Catalogue; target: number | null }) {
  const [, change] = useFilters();
  if (loaded.problem) return <Refused problem={loaded.problem} retry={loaded.reload} onChoose={(key, value) => change({ [key]: value })} />;
  if (!shown) return <Skeleton kind="chart" rows={1} />;
  const { result, state } = shown;
  if (result.groups.length === 0 && !loaded.stale) return <Nothing state={state} />;
  const conclusion = conclusionOf(result, state, catalogue);
  return (
    <div class={loaded.stale ? 'explore-body stale' : 'explore-body'}>
      {!conclusion.told && <NextSteps result={result} state={state} />}
      <ExploreView result={result} state={state} catalogue={catalogue} conclusion={conclusion.text} target={target} />
    </div>
  );
}

// Nothing to say yet: the words are there to be read, and a longer period has more of them.
function NextSteps({ result, state }: { result: QueryResult; state: ExploreState }) {
  return (
    <p class="next-steps">
      {!isAnonymous(result) && <a href={wordsLink(state, result.period)}>{t('metric.read_words')}<Icon name="right" size={16} /></a>}
      <Wider state={state} />
    </p>
  );
}

function Wider({ state }: { state: ExploreState }) {
  const [, change] = useFilters();
  const period = wider(state.period);
  if (!period) return null;
  return <button type="button" class="button" onClick={() => change({ period })}>{t('explore.wider', { period: periodLabel(period) })}</button>;
}

function Nothing({ state }: { state: ExploreState }) {
  return <Empty title={t('explore.none')} action={<Wider state={state} />}>{t('explore.none_note')}</Empty>;
}
