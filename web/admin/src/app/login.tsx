import { useState } from 'preact/hooks';
import { api } from '../api/client';
import { t } from '../i18n/words';
import { FormProblem, TextField, useSending } from '../ui/form';
import { Gate } from './gate';
import { enter } from './session';

export function Login() {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const sending = useSending();
  const submit = (event: Event) => {
    event.preventDefault();
    void sending.send(async () => enter(await api.post('/session', { body: { email, password } })));
  };
  return (
    <Gate title={() => t('login.title')}>
      {() => (
        <form class="form" onSubmit={submit}>
          <TextField label={t('login.email')} type="email" name="email" autocomplete="username" required value={email} onValue={setEmail} problems={sending.of('email')} />
          <TextField label={t('login.password')} type="password" name="password" autocomplete="current-password" required value={password} onValue={setPassword} problems={sending.of('password')} />
          <FormProblem sending={sending} fields={['email', 'password']} />
          <button class="button primary" disabled={sending.busy}>{t('login.enter')}</button>
        </form>
      )}
    </Gate>
  );
}
