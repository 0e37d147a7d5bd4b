// First run: the company and its first administrator.
import { useState } from 'preact/hooks';
import { api } from '../api/client';
import type { Setup } from '../api/types';
import { language, t } from '../i18n/words';
import { FormProblem, SelectField, TextField, useSending } from '../ui/form';
import { Gate } from './gate';
import { enter } from './session';

const FIELDS = ['company_name', 'time_zone', 'language', 'name', 'email', 'password'];

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'Europe/Moscow';

export function timeZones(current: string): { value: string; label: string }[] {
  const zones = Intl.supportedValuesOf('timeZone');
  const all = zones.includes(current) ? zones : [current, ...zones];
  return all.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
}

export function SetupForm() {
  const [form, setForm] = useState<Setup>({
    company_name: '', time_zone: browserZone(), language: language(), name: '', email: '', password: '',
  });
  const sending = useSending();
  const change = (key: keyof Setup) => (value: string) => setForm((before) => ({ ...before, [key]: value }));
  const submit = (event: Event) => {
    event.preventDefault();
    void sending.send(async () => enter(await api.post('/setup', { body: form })));
  };
  const field = (key: keyof Setup) => ({ name: key, value: form[key], onValue: change(key), problems: sending.of(key), required: true });
  return (
    <Gate title={() => t('setup.title')} note={() => t('setup.note')}>
      {() => (
        <form class="form" onSubmit={submit}>
          <TextField label={t('setup.company')} hint={t('setup.company_hint')} maxlength={200} autocomplete="organization" {...field('company_name')} />
          <div class="pair">
            <SelectField label={t('company.time_zone')} hint={t('company.time_zone_hint')} value={form.time_zone} choices={timeZones(form.time_zone)} onValue={change('time_zone')} />
            <SelectField label={t('company.language')} value={form.language} choices={[{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }]} onValue={change('language')} />
          </div>
          <TextField label={t('setup.name')} maxlength={200} autocomplete="name" {...field('name')} />
          <TextField label={t('login.email')} type="email" autocomplete="username" {...field('email')} />
          <TextField label={t('login.password')} hint={t('users.password_hint')} type="password" autocomplete="new-password" minlength={10} {...field('password')} />
          <FormProblem sending={sending} fields={FIELDS} />
          <button class="button primary" disabled={sending.busy}>{t('setup.create')}</button>
        </form>
      )}
    </Gate>
  );
}
