// Сегодня: what waits, what changed, then the figures.
import { api } from '../api/client';
import type { Headline, Metric, ResponseItem, Today } from '../api/types';
import { usable, useCatalogue, type Catalogue } from '../app/catalogue';
import { useLoad } from '../app/load';
import { timeZone } from '../app/session';
import { say } from '../app/toast';
import { language, local, t, tn } from '../i18n/words';
import { JourneyMap, MapConclusion } from '../metrics/journey_map';
import { hasJourney, useJourney } from '../metrics/journey_query';
import { readState, type MetricState } from '../metrics/metric_state';
import { mapHeadline, useCompany } from '../metrics/metrics_page';
import { ScoreChip, Sender, When } from '../responses/response_row';
import { localDay, timeText } from '../ui/calendar';
import { Icon } from '../ui/icon';
import { count } from '../ui/number';
import { Card, Page } from '../ui/page';
import { Empty, Failed, Skeleton } from '../ui/states';
import { HeadlineSentence, Tile } from './tile';
import { useTotalOf } from './total_of';

const SHOWN = ['nps', 'nsat', 'csat', 'ces', 'csi', 'psi'];
const TILES = 4;  // others fill up to so many

export function TodayPage() {
  const today = useLoad('today', (signal) => api.get('/today', { signal }), true);
  const catalogue = useCatalogue();
  const company = useCompany();
  const headline = company.data?.headline ?? null;
  const tiles = catalogue.data ? tilesOf(catalogue.data, headline?.metric) : [];
  const metrics = catalogue.data ? usable(catalogue.data) : [];
  const journey = catalogue.data && hasJourney(catalogue.data) ? readState(new URLSearchParams(), metrics, mapHeadline(metrics, headline)) : null;
  const seen = async () => {
    try {
      await api.post('/session/seen', { body: { page: 'today' } });
      today.reload();
    } catch {
      say(t('error.not_saved'));
    }
  };
  const news = today.data && today.data.new_responses > 0;
  return (
    <Page title={t('nav.today')} conclusion={tiles[0] && company.data !== undefined ? <HeadlineSentence metric={tiles[0]} headline={headline} /> : <>&nbsp;</>}
      action={news && <button type="button" class="button" onClick={() => void seen()}>{t('today.mark_seen')}</button>}>
      <div class="grid">
        <div class="span-8 side">
          {today.problem && !today.data ? <Failed problem={today.problem} retry={today.reload} />
            : today.data ? <News today={today.data} catalogue={catalogue.data} /> : <Skeleton rows={5} />}
        </div>
        <div class="span-4 side tiles">
          {catalogue.problem && <Failed problem={catalogue.problem} retry={catalogue.reload} />}
          {!catalogue.data && !catalogue.problem && <Card><Skeleton kind="tile" rows={2} /></Card>}
          {tiles.map((metric, index) => <Tile key={metric.key} metric={metric} headline={headline} optional={index > 0} />)}
        </div>
        {journey && catalogue.data && (company.data || company.problem) && <JourneyOf catalogue={catalogue.data} state={journey} headline={headline} />}
      </div>
    </Page>
  );
}

// An index of weighted criteria is mapped for the survey its tile shows, and after the tile.
function JourneyOf({ catalogue, state, headline }: { catalogue: Catalogue; state: MetricState; headline: Headline | null }) {
  return state.metric.kind === 'csi' ? <JourneyOfOne catalogue={catalogue} state={state} headline={headline} /> : <Journey catalogue={catalogue} state={state} />;
}

function JourneyOfOne({ catalogue, state, headline }: { catalogue: Catalogue; state: MetricState; headline: Headline | null }) {
  const { total, where } = useTotalOf(state.metric, headline);
  return !total.data ? null : <Journey catalogue={catalogue} state={{ ...state, survey: where.survey?.[0] ?? '' }} />;
}

