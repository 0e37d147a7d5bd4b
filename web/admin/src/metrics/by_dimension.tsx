// The metric by one dimension: a dot and a whisker a row, with base and interval in columns of their own.
import type { Group, QueryResult } from '../api/types';
import type { Catalogue } from '../app/catalogue';
import { useQuery } from '../app/load';
import { useFilters } from '../app/router';
import { local, t } from '../i18n/words';
import type { Sheet } from '../ui/export';
import { Card } from '../ui/page';
import { Skeleton } from '../ui/states';
import { dimensionName, ordered, valueName } from './group_names';
import { DotTable } from './group_table';
import { cutQuery, isAnonymous, wordsLink, type MetricState } from './metric_state';
import { meanName } from './other_means';
import { Refused } from './refused';
import { SaveButtons } from './save_buttons';

const AXES = ['segment', 'stage', 'process', 'role', 'channel', 'language', 'partner', 'tenure', 'account'];

// Dimensions with at least two values, in an order that suits most companies; own attributes after.
export function axesOf(catalogue: Catalogue): { key: string; name: string }[] {
  const many = catalogue.dimensions.filter((found) => found.values.filter((value) => value.value !== '').length > 1);
  const rank = (key: string) => (AXES.includes(key) ? AXES.indexOf(key) : AXES.length);
  return [...many].sort((a, b) => rank(a.key) - rank(b.key)).map((found) => ({ key: found.key, name: local(found.name) || found.key }));
}

export function ByDimension({ catalogue, state }: { catalogue: Catalogue; state: MetricState }) {
  const [, change] = useFilters();
  const axes = axesOf(catalogue).filter((axis) => !state.cuts[axis.key]);
  const by = axes.some((axis) => axis.key === state.by) ? state.by : (axes[0]?.key ?? '');
  const loaded = useQuery(by ? cutQuery(state, by) : null);
  if (!by) return null;
  const picker = (
    <label class="inline-select">
      <span class="hidden">{t('metric.by')}</span>
      <select value={by} onChange={(event) => change({ by: event.currentTarget.value })}>
        {axes.map((axis) => <option key={axis.key} value={axis.key}>{axis.name}</option>)}
      </select>
    </label>
  );
  const { data, problem } = loaded;
  return (
    <Card title={t('metric.by_title')} action={picker} class="by-dimension">
      {problem ? <Refused problem={problem} retry={loaded.reload} onChoose={(key, value) => change({ [key]: value })} />
        : !data ? <Skeleton rows={5} />
          : <CutTable result={data} by={by} catalogue={catalogue} state={state} stale={loaded.stale} />}
    </Card>
  );
}

function sheetOf(result: QueryResult, by: string, catalogue: Catalogue, groups: Group[]): Sheet {
  return {
    name: `${result.metric.key} ${by}`,
    head: [dimensionName(catalogue, by), local(result.metric.name), t('table.low'), t('table.high'), t('table.base'), t('table.mean')],
    rows: groups.map((group) => [valueName(catalogue, by, group.key[0] ?? ''), group.estimate, group.interval?.[0] ?? null, group.interval?.[1] ?? null, group.n, meanName(result)]),
  };
}

function CutTable({ result, by, catalogue, state, stale }: { result: QueryResult; by: string; catalogue: Catalogue; state: MetricState; stale: boolean }) {
  const groups = ordered(result.groups, [by], catalogue);
  if (groups.length === 0) return <p class="note">{t('value.no_answers')}</p>;
  const rows = groups.map((group) => ({
    id: group.key[0] ?? '', name: valueName(catalogue, by, group.key[0] ?? ''), group,
    words: isAnonymous(result) ? undefined : wordsLink(state, result.period, { [by]: group.key[0] ?? '' }),
  }));
  return (
    <>
      <DotTable result={result} rows={rows} head={dimensionName(catalogue, by)} stale={stale} />
      <div class="table-foot">
        <p class="note">{t('metric.cut_note')}{groups.some((group) => group.versus_rest) && <> {t('metric.cut_claim')}</>}</p>
        <SaveButtons sheet={() => sheetOf(result, by, catalogue, groups)} />
      </div>
    </>
  );
}
