// Every group as a row: a column for each dimension, estimate, interval with a small whisker, base, and the change where compared.
import type { Group, QueryResult } from '../api/types';
import { useFilters } from '../app/router';
import { language, local, t } from '../i18n/words';
import { dimensionName, valueName } from '../metrics/group_names';
import { ChangeCell, ClaimedNumber, directionOf, hasChange, intervalText } from '../metrics/group_table';
import { absenceText, isCensus, shortName } from '../ui/claims';
import { Icon } from '../ui/icon';
import { count, NBSP } from '../ui/number';
import { axisOver, type Axis } from '../ui/scale';
import { Whisker } from '../ui/strip';
import { wordsOf } from './explore_groups';
import type { Sort } from './explore_state';
import { spoken, type ViewOf } from './explore_words';

// A table prints every number that has an interval, however wide.
const isPrinted = (group: Group): boolean => group.status === 'ok' && group.estimate !== null && (!!group.interval || isCensus(group));

export function ExploreTable(view: ViewOf & { groups: Group[] }) {
  const { result, state, catalogue, groups } = view;
  const axis = axisOver(groups.filter(isPrinted).map((group) => group.interval), result.metric.range, result.total.estimate);
  const change = hasChange(result);
  return (
    <div class="table-scroll explore-table" role="region" aria-label={spoken(view)} tabIndex={0}>
      <table class="figures">
        <thead>
          <tr>
            {state.dims.map((by, index) => (
              <Head key={by} sort={index === 0 ? 'name' : undefined} now={state.sort}>{dimensionName(catalogue, by)}</Head>
            ))}
            <th scope="col" class="right">{shortName(local(result.metric.name))}</th>
            <th scope="col" colSpan={2}>{t('table.interval')}</th>
            <Head sort="base" now={state.sort} right>{t('table.base')}</Head>
            {change && <th scope="col" class="right">{t('explore.change')}</th>}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <Row key={group.key.join('\n')} group={group} result={result} axis={axis} change={change} names={state.dims.map((by, index) => valueName(catalogue, by, group.key[index] ?? ''))} words={wordsOf(group, result, state)} />
          ))}
        </tbody>
        <tfoot>
          <Row group={result.total} result={result} axis={axis} change={change} names={[t('explore.total'), ...state.dims.slice(1).map(() => '')]} words={undefined} />
        </tfoot>
      </table>
    </div>
  );
}

function Head({ sort, now, right = false, children }: { sort?: Sort | undefined; now: Sort; right?: boolean; children: string }) {
  const [, change] = useFilters();
  const look = right ? 'right' : '';
  if (!sort) return <th scope="col" class={look}>{children}</th>;
  const on = sort === now;
  return (
    <th scope="col" class={look} aria-sort={on ? (sort === 'base' ? 'descending' : 'ascending') : 'none'}>
      <button type="button" class="sort" onClick={() => change({ sort: sort === 'name' ? null : sort })}>
        {children}{on && <Icon name={sort === 'base' ? 'down' : 'up'} size={12} />}
      </button>
    </th>
  );
}

function Row({ group, result, axis, change, names, words }: { group: Group; result: QueryResult; axis: Axis; change: boolean; names: string[]; words: string | undefined }) {
  const heads = names.map((name, index) => (index === 0 ? <th key={index} scope="row"><span class="own">{name}</span><span class="whole">{names.filter(Boolean).join(`${NBSP}· `)}</span></th> : <td key={index} class="dim">{name}</td>));
  if (!isPrinted(group)) {
    const text = absenceText(group, !!words);
    return <tr>{heads}<td colSpan={change ? 5 : 4} class="absent">{group.status === 'refused' && <Icon name="refused" size={16} />}{words && group.n > 0 ? <a href={words}>{text}</a> : text}</td></tr>;
  }
  return (
    <tr data-figure="row">
      {heads}
      <ClaimedNumber group={group} result={result} />
      <td class="mini"><Whisker estimate={group} value={group.estimate} axis={axis} reference={result.total.estimate} direction={directionOf(group, result)} metric={result.metric} /></td>
      <td class="range" data-interval>{intervalText(group, result)}</td>
      <td class="right base" data-base>{words ? <a href={words} aria-label={`${count(group.n, language())}, ${t('metric.read_words')}: ${names.filter(Boolean).join(' · ')}`}>{count(group.n, language())}</a> : count(group.n, language())}</td>
      {change && <ChangeCell group={group} result={result} />}
    </tr>
  );
}
