// A metric's tile: name, value, the last eight quarters, the change, interval and base.
import type { Headline, Metric, Query, QueryResult } from '../api/types';
import { useCatalogue } from '../app/catalogue';
import { useQuery } from '../app/load';
import { timeZone } from '../app/session';
import { local, t } from '../i18n/words';
import { Against, ChangeText } from '../metrics/one_metric';
import { ClientBase, MeanName, OtherMeans } from '../metrics/other_means';
import { measureLabel, Refused } from '../metrics/refused';
import { seriesOf } from '../metrics/time_series';
import { localDay } from '../ui/calendar';
import { baseOfAccounts, changeClaim, shortName } from '../ui/claims';
import { Card } from '../ui/page';
import { axisOver } from '../ui/scale';
import { Skeleton } from '../ui/states';
import { Strip } from '../ui/strip';
import { Value } from '../ui/value';
import { navigate } from '../app/router';
import { useTotalOf, type Where } from './total_of';

const QUARTERS = 8;

// By the mean that the total turned out to be.
function stripQuery(metric: Metric, where: Where, estimand: QueryResult['estimand']): Query {
  return { metric: metric.key, ...(metric.kind === 'csi' ? {} : { estimand }), ...(Object.keys(where).length > 0 ? { where } : {}), by: ['quarter'], period: { last: QUARTERS, unit: 'quarter' } } as Query;
}

function linkOf(metric: Metric, where: Where): string {
  const parameters = new URLSearchParams({ metric: metric.key, ...Object.fromEntries(Object.entries(where).map(([key, values]) => [key, values[0]!])) });
  return '/figures?' + parameters.toString();
}

export function HeadlineSentence({ metric, headline }: { metric: Metric; headline: Headline | null }) {
  const { data } = useTotalOf(metric, headline).total;
  if (!data) return <>&nbsp;</>;
  const claim = changeClaim(data.metric, data.total.change);
  return <>{claim ? (claim.state === 'told' ? claim.text : `${shortName(local(data.metric.name))}. ${claim.text}`) : t('metric.all_time')} <Against result={data} /></>;
}

// `optional`: nothing rather than a tile without answers.
export function Tile({ metric, headline, optional }: { metric: Metric; headline: Headline | null; optional: boolean }) {
  const catalogue = useCatalogue().data;
  const { total, where, survey } = useTotalOf(metric, headline);
  // The strip shows what the total was counted as: an index of one survey, a mean over accounts or over people.
  const strip = useQuery(total.data ? stripQuery(metric, where, total.data.estimand) : null);
  const chosen = headline?.metric === metric.key ? headline : null;
  const target = chosen?.target ?? null;
  const about = where.measures ? measureLabel(catalogue, where.measures[0]!) : local(catalogue?.surveys.find((one) => one.key === survey)?.title);
  const title = <a href={linkOf(metric, where)}>{local(metric.name)}{about && <small> · {about}</small>}</a>;
  if (total.problem) {
    return <Card class="tile"><h2>{title}</h2><Refused problem={total.problem} retry={total.reload} onChoose={(key, value) => navigate(`/figures?metric=${metric.key}&${key}=${encodeURIComponent(value)}`)} /></Card>;
  }
  if (!total.data) return <Card class="tile"><h2>{title}</h2><Skeleton kind="tile" rows={1} /></Card>;
  if (optional && total.data.total.status === 'undefined' && total.data.total.n === 0) return null;
  return (
    <Card class={total.stale ? 'tile stale' : 'tile'}>
      <h2>{title}</h2>
      <Value estimate={total.data.total} metric={total.data.metric} period={t('period.12m')} target={target} words="/responses?has_comment=true"
        {...(optional ? {} : { base: baseOfAccounts(total.data.total) })} />
      {strip.data && <TileStrip result={strip.data} target={target} name={local(metric.name)} />}
      <ChangeText result={total.data} />
      {optional ? <MeanName result={total.data} /> : <><OtherMeans result={total.data} /><ClientBase result={total.data} /></>}
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
