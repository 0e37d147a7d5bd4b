// What the metric is cut by, and how that is shown.
import type { Catalogue } from '../app/catalogue';
import { dimension } from '../app/catalogue';
import { useFilters } from '../app/router';
import { language, t, tn } from '../i18n/words';
import { axesOf } from '../metrics/by_dimension';
import { UNITS } from '../metrics/metric_state';
import { FilterChip, type Choice } from '../ui/chip';
import { Icon, type IconName } from '../ui/icon';
import { MOST_DIMS, OF_QUESTION, viewsFor, withDim, type ExploreState, type View } from './explore_state';

const ICONS: Record<View, IconName> = { line: 'chart', dots: 'dots', heat: 'heat', table: 'table' };

// Time first, then what is known of those who answer, then what was asked.
function choicesOf(catalogue: Catalogue, state: ExploreState): Choice[] {
  const axes = axesOf(catalogue).filter((axis) => !state.cuts[axis.key]).map((axis): Choice & { ofQuestion: boolean } => {
    const values = dimension(catalogue, axis.key)?.values.filter((value) => value.value !== '').length ?? 0;
    return { value: axis.key, label: axis.name, note: tn('explore.values', values), ofQuestion: OF_QUESTION.includes(axis.key) };
  });
  const headed = (choices: Choice[], heading: string): Choice[] => choices.map((choice, index) => ({ value: choice.value, label: choice.label, ...(choice.note ? { note: choice.note } : {}), ...(index === 0 ? { heading } : {}) }));
  return [
    ...headed(UNITS.map((unit) => ({ value: unit, label: t(`unit.${unit}`) })), t('explore.time')),
    ...headed(axes.filter((axis) => !axis.ofQuestion), t('explore.of_response')),
    ...headed(axes.filter((axis) => axis.ofQuestion), t('explore.of_question')),
  ];
}

export function Toolbar({ catalogue, state }: { catalogue: Catalogue; state: ExploreState }) {
  const [, change] = useFilters();
  const { dims } = state;
  const choices = choicesOf(catalogue, state);
  const slots = Math.min(MOST_DIMS, dims.length + 1);
  return (
    <div class="toolbar">
      <div class="dims" role="group" aria-label={t('metric.by')}>
        {Array.from({ length: slots }, (_, at) => (
          <FilterChip key={`${at}${language()}`} label={t(at === 0 ? 'explore.by' : 'explore.then')} value={dims[at] ?? ''}
            {...(at === 0 ? {} : { any: t('explore.no_dim') })}
            choices={choices.filter((choice) => choice.value === dims[at] || !dims.includes(choice.value))}
            onChange={(key) => change({ by: withDim(dims, at, key), view: null, sort: null })} />
        ))}
      </div>
      <Switch label={t('metric.view')} value={state.view} choices={viewsFor(dims).map((view) => ({ value: view, icon: ICONS[view], label: t(`view.${view}`) }))} onChange={(view) => change({ view })} />
    </div>
  );
}

export function Switch({ label, value, choices, onChange }: { label: string; value: string; choices: { value: string; label: string; icon?: IconName }[]; onChange: (value: string) => void }) {
  return (
    <div class="switch" role="group" aria-label={label}>
      {choices.map((choice) => (
        <button key={choice.value} type="button" aria-pressed={choice.value === value} onClick={() => onChange(choice.value)}>
          {choice.icon && <Icon name={choice.icon} size={16} />}{choice.label}
        </button>
      ))}
    </div>
  );
}
