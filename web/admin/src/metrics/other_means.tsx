// Whose mean the figure above is, and the same answers as another mean: by name, in one small line, never as an equal figure.
import type { QueryResult } from '../api/types';
import { language, t, tn } from '../i18n/words';
import { baseText, stateOf } from '../ui/claims';
import { count, figure } from '../ui/number';

type Means = Pick<QueryResult, 'estimand' | 'other_means' | 'metric' | 'total'>;

// Of all client companies some answered: whatever the others think, the mean of all lies within these bounds.
export function ClientBase({ result }: { result: Pick<QueryResult, 'client_base' | 'metric' | 'total'> }) {
  const base = result.client_base;
  if (!base || stateOf(result.total, result.metric) !== 'told') return null;
  const answered = tn('base.answered', base.answered, { all: count(base.accounts, language()) });
  if (!base.nonresponse) return <p class="other-means">{t('base.too_small', { answered })}</p>;
  if (base.answered === base.accounts) return <p class="other-means">{t('base.all', { answered })}</p>;
  const { range } = figure(result.total.estimate!, base.nonresponse, result.metric.unit, language());
  return <p class="other-means">{t('base.bounds', { answered, range })}</p>;
}

export function OtherMeans({ result }: { result: Means }) {
  const { estimand, metric, total } = result;
  const others = (result.other_means ?? []).filter((other) => stateOf(other, metric) === 'told');
  if (stateOf(total, metric) !== 'told' || (others.length === 0 && estimand === 'contact')) return null;
  return (
    <p class="other-means">
      {t(`estimand.${estimand}.is`)}
      {others.map((other) => {
        const shown = figure(other.estimate!, other.interval, metric.unit, language());
        return (
          <span key={other.estimand} data-figure="other">
            {'; '}{t(`estimand.${other.estimand}.other`)} {shown.value}{shown.unit}, <span data-interval>{shown.range}</span>
            {' · '}<span data-base>{baseText(other.n)}</span>
          </span>
        );
      })}
    </p>
  );
}
