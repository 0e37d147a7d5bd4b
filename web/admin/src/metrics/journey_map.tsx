// The journey: roles by stages, a stage unfolds into its processes. A cell is tinted only where the group differs from
// all others after adjustment; an undecided cell is a door to the words.
import { useState } from 'preact/hooks';
import type { Group, QueryResult, Stage } from '../api/types';
import { labelOf, type Catalogue } from '../app/catalogue';
import { useQuery } from '../app/load';
import { navigate, useFilters, useLocation, withQuery } from '../app/router';
import { language, local, t } from '../i18n/words';
import { heatOf } from '../ui/claims';
import { Icon } from '../ui/icon';
import { count } from '../ui/number';
import { Card } from '../ui/page';
import { Empty, Skeleton } from '../ui/states';
import { Evidence } from './evidence';
import { HeatCell, HeatLegend } from './heat_cell';
import { useJourney } from './journey_query';
import { wordsLink, type MetricState } from './metric_state';
import { meanName } from './other_means';
import { measureLabel, Refused } from './refused';
import { SaveButtons } from './save_buttons';

interface Column {
  key: string;
  name: string;
  by: 'stage' | 'process';
  stage: string;
}

const NAMED = 3;  // cells named in the conclusion

function columnsOf(stages: Stage[], open: string): Column[] {
  return stages.flatMap((stage): Column[] => {
    const itself: Column = { key: stage.key, name: local(stage.name), by: 'stage', stage: stage.key };
    if (stage.key !== open) return [itself];
    return [itself, ...stage.processes.map((process): Column => ({ key: process.key, name: local(process.name), by: 'process', stage: stage.key }))];
  });
}

