import { useState } from 'preact/hooks';
import type { Theme } from '../api/types';
import { changePassword, changeProfile, useSession } from '../app/session';
import { say } from '../app/toast';
import { t } from '../i18n/words';
import { FormProblem, SelectField, TextField, useSending } from '../ui/form';
import { Card } from '../ui/page';

// Every choice takes effect at once and is kept with the person, not with the browser.
export function ProfileTab() {
  const { user } = useSession();
  const change = async (what: Parameters<typeof changeProfile>[0]) => {
    try {
      await changeProfile(what);
      say(t('action.saved'));
    } catch {
      say(t('error.not_saved'));
    }
  };
  return (
    <>
      <Card title={user.name} note={`${user.email} · ${t(`role.${user.role}`)}`} class="narrow">
        <div class="form">
          <SelectField label={t('profile.language')} value={user.language} choices={[{ value: 'ru', label: 'Русский' }, { value: 'en', label: 'English' }]}
            onValue={(value) => void change({ language: value as 'ru' | 'en' })} />
          <SelectField label={t('profile.theme')} value={user.theme} choices={(['system', 'light', 'dark'] as const).map((theme) => ({ value: theme, label: t(`theme.${theme}`) }))}
            onValue={(value) => void change({ theme: value as Theme })} />
          <label class="check">
            <input type="checkbox" checked={user.single_keys} onChange={(event) => void change({ single_keys: event.currentTarget.checked })} />
            <span>{t('profile.single_keys')}<small>{t('profile.single_keys_note')}</small></span>
          </label>
        </div>
      </Card>
      <PasswordCard />
    </>
  );
}

const EMPTY = { current: '', next: '' };

function PasswordCard() {
  const [form, setForm] = useState(EMPTY);
  const sending = useSending();
  const submit = (event: Event) => {
    event.preventDefault();
    void sending.send(async () => {
      await changePassword(form.current, form.next);
      setForm(EMPTY);
      say(t('profile.password_changed'));
    });
  };
  return (
    <Card title={t('login.password')} note={t('profile.password_note')} class="narrow">
      <form class="form" onSubmit={submit}>
        <TextField label={t('profile.password_current')} type="password" autocomplete="current-password" required value={form.current} onValue={(current) => setForm({ ...form, current })} problems={sending.of('password.current')} />
        <TextField label={t('profile.password_new')} hint={t('users.password_hint')} type="password" autocomplete="new-password" minlength={10} required value={form.next} onValue={(next) => setForm({ ...form, next })} problems={sending.of('password.new')} />
        <FormProblem sending={sending} fields={['password.current', 'password.new']} />
        <p class="button-row"><button class="button" disabled={sending.busy}>{t('profile.password_change')}</button></p>
      </form>
    </Card>
  );
}
