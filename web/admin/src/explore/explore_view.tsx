// The views of one reply, each with what must be said under it and its files.
import { language, t, tn } from '../i18n/words';
import { dimensionName } from '../metrics/group_names';
import { DotTable, hasChange } from '../metrics/group_table';
import { HeatCell, HeatLegend } from '../metrics/heat_cell';
import { SaveButtons } from '../metrics/save_buttons';
import { count } from '../ui/number';
import { heatOfGroups, inOrder, MOST_GROUPS, rowsOf, wordsOf } from './explore_groups';
import { ExploreLines } from './explore_lines';
import { picture } from './explore_picture';
import { ExploreTable } from './explore_table';
import { compared, exploreSheet, spoken, type ViewOf } from './explore_words';

export function ExploreView(view: ViewOf) {
  const { result, state, catalogue } = view;
  const sheet = () => exploreSheet(result, state, catalogue);
  const many = state.view !== 'line' && result.groups.length > MOST_GROUPS;
  return (
    <>
      {many && <p class="note too-many" role="status">{t('explore.too_many', { n: tn('explore.groups', result.groups.length), shown: count(MOST_GROUPS, language()) })}</p>}
      {state.view === 'line' ? <ExploreLines {...view} /> : state.view === 'heat' ? <Heat {...view} /> : state.view === 'dots' ? <Dots {...view} /> : <ExploreTable {...view} groups={inOrder(result, state, catalogue).slice(0, MOST_GROUPS)} />}
      <div class="table-foot">
        <div class="explore-notes"><Notes {...view} /></div>
        <SaveButtons sheet={sheet} {...(state.view === 'table' ? {} : { png: () => picture(view, sheet().name) })} />
      </div>
    </>
  );
}

function Notes({ result, state }: ViewOf) {
  const groups = compared(result);
  const adjusted = groups > 0 ? tn('explore.adjusted', groups) : '';
  if (state.view === 'line') return null;
  if (state.view === 'heat') return <HeatLegend result={result} note={t('explore.cell_note')} reference={adjusted} />;
  return (
    <>
      <p class="note">{t(state.view === 'dots' ? 'metric.cut_note' : 'explore.table_note')}</p>
      {adjusted && <p class="note">{adjusted}</p>}
    </>
  );
}

function Dots(view: ViewOf) {
  const { result, state, catalogue } = view;
  const rows = rowsOf(inOrder(result, state, catalogue).slice(0, MOST_GROUPS), result, state, catalogue);
  return (
    <div class="by-dimension" role="region" aria-label={spoken(view)}>
      <DotTable result={result} rows={rows} head={state.dims.map((by) => dimensionName(catalogue, by)).join(' · ')} total={{ id: '', name: t('explore.total'), group: result.total, words: undefined }} change={hasChange(result)} />
    </div>
  );
}

function Heat(view: ViewOf) {
  const { result, state, catalogue } = view;
  const map = heatOfGroups(inOrder(result, state, catalogue).slice(0, MOST_GROUPS), state.dims, catalogue);
  return (
    <div class="table-scroll" role="region" aria-label={spoken(view)} tabIndex={0}>
      <table class="heat">
        <caption class="hidden">{spoken(view)}</caption>
        <thead>
          <tr>
            <td class="corner">{dimensionName(catalogue, map.rowsBy)}</td>
            {map.columns.map((column) => <th key={column.value} scope="col">{column.name}</th>)}
          </tr>
        </thead>
        <tbody>
          {map.rows.map((row) => (
            <tr key={row.value}>
              <th scope="row">{row.name}</th>
              {map.columns.map((column) => {
                const group = map.cell(row.value, column.value);
                return <HeatCell key={column.value} group={group} result={result} words={group && wordsOf(group, result, state)} />;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