export function JourneyMap({ catalogue, state }: { catalogue: Catalogue; state: MetricState }) {
  const [open, setOpen] = useState('');
  const [, change] = useFilters();
  const { path, search } = useLocation();
  const onFigures = path.startsWith('/figures');
  const choose = (measures: string) => navigate('/figures/journey' + withQuery(onFigures ? search : '', { metric: state.metric.key, measures }), onFigures);
  const stages = useJourney(catalogue, state);
  const processes = useQuery(open ? stages.inside(open) : null);
  const problem = stages.problem ?? (open ? processes.problem : undefined);
  if (problem) return <Card><Refused problem={problem} retry={stages.reload} onChoose={(key, value) => change({ [key]: value })} /></Card>;
  if (stages.empty) return <Empty title={t('map.none')}>{t('map.none_note')}</Empty>;
  if (!stages.data) return <Card><Skeleton rows={4} /></Card>;
  const inside = open && !processes.stale ? processes.data : undefined;
  const columns = columnsOf(usedStages(catalogue, stages.data), open);
  const roles = usedRoles(catalogue, stages.data);
  const cell = (role: string, column: Column) => findGroup(column.by === 'stage' ? stages.data : inside, role, column.key);
  const sheet = () => ({
    name: `${stages.data!.metric.key} journey`,
    head: [t('filters.role'), t('filters.stage'), t('map.process'), local(stages.data!.metric.name), t('table.low'), t('table.high'), t('table.base'), t('table.mean')],
    rows: roles.flatMap((role) => columns.map((column) => {
      const group = cell(role.key, column);
      return [role.name, column.stage, column.by === 'process' ? column.name : '', group?.estimate ?? null, group?.interval?.[0] ?? null, group?.interval?.[1] ?? null, group?.n ?? 0, meanName(stages.data!)];
    })),
  });
  return (
    <>
      <Card class="map-card">
        {stages.measure && <WholeAnswers catalogue={catalogue} measure={stages.measure} measures={stages.measures} onChoose={choose} />}
        <div class="table-scroll">
          <table class={stages.stale ? 'heat stale' : 'heat'}>
            <caption class="hidden">{t('map.title')}</caption>
            <thead>
              <tr>
                <td />
                {columns.map((column) => <Head key={column.by + column.key} column={column} catalogue={catalogue} open={open} onToggle={setOpen} />)}
              </tr>
            </thead>
            <tbody>
              {roles.map((role) => (
                <tr key={role.key}>
                  <th scope="row">{role.name}</th>
                  {columns.map((column) => (
                    <HeatCell key={column.by + column.key} group={cell(role.key, column)} result={stages.data!} inside={column.by === 'process'}
                      words={wordsLink(state, stages.data!.period, { role: role.key, stage: column.stage })} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div class="table-foot">
          <HeatLegend result={stages.data} note={t('map.cell_note')} />
          <SaveButtons sheet={sheet} />
        </div>
      </Card>
      <Evidence result={stages.data} metric={state.metric} />
    </>
  );
}

// The map of answers as a whole says of which measure they are; where several have stages, another is one choice away.
function WholeAnswers({ catalogue, measure, measures, onChoose }: { catalogue: Catalogue; measure: string; measures: string[]; onChoose: (measure: string) => void }) {
  return (
    <div class="map-of">
      <span class="note">{t('map.whole')}</span>
      {measures.length < 2 ? <span>{measureLabel(catalogue, measure)}</span> : (
        <label class="inline-select">
          <span class="hidden">{t('metric.measures')}</span>
          <select value={measure} onChange={(event) => onChoose(event.currentTarget.value)}>
            {measures.map((one) => <option key={one} value={one}>{measureLabel(catalogue, one)}</option>)}
          </select>
        </label>
      )}
    </div>
  );
}

// What the colours say, in words: worse cells first.
export function MapConclusion({ catalogue, state }: { catalogue: Catalogue; state: MetricState }) {
  const { data, empty } = useJourney(catalogue, state);
  if (empty) return <>{t('map.plain')}</>;
  if (!data) return <>&nbsp;</>;
  if (!data.groups.some((group) => group.versus_rest)) return <>{t('map.plain')}</>;
  const lower = (dimension: string, key: string | undefined) => labelOf(catalogue, dimension, key ?? '').toLocaleLowerCase(language());
  const list = (sign: number) => {
    const named = farthest(data, sign).map(({ stage, role }) => !role
      ? lower('stage', stage) : t('map.cell_name', { stage: lower('stage', stage), role: lower('role', role) }));
    return named.slice(0, NAMED).join('; ') + (named.length > NAMED ? ` ${t('map.and_more', { n: count(named.length - NAMED, language()) })}` : '');
  };
  const [worse, better] = [list(-1), list(1)];
  if (!worse && !better) return <>{t('map.no_difference')}</>;
  return <>{worse && t('map.worse_list', { list: worse })} {better && t('map.better_list', { list: better })}</>;
}

// Cells that differ to one side, the farthest first; a stage where all roles do is named once, without a role.
function farthest(result: QueryResult, sign: number): { stage: string; role: string | null }[] {
  const far = (group: Group) => Math.abs(group.versus_rest?.value ?? 0);
  const differs = (group: Group) => Math.sign(heatOf(group.versus_rest, result.metric)) === sign;
  const cells = result.groups.filter(differs).sort((a, b) => far(b) - far(a));
  const seen = new Set<string>();
  return cells.flatMap((cell): { stage: string; role: string | null }[] => {
    const [role = '', stage = ''] = cell.key;
    const column = result.groups.filter((group) => group.key[1] === stage && group.responses > 0);
    if (column.length < 2 || !column.every(differs)) return [{ stage, role }];
    if (seen.has(stage)) return [];
    seen.add(stage);
    return [{ stage, role: null }];
  });
}

const findGroup = (result: QueryResult | undefined, role: string, column: string): Group | undefined =>
  result?.groups.find((group) => group.key[0] === role && group.key[1] === column);

// In the order of the journey; stages that only answers know of come after.
function usedStages(catalogue: Catalogue, result: QueryResult): Stage[] {
  const met = [...new Set(result.groups.map((group) => group.key[1] ?? ''))].filter((key) => key !== '');
  const known = catalogue.journey.stages.filter((stage) => met.includes(stage.key));
  const rest = met.filter((key) => !known.some((stage) => stage.key === key));
  return [...known, ...rest.map((key): Stage => ({ key, name: { [language()]: labelOf(catalogue, 'stage', key) }, processes: [] }))];
}

function usedRoles(catalogue: Catalogue, result: QueryResult): { key: string; name: string }[] {
  const known = catalogue.journey.roles.map((role) => ({ key: role.key, name: local(role.name) }));
  const met = [...new Set(result.groups.map((group) => group.key[0] ?? ''))];
  const rest = met.filter((key) => !known.some((role) => role.key === key)).map((key) => ({ key, name: key || t('value.unnamed') }));
  return [...known.filter((role) => met.includes(role.key)), ...rest];
}

function Head({ column, catalogue, open, onToggle }: { column: Column; catalogue: Catalogue; open: string; onToggle: (stage: string) => void }) {
  const stage = catalogue.journey.stages.find((candidate) => candidate.key === column.stage);
  if (column.by === 'process' || !stage || stage.processes.length === 0) {
    return <th scope="col" class={column.by === 'process' ? 'process' : ''}>{column.name}</th>;
  }
  const isOpen = open === column.key;
  return (
    <th scope="col">
      <button type="button" class="unfold" aria-expanded={isOpen} onClick={() => onToggle(isOpen ? '' : column.key)}>
        {column.name}<Icon name={isOpen ? 'back' : 'right'} size={16} />
      </button>
    </th>
  );
}
