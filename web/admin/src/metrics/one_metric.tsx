// One metric: its value and change, over time, how answers spread, and by a dimension.
import { useState } from 'preact/hooks';
import type { Company, Metric, QueryResult } from '../api/types';
import type { Catalogue } from '../app/catalogue';
import { useQuery } from '../app/load';
import { useFilters } from '../app/router';
import { local, t, tn } from '../i18n/words';
import { baseOfAccounts, baseText, changeClaim, type Claim } from '../ui/claims';
import { Histogram, ShareBar } from '../ui/distribution';
import { Icon } from '../ui/icon';
import { Card } from '../ui/page';
import { Empty, Skeleton } from '../ui/states';
import { Value } from '../ui/value';
import { ByDimension } from './by_dimension';
import { Evidence, periodWords, spanWords } from './evidence';
import { periodLabel } from './metric_filters';
import { isAnonymous, timeQuery, totalQuery, wordsLink, type MetricState } from './metric_state';
import { ClientBase, OtherMeans } from './other_means';
import { Refused } from './refused';
import { SaveButtons } from './save_buttons';
import { TimeChart, breakText, seriesNow } from './time_chart';
import { TimeTable, timeSheet } from './time_table';
import { WeightedCard } from './weighted_total';

export function targetOf(company: Company | undefined, state: Pick<MetricState, 'metric' | 'measures'>): number | null {
  const headline = company?.headline;
  if (!headline || headline.metric !== state.metric.key) return null;
  return !headline.measures || headline.measures === state.measures ? (headline.target ?? null) : null;
}

// The change with what it is against: the period before and its base.
export function ChangeText({ result }: { result: QueryResult }) {
  const claim = changeClaim(result.metric, result.total.change);
  if (!claim) return null;
  const told = claim.state === 'told';
  return (
    <p class={`change ${claim.direction}`}>
      {told && <Icon name={claim.up ? 'up' : 'down'} size={16} />}
      {claim.state === 'withheld' && <Icon name="refused" size={16} />}
      <span data-figure="change"><span data-interval>{claim.text}</span> <Against result={result} /></span>
    </p>
  );
}

export function Against({ result }: { result: QueryResult }) {
  const { previous } = result.total;
  if (!result.previous || !previous || previous.n === 0) return null;
  return <small data-base class="against">{t('change.against', { period: spanWords(result.previous), n: baseText(previous.n) })}</small>;
}

export function OneMetric({ catalogue, state, company }: { catalogue: Catalogue; state: MetricState; company: Company | undefined }) {
  const [, change] = useFilters();
  const total = useQuery(totalQuery(state));
  const time = useQuery(timeQuery(state));
  const target = targetOf(company, state);
  const spread = t(total.data?.estimand === 'account' ? 'distribution.people' : 'distribution.title');
  const choose = (key: string, value: string) => change({ [key]: value });
  if (total.problem) return <Card><Refused problem={total.problem} retry={total.reload} onChoose={choose} /></Card>;
  if (total.data && total.data.total.responses === 0 && !total.stale) {
    return <Empty title={t('metric.none')} action={<a class="button primary" href="/surveys">{t('today.to_surveys')}</a>}>{t('metric.none_note')}</Empty>;
  }
  return (
    <>
      <div class="grid">
        <Card class="span-8 chart-card" title={t('metric.over_time')}>
          {time.problem ? <Refused problem={time.problem} retry={time.reload} onChoose={choose} />
            : !time.data ? <Skeleton kind="chart" rows={1} />
              : <OverTime result={time.data} state={state} stale={time.stale} claim={total.data ? changeClaim(total.data.metric, total.data.total.change) : null} target={target} />}
        </Card>
        <div class="span-4 side">
          <Card title={local(state.metric.name)}>
            {total.data ? <Headline result={total.data} state={state} target={target} stale={total.stale} /> : <Skeleton kind="tile" rows={1} />}
          </Card>
          <Card title={spread}>
            {total.data ? <Histogram group={total.data.total} metric={state.metric} title={spread} /> : <Skeleton kind="tile" rows={1} />}
          </Card>
        </div>
      </div>
      <WeightedCard catalogue={catalogue} state={state} company={company} />
      <ByDimension catalogue={catalogue} state={state} />
      {total.data && <Evidence result={total.data} metric={state.metric} />}
    </>
  );
}

function Headline({ result, state, target, stale }: { result: QueryResult; state: MetricState; target: number | null; stale: boolean }) {
  const words = isAnonymous(result) ? undefined : wordsLink(state, result.period);
  return (
    <div class={stale ? 'headline stale' : 'headline'}>
      <Value estimate={result.total} metric={result.metric} period={periodLabel(state.period)} target={target} base={baseOfAccounts(result.total)} {...(words ? { words } : {})} />
      <ChangeText result={result} />
      <OtherMeans result={result} />
      <ClientBase result={result} />
      <ShareBar group={result.total} metric={state.metric as Metric} label={result.estimand === 'account' ? t('distribution.people') : undefined} />
      {words && <a class="to-words" href={words}>{t('metric.read_words')}<Icon name="right" size={16} /></a>}
    </div>
  );
}

function OverTime({ result, state, stale, claim, target }: { result: QueryResult; state: MetricState; stale: boolean; claim: Claim | null; target: number | null }) {
  const [asTable, setAsTable] = useState(false);
  const series = seriesNow(result, state.unit);
  const told = series.segments.flat().length;
  const spoken = `${local(result.metric.name)}, ${periodWords(result)}. ${claim?.text ?? ''} ${tn('metric.periods_told', told)}`;
  return (
    <div class={stale ? 'stale' : ''}>
      <div class="switch" role="group" aria-label={t('metric.view')}>
        <button type="button" aria-pressed={!asTable} onClick={() => setAsTable(false)}><Icon name="chart" size={16} />{t('metric.chart')}</button>
        <button type="button" aria-pressed={asTable} onClick={() => setAsTable(true)}><Icon name="table" size={16} />{t('metric.table')}</button>
      </div>
      {asTable ? <TimeTable result={result} series={series} unit={state.unit} /> : <TimeChart result={result} unit={state.unit} conclusion={spoken} target={target} />}
      <div class="table-foot">
        <p class="note">
          {t('metric.band_note')}
          {series.marks.length > 0 && <> {t('metric.break_note', { why: series.marks.map((_, index) => breakText(series, index)).join('; ') })}</>}
          {series.points.some((point) => point.running && point.group) && <> {t('metric.running_note')}</>}
        </p>
        <SaveButtons sheet={() => timeSheet(result, series)} />
      </div>
    </div>
  );
}
