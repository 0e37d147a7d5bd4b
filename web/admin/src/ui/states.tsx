// What stands where data would: a skeleton, an empty place with its reason, an error with a way on.
import type { ComponentChildren } from 'preact';
import type { Problem } from '../api/client';
import { t } from '../i18n/words';
import { Icon } from './icon';

// Invisible for 300 ms, then the real layout in grey; after three seconds a line says what is happening.
export function Skeleton({ rows = 4, kind = 'rows', doing }: { rows?: number; kind?: 'rows' | 'tile' | 'chart'; doing?: string }) {
  return (
    <div class={`skeleton skeleton-${kind}`} aria-busy="true">
      {Array.from({ length: rows }, (_, index) => <div key={index} class="bone"><i /><i /></div>)}
      <p class="doing">{doing ?? t('state.loading')}</p>
    </div>
  );
}

export function Empty({ title, children, action }: { title: string; children?: ComponentChildren; action?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}

export function problemText(problem: Problem): string {
  if (problem.offline) return t('error.offline');
  if (problem.status === 403) return t('error.forbidden');
  const messages = problem.problems.map((item) => item.message).filter(Boolean);
  return messages[0] ?? problem.title;
}

// An error stands in the place that failed; the rest of the page lives.
export function Failed({ problem, retry, what }: { problem: Problem; retry?: () => void; what?: string }) {
  return (
    <div class="failed" role="alert">
      <Icon name="alert" />
      <div>
        <p class="failed-title">{what ?? t('error.not_loaded')}</p>
        <p>{problemText(problem)}</p>
        {retry && <button type="button" class="button" onClick={retry}>{t('action.retry')}</button>}
        {problem.requestId && <p class="small">{t('error.request', { id: problem.requestId })}</p>}
      </div>
    </div>
  );
}
