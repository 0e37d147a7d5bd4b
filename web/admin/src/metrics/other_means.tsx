// Whose mean the figure above is, and the same answers as another mean: by name, in one small line, never as an equal figure.
import type { QueryResult } from '../api/types';
import { language, t, tn } from '../i18n/words';
import { baseText, boundsText, isCensus, stateOf } from '../ui/claims';
import { count, figure } from '../ui/number';

type Means = Pick<QueryResult, 'estimand' | 'other_means' | 'metric' | 'total'>;

// For a saved table, which stands alone: an index of weighted criteria is a mean of its own.
export const meanName = (result: Pick<QueryResult, 'estimand' | 'metric'>): string => (result.metric.kind === 'csi' ? '' : t(`estimand.${result.estimand}.is`));

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

// The name of the mean alone, where a company's voice is counted as one: people's answers are what is meant without a word.
export function MeanName({ result }: { result: Means }) {
  if (result.estimand !== 'account' || result.total.estimate === null) return null;
  return <p class="other-means">{t('estimand.account.is')}</p>;
}

export function OtherMeans({ result }: { result: Means }) {
  const { estimand, metric, total } = result;
  const others = (result.other_means ?? []).filter((other) => other.status === 'ok' && other.estimate !== null && (other.interval || isCensus(other)));
  if (stateOf(total, metric) !== 'told') return <MeanName result={result} />;
  if (others.length === 0 && estimand === 'contact') return null;
  return (
    <p class="other-means">
      {t(`estimand.${estimand}.is`)}
      {others.map((other) => {
        const shown = figure(other.estimate!, other.interval, metric.unit, language());
        const told = stateOf(other, metric) === 'told';
        return (
          <span key={other.estimand} data-figure="other">
            {'; '}{t(`estimand.${other.estimand}.other`)}{told ? ` ${shown.value}${shown.unit}` : t('other.cannot_tell')}, <span data-interval>{boundsText(other, shown, 'range')}</span>
            {' · '}<span data-base>{baseText(other.n)}</span>
          </span>
        );
      })}
    </p>
  );
}
