// The filters of the list, read from the URL and shown as chips.
import { useEffect, useState } from 'preact/hooks';
import { dimension, valueChoices, type Catalogue } from '../app/catalogue';
import { useFilters, type Changes } from '../app/router';
import { known, local, t } from '../i18n/words';
import { isDay } from '../ui/calendar';
import { FilterChip, Popover, ResetChip } from '../ui/chip';
import { Icon } from '../ui/icon';

export const FILTERS = ['survey', 'class', 'channel', 'stage', 'role', 'segment', 'q', 'from', 'to', 'has_comment', 'starred'] as const;
export type Filters = Partial<Record<(typeof FILTERS)[number], string>>;

const TYPING_MS = 350;

// A day that does not exist filters nothing, as no day at all.
export function readFilters(parameters: URLSearchParams): Filters {
  const usable = (key: string, value: string) => value !== '' && (!['from', 'to'].includes(key) || isDay(value));
  return Object.fromEntries(FILTERS.map((key) => [key, parameters.get(key) ?? '']).filter(([key, value]) => usable(key!, value!)));
}

const CLASSES = ['promoter', 'passive', 'detractor'] as const;

export function ResponseFilters({ catalogue, searchRef }: { catalogue: Catalogue | undefined; searchRef: { current: HTMLInputElement | null } }) {
  const [parameters, change] = useFilters();
  const filters = readFilters(parameters);
  const chip = (key: 'channel' | 'stage' | 'role' | 'segment', label: string) => {
    const choices = valueChoices(dimension(catalogue, key));
    if (choices.length < 2 && !filters[key]) return null;
    const shown = key === 'channel' ? choices.map((choice) => ({ ...choice, label: known('channel', choice.value) })) : choices;
    return <FilterChip label={label} value={filters[key] ?? ''} choices={shown} any={t('filters.any')} onChange={(value) => change({ [key]: value })} />;
  };
  const surveys = (catalogue?.surveys ?? []).map((survey) => ({ value: survey.key, label: local(survey.title) }));
  return (
    <>
      <Search value={filters.q ?? ''} onValue={(q) => change({ q })} inputRef={searchRef} />
      <FilterChip label={t('filters.class')} value={filters.class ?? ''} any={t('filters.any')}
        choices={CLASSES.map((name) => ({ value: name, label: t(`class.${name}.many`) }))} onChange={(value) => change({ class: value })} />
      {surveys.length > 1 && (
        <FilterChip label={t('filters.survey')} value={filters.survey ?? ''} any={t('filters.any')} choices={surveys} onChange={(value) => change({ survey: value })} />
      )}
      {chip('stage', t('filters.stage'))}
      {chip('role', t('filters.role'))}
      {chip('segment', t('filters.segment'))}
      {chip('channel', t('filters.channel'))}
      <DaysChip filters={filters} change={change} />
      <ToggleChip label={t('filters.has_comment')} on={filters.has_comment === 'true'} onToggle={(on) => change({ has_comment: on ? 'true' : null })} />
      <ToggleChip label={t('filters.starred')} on={filters.starred === 'true'} onToggle={(on) => change({ starred: on ? 'true' : null })} />
      {Object.keys(filters).length > 0 && <ResetChip onReset={() => change(Object.fromEntries(FILTERS.map((key) => [key, null])))} />}
    </>
  );
}

// Words are looked for when typing pauses, not at every letter.
function Search({ value, onValue, inputRef }: { value: string; onValue: (value: string) => void; inputRef: { current: HTMLInputElement | null } }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = window.setTimeout(() => onValue(text.trim()), TYPING_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return (
    <label class="search">
      <Icon name="search" size={16} />
      <span class="hidden">{t('filters.search')}</span>
      <input ref={inputRef} type="search" placeholder={t('filters.search')} value={text} onInput={(event) => setText(event.currentTarget.value)} />
    </label>
  );
}

function ToggleChip({ label, on, onToggle }: { label: string; on: boolean; onToggle: (on: boolean) => void }) {
  return (
    <button type="button" class={on ? 'chip active' : 'chip'} aria-pressed={on} onClick={() => onToggle(!on)}>
      {on && <Icon name="check" size={16} />}{label}
    </button>
  );
}

function DaysChip({ filters, change }: { filters: Filters; change: (changes: Changes) => void }) {
  const { from = '', to = '' } = filters;
  const shown = from || to ? `${from || '…'} – ${to || '…'}` : '';
  return (
    <Popover look={shown ? 'chip active' : 'chip'} title={t('filters.days')} label={shown ? <span><small>{t('filters.days')}:</small> {shown}</span> : <span>{t('filters.days')}</span>}>
      {(close) => (
        <form class="days" onSubmit={(event) => { event.preventDefault(); close(); }}>
          <label>{t('filters.from')}<input type="date" value={from} max={to || undefined} onChange={(event) => change({ from: event.currentTarget.value })} /></label>
          <label>{t('filters.to')}<input type="date" value={to} min={from || undefined} onChange={(event) => change({ to: event.currentTarget.value })} /></label>
        </form>
      )}
    </Popover>
  );
}
