// A metric's tile: name, value, the last eight quarters, the change, interval and base.
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../api/client';
import type { Headline, Metric, Query, QueryResult, SurveyItem } from '../api/types';
import { useCatalogue } from '../app/catalogue';
import { useQuery } from '../app/load';
import { timeZone } from '../app/session';
import { local, t } from '../i18n/words';
import { Against, ChangeText } from '../metrics/one_metric';
import { usualMeasure } from '../metrics/metric_state';
import { measureLabel, Refused } from '../metrics/refused';
import { seriesOf } from '../metrics/time_series';
import { localDay } from '../ui/calendar';
import { changeClaim, shortName } from '../ui/claims';
import { Card } from '../ui/page';
import { axisOver } from '../ui/scale';
import { Skeleton } from '../ui/states';
import { Strip } from '../ui/strip';
import { Value } from '../ui/value';
import { navigate } from '../app/router';

const QUARTERS = 8;
const MONTHS = 12;

type Where = Record<string, string[]>;

// What the tile counts: the headline's choice for the headline metric, else the first thing the metric measures.
function whereOf(metric: Metric, headline: Headline | null): Where {
  const chosen = headline?.metric === metric.key ? headline : null;
  const measures = chosen?.measures ?? usualMeasure(metric);
  return { ...(measures ? { measures: [measures] } : {}), ...(chosen?.survey ? { survey: [chosen.survey] } : {}) };
}

export function tileQuery(metric: Metric, where: Where): Query {
  return { metric: metric.key, ...(Object.keys(where).length > 0 ? { where } : {}), period: { last: MONTHS, unit: 'month' }, compare: 'previous_period' } as Query;
}

function stripQuery(metric: Metric, where: Where): Query {
  const { compare: _, ...query } = tileQuery(metric, where);
  return { ...query, by: ['quarter'], period: { last: QUARTERS, unit: 'quarter' } } as Query;
}

function linkOf(metric: Metric, where: Where): string {
  const parameters = new URLSearchParams({ metric: metric.key, ...Object.fromEntries(Object.entries(where).map(([key, values]) => [key, values[0]!])) });
  return '/figures?' + parameters.toString();
}

// The survey with the most answers of those that cannot be counted together.
export function largestOf(problem: Problem | undefined, surveys: Pick<SurveyItem, 'key' | 'finished'>[]): string | null {
  const choices = problem?.problems.find((item) => item.field === 'where.survey')?.choices ?? [];
  const finished = (key: string) => surveys.find((survey) => survey.key === key)?.finished ?? 0;
  return [...choices].sort((a, b) => finished(b) - finished(a))[0] ?? null;
}

export function HeadlineSentence({ metric, headline }: { metric: Metric; headline: Headline | null }) {
  const { data } = useQuery(tileQuery(metric, whereOf(metric, headline)));
  if (!data) return <>&nbsp;</>;
  const claim = changeClaim(data.metric, data.total.change);
  return <>{claim ? (claim.state === 'told' ? claim.text : `${shortName(local(data.metric.name))}. ${claim.text}`) : t('metric.all_time')} <Against result={data} /></>;
}

// `optional`: nothing rather than a tile without answers.
export function Tile({ metric, headline, optional }: { metric: Metric; headline: Headline | null; optional: boolean }) {
  const catalogue = useCatalogue().data;
  const [survey, setSurvey] = useState<string | null>(null);
  const where: Where = { ...whereOf(metric, headline), ...(survey ? { survey: [survey] } : {}) };
  const total = useQuery(tileQuery(metric, where));
  // An index of weighted criteria may have to be asked again, of one survey: no second refusal for the strip.
  const strip = useQuery(metric.kind === 'csi' && !total.data ? null : stripQuery(metric, where));
  const largest = survey ? null : largestOf(total.problem, catalogue?.surveys ?? []);
  useEffect(() => {
    if (largest) setSurvey(largest);
  }, [largest]);
  const chosen = headline?.metric === metric.key ? headline : null;
  const target = chosen?.target ?? null;
  const about = where.measures ? measureLabel(catalogue, where.measures[0]!) : local(catalogue?.surveys.find((one) => one.key === survey)?.title);
  const title = <a href={linkOf(metric, where)}>{local(metric.name)}{about && <small> · {about}</small>}</a>;
  if (total.problem && !largest) {
    return <Card class="tile"><h2>{title}</h2><Refused problem={total.problem} retry={total.reload} onChoose={(key, value) => navigate(`/figures?metric=${metric.key}&${key}=${encodeURIComponent(value)}`)} /></Card>;
  }
  if (!total.data) return <Card class="tile"><h2>{title}</h2><Skeleton kind="tile" rows={1} /></Card>;
  if (optional && total.data.total.status === 'undefined' && total.data.total.n === 0) return null;
  return (
    <Card class={total.stale ? 'tile stale' : 'tile'}>
      <h2>{title}</h2>
      <Value estimate={total.data.total} metric={total.data.metric} period={t('period.12m')} target={target} words="/responses?has_comment=true" />
      {strip.data && <TileStrip result={strip.data} target={target} name={local(metric.name)} />}
      <ChangeText result={total.data} />
    </Card>
  );
}

function TileStrip({ result, target, name }: { result: QueryResult; target: number | null; name: string }) {
  const { points } = seriesOf(result, 'quarter', localDay(new Date(), timeZone()));
  const told = points.filter((point) => point.group?.interval);
  if (told.length < 2) return null;
  const axis = axisOver(told.map((point) => point.group!.interval), result.metric.range, target);
  return (
    <Strip axis={axis} target={target} label={t('strip.label', { name })}
      estimates={points.map((point) => ({ name: point.period.name, estimate: point.group, running: point.running }))} />
  );
}
