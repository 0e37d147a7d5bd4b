// The metric by one dimension: a dot and a whisker a row, with base and interval in columns of their own.
import type { Group, QueryResult } from '../api/types';
import { dimension, labelOf, type Catalogue } from '../app/catalogue';
import { useQuery } from '../app/load';
import { useFilters } from '../app/router';
import { known, language, local, t } from '../i18n/words';
import { absenceText, excludesZero, heatOf, isCensus, shortName, stateOf, type Direction } from '../ui/claims';
import type { Sheet } from '../ui/export';
import { Icon } from '../ui/icon';
import { count, emphasis, figure } from '../ui/number';
import { Card } from '../ui/page';
import { axisOver } from '../ui/scale';
import { Skeleton } from '../ui/states';
import { Whisker } from '../ui/strip';
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

// Journey order for stages and processes, else by label; never by value, which would invite ranking by noise.
export function ordered(groups: Group[], by: string, catalogue: Catalogue): Group[] {
  const stages = catalogue.journey.stages;
  const journey = by === 'stage' ? stages.map((stage) => stage.key) : by === 'process' ? stages.flatMap((stage) => stage.processes.map((process) => process.key)) : [];
  const place = (group: Group) => (journey.includes(group.key[0]!) ? journey.indexOf(group.key[0]!) : journey.length);
  return [...groups].sort((a, b) => place(a) - place(b) || labelOf(catalogue, by, a.key[0]!).localeCompare(labelOf(catalogue, by, b.key[0]!), language()));
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

const nameOfAxis = (catalogue: Catalogue, by: string): string => local(dimension(catalogue, by)?.name) || by;

function sheetOf(result: QueryResult, by: string, catalogue: Catalogue, groups: Group[]): Sheet {
  return {
    name: `${result.metric.key} ${by}`,
    head: [nameOfAxis(catalogue, by), local(result.metric.name), t('table.low'), t('table.high'), t('table.base'), t('table.mean')],
    rows: groups.map((group) => [nameOf(group, by, catalogue), group.estimate, group.interval?.[0] ?? null, group.interval?.[1] ?? null, group.n, meanName(result)]),
  };
}

function nameOf(group: Group, by: string, catalogue: Catalogue): string {
  const value = group.key[0] ?? '';
  if (value === '') return t('value.unnamed');
  return by === 'channel' ? known('channel', value) : labelOf(catalogue, by, value);
}

function CutTable({ result, by, catalogue, state, stale }: { result: QueryResult; by: string; catalogue: Catalogue; state: MetricState; stale: boolean }) {
  const groups = ordered(result.groups, by, catalogue);
  const told = groups.filter((group) => stateOf(group, result.metric) === 'told');
  const axis = axisOver(told.map((group) => group.interval), result.metric.range, result.total.estimate);
  if (groups.length === 0) return <p class="note">{t('value.no_answers')}</p>;
  return (
    <>
      <table class={stale ? 'figures stale' : 'figures'}>
        <thead>
          <tr>
            <th scope="col">{nameOfAxis(catalogue, by)}</th>
            <th scope="col" class="whisker-head"><span class="hidden">{t('table.interval')}</span></th>
            <th scope="col" class="right">{shortName(local(result.metric.name))}</th>
            <th scope="col" class="right">{t('table.interval')}</th>
            <th scope="col" class="right">{t('table.base')}</th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => <CutRow key={group.key[0]} group={group} result={result} axis={axis} name={nameOf(group, by, catalogue)} words={isAnonymous(result) ? undefined : wordsLink(state, result.period, { [by]: group.key[0] ?? '' })} />)}
        </tbody>
      </table>
      <div class="table-foot">
        <p class="note">{t('metric.cut_note')}{groups.some((group) => group.versus_rest) && <> {t('metric.cut_claim')}</>}</p>
        <SaveButtons sheet={() => sheetOf(result, by, catalogue, groups)} />
      </div>
    </>
  );
}

function directionOf(group: Group, result: QueryResult): Direction {
  const heat = heatOf(group.versus_rest, result.metric);
  return heat > 0 ? 'better' : heat < 0 ? 'worse' : 'none';
}

function CutRow({ group, result, axis, name, words }: { group: Group; result: QueryResult; axis: { min: number; max: number }; name: string; words: string | undefined }) {
  const { metric } = result;
  const shown = group.estimate === null ? null : figure(group.estimate, group.interval, metric.unit, language());
  const state = stateOf(group, metric);
  const quiet = emphasis(group.interval, metric.range) !== 'full';
  const direction = directionOf(group, result);
  if (state !== 'told' || !shown) {
    return (
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={4} class="absent">{words ? <a href={words}>{absenceText(group)}</a> : absenceText(group, false)}</td>
      </tr>
    );
  }
  const decided = direction !== 'none' && excludesZero(group.versus_rest?.interval);
  return (
    <tr data-figure="row" class={quiet ? 'about' : ''}>
      <th scope="row">{name}</th>
      <td class="whisker-cell"><Whisker estimate={group} value={group.estimate} axis={axis} reference={result.total.estimate} direction={direction} metric={metric} /></td>
      <td class={`right number ${direction}`}>
        {decided && <Icon name={group.versus_rest!.value! > 0 ? 'up' : 'down'} size={12} />}
        {decided && <span class="hidden">{t(direction === 'better' ? 'metric.better' : 'metric.worse')}</span>}
        {shown.value}{shown.unit}
      </td>
      <td class="right" data-interval>{isCensus(group) ? t('value.census') : shown.cell}</td>
      <td class="right" data-base>{count(group.n, language())}</td>
    </tr>
  );
}
