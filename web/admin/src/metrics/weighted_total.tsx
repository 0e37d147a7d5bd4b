// The total as answered and as it would be if answers came from all clients alike: before and after, side by side.
import type { Company, Query, QueryResult } from '../api/types';
import { dimension, labelOf, type Catalogue } from '../app/catalogue';
import { useQuery } from '../app/load';
import { known, language, t } from '../i18n/words';
import { Card } from '../ui/page';
import { count, percentSign, plain } from '../ui/number';
import { Skeleton } from '../ui/states';
import { Value } from '../ui/value';
import { totalQuery, type MetricState } from './metric_state';

type Weighted = NonNullable<QueryResult['weighted']>;

export function WeightedCard({ catalogue, state, company }: { catalogue: Catalogue; state: MetricState; company: Company | undefined }) {
  const population = company?.population ?? [];
  const asked = population.length > 0 && state.metric.kind !== 'csi' && !state.anonymous;
  const { compare: _, ...total } = totalQuery(state);
  const { data, problem } = useQuery(asked ? ({ ...total, estimand: 'contact', weights: population } as Query) : null);
  if (!asked || problem) return null;
  if (!data) return <Card title={t('weighted.title')}><Skeleton kind="tile" rows={2} /></Card>;
  if (!data.weighted) return null;
  return (
    <Card title={t('weighted.title')} class="weighted">
      <p class="note">{t('weighted.note')}{company?.estimand === 'account' && <> {t('estimand.contact.is')}.</>}</p>
      <div class="before-after">
        <div><h3>{t('weighted.before')}</h3><Value estimate={data.total} metric={data.metric} /></div>
        <div><h3>{t('weighted.after')}</h3><After weighted={data.weighted} result={data} catalogue={catalogue} /></div>
      </div>
      <Composition weighted={data.weighted} catalogue={catalogue} />
    </Card>
  );
}

function After({ weighted, result, catalogue }: { weighted: Weighted; result: QueryResult; catalogue: Catalogue }) {
  const reason = weighted.status === 'ok' ? (weighted.interval ? '' : weighted.interval_reason) : weighted.reason;
  if (!reason || weighted.reason === 'no_valid_responses') return <Value estimate={weighted} metric={result.metric} />;
  const named = weighted.problem_categories.map((one) => labelOf(catalogue, one.dimension, one.value) || t('weighted.not_given')).join(', ');
  return <p class="value absent withheld"><span>{known('weights', reason)}{named && `: ${named}`}</span></p>;
}

// As the catalogue lists the values: the largest group of answers first.
function inOrder(categories: Weighted['categories'], catalogue: Catalogue): Weighted['categories'] {
  const place = (one: Weighted['categories'][number]) => {
    const found = dimension(catalogue, one.dimension)?.values.findIndex((value) => value.value === one.value) ?? -1;
    return found < 0 ? Number.MAX_SAFE_INTEGER : found;
  };
  const margins = [...new Set(categories.map((one) => one.dimension))];
  return margins.flatMap((margin) => categories.filter((one) => one.dimension === margin).sort((a, b) => place(a) - place(b)));
}

function Composition({ weighted, catalogue }: { weighted: Weighted; catalogue: Catalogue }) {
  const percent = (share: number) => plain(share * 100, language(), 0) + percentSign(language());
  return (
    <div class="table-scroll">
      <table class="figures dense">
        <thead><tr><th scope="col">{t('weighted.category')}</th><th scope="col" class="right">{t('weighted.answers')}</th><th scope="col" class="right">{t('weighted.share')}</th><th scope="col" class="right">{t('weighted.population')}</th></tr></thead>
        <tbody>
          {inOrder(weighted.categories, catalogue).map((one) => (
            <tr key={one.dimension + one.value}>
              <th scope="row">{labelOf(catalogue, one.dimension, one.value) || t('weighted.not_given')}</th>
              <td class="right">{count(one.answers, language())}</td><td class="right">{percent(one.share)}</td><td class="right">{percent(one.population)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
