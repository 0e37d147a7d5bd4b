// Fields with their label, hint and the server's message; and sending a form once.
import { useId, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Problem } from '../api/client';
import { t } from '../i18n/words';
import { problemText } from './states';

interface FieldProps {
  label: string;
  hint?: string;
  problems?: string[];
  children: (attributes: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ComponentChildren;
}

export function Field({ label, hint, problems = [], children }: FieldProps) {
  const id = useId();
  const wrong = problems.length > 0;
  const described = wrong || hint ? `${id}-note` : undefined;
  const attributes = { id, ...(described ? { 'aria-describedby': described } : {}), ...(wrong ? { 'aria-invalid': true as const } : {}) };
  return (
    <div class={wrong ? 'field wrong' : 'field'}>
      <label for={id}>{label}</label>
      {children(attributes)}
      {described && <p id={described} class="field-note">{wrong ? problems.join(' ') : hint}</p>}
    </div>
  );
}

interface InputProps {
  label: string;
  hint?: string;
  problems?: string[];
  value: string;
  onValue: (value: string) => void;
  type?: 'text' | 'email' | 'password' | 'number';
  name?: string;
  autocomplete?: string;
  required?: boolean;
  minlength?: number;
  maxlength?: number;
  min?: string;
  max?: string;
  inputMode?: 'decimal' | 'numeric';
}

export function TextField({ label, hint, problems, value, onValue, ...rest }: InputProps) {
  return (
    <Field label={label} {...(hint ? { hint } : {})} {...(problems ? { problems } : {})}>
      {(attributes) => <input {...(rest as object)} {...attributes} value={value} onInput={(event) => onValue(event.currentTarget.value)} />}
    </Field>
  );
}

export function SelectField({ label, hint, value, choices, onValue }: {
  label: string; hint?: string; value: string; choices: { value: string; label: string }[]; onValue: (value: string) => void;
}) {
  return (
    <Field label={label} {...(hint ? { hint } : {})}>
      {(attributes) => (
        <select {...attributes} value={value} onChange={(event) => onValue(event.currentTarget.value)}>
          {choices.map((choice) => <option key={choice.value} value={choice.value}>{choice.label}</option>)}
        </select>
      )}
    </Field>
  );
}

export interface Sending {
  busy: boolean;
  problem: Problem | null;
  of: (field: string) => string[];
  send: (action: () => Promise<void>) => Promise<boolean>;
}

export function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (action: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await action();
      return true;
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Problem(-1, 'internal', t('error.unread'), [], ''));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, problem, of: (field) => problem?.of(field) ?? [], send };
}

// What no field shows by itself.
export function FormProblem({ sending, fields = [] }: { sending: Sending; fields?: string[] }) {
  const { problem } = sending;
  if (!problem) return null;
  if (problem.problems.length > 0 && problem.problems.every((item) => fields.includes(item.field))) {
    return <p class="form-problem" role="alert">{t('form.look_above')}</p>;
  }
  const rest = problem.problems.filter((item) => !fields.includes(item.field)).map((item) => item.message);
  return (
    <p class="form-problem" role="alert">
      {rest.length > 0 ? rest.join(' ') : problemText(problem)}
      {problem.requestId && <small> {t('error.request', { id: problem.requestId })}</small>}
    </p>
  );
}
