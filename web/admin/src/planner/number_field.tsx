// A number as typed. It goes into the URL when typing pauses, and what is wrong is said beside it.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Field } from '../ui/form';

const PAUSE_MS = 400;

interface Draft {
  value: string;
  onInput: (event: { currentTarget: { value: string } }) => void;
  onFocus: () => void;
  onBlur: () => void;
}

// What is being typed is not overwritten from outside until the field is left.
export function useDraft(value: string, onValue: (value: string) => void): Draft {
  const [draft, setDraft] = useState(value);
  const inside = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const send = useRef(onValue);
  send.current = onValue;
  useEffect(() => {
    if (!inside.current) setDraft(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return {
    value: draft,
    onInput: (event) => {
      const typed = event.currentTarget.value;
      setDraft(typed);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => send.current(typed), PAUSE_MS);
    },
    onFocus: () => { inside.current = true; },
    onBlur: () => {
      inside.current = false;
      clearTimeout(timer.current);
      if (draft !== value) send.current(draft);
      if (draft === '') setDraft(value);
    },
  };
}

interface Props {
  name: string;
  label: string;
  hint?: string;
  value: string;
  problem?: string | undefined;
  onValue: (value: string) => void;
}

export function NumberField({ name, label, hint, value, problem, onValue }: Props) {
  const draft = useDraft(value, onValue);
  return (
    <Field label={label} {...(hint ? { hint } : {})} {...(problem ? { problems: [problem] } : {})}>
      {(attributes) => <input {...attributes} {...draft} name={name} type="text" inputMode="decimal" autocomplete="off" maxLength={40} />}
    </Field>
  );
}

// A cell of an editable table: the label is the row's and column's.
export function CellField({ name, label, value, problem, text = false, onValue }: { name: string; label: string; value: string; problem?: string | undefined; text?: boolean; onValue: (value: string) => void }) {
  const draft = useDraft(value, onValue);
  const note = problem ? `${name}-note` : undefined;
  return (
    <span class={problem ? 'field wrong' : 'field'}>
      <input {...draft} name={name} type="text" aria-label={label} autocomplete="off" maxLength={text ? 80 : 40}
        {...(text ? {} : { inputMode: 'decimal' as const })} {...(note ? { 'aria-invalid': true as const, 'aria-describedby': note } : {})} />
      {note && <span id={note} class="field-note">{problem}</span>}
    </span>
  );
}