// Where along the way clients are better or worse off; nothing until somebody has rated a stage.
function Journey({ catalogue, state }: { catalogue: Catalogue; state: MetricState }) {
  if (useJourney(catalogue, state).empty) return null;
  const survey = catalogue.surveys.find((one) => one.key === state.survey);
  return (
    <section class="span-12 today-journey">
      <header>
        <h2>{t('map.title')}: {local(state.metric.name)}{survey && <small> · {local(survey.title)}</small>}</h2>
        <a class="link" href={'/figures/journey' + (survey ? `?survey=${encodeURIComponent(survey.key)}` : '')}>{t('today.to_journey')}</a>
      </header>
      <p class="conclusion"><MapConclusion catalogue={catalogue} state={state} /></p>
      <JourneyMap catalogue={catalogue} state={state} />
    </section>
  );
}

// The headline metric first, then each of the known ones that has something to count; whether partners are satisfied only
// where partners are asked.
function tilesOf(catalogue: Catalogue, headline: string | undefined): Metric[] {
  const metrics = usable(catalogue).filter((metric) => metric.key !== 'psi' || metric.key === headline || metric.measures?.includes('partner_satisfaction'));
  const first = metrics.find((metric) => metric.key === headline) ?? metrics[0];
  if (!first) return [];
  const known = metrics.filter((metric) => metric !== first && SHOWN.includes(metric.key));
  const others = metrics.filter((metric) => metric !== first && !SHOWN.includes(metric.key));
  return [first, ...known, ...others.slice(0, Math.max(0, TILES - 1 - known.length))];
}

function sinceDay(today: Today): string {
  return localDay(new Date(today.since), timeZone());
}

function News({ today, catalogue }: { today: Today; catalogue: Catalogue | undefined }) {
  if (today.new_responses === 0 && today.latest.length === 0) {
    return <Empty title={t('today.nothing')} action={<a class="button primary" href="/surveys">{t('today.to_surveys')}</a>}>{t('today.nothing_note')}</Empty>;
  }
  const from = sinceDay(today);
  const since = timeText(today.since, timeZone(), language(), new Date());
  return (
    <>
      <section class="waits">
        <h2>{today.new_responses > 0 ? t('today.since', { since }) : t('today.quiet', { since })}</h2>
        {today.new_responses > 0 && (
          <ul>
            <Wait n={today.unhappy} text={tn('today.unhappy', today.unhappy)} href={`/responses?class=detractor&from=${from}`} look="unhappy" />
            <Wait n={today.new_with_comment} text={tn('today.with_words', today.new_with_comment)} href={`/responses?has_comment=true&from=${from}`} />
            <Wait n={today.new_responses} text={tn('today.responses', today.new_responses)} href={`/responses?from=${from}`} />
          </ul>
        )}
      </section>
      <Card title={t('today.words')} action={<a class="link" href="/responses">{t('today.all')}</a>}>
        {today.latest.length === 0 ? <p class="note">{t('today.no_words')}</p> : (
          <ul class="quotes">{today.latest.map((item) => <Quote key={item.id} item={item} catalogue={catalogue} since={today.since} />)}</ul>
        )}
      </Card>
    </>
  );
}

function Wait({ n, text, href, look = '' }: { n: number; text: string; href: string; look?: string }) {
  return (
    <li>
      <a class={`wait ${n > 0 ? look : ''}`} href={href}>
        <b>{count(n, language())}</b><span>{text}</span><Icon name="right" size={16} />
      </a>
    </li>
  );
}

function Quote({ item, catalogue, since }: { item: ResponseItem; catalogue: Catalogue | undefined; since: string }) {
  return (
    <li class={item.at > since ? 'quote unread' : 'quote'}>
      <a href={`/responses/${item.id}`}>
        <ScoreChip score={item.score} />
        <span class="response-body">
          <span class="words" lang={item.language}>{item.comment}</span>
          <span class="quote-who"><Sender item={item} catalogue={catalogue} /> <When time={item.at} /></span>
        </span>
      </a>
    </li>
  );
}
