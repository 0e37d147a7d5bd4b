// One survey: how to send it, how it looks, its versions, and the questionnaire itself.
import { api } from '../api/client';
import type { Survey } from '../api/types';
import { useLoad } from '../app/load';
import { useFilters } from '../app/router';
import { may } from '../app/session';
import { say } from '../app/toast';
import { language, local, t, tn } from '../i18n/words';
import { When } from '../responses/response_row';
import { Icon } from '../ui/icon';
import { count } from '../ui/number';
import { Card, Page } from '../ui/page';
import { Failed, Skeleton } from '../ui/states';
import { Editor } from './editor';
import { Sending } from './sending';
import { StateTag } from './surveys_page';
import { starter } from './starter';

export function SurveyPage({ name }: { name: string }) {
  return name === 'new' ? <NewSurvey /> : <OneSurvey name={name} />;
}

const Back = () => <a class="icon-button" href="/surveys" aria-label={t('surveys.back')} title={t('surveys.back')}><Icon name="back" /></a>;

function NewSurvey() {
  return (
    <Page title={t('surveys.new')} back={<Back />} conclusion={t('editor.new_note')}>
      <Editor text={JSON.stringify(starter(), null, 2)} isNew />
    </Page>
  );
}

function OneSurvey({ name }: { name: string }) {
  const [parameters, change] = useFilters();
  const editing = parameters.get('edit') !== null;
  const loaded = useLoad('survey ' + name, (signal) => api.get('/surveys/{key}', { path: { key: name }, signal }), !editing);
  const { data: survey, problem, reload } = loaded;
  // What is shown, and typed, outlives a refresh that failed.
  if (problem && !survey) return <Page title={name} back={<Back />}><Failed problem={problem} retry={reload} what={problem.status === 404 ? t('surveys.gone') : t('error.not_loaded')} /></Page>;
  if (!survey) return <Page title={name} back={<Back />}><Skeleton rows={6} /></Page>;
  const edit = may('surveys.write') && !editing && <button type="button" class="button primary" onClick={() => change({ edit: '1' })}>{t('surveys.edit')}</button>;
  return (
    <Page title={local(survey.title)} back={<Back />} action={edit} conclusion={<Counts survey={survey} />}>
      {editing
        ? <Editor text={JSON.stringify(survey.document, null, 2)} version={survey.version} onDone={() => { reload(); change({ edit: null }); }} onCancel={() => change({ edit: null })} />
        : (
          <div class="grid">
            <div class="span-8 side">
              <Sending survey={survey} />
              <Versions survey={survey} />
            </div>
            <div class="span-4 side">
              <StateCard survey={survey} onChange={loaded.replace} />
              <Preview survey={survey} />
            </div>
          </div>
        )}
    </Page>
  );
}

function Counts({ survey }: { survey: Survey }) {
  if (survey.finished === 0) return <>{t('survey.no_responses')}</>;
  return <>{tn('survey.finished', survey.finished)} {tn('survey.started_abandoned', survey.abandoned, { started: count(survey.started, language()) })}</>;
}

function StateCard({ survey, onChange }: { survey: Survey; onChange: (survey: Survey) => void }) {
  const set = async (state: Survey['state'], undo: boolean) => {
    try {
      onChange(await api.patch('/surveys/{key}', { path: { key: survey.key }, body: { state } }));
      say(t(`survey.now_${state}`), undo ? () => void set(survey.state, false) : undefined);
    } catch {
      say(t('error.not_saved'));
    }
  };
  return (
    <Card title={t('surveys.state')}>
      <p class="state-line"><StateTag state={survey.state} /> {t(survey.state === 'open' ? 'survey.open_note' : 'survey.closed_note')}</p>
      {survey.anonymous && <p class="note"><Icon name="lock" size={16} /> {t('survey.anonymous_note')}</p>}
      {may('surveys.write') && (
        <button type="button" class="button" onClick={() => void set(survey.state === 'open' ? 'closed' : 'open', true)}>{t(survey.state === 'open' ? 'survey.close' : 'survey.reopen')}</button>
      )}
      {!survey.anonymous && survey.finished + survey.abandoned > 0 && may('responses.read') && (
        <ul class="links">
          <li><a href={`/api/v1/surveys/${survey.key}/responses.csv`} download={`${survey.key}.csv`}>{t('survey.download')}<Icon name="download" size={16} /></a></li>
        </ul>
      )}
    </Card>
  );
}

const LANGUAGE_NAMES: Record<string, string> = { ru: 'Русский', en: 'English' };

function Preview({ survey }: { survey: Survey }) {
  return (
    <Card title={t('survey.preview')} note={t('survey.preview_note')}>
      <ul class="links">
        {survey.languages.map((tag) => (
          <li key={tag}>
            <a href={`/s/${survey.key}?preview=1&lang=${tag}`} target="_blank" rel="noopener" lang={tag}>{LANGUAGE_NAMES[tag] ?? tag}<Icon name="open" size={16} /></a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Versions({ survey }: { survey: Survey }) {
  return (
    <Card title={t('survey.versions')}>
      <div class="table-scroll">
        <table class="list dense">
          <thead>
            <tr>
              <th scope="col">{t('survey.version')}</th>
              <th scope="col">{t('survey.saved')}</th>
              <th scope="col">{t('survey.by')}</th>
              <th scope="col" class="right">{t('survey.begun')}</th>
              <th scope="col">{t('survey.breaks')}</th>
            </tr>
          </thead>
          <tbody>
            {survey.versions.map((version) => (
              <tr key={version.version}>
                <th scope="row">{t('responses.version', { n: version.version })}</th>
                <td data-label={t('survey.saved')}><When time={version.created_at} /></td>
                <td data-label={t('survey.by')}>{version.created_by ?? t('survey.by_system')}</td>
                <td class="right" data-label={t('survey.begun')}>{count(version.responses, language())}</td>
                <td data-label={t('survey.breaks')}>{version.breaks.length > 0 ? <code>{version.breaks.join(', ')}</code> : t('survey.no_breaks')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">{t('survey.breaks_note')}</p>
    </Card>
  );
}
