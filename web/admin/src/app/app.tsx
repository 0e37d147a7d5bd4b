// Where we are: first run, logging in, or the pages behind the shell.
import { useEffect } from 'preact/hooks';
import { CataloguePage } from '../catalogue/catalogue_page';
import { t } from '../i18n/words';
import { MetricsPage } from '../metrics/metrics_page';
import { PlannerPage } from '../planner/planner_page';
import { ResponsesPage } from '../responses/responses_page';
import { SettingsPage } from '../settings/settings_page';
import { SurveyPage } from '../surveys/survey_page';
import { SurveysPage } from '../surveys/surveys_page';
import { TodayPage } from '../today/today_page';
import { Page } from '../ui/page';
import { Empty, Skeleton } from '../ui/states';
import { forgetAll } from './load';
import { startLive, stopLive } from './live';
import { Login } from './login';
import { useLocation } from './router';
import { stage, start, useSession } from './session';
import { SetupForm } from './setup';
import { Shell } from './shell';
import { useStore } from './store';
import { Toasts } from './toast';

export function App() {
  const now = useStore(stage);
  if (now === 'starting') return <div class="gate"><Skeleton rows={3} doing={t('state.starting')} /></div>;
  if (now === 'setup') return <SetupForm />;
  if (now === 'login') return <Login />;
  if (now === 'unreachable') return <Unreachable />;
  return <Inside />;
}

function Unreachable() {
  useEffect(() => {
    const again = () => void start();
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, []);
  return (
    <main class="gate">
      <Empty title={t('error.unreachable')} action={<button type="button" class="button primary" onClick={() => void start()}>{t('action.retry')}</button>}>
        {t('error.offline')}
      </Empty>
    </main>
  );
}

function Inside() {
  const session = useSession();
  useEffect(() => {
    startLive();
    return () => {
      stopLive();
      forgetAll();
    };
  }, [session?.user.id]);
  if (!session) return null;
  // A new language draws everything anew.
  return (
    <Shell key={session.user.language}>
      <Routes />
      <Toasts />
    </Shell>
  );
}

function Routes() {
  const { path } = useLocation();
  const [, section = '', rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
  switch (section) {
    case '': return <TodayPage />;
    case 'today': return rest ? <NotFound /> : <TodayPage />;
    case 'responses': return <ResponsesPage id={decodeURIComponent(rest)} />;
    case 'figures': return rest === 'planner' ? <PlannerPage /> : rest === 'catalogue' ? <CataloguePage /> : <MetricsPage tab={rest} />;
    case 'surveys': return rest ? <SurveyPage key={rest} name={decodeURIComponent(rest)} /> : <SurveysPage />;
    case 'settings': return <SettingsPage tab={rest} />;
    default: return <NotFound />;
  }
}

function NotFound() {
  return (
    <Page title={t('error.no_page')} conclusion={t('error.no_page_note')}>
      <a class="button primary" href="/">{t('nav.today')}</a>
    </Page>
  );
}
