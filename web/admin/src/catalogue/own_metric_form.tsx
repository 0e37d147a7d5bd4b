// Свой показатель: its definition as a form, drawn while it is being typed.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Problem, api } from '../api/client';
import type { Metric } from '../api/types';
import { local, t } from '../i18n/words';
import { FormProblem, SelectField, TextField, useSending, type Sending } from '../ui/form';
import { Card } from '../ui/page';
import { ExampleBox, Formula } from './formula';
import { ScoreFields } from './score_fields';
import { MOST_SCORES, OWN_KINDS, bodyOf, definitionOf, emptyForm, formOf, scaleOf, type OwnForm, type OwnKind } from './own_metric';

const FIELDS = ['key', 'kind', 'name', 'description', 'scale', 'f'];

// Problems of a field and of what is inside it: name and name.ru, f and f[3].
const inside = (field: string, of: string): boolean => field === of || field.startsWith(of + '.') || field.startsWith(of + '[');

function problemsOf(sending: Sending, field: string, except: string[] = []): string[] {
  return (sending.problem?.problems ?? []).filter((item) => inside(item.field, field) && !except.some((other) => inside(item.field, other))).map((item) => item.message);
}

interface Props {
  metric?: Metric | undefined;
  taken: Metric[];
  onSaved: (metric: Metric) => void;
  onCancel: () => void;
}

export function OwnMetricForm({ metric, taken, onSaved, onCancel }: Props) {
  const [form, setForm] = useState<OwnForm>(() => (metric ? formOf(metric) : emptyForm()));
  const sending = useSending();
  const holder = useRef<HTMLFormElement>(null);
  useEffect(() => holder.current?.querySelector('input')?.focus(), []);
  useEffect(() => {
    if (sending.problem) holder.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [sending.problem]);
  const change = (part: Partial<OwnForm>) => setForm((before) => ({ ...before, ...part }));
  const submit = (event: Event) => {
    event.preventDefault();
    void sending.send(async () => {
      if (!metric) refuseTaken(form.key.trim(), taken);
      onSaved(await api.put('/metrics/{key}', { path: { key: form.key.trim() }, body: bodyOf(form) }));
    });
  };
  const shown = (sending.problem?.problems ?? []).map((item) => item.field).filter((field) => FIELDS.some((own) => inside(field, own)));
  return (
    <Card title={metric ? t('catalogue.own_change', { name: local(metric.name) || metric.key }) : t('catalogue.own_add')} class="own-metric">
      <form class="definition-body" onSubmit={submit} ref={holder}>
        <div class="form">
          {!metric && <TextField label={t('catalogue.key')} hint={t('catalogue.key_hint')} name="key" required maxlength={64} autocomplete="off" value={form.key} onValue={(key) => change({ key })} problems={problemsOf(sending, 'key')} />}
          <Texts form={form} change={change} sending={sending} />
          <ScaleFields form={form} change={change} sending={sending} />
          <label class="check">
            <input type="checkbox" checked={form.lower_is_better} onChange={(event) => change({ lower_is_better: event.currentTarget.checked })} />
            <span>{t('catalogue.lower_is_better')}<small>{t('catalogue.lower_hint')}</small></span>
          </label>
        </div>
        <div class="definition-drawn">
          <Preview form={form} change={change} problems={problemsOf(sending, 'f')} />
          <FormProblem sending={sending} fields={shown} />
          <p class="button-row">
            <button class="button primary" disabled={sending.busy}>{t('action.save')}</button>
            <button type="button" class="button" onClick={onCancel}>{t('action.cancel')}</button>
          </p>
        </div>
      </form>
    </Card>
  );
}

// The server would take it for a change of that metric.
function refuseTaken(key: string, taken: Metric[]): void {
  const other = taken.find((metric) => metric.key === key);
  if (!other) return;
  const message = t('catalogue.key_taken', { key, name: local(other.name) || key });
  throw new Problem(422, 'invalid', message, [{ key: 'key_taken', field: 'key', value: key, message }], '');
}

interface Part {
  form: OwnForm;
  change: (part: Partial<OwnForm>) => void;
  sending: Sending;
}

function Texts({ form, change, sending }: Part) {
  const one = (of: 'name' | 'description', language: 'ru' | 'en') => ({
    label: t(`own_text.${of}_${language}`), name: `${of}-${language}`, autocomplete: 'off', maxlength: of === 'name' ? 200 : 1000, value: form[of][language],
    onValue: (text: string) => change({ [of]: { ...form[of], [language]: text } }),
    // What is said of both languages together stands at the first.
    problems: problemsOf(sending, language === 'en' ? `${of}.en` : of, language === 'en' ? [] : [`${of}.en`]),
  });
  return (
    <>
      <div class="pair">
        <TextField {...one('name', 'ru')} hint={t('catalogue.name_hint')} />
        <TextField {...one('name', 'en')} />
      </div>
      <div class="pair">
        <TextField {...one('description', 'ru')} hint={t('catalogue.description_hint')} />
        <TextField {...one('description', 'en')} />
      </div>
    </>
  );
}

function ScaleFields({ form, change, sending }: Part) {
  const kinds = OWN_KINDS.map((kind) => ({ value: kind, label: t(`own_kind.${kind}`) }));
  return (
    <>
      <SelectField label={t('catalogue.kind')} hint={t(`own_kind.${form.kind}_note`)} value={form.kind} choices={kinds} onValue={(kind) => change({ kind: kind as OwnKind })} />
      <div class="pair">
        <TextField label={t('catalogue.min')} name="min" inputMode="numeric" required maxlength={10} value={form.min} onValue={(min) => change({ min })} problems={problemsOf(sending, 'scale', ['scale.max'])} />
        <TextField label={t('catalogue.max')} name="max" inputMode="numeric" required maxlength={10} value={form.max} onValue={(max) => change({ max })} problems={problemsOf(sending, 'scale.max')} />
      </div>
    </>
  );
}

function Preview({ form, change, problems }: { form: OwnForm; change: (part: Partial<OwnForm>) => void; problems: string[] }) {
  const id = useId();
  const scale = scaleOf(form);
  const definition = definitionOf(form);
  if (!scale || !definition) return <p class="note">{t('catalogue.no_scale', { most: MOST_SCORES })}</p>;
  return (
    <>
      {form.kind !== 'mean' && <ScoreFields form={form} scale={scale} change={change} problems={problems} />}
      <div class="own-preview" role="group" aria-labelledby={id}>
        <h3 id={id}>{t('catalogue.preview')}</h3>
        <Formula definition={definition} />
        <ExampleBox definition={definition} />
      </div>
    </>
  );
}
