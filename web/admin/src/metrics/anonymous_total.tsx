// An anonymous survey: its total over all time, in steps of its minimum, and nothing that would lead to a person.
import { api } from '../api/client';
import type { QueryResult, Survey } from '../api/types';
import { useLoad, useQuery } from '../app/load';
import { useFilters } from '../app/router';
import { language, local, t, tn } from '../i18n/words';
import { shortName } from '../ui/claims';
import { Histogram, ShareBar } from '../ui/distribution';
import type { Sheet } from '../ui/export';
import { Icon } from '../ui/icon';
import { count, emphasis, figure } from '../ui/number';
import { Card } from '../ui/page';
import { Skeleton } from '../ui/states';
import { Value } from '../ui/value';
import { Evidence } from './evidence';
import { totalQuery, type MetricState } from './metric_state';
import { meanName } from './other_means';
import { Refused } from './refused';
import { SaveButtons } from './save_buttons';

const USUAL_MINIMUM = 5;

interface Questionnaire {
  anonymous?: { minimum?: number };
  pages?: { questions?: { measures?: string }[] }[];
}

const questionnaireOf = (survey: Survey | undefined) => (survey?.document ?? {}) as Questionnaire;

// A measure is a filter only where this very questionnaire asks of several: what another survey measures is none of it.
function measuresOf(survey: Survey | undefined, asked: string | null): string {
  const own = new Set(questionnaireOf(survey).pages?.flatMap((page) => page.questions?.map((question) => question.measures) ?? []));
  return asked && own.size > 1 && own.has(asked) ? asked : '';
}

export function AnonymousTotal({ state }: { state: MetricState }) {
  const [parameters, change] = useFilters();
  const survey = useLoad('survey ' + state.survey, (signal) => api.get('/surveys/{key}', { path: { key: state.survey }, signal }));
  const measures = measuresOf(survey.data, parameters.get('measures'));
  const total = useQuery(survey.data || survey.problem ? totalQuery({ ...state, measures }) : null);
  const minimum = questionnaireOf(survey.data).anonymous?.minimum ?? USUAL_MINIMUM;
  if (total.problem) return <Card><Refused problem={total.problem} retry={total.reload} onChoose={(key, value) => change({ [key]: value })} only={['measures']} /></Card>;
  if (!total.data) return <Card><Skeleton kind="tile" rows={1} /></Card>;
  const { data } = total;
  const counted = data.total.n > 0;
  return (
    <div class={total.stale ? 'anonymous stale' : 'anonymous'}>
      <div class="grid">
        <Card class="span-8" title={local(state.metric.name)}>
          <div class="headline">
            <Total result={data} minimum={minimum} />
            <ShareBar group={data.total} metric={state.metric} />
            {counted && <Twin result={data} name={local(survey.data?.title) || state.survey} />}
            {data.total.reason !== 'no_fitting_questions' && <p class="note"><Icon name="lock" size={16} /> {tn('anonymous.steps', minimum)}</p>}
          </div>
        </Card>
        {counted && <Card class="span-4" title={t('distribution.title')}><Histogram group={data.total} metric={state.metric} /></Card>}
      </div>
      {counted && <Evidence result={data} metric={state.metric} />}
    </div>
  );
}

function Total({ result, minimum }: { result: QueryResult; minimum: number }) {
  const { status, reason } = result.total;
  if (status === 'refused' && reason === 'withheld') return <Absent icon="lock" text={tn('anonymous.withheld', minimum)} />;
  if (reason === 'no_fitting_questions') return <Absent icon="refused" text={t('anonymous.other_metric')} />;
  return <Value estimate={result.total} metric={result.metric} period={t('period.all')} />;
}

function Absent({ icon, text }: { icon: 'lock' | 'refused'; text: string }) {
  return <div class="value value-tile absent withheld"><Icon name={icon} size={16} /><span>{text}</span></div>;
}

// The table holds the number however wide its interval: there are no words to read instead.
function Twin({ result, name }: { result: QueryResult; name: string }) {
  const { metric, total } = result;
  if (total.status !== 'ok' || total.estimate === null || !total.interval) return null;
  const shown = figure(total.estimate, total.interval, metric.unit, language());
  const sheet = (): Sheet => ({
    name: `${metric.key} total`,
    head: [t('filters.survey'), local(metric.name), t('table.low'), t('table.high'), t('table.base'), t('table.mean')],
    rows: [[name, total.estimate, total.interval![0]!, total.interval![1]!, total.n, meanName(result)]],
  });
  return (
    <>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{t('filters.survey')}</th>
            <th scope="col" class="right">{shortName(local(metric.name))}</th>
            <th scope="col" class="right">{t('table.interval')}</th>
            <th scope="col" class="right">{t('table.base')}</th>
          </tr>
        </thead>
        <tbody>
          <tr data-figure="row" class={emphasis(total.interval, metric.range) === 'full' ? '' : 'about'}>
            <th scope="row">{name}</th>
            <td class="right number">{shown.value}{shown.unit}</td>
            <td class="right" data-interval>{shown.cell}</td>
            <td class="right" data-base>{count(total.n, language())}</td>
          </tr>
        </tbody>
      </table>
      <div class="table-foot"><SaveButtons sheet={sheet} /></div>
    </>
  );
}
