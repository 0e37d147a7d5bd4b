// A refused query: why, and the choices that lift the refusal.
import type { Problem } from '../api/client';
import { labelOf, useCatalogue, type Catalogue } from '../app/catalogue';
import { known, local, t } from '../i18n/words';
import { Icon } from '../ui/icon';
import { Failed, problemText } from '../ui/states';
import { CRITERIA } from './metric_state';

export function measureLabel(catalogue: Catalogue | undefined, value: string): string {
  if (value === CRITERIA) return t('metric.criteria');
  const label = labelOf(catalogue, 'measures', value);
  return label === value ? known('measures', value) : label;
}

function choiceLabel(catalogue: Catalogue | undefined, key: string, value: string): string {
  if (key === 'period') return known('period', value);
  if (key === 'measures') return measureLabel(catalogue, value);
  const survey = key === 'survey' ? catalogue?.surveys.find((one) => one.key === value) : undefined;
  return survey ? local(survey.title) : labelOf(catalogue, key, value);
}

// Choices come for a field like "where.measures"; choosing sets that filter. `only`: filters that can be set here.
export function Refused({ problem, retry, onChoose, only }: {
  problem: Problem; retry: () => void; onChoose: (key: string, value: string) => void; only?: string[];
}) {
  const catalogue = useCatalogue().data;
  if (problem.status !== 422) return <Failed problem={problem} retry={retry} />;
  const choices = problem.problems.flatMap((item) => {
    // An anonymous survey is told as a whole: it itself is the one choice there is.
    if (item.key === 'anonymous_total_only') return [{ key: 'survey', value: item.value }];
    const key = item.field.split('.').pop()!;
    return (item.choices ?? []).map((value) => ({ key, value: key === 'measures' && value === '' ? CRITERIA : value }));
  }).filter(({ key }) => !only || only.includes(key));
  return (
    <div class="failed refused" role="status">
      <Icon name="refused" />
      <div>
        <p class="failed-title">{t('refused.title')}</p>
        <p>{problemText(problem)}</p>
        {choices.length > 0 && (
          <p class="choice-row">
            {choices.map(({ key, value }) => (
              <button key={key + value} type="button" class="button" onClick={() => onChoose(key, value)}>{choiceLabel(catalogue, key, value)}</button>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
