// Каталог: every metric's definition, drawn and explained, and the company's own metrics.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem, api } from '../api/client';
import type { Metric } from '../api/types';
import { inOrder, useCatalogue, type Catalogue } from '../app/catalogue';
import { may } from '../app/session';
import { say } from '../app/toast';
import { t, tn } from '../i18n/words';
import { hasJourney } from '../metrics/journey_query';
import { Tabs } from '../metrics/tabs';
import { Page } from '../ui/page';
import { Failed, Skeleton, problemText } from '../ui/states';
import { nameOf } from './definition_words';
import { MetricCard } from './metric_card';
import { OwnMetricForm } from './own_metric_form';
import { bodyAgain } from './own_metric';

const isAsked = (metric: Metric): boolean => metric.responses !== 0;

// Those with answers first, as companies look at them.
export function listed(metrics: Metric[]): Metric[] {
  const ordered = inOrder(metrics);
  return [...ordered.filter(isAsked), ...ordered.filter((metric) => !isAsked(metric))];
}

export function CataloguePage() {
  const catalogue = useCatalogue();
  const map = !!catalogue.data && hasJourney(catalogue.data);
  const tabs = <Tabs here="catalogue" map={map} />;
  if (catalogue.problem) return <Page title={t('nav.metrics')}>{tabs}<Failed problem={catalogue.problem} retry={catalogue.reload} /></Page>;
  if (!catalogue.data) return <Page title={t('nav.metrics')}>{tabs}<Skeleton rows={6} /></Page>;
  return <Definitions catalogue={catalogue.data} tabs={tabs} reload={catalogue.reload} />;
}

const NEW = ' new';  // no key

function Definitions({ catalogue, tabs, reload }: { catalogue: Catalogue; tabs: preact.JSX.Element; reload: () => void }) {
  const metrics = listed(catalogue.metrics);
  const [editing, setEditing] = useState<string | null>(null);
  const focus = useFocusLater();
  const writes = may('company.write');
  const close = (to: string) => {
    setEditing(null);
    focus(to);
  };
  const saved = (metric: Metric) => {
    say(t('catalogue.saved', { name: nameOf(metric), version: metric.version }));
    reload();
    close(`[id="metric-${metric.key}"]`);
  };
  const form = (metric?: Metric) => (
    <OwnMetricForm metric={metric} taken={metrics} onSaved={saved} onCancel={() => close(metric ? `[id="edit-${metric.key}"]` : '.add-metric')} />
  );
  const add = writes && editing === null
    && <button type="button" class="button primary add-metric" onClick={() => setEditing(NEW)}>{t('catalogue.own_add')}</button>;
  return (
    <Page title={t('nav.metrics')} conclusion={conclusion(metrics)} {...(add ? { action: add } : {})}>
      {tabs}
      <div class="definitions">
        {editing === NEW && form()}
        {metrics.map((metric) => (editing === metric.key ? <div key={metric.key}>{form(metric)}</div> : (
          <MetricCard key={metric.key} metric={metric} changeable={writes && metric.own} onEdit={() => setEditing(metric.key)}
            onRemove={() => void remove(metric, reload).then((gone) => { if (gone) focus('#main'); })} />
        )))}
      </div>
    </Page>
  );
}

function conclusion(metrics: Metric[]): string {
  const silent = metrics.filter((metric) => !isAsked(metric)).length;
  const all = tn('catalogue.all', metrics.length);
  return silent === 0 ? all : silent === metrics.length ? `${all} ${t('catalogue.none_asked')}` : `${all} ${tn('catalogue.asked', metrics.length - silent)}`;
}

// Puts the focus on an element as soon as it is on the page.
function useFocusLater(): (selector: string) => void {
  const wanted = useRef('');
  useEffect(() => {
    const found = wanted.current && document.querySelector<HTMLElement>(wanted.current);
    if (!found) return;
    wanted.current = '';
    found.focus();
  });
  return (selector) => { wanted.current = selector; };
}

const failure = (error: unknown): string => (error instanceof Problem ? problemText(error) : t('error.not_saved'));

// What is removed can be put back, by the same definition.
async function remove(metric: Metric, reload: () => void): Promise<boolean> {
  const path = { key: metric.key };
  const restore = async () => {
    try {
      await api.put('/metrics/{key}', { path, body: bodyAgain(metric) });
      say(t('catalogue.restored', { name: nameOf(metric) }));
    } catch (error) {
      say(failure(error));
    }
    reload();
  };
  try {
    await api.delete('/metrics/{key}', { path });
  } catch (error) {
    say(failure(error));
    return false;
  }
  say(t('catalogue.removed', { name: nameOf(metric) }), () => void restore(), t('catalogue.restore'));
  reload();
  return true;
}
