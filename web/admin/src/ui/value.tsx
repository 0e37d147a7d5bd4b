// A figure with everything it must not travel without: interval, base and (where the place does not state it) period.
import type { Estimate, QueryMetric } from '../api/types';
import { language, t } from '../i18n/words';
import { Icon } from './icon';
import { absenceText, baseText, boundsText, loudness, stateOf, targetState } from './claims';
import { count, figure } from './number';

interface Props {
  estimate: Estimate;
  metric: QueryMetric;
  size?: 'tile' | 'line' | 'cell';
  period?: string;         // in words; tiles and lines need one unless the page states it
  target?: number | null;
  words?: string;          // where the answers behind a withheld number can be read, if they may be
  base?: string;           // in words, where it says more than the number of responses
  full?: boolean;          // a table twin prints every number, however wide its interval
}

// Tile: 32 px number, then range, base and period in one line. Cell and line: smaller, same content.
export function Value({ estimate, metric, size = 'tile', period, target, words, base, full = false }: Props) {
  const state = full && estimate.status === 'ok' && estimate.estimate !== null ? 'told' : stateOf(estimate, metric);
  if (state !== 'told') return <Absent estimate={estimate} state={state} size={size} words={words} />;
  const shown = figure(estimate.estimate!, estimate.interval, metric.unit, language(), target ?? undefined);
  const about = loudness(estimate, metric) !== 'full';
  const range = boundsText(estimate, shown, size === 'cell' ? 'cell' : 'range');
  return (
    <div class={`value value-${size}${about ? ' about' : ''}`} data-figure="level">
      <span class="number">
        {about && size !== 'cell' && <small class="roughly">{t('value.about')} </small>}
        {shown.value}<small class="unit">{shown.unit}</small>
      </span>
      <span class="bounds">
        <span data-interval>{range}</span>
        {' · '}<span data-base>{size === 'cell' ? count(estimate.n, language()) : base ?? baseText(estimate.n)}</span>
        {period && <>{' · '}<span data-period>{period}</span></>}
      </span>
      {target !== undefined && target !== null && <Target estimate={estimate} metric={metric} target={target} />}
    </div>
  );
}

function Absent({ estimate, state, size, words }: { estimate: Estimate; state: string; size: string; words?: string | undefined }) {
  const text = absenceText(estimate, !!words);
  const inner = (
    <>
      {state === 'withheld' && <Icon name={['withheld', 'group_below_anonymity_minimum'].includes(estimate.reason) ? 'lock' : 'refused'} size={16} />}
      <span>{text}</span>
    </>
  );
  const look = `value value-${size} absent ${state === 'withheld' ? 'withheld' : 'too-few'}`;
  return words && state === 'too_few' && estimate.n > 0
    ? <a class={look} href={words}>{inner}</a> : <div class={look}>{inner}</div>;
}

function Target({ estimate, metric, target }: { estimate: Estimate; metric: QueryMetric; target: number }) {
  const state = targetState(estimate, target, metric.lower_is_better);
  const shown = figure(target, null, metric.unit, language());
  return (
    <span class={`target target-${state}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <circle cx="6" cy="6" r="4.5" fill={state === 'met' ? 'currentColor' : 'none'} stroke="currentColor" stroke-width="1.5" />
        {state === 'unclear' && <path d="M6 1.5a4.5 4.5 0 0 1 0 9Z" fill="currentColor" />}
      </svg>
      {t(`target.${state}`)} · {t('target.line', { value: shown.value + shown.unit })}
    </span>
  );
}
