// Filter chips: a button and a native popover with choices. The state lives in the URL, not here.
import { Fragment, type ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { t } from '../i18n/words';
import { Icon } from './icon';

export interface Choice {
  value: string;
  label: string;
  note?: string;
  heading?: string;  // above this choice and those after it
}

const GAP = 4;

// Puts the popover under its button, or above where there is more room, inside the window.
function placeBeside(popover: HTMLElement, button: HTMLElement): void {
  const box = button.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, window.innerWidth - popover.offsetWidth - 8));
  const below = window.innerHeight - box.bottom - GAP - 8;
  const above = box.top - GAP - 8;
  const upwards = below < popover.offsetHeight && above > below;
  popover.style.left = `${left}px`;
  popover.style.top = upwards ? 'auto' : `${box.bottom + GAP}px`;
  popover.style.bottom = upwards ? `${window.innerHeight - box.top + GAP}px` : 'auto';
  popover.style.maxHeight = `${upwards ? above : below}px`;
}

export function Popover({ label, children, look = 'chip', title }: {
  label: ComponentChildren; children: (close: () => void) => ComponentChildren; look?: string; title?: string;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const close = () => {
    popover.current?.hidePopover();
    button.current?.focus();
  };
  const onToggle = (event: { newState: string }) => {
    if (event.newState !== 'open') return;
    placeBeside(popover.current!, button.current!);
    popover.current!.querySelector<HTMLElement>('input:checked, input, button')?.focus({ preventScroll: true });
  };
  return (
    <>
      <button ref={button} type="button" class={look} popovertarget={id} aria-haspopup="dialog" title={title}>
        {label}<Icon name="chevron" size={16} />
      </button>
      <div ref={popover} id={id} popover="auto" class="popover" role="dialog" aria-label={title} onToggle={onToggle}>{children(close)}</div>
    </>
  );
}

// One choice of several; the empty value means "any" and is offered first when `any` is given.
export function FilterChip({ label, value, choices, any, onChange }: {
  label: string; value: string; choices: Choice[]; any?: string; onChange: (value: string) => void;
}) {
  const group = useId();
  const all = any === undefined ? choices : [{ value: '', label: any }, ...choices];
  const chosen = all.find((choice) => choice.value === value);
  const active = any !== undefined && value !== '';
  return (
    <Popover look={active ? 'chip active' : 'chip'} title={label} label={<ChipText label={label} value={active || any === undefined ? (chosen?.label ?? value) : ''} />}>
      {(close) => (
        <fieldset class="choices">
          <legend class="hidden">{label}</legend>
          {all.map((choice) => (
            <Fragment key={choice.value}>
              {choice.heading && <p class="choice-heading">{choice.heading}</p>}
              <label class="choice">
                <input type="radio" name={group} value={choice.value} checked={choice.value === value}
                  onClick={(event) => { if (event.detail > 0) close(); }}
                  onChange={() => onChange(choice.value)}
                  onKeyDown={(event) => { if (event.key === 'Enter') close(); }} />
                <span>{choice.label}</span>
                {choice.note && <small>{choice.note}</small>}
              </label>
            </Fragment>
          ))}
        </fieldset>
      )}
    </Popover>
  );
}

function ChipText({ label, value }: { label: string; value: string }) {
  return value ? <span><small>{label}:</small> {value}</span> : <span>{label}</span>;
}

export function ResetChip({ onReset }: { onReset: () => void }) {
  return <button type="button" class="link reset" onClick={onReset}>{t('filters.reset')}</button>;
}
