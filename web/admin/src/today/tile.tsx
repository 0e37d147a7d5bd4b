// A metric's tile: name, value, the last eight quarters, the change, interval and base.
import type { Headline, Metric, Query, QueryResult } from '../api/types';
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

// What the tile counts: the headline's choice for the headline metric, else the first thing the metric measures.
function whereOf(metric: Metric, headline: Headline | null): Record<string, string[]> {
  const chosen = headline?.metric === metric.key ? headline : null;
  const measures = chosen?.measures ?? usualMeasure(metric);
  return { ...(measures ? { measures: [measures] } : {}), ...(chosen?.survey ? { survey: [chosen.survey] } : {}) };
}

export function tileQuery(metric: Metric, headline: Headline | null): Query {
  const where = whereOf(metric, headline);
  return { metric: metric.key, ...(Object.keys(where).length > 0 ? { where } : {}), period: { last: MONTHS, unit: 'month' }, compare: 'previous_period' } as Query;
}

function stripQuery(metric: Metric, headline: Headline | null): Query {
  const { compare: _, ...query } = tileQuery(metric, headline);
  return { ...query, by: ['quarter'], period: { last: QUARTERS, unit: 'quarter' } } as Query;
}

function linkOf(metric: Metric, headline: Headline | null): string {
  const where = whereOf(metric, headline);
  const parameters = new URLSearchParams({ metric: metric.key, ...Object.fromEntries(Object.entries(where).map(([key, values]) => [key, values[0]!])) });
  return '/figures?' + parameters.toString();
}

export function HeadlineSentence({ metric, headline }: { metric: Metric; headline: Headline | null }) {
  const { data } = useQuery(tileQuery(metric, headline));
  if (!data) return <>&nbsp;</>;
  const claim = changeClaim(data.metric, data.total.change);
  return <>{claim ? (claim.state === 'told' ? claim.text : `${shortName(local(data.metric.name))}. ${claim.text}`) : t('metric.all_time')} <Against result={data} /></>;
}

export function Tile({ metric, headline }: { metric: Metric; headline: Headline | null }) {
  const catalogue = useCatalogue().data;
  const total = useQuery(tileQuery(metric, headline));
  const strip = useQuery(stripQuery(metric, headline));
  const chosen = headline?.metric === metric.key ? headline : null;
  const target = chosen?.target ?? null;
  const measures = whereOf(metric, headline).measures?.[0];
  const href = linkOf(metric, headline);
  const title = <a href={href}>{local(metric.name)}{measures && <small> · {measureLabel(catalogue, measures)}</small>}</a>;
  if (total.problem) {
    return <Card class="tile"><h2>{title}</h2><Refused problem={total.problem} retry={total.reload} onChoose={(key, value) => navigate(`/figures?metric=${metric.key}&${key}=${encodeURIComponent(value)}`)} /></Card>;
  }
  if (!total.data) return <Card class="tile"><h2>{title}</h2><Skeleton kind="tile" rows={1} /></Card>;
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
