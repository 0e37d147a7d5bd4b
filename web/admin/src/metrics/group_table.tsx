// Groups as rows: a dot and a whisker each, with base and interval in columns of their own.
import { Fragment } from 'preact';
import type { Group, QueryResult } from '../api/types';
import { language, local, t } from '../i18n/words';
import { absenceText, boundsText, changeClaim, excludesZero, heatOf, loudness, shortName, stateOf, type Direction } from '../ui/claims';
import { Icon } from '../ui/icon';
import { count, figure } from '../ui/number';
import { axisOver, type Axis } from '../ui/scale';
import { Whisker } from '../ui/strip';

export interface GroupRow {
  id: string;
  name: string;
  heading?: string;            // of a run of rows
  group: Group;
  words: string | undefined;   // where the answers behind can be read
}

export function directionOf(group: Group, result: QueryResult): Direction {
  const heat = heatOf(group.versus_rest, result.metric);
  return heat > 0 ? 'better' : heat < 0 ? 'worse' : 'none';
}

// One axis for all rows, over what is told.
export function rowsAxis(groups: Group[], result: QueryResult): Axis {
  const told = groups.filter((group) => stateOf(group, result.metric) === 'told');
  return axisOver(told.map((group) => group.interval), result.metric.range, result.total.estimate);
}

export function DotTable({ result, rows, head, stale = false, total, change = false }: { result: QueryResult; rows: GroupRow[]; head: string; stale?: boolean; total?: GroupRow; change?: boolean }) {
  const axis = rowsAxis(rows.map((row) => row.group), result);
  return (
    <table class={stale ? 'figures stale' : 'figures'}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col" class="whisker-head"><span class="hidden">{t('table.interval')}</span></th>
          <th scope="col" class="right">{shortName(local(result.metric.name))}</th>
          <th scope="col" class="right">{t('table.interval')}</th>
          <th scope="col" class="right">{t('table.base')}</th>
          {change && <th scope="col" class="right">{t('explore.change')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <Fragment key={row.id}>
            {row.heading && row.heading !== rows[index - 1]?.heading && <tr class="run"><th colSpan={change ? 6 : 5} scope="colgroup">{row.heading}</th></tr>}
            <DotRow row={row} result={result} axis={axis} change={change} />
          </Fragment>
        ))}
      </tbody>
      {total && <tfoot><DotRow row={total} result={result} axis={axis} change={change} /></tfoot>}
    </table>
  );
}

export const hasChange = (result: QueryResult): boolean => result.groups.some((group) => group.change);

// The number in the colour of its claim, with arrow and word.
export function ClaimedNumber({ group, result }: { group: Group; result: QueryResult }) {
  const shown = figure(group.estimate!, group.interval, result.metric.unit, language());
  const direction = directionOf(group, result);
  const decided = direction !== 'none' && excludesZero(group.versus_rest?.interval);
  return (
    <td class={`right number ${direction}`}>
      {decided && <Icon name={group.versus_rest!.value! > 0 ? 'up' : 'down'} size={12} />}
      {decided && <span class="hidden">{t(direction === 'better' ? 'metric.better' : 'metric.worse')}</span>}
      {shown.value}{shown.unit}
    </td>
  );
}

export const intervalText = (group: Group, result: QueryResult): string =>
  boundsText(group, figure(group.estimate!, group.interval, result.metric.unit, language()), 'cell');

function DotRow({ row, result, axis, change }: { row: GroupRow; result: QueryResult; axis: Axis; change: boolean }) {
  const { group, name, words } = row;
  if (stateOf(group, result.metric) !== 'told') {
    return (
      <tr>
        <th scope="row">{name}</th>
        <td colSpan={change ? 5 : 4} class="absent">{words ? <a href={words}>{absenceText(group)}</a> : absenceText(group, false)}</td>
      </tr>
    );
  }
  return (
    <tr data-figure="row" class={loudness(group, result.metric) === 'full' ? '' : 'about'}>
      <th scope="row">{name}</th>
      <td class="whisker-cell"><Whisker estimate={group} value={group.estimate} axis={axis} reference={result.total.estimate} direction={directionOf(group, result)} metric={result.metric} /></td>
      <ClaimedNumber group={group} result={result} />
      <td class="right" data-interval>{intervalText(group, result)}</td>
      <td class="right" data-base>{count(group.n, language())}</td>
      {change && <ChangeCell group={group} result={result} />}
    </tr>
  );
}

// A sign means a change; undecided ones stay grey and say so, refused ones give the reason.
export function ChangeCell({ group, result }: { group: Group; result: QueryResult }) {
  const claim = changeClaim(result.metric, group.change);
  if (!claim || claim.state === 'too_few') return <td class="right moved">{t('explore.no_before')}</td>;
  if (claim.state === 'withheld') return <td class="right moved" title={claim.text}>{claim.text.split('. ')[0]}</td>;
  const shown = figure(group.change!.value!, group.change!.interval, result.metric.unit, language(), 0, true);
  if (claim.state === 'cannot_tell') return <td class="right moved" data-figure="change">{t('explore.cannot_tell')} <span data-interval>{shown.cell}</span></td>;
  return (
    <td class={`right moved told ${claim.direction}`} data-figure="change">
      <Icon name={claim.up ? 'up' : 'down'} size={12} />{shown.value} <span data-interval>{shown.cell}</span>
    </td>
  );
}
