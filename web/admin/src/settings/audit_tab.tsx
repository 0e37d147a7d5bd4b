import { useState } from 'preact/hooks';
import { api } from '../api/client';
import type { AuditEntry } from '../api/types';
import { useLoad } from '../app/load';
import { timeZone } from '../app/session';
import { known, language, t } from '../i18n/words';
import { timeText } from '../ui/calendar';
import { Card } from '../ui/page';
import { Empty, Failed, Skeleton } from '../ui/states';

export function AuditTab() {
  const { data, problem, reload, replace } = useLoad('audit', (signal) => api.get('/audit', { signal }));
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
          <tbody>{data.entries.map((entry) => <Row key={entry.seq} entry={entry} />)}</tbody>
        </table>
      </div>
      {data.next_before !== null && <button type="button" class="button more" disabled={loading} onClick={() => void older()}>{t('audit.older')}</button>}
    </Card>
  );
}

function Row({ entry }: { entry: AuditEntry }) {
  return (
    <tr>
      <th scope="row"><time dateTime={entry.at}>{timeText(entry.at, timeZone(), language(), new Date())}</time></th>
      <td data-label={t('audit.who')}>{entry.actor ?? t('survey.by_system')}</td>
      <td data-label={t('audit.what')}>{known('audit', entry.kind)}</td>
      <td data-label={t('audit.subject')}>{entry.subject}</td>
    </tr>
  );
}
