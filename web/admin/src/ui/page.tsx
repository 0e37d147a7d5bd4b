// A page: title, the conclusion in one sentence, filters, the main matter.
import { useEffect } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/words';

interface Props {
  title: string;
  back?: ComponentChildren;
  conclusion?: ComponentChildren;
  action?: ComponentChildren;
  filters?: ComponentChildren;
  wide?: boolean;
  children: ComponentChildren;
}

export function Page({ title, back, conclusion, action, filters, wide = false, children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`;
  }, [title]);
  return (
    <main class={wide ? 'page wide' : 'page'} id="main" tabIndex={-1}>
      <header class="page-head">
        <div class="page-title">
          {back}
          <h1>{title}</h1>
          {action && <div class="page-action">{action}</div>}
        </div>
        {conclusion && <p class="conclusion">{conclusion}</p>}
        {filters && <div class="chips" role="group" aria-label={t('filters.title')}>{filters}</div>}
      </header>
      {children}
    </main>
  );
}

export function Card({ title, note, action, children, class: extra = '' }: {
  title?: string; note?: ComponentChildren; action?: ComponentChildren; children: ComponentChildren; class?: string;
}) {
  return (
    <section class={`card ${extra}`}>
      {(title || action) && (
        <div class="card-head">
          {title && <h2>{title}</h2>}
          {action}
        </div>
      )}
      {note && <p class="note">{note}</p>}
      {children}
    </section>
  );
}
