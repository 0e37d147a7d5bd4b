// The chips of the page: which metric, what it measures, when, and cuts.
import type { Catalogue } from '../app/catalogue';
import { dimension, inOrder, usable, valueChoices } from '../app/catalogue';
import { useFilters } from '../app/router';
import { timeZone } from '../app/session';
import { known, language, local, t } from '../i18n/words';
import { localDay, spanText } from '../ui/calendar';
import { FilterChip, Popover, ResetChip } from '../ui/chip';
import { measureLabel } from './refused';
import { OURS as EXPLORE, ratesCriteria, type ExploreState } from '../explore/explore_state';
import { CRITERIA, CUTS, PERIODS, spanOf, type MetricState } from './metric_state';

const OURS = ['metric', 'measures', 'survey', 'period', 'unit', 'by', ...EXPLORE, ...CUTS];

export function MetricFilters({ catalogue, state, forMap, explore }: { catalogue: Catalogue; state: MetricState; forMap: boolean; explore?: ExploreState }) {
  const [parameters, change] = useFilters();
  const metrics = (state.anonymous ? inOrder(catalogue.metrics) : usable(catalogue)).map((metric) => ({ value: metric.key, label: local(metric.name) }));
  const ratesToo = (explore && ratesCriteria(state.metric)) || state.measures === CRITERIA ? [CRITERIA] : [];
  const measures = [...(state.metric.measures ?? []), ...ratesToo].map((value) => ({ value, label: measureLabel(catalogue, value) }));
  const surveys = catalogue.surveys.filter((survey) => !forMap || !survey.anonymous || survey.key === state.survey).map((survey) => ({ value: survey.key, label: local(survey.title) }));
  const units = (['week', 'month', 'quarter', 'year'] as const).map((unit) => ({ value: unit, label: t(`unit.${unit}`) }));
  // A process is asked for only within a stage, and the map has its own axes.
  const cuts = CUTS.filter((key) => !state.anonymous && (['version', 'scale'].includes(key) ? !!state.cuts[key] : forMap ? !['stage', 'process', 'role'].includes(key) : key !== 'process' || state.cuts.stage || state.cuts.process));
  const isAnonymous = (key: string) => catalogue.surveys.some((survey) => survey.key === key && survey.anonymous);
  return (
    <>
      <FilterChip label={t('metric.metric')} value={state.metric.key} choices={metrics} onChange={(metric) => change({ metric, measures: null, scale: null, version: null })} />
      {!forMap && !state.anonymous && state.metric.kind !== 'csi' && measures.length > 1 && !explore?.dims.includes('measures') && <FilterChip label={t('metric.measures')} value={state.measures} choices={measures} onChange={(value) => change({ measures: value })} />}
      {!state.anonymous && <PeriodChip state={state} onChange={(period) => change({ period, unit: null })} />}
      {explore && explore.view !== 'heat' && state.period !== 'all' && <CompareChip on={explore.compare} onChange={(on) => change({ compare: on ? null : 'no' })} />}
      {!forMap && !explore && !state.anonymous && <FilterChip label={t('metric.unit')} value={state.unit} choices={units} onChange={(unit) => change({ unit })} />}
      {surveys.length > 1 && <FilterChip label={t('filters.survey')} value={state.survey} any={t('filters.any')} choices={surveys} onChange={(survey) => change({ survey, ...(isAnonymous(survey) ? { measures: null } : {}) })} />}
      {cuts.map((key) => {
        const inStage = key === 'process' ? catalogue.journey.stages.find((stage) => stage.key === state.cuts.stage)?.processes.map((process) => process.key) : undefined;
        const choices = valueChoices(dimension(catalogue, key)).filter((choice) => !inStage || inStage.includes(choice.value)).map((choice) => (key === 'channel' ? { ...choice, label: known('channel', choice.value) } : choice));
        if (choices.length < 2 && !state.cuts[key]) return null;
        return <FilterChip key={key} label={local(dimension(catalogue, key)?.name) || known('filters', key)} value={state.cuts[key] ?? ''} any={t('filters.any')} choices={choices} onChange={(value) => change({ [key]: value })} />;
      })}
      {OURS.some((key) => parameters.has(key)) && <ResetChip onReset={() => change(Object.fromEntries(OURS.map((key) => [key, null])))} />}
    </>
  );
}

function CompareChip({ on, onChange }: { on: boolean; onChange: (on: boolean) => void }) {
  const choices = [{ value: 'yes', label: t('explore.compare_on') }, { value: 'no', label: t('explore.compare_off') }];
  return <FilterChip label={t('explore.compare')} value={on ? 'yes' : 'no'} choices={choices} onChange={(value) => onChange(value === 'yes')} />;
}

export function periodLabel(period: string): string {
  const span = spanOf(period);
  if (!span) return known('period', period);
  return spanText(span, language(), Number(localDay(new Date(), timeZone()).slice(0, 4)));
}

function PeriodChip({ state, onChange }: { state: MetricState; onChange: (period: string) => void }) {
  const span = spanOf(state.period) ?? { from: '', to: '' };
  const setDay = (from: string, to: string) => {
    if (from && to && from <= to) onChange(`${from}..${to}`);
  };
  return (
    <Popover look="chip" title={t('metric.period')} label={<span><small>{t('metric.period')}:</small> {periodLabel(state.period)}</span>}>
      {(close) => (
        <div class="menu">
          {PERIODS.map((period) => (
            <button key={period} type="button" class="menu-item" aria-pressed={period === state.period} onClick={() => { onChange(period); close(); }}>
              {known('period', period)}
            </button>
          ))}
          <form class="days" onSubmit={(event) => {
            event.preventDefault();
            const form = new FormData(event.currentTarget);
            setDay(String(form.get('from')), String(form.get('to')));
            close();
          }}>
            <label>{t('filters.from')}<input type="date" name="from" required defaultValue={span.from} /></label>
            <label>{t('filters.to')}<input type="date" name="to" required defaultValue={span.to} /></label>
            <button class="button">{t('action.show')}</button>
          </form>
        </div>
      )}
    </Popover>
  );
}
