import { useState } from 'preact/hooks';
import { api } from '../api/client';
import type { AuditEntry } from '../api/types';
import { useLoad } from '../app/load';
import { may, timeZone } from '../app/session';
import { known, language, t } from '../i18n/words';
import { timeText } from '../ui/calendar';
import { Card } from '../ui/page';
import { Empty, Failed, Skeleton } from '../ui/states';

export function AuditTab() {
  const { data, problem, reload, replace } = useLoad('audit', (signal) => api.get('/audit', { signal }));
  const users = useLoad(may('users.write') ? 'users' : null, (signal) => api.get('/users', { signal })).data?.users ?? [];
  const people = new Map(users.map((user) => [user.id, user.name]));
  const [loading, setLoading] = useState(false);
  if (problem) return <Failed problem={problem} retry={reload} />;
  if (!data) return <Skeleton rows={8} />;
  if (data.entries.length === 0) return <Empty title={t('audit.none')}>{t('audit.none_note')}</Empty>;
  const older = async () => {
    setLoading(true);
    try {
      const page = await api.get('/audit', { query: { before: data.next_before! } });
      replace({ entries: [...data.entries, ...page.entries], next_before: page.next_before });
    } finally {
      setLoading(false);
    }
  };
  return (
    <Card title={t('settings.audit')} note={t('audit.note')}>
      <div class="table-scroll">
        <table class="list dense">
          <thead>
            <tr><th scope="col">{t('audit.when')}</th><th scope="col">{t('audit.who')}</th><th scope="col">{t('audit.what')}</th><th scope="col">{t('audit.subject')}</th></tr>
          </thead>
          <tbody>{data.entries.map((entry) => <Row key={entry.seq} entry={entry} people={people} />)}</tbody>
        </table>
      </div>
      {data.next_before !== null && <button type="button" class="button more" disabled={loading} onClick={() => void older()}>{t('audit.older')}</button>}
    </Card>
  );
}

const IS_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

// People by name, the rest of ids by their beginning; some deeds are about nothing else.
function subjectOf(entry: AuditEntry, people: Map<string, string>): string {
  if (['logged_in', 'settings_changed', 'demo_loaded', 'profile_changed', 'password_changed'].includes(entry.kind)) return '';
  if (entry.kind.startsWith('import_')) return t('audit.import_number', { n: entry.subject });
  return people.get(entry.subject) ?? (IS_ID.test(entry.subject) ? entry.subject.slice(0, 8) : entry.subject);
}

function Row({ entry, people }: { entry: AuditEntry; people: Map<string, string> }) {
  const subject = subjectOf(entry, people);
  return (
    <tr>
      <th scope="row"><time dateTime={entry.at}>{timeText(entry.at, timeZone(), language(), new Date())}</time></th>
      <td data-label={t('audit.who')}>{entry.actor ?? t(entry.kind === 'login_failed' ? 'audit.somebody' : 'survey.by_system')}</td>
      <td data-label={t('audit.what')}>{known('audit', entry.kind)}</td>
      <td data-label={subject ? t('audit.subject') : undefined}>{subject}</td>
    </tr>
  );
}
