// A refused query: why, and the choices that lift the refusal.
import type { Problem } from '../api/client';
import { known, t } from '../i18n/words';
import { Icon } from '../ui/icon';
import { Failed, problemText } from '../ui/states';

// Choices come for a field like "where.measures"; choosing sets that filter.
export function Refused({ problem, retry, onChoose }: { problem: Problem; retry: () => void; onChoose: (key: string, value: string) => void }) {
  if (problem.status !== 422) return <Failed problem={problem} retry={retry} />;
  const choices = problem.problems.flatMap((item) => (item.choices ?? []).map((value) => ({ key: item.field.split('.').pop()!, value })));
  return (
    <div class="failed refused" role="status">
      <Icon name="refused" />
      <div>
        <p class="failed-title">{t('refused.title')}</p>
        <p>{problemText(problem)}</p>
        {choices.length > 0 && (
          <p class="choice-row">
            {choices.map(({ key, value }) => (
              <button key={key + value} type="button" class="button" onClick={() => onChoose(key, value)}>{known(key, value)}</button>
            ))}
          </p>
        )}
      </div>
    </div>
  );
}
