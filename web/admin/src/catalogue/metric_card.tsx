// One metric of the catalogue: what it is, how it is counted, how sure it can be, and where its figures are.
import type { Metric } from '../api/types';
import { language, local, t, tn } from '../i18n/words';
import { level } from '../ui/number';
import { hasScale } from './definition';
import { ExampleBox, Formula } from './formula';

export function MetricCard({ metric, changeable, onEdit, onRemove }: { metric: Metric; changeable: boolean; onEdit: () => void; onRemove: () => void }) {
  const name = local(metric.name) || metric.key;
  const description = local(metric.description);
  return (
    <section class="card definition" id={`metric-${metric.key}`} tabIndex={-1} aria-label={name}>
      <div class="card-head">
        <h2>{name}</h2>
        <span class="definition-tags">
          {metric.own && <span class="tag">{t('catalogue.own')}</span>}
          {metric.lower_is_better && <span class="tag">{t('catalogue.lower_is_better')}</span>}
          <code>{metric.key}</code>
          <small>{t('responses.version', { n: metric.version })}</small>
        </span>
      </div>
      <div class="definition-body">
        <div class="definition-words">
          {description && <p>{description}</p>}
          <Facts metric={metric} />
          {changeable && (
            <p class="definition-deeds">
              <button type="button" class="link" id={`edit-${metric.key}`} aria-label={`${t('catalogue.edit')}: ${name}`} onClick={onEdit}>{t('catalogue.edit')}</button>
              <button type="button" class="link danger" aria-label={`${t('catalogue.remove')}: ${name}`} onClick={onRemove}>{t('catalogue.remove')}</button>
            </p>
          )}
        </div>
        <div class="definition-drawn">
          <Formula definition={metric} />
          <ExampleBox definition={metric} />
        </div>
      </div>
    </section>
  );
}

function Facts({ metric }: { metric: Metric }) {
  const { min, max } = metric.scale;
  return (
    <dl class="definition-facts">
      <Fact name={t('catalogue.scale')}>{hasScale(metric) ? t('catalogue.scale_of', { min, max }) : t('catalogue.scale_any')}</Fact>
      {metric.kind !== 'mean' && <Fact name={t('catalogue.range')}>{rangeText(metric)}</Fact>}
      <Fact name={t('catalogue.interval')}>{t(`interval.${metric.kind}`)}</Fact>
      <Fact name={t('catalogue.answers')}><Answers metric={metric} /></Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: preact.ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function rangeText({ range, unit }: Metric): string {
  const text = t('catalogue.range_of', { min: level(range.min, unit, language(), 0), max: level(range.max, unit, language(), 0) });
  return unit === 'points' ? `${text} ${t('catalogue.points')}` : text;
}

function Answers({ metric }: { metric: Metric }) {
  if (metric.responses === 0) return <>{t('catalogue.not_asked')}</>;
  return (
    <>
      {metric.responses !== undefined && <>{tn('base.responses', metric.responses)} · </>}
      <a href={`/figures?metric=${encodeURIComponent(metric.key)}`} aria-label={t('catalogue.figures_of', { name: local(metric.name) || metric.key })}>{t('catalogue.figures')}</a>
    </>
  );
}
