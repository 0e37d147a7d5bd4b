import { useState } from 'preact/hooks';
import { api } from '../api/client';
import type { Role, User } from '../api/types';
import { useLoad } from '../app/load';
import { useSession } from '../app/session';
import { say } from '../app/toast';
import { t } from '../i18n/words';
import { When } from '../responses/response_row';
import { Confirm } from '../ui/confirm';
import { FormProblem, SelectField, TextField, useSending } from '../ui/form';
import { Card } from '../ui/page';
import { Failed, Skeleton, problemText } from '../ui/states';
import { Problem } from '../api/client';

const ROLES: Role[] = ['administrator', 'analyst', 'viewer'];
const roleChoices = () => ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }));

export function UsersTab() {
  const users = useLoad('users', (signal) => api.get('/users', { signal }));
  const [adding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<User | null>(null);
  if (users.problem) return <Failed problem={users.problem} retry={users.reload} />;
  if (!users.data) return <Skeleton rows={4} />;
  const done = () => {
    setAdding(false);
    users.reload();
  };
  const remove = async (user: User) => {
    setLeaving(null);
    await attempt(() => api.delete('/users/{id}', { path: { id: user.id } }), t('users.removed', { name: user.name }));
    users.reload();
  };
  const add = !adding && <button type="button" class="button primary" onClick={() => setAdding(true)}>{t('users.add')}</button>;
  return (
    <>
      {adding && <AddUser onDone={done} onCancel={() => setAdding(false)} />}
      <Card title={t('settings.users')} action={add}>
        <div class="table-scroll">
          <table class={users.stale ? 'list stale' : 'list'}>
            <thead>
              <tr>
                <th scope="col">{t('users.name')}</th><th scope="col">{t('users.role')}</th>
                <th scope="col">{t('users.last_login')}</th><th scope="col"><span class="hidden">{t('users.actions')}</span></th>
              </tr>
            </thead>
            <tbody>{users.data.users.map((user) => <Row key={user.id} user={user} onChanged={users.reload} onRemove={() => setLeaving(user)} />)}</tbody>
          </table>
        </div>
        <p class="note">{t('users.roles_note')}</p>
      </Card>
      {leaving && <Confirm title={t('users.remove_title', { name: leaving.name })} text={t('users.remove_text')} deed={t('users.remove')} onYes={() => void remove(leaving)} onNo={() => setLeaving(null)} />}
    </>
  );
}

export async function attempt(action: () => Promise<unknown>, done: string): Promise<boolean> {
  try {
    await action();
    say(done);
    return true;
  } catch (error) {
    say(error instanceof Problem ? problemText(error) : t('error.not_saved'));
    return false;
  }
}

function Row({ user, onChanged, onRemove }: { user: User; onChanged: () => void; onRemove: () => void }) {
  const mine = useSession().user.id === user.id;
  const setRole = async (role: string) => {
    await attempt(() => api.patch('/users/{id}', { path: { id: user.id }, body: { role: role as Role } }), t('action.saved'));
    onChanged();
  };
  return (
    <tr>
      <th scope="row">{user.name}{mine && <span class="tag">{t('users.you')}</span>}<small>{user.email}</small></th>
      <td data-label={t('users.role')}>
        {mine ? t(`role.${user.role}`) : (
          <select class="dense" value={user.role} aria-label={t('users.role_of', { name: user.name })} onChange={(event) => void setRole(event.currentTarget.value)}>
            {roleChoices().map((role) => <option key={role.value} value={role.value}>{role.label}</option>)}
          </select>
        )}
      </td>
      <td data-label={t('users.last_login')}>{user.last_login_at ? <When time={user.last_login_at} /> : t('users.never')}</td>
      <td class="right">{!mine && <button type="button" class="link danger" onClick={onRemove} aria-label={`${t('users.remove')}: ${user.name}`}>{t('users.remove')}</button>}</td>
    </tr>
  );
}

function AddUser({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const [form, setForm] = useState({ name: '', email: '', role: 'analyst' as Role, password: '' });
  const sending = useSending();
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const submit = (event: Event) => {
    event.preventDefault();
    void sending.send(async () => {
      await api.post('/users', { body: form });
      say(t('users.added', { name: form.name }));
      onDone();
    });
  };
  return (
    <Card title={t('users.add')} class="narrow">
      <form class="form" onSubmit={submit}>
        <TextField label={t('users.name')} required maxlength={200} value={form.name} onValue={(name) => change({ name })} problems={sending.of('name')} />
        <div class="pair">
          <TextField label={t('login.email')} type="email" required value={form.email} onValue={(email) => change({ email })} problems={sending.of('email')} />
          <SelectField label={t('users.role')} value={form.role} choices={roleChoices()} onValue={(role) => change({ role: role as Role })} />
        </div>
        <TextField label={t('login.password')} hint={t('users.password_hint')} type="password" autocomplete="new-password" minlength={10} required value={form.password} onValue={(password) => change({ password })} problems={sending.of('password')} />
        <FormProblem sending={sending} fields={['name', 'email', 'role', 'password']} />
        <p class="button-row">
          <button class="button primary" disabled={sending.busy}>{t('users.add')}</button>
          <button type="button" class="button" onClick={onCancel}>{t('action.cancel')}</button>
        </p>
      </form>
    </Card>
  );
}
