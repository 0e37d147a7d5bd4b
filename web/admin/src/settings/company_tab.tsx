import { useState } from 'preact/hooks';
import { api } from '../api/client';
import type { Company, Metric } from '../api/types';
import { usable, useCatalogue, type Catalogue } from '../app/catalogue';
import { refreshSession } from '../app/session';
import { say } from '../app/toast';
import { timeZones } from '../app/setup';
import { useCompany } from '../metrics/metrics_page';
import { usualMeasure } from '../metrics/metric_state';
import { measureLabel } from '../metrics/refused';
import { local, t } from '../i18n/words';
import { marginRows, PopulationField, readMargins } from './population_field';
import { FormProblem, SelectField, TextField, useSending } from '../ui/form';
import { Card } from '../ui/page';
import { Failed, Skeleton } from '../ui/states';

export function CompanyTab() {
  const company = useCompany();
  const catalogue = useCatalogue();
  if (company.problem) return <Failed problem={company.problem} retry={company.reload} />;
  if (!company.data) return <Skeleton rows={4} />;
  const metrics = catalogue.data ? usable(catalogue.data) : [];
  return <CompanyForm company={company.data} metrics={metrics} catalogue={catalogue.data} onSaved={company.replace} />;
}

const FIELDS = ['name', 'time_zone', 'language', 'accounts', 'headline.metric', 'headline.measures', 'headline.target'];

function CompanyForm({ company, metrics, catalogue, onSaved }: { company: Company; metrics: Metric[]; catalogue: Catalogue | undefined; onSaved: (company: Company) => void }) {
  const [form, setForm] = useState(company);
  const [target, setTarget] = useState(targetText(company));
  const [accounts, setAccounts] = useState(company.accounts === null ? '' : String(company.accounts));
  const [margins, setMargins] = useState(marginRows(company.population));
  const sending = useSending();
  const change = (part: Partial<Company>) => setForm((before) => ({ ...before, ...part }));
  const headline = form.headline;
  const metric = metrics.find((candidate) => candidate.key === headline?.metric);
  const submit = (event: Event) => {
    event.preventDefault();
    void sending.send(async () => {
      const body = { ...form, accounts: readCount(accounts), population: readMargins(margins), headline: headline ? { ...headline, target: readTarget(target) } : null };
      onSaved(await api.patch('/company', { body }));
      say(t('action.saved'));
      await refreshSession();
    });
  };
  return (
    <Card class="narrow">
      <form class="form" onSubmit={submit}>
        <TextField label={t('company.name')} required maxlength={200} value={form.name} onValue={(name) => change({ name })} problems={sending.of('name')} />
        <div class="pair">
          <SelectField label={t('company.time_zone')} hint={t('company.time_zone_hint')} value={form.time_zone} choices={timeZones(form.time_zone)} onValue={(value) => change({ time_zone: value })} />
          <SelectField label={t('company.language')} value={form.language} choices={[{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }]} onValue={(value) => change({ language: value as 'ru' | 'en' })} />
        </div>
        <SelectField label={t('company.estimand')} hint={t('company.estimand_hint')} value={form.estimand} choices={[{ value: 'account', label: t('estimand.account') }, { value: 'contact', label: t('estimand.contact') }]}
          onValue={(value) => change({ estimand: value as Company['estimand'] })} />
        <TextField label={t('company.accounts')} hint={t('company.accounts_hint')} inputMode="numeric" value={accounts} onValue={setAccounts} problems={sending.of('accounts')} />
        <fieldset>
          <legend>{t('company.headline')}</legend>
          <p class="note">{t('company.headline_note')}</p>
          <div class="pair">
            <SelectField label={t('metric.metric')} value={headline?.metric ?? ''} choices={[{ value: '', label: t('company.headline_none') }, ...metrics.map((found) => ({ value: found.key, label: local(found.name) }))]}
              onValue={(value) => change({ headline: value ? { metric: value, measures: usualMeasure(metrics.find((found) => found.key === value) ?? {}) || null, survey: null, target: null } : null })} />
            {metric && (metric.measures?.length ?? 0) > 0 && (
              <SelectField label={t('metric.measures')} value={headline?.measures ?? ''} choices={metric.measures!.map((value) => ({ value, label: measureLabel(catalogue, value) }))}
                onValue={(value) => change({ headline: { ...headline!, measures: value } })} />
            )}
          </div>
          {headline && <TextField label={t('company.target')} hint={t('company.target_hint')} inputMode="decimal" value={target} onValue={setTarget} problems={sending.of('headline.target')} />}
        </fieldset>
        <PopulationField catalogue={catalogue} margins={margins} onMargins={setMargins} problems={sending.of('population')} />
        <FormProblem sending={sending} fields={FIELDS} />
        <p><button class="button primary" disabled={sending.busy}>{t('action.save')}</button></p>
      </form>
    </Card>
  );
}

const targetText = (company: Company) => (company.headline?.target === null || company.headline?.target === undefined ? '' : String(company.headline.target));

// Digits with or without spaces between them; what is no whole number goes to the server as it is, to be refused by name.
export function readCount(text: string): number | null {
  const plain = text.replace(/\s/g, '');
  return plain === '' ? null : /^\d+$/.test(plain) ? Number(plain) : (text as unknown as number);
}

// A comma is a decimal sign too; nothing typed is no target.
export function readTarget(text: string): number | null {
  const plain = text.trim().replace(',', '.').replace('\u2212', '-');
  return plain === '' || Number.isNaN(Number(plain)) ? null : Number(plain);
}
