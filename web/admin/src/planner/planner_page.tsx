// Сколько спросить: plans a survey before it is sent. Everything the reader types is in the URL.
import { api } from '../api/client';
import type { SamplePlan } from '../api/types';
import { dimension, valueChoices, type Catalogue } from '../app/catalogue';
import { useLoad } from '../app/load';
import { useFilters } from '../app/router';
import { language, t } from '../i18n/words';
import { hasJourney } from '../metrics/journey_query';
import { Tabs } from '../metrics/tabs';
import { ResetChip } from '../ui/chip';
import { plain } from '../ui/number';
import { Page } from '../ui/page';
import { Skeleton } from '../ui/states';
import { DifferenceCard } from './difference_plan';
import { useExpected, type Expected, type Known } from './expected';
import { Form } from './plan_form';
import { readSegments, sampleBody, type SegmentRow, type Texts } from './plan_state';
import { sampleConclusion } from './plan_words';
import { QuotaCard } from './quota_plan';
import { RatesCard } from './response_rates';
import { SampleCard } from './sample_plan';

const MOST_NAMES = 8;

export function PlannerPage() {
  const known = useExpected();
  const map = !!known.catalogue && hasJourney(known.catalogue);
  if (!known.expected) return <Page title={t('nav.metrics')}><Tabs here="planner" map={map} /><Skeleton rows={6} /></Page>;
  return <Planner {...known} expected={known.expected} map={map} />;
}

function usualTexts(expected: Expected, clients: number | null): Texts {
  const percent = (value: number) => plain(value, language(), value % 1 === 0 ? 0 : 1);
  return {
    promoters: percent(expected.promoters), detractors: percent(expected.detractors), margin: '5', confidence: '95', effect: '1',
    change: '10', correlation: plain(0.5, language(), 1), ...(clients ? { base: plain(clients, language(), 0) } : {}),
  };
}

// The segments that answers name; how many clients they have nobody has told the server.
function usualRows(catalogue: Catalogue | undefined): SegmentRow[] {
  const names = valueChoices(dimension(catalogue, 'segment')).slice(0, MOST_NAMES).map((choice) => choice.label);
  return (names.length > 1 ? names : ['', '', '']).map((name) => ({ name, clients: '', sd: '' }));
}

function Planner({ expected, catalogue, clients, map }: Known & { expected: Expected; map: boolean }) {
  const [parameters, change] = useFilters();
  const usual = usualTexts(expected, clients);
  const form = new Form(parameters, usual, change);
  const wholeBase = parameters.get('whole') !== '0';
  const request = form.read('sample', ['promoters', 'detractors', 'margin', 'confidence', 'effect', 'base', 'rate'], (fields) => sampleBody(fields, wholeBase));
  const loaded = useLoad<SamplePlan>(request && 'plan sample ' + JSON.stringify(request), (signal) => api.post('/plan/sample', { body: request!, signal }));
  const told = request && loaded.data && !loaded.problem ? loaded.data : null;
  const planned = told?.required ? 'yes' : request && !told && !loaded.problem ? 'coming' : 'no';
  // Two waves of the size just planned, until the reader names another.
  usual.wave = String(told?.required ?? 100);
  const conclusion = told ? sampleConclusion(told, request!, expected.name) : request ? '\u00a0' : t('plan.no_conclusion');
  const rows = parameters.has('seg') ? readSegments(parameters.get('seg')!) : usualRows(catalogue);
  const reset = () => change(Object.fromEntries([...parameters.keys()].map((key) => [key, null])));
  return (
    <Page title={t('nav.metrics')} conclusion={<span role="status">{conclusion}</span>}
      filters={parameters.size > 0 ? <ResetChip onReset={reset} /> : undefined}>
      <Tabs here="planner" map={map} />
      <SampleCard form={form} expected={expected} request={request} loaded={loaded} wholeBase={wholeBase} />
      <DifferenceCard form={form} planned={planned} />
      <QuotaCard form={form} rows={rows} required={told?.required ?? null} />
      <RatesCard form={form} />
    </Page>
  );
}
