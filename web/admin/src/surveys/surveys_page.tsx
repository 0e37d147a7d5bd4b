// Опросы: the list.
import { api } from '../api/client';
import type { SurveyItem } from '../api/types';
import { useLoad } from '../app/load';
import { may, timeZone } from '../app/session';
import { language, local, t, tn } from '../i18n/words';
import { When } from '../responses/response_row';
import { dayText, localDay } from '../ui/calendar';
import { Icon } from '../ui/icon';
import { count } from '../ui/number';
import { Page } from '../ui/page';
import { Empty, Failed, Skeleton } from '../ui/states';

export function SurveysPage() {
  const { data, problem, stale, reload } = useLoad('surveys', (signal) => api.get('/surveys', { signal }), true);
  const create = may('surveys.write') && <a class="button primary" href="/surveys/new">{t('surveys.new')}</a>;
  const open = data?.surveys.filter((survey) => survey.state === 'open').length ?? 0;
  return (
    <Page title={t('nav.surveys')} action={data && data.surveys.length > 0 && create} conclusion={data ? tn('surveys.open', open) : undefined}>
      {problem ? <Failed problem={problem} retry={reload} />
        : !data ? <Skeleton rows={4} />
          : data.surveys.length === 0 ? <Empty title={t('surveys.none')} action={create}>{t('surveys.none_note')}</Empty>
            : <List surveys={data.surveys} stale={stale} />}
    </Page>
  );
}

export function StateTag({ state }: { state: SurveyItem['state'] }) {
  return <span class={`tag state-${state}`}>{t(`survey.${state}`)}</span>;
}

function List({ surveys, stale }: { surveys: SurveyItem[]; stale: boolean }) {
  return (
    <div class="card table-scroll">
      <table class={stale ? 'list stale' : 'list'}>
        <thead>
          <tr>
            <th scope="col">{t('surveys.title')}</th>
            <th scope="col">{t('surveys.state')}</th>
            <th scope="col">{t('surveys.languages')}</th>
            <th scope="col" class="right">{t('surveys.finished')}</th>
            <th scope="col" class="right">{t('surveys.abandoned')}</th>
            <th scope="col" class="right">{t('surveys.last')}</th>
          </tr>
        </thead>
        <tbody>{surveys.map((survey) => <Row key={survey.key} survey={survey} />)}</tbody>
      </table>
    </div>
  );
}

function Row({ survey }: { survey: SurveyItem }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/surveys/${survey.key}`}>{local(survey.title)}</a>
        <small>{survey.key} · {t('responses.version', { n: survey.version })}{survey.anonymous && <> · <Icon name="lock" size={12} /> {t('survey.anonymous')}</>}</small>
      </th>
      <td data-label={t('surveys.state')}><StateTag state={survey.state} /></td>
      <td data-label={t('surveys.languages')}>{survey.languages.join(', ')}</td>
      <td class="right" data-label={t('surveys.finished')}>{count(survey.finished, language())}<small> {t('surveys.of_started', { n: count(survey.started, language()) })}</small></td>
      <td class="right" data-label={t('surveys.abandoned')}>{count(survey.abandoned, language())}</td>
      <td class="right" data-label={t('surveys.last')}><Last survey={survey} /></td>
    </tr>
  );
}

// Of an anonymous survey only the day is known: its midnight must not pass for a time.
function Last({ survey }: { survey: SurveyItem }) {
  const time = survey.last_response_at;
  if (!time) return <>{t('surveys.never')}</>;
  if (!survey.anonymous) return <When time={time} />;
  const dayOf = (at: Date) => localDay(at, timeZone());
  const day = dayOf(new Date(time));
  return <time dateTime={day}>{dayText(day, language(), Number(dayOf(new Date()).slice(0, 4)))}</time>;
}
