import { useState } from 'preact/hooks';
import { api } from '../api/client';
import type { Right, Token, TokenMade } from '../api/types';
import { useLoad } from '../app/load';
import { t } from '../i18n/words';
import { When } from '../responses/response_row';
import { copy } from '../surveys/sending';
import { Confirm } from '../ui/confirm';
import { FormProblem, TextField, useSending } from '../ui/form';
import { Icon } from '../ui/icon';
import { Card } from '../ui/page';
import { Empty, Failed, Skeleton } from '../ui/states';
import { attempt } from './users_tab';

const RIGHTS: Right[] = ['responses.write', 'responses.read', 'figures.read', 'surveys.write'];

export function TokensTab() {
  const tokens = useLoad('tokens', (signal) => api.get('/tokens', { signal }));
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<TokenMade | null>(null);
  const [ending, setEnding] = useState<Token | null>(null);
  if (tokens.problem) return <Failed problem={tokens.problem} retry={tokens.reload} />;
  if (!tokens.data) return <Skeleton rows={3} />;
  const done = (token: TokenMade) => {
    setAdding(false);
    setMade(token);
    tokens.reload();
  };
  const revoke = async (token: Token) => {
    setEnding(null);
    await attempt(() => api.delete('/tokens/{id}', { path: { id: token.id } }), t('tokens.revoked', { name: token.name }));
    tokens.reload();
  };
  const add = <button type="button" class="button primary" onClick={() => { setAdding(true); setMade(null); }}>{t('tokens.add')}</button>;
  return (
    <>
      {made && <Secret token={made} />}
      {adding && <AddToken onDone={done} onCancel={() => setAdding(false)} />}
      {tokens.data.tokens.length === 0
        ? !adding && !made && <Empty title={t('tokens.none')} action={add}>{t('tokens.none_note')}</Empty>
        : <List tokens={tokens.data.tokens} add={!adding && add} onRevoke={setEnding} />}
      {ending && <Confirm title={t('tokens.revoke_title', { name: ending.name })} text={t('tokens.revoke_text')} deed={t('tokens.revoke')} onYes={() => void revoke(ending)} onNo={() => setEnding(null)} />}
    </>
  );
}

function Secret({ token }: { token: TokenMade }) {
  return (
    <Card title={token.name} class="narrow made" note={t('tokens.once')}>
      <div class="copy-row">
        <input readOnly value={token.secret} aria-label={t('tokens.secret')} onFocus={(event) => event.currentTarget.select()} />
        <button type="button" class="button" onClick={() => void copy(token.secret)}><Icon name="copy" size={16} />{t('action.copy')}</button>
      </div>
    </Card>
  );
}

function List({ tokens, add, onRevoke }: { tokens: Token[]; add: preact.JSX.Element | false; onRevoke: (token: Token) => void }) {
  return (
    <Card title={t('settings.tokens')} action={add}>
      <div class="table-scroll">
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{t('tokens.name')}</th><th scope="col">{t('tokens.rights')}</th>
              <th scope="col">{t('tokens.used')}</th><th scope="col"><span class="hidden">{t('users.actions')}</span></th>
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <tr key={token.id}>
                <th scope="row">{token.name}<small>{token.created_by && <>{token.created_by}, </>}<When time={token.created_at} /></small></th>
                <td data-label={t('tokens.rights')}>{token.rights.map((right) => t(`right.${right}`)).join(', ')}</td>
                <td data-label={t('tokens.used')}>{token.last_used_at ? <When time={token.last_used_at} /> : t('users.never')}</td>
                <td class="right"><button type="button" class="link danger" onClick={() => onRevoke(token)} aria-label={`${t('tokens.revoke')}: ${token.name}`}>{t('tokens.revoke')}</button></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function AddToken({ onDone, onCancel }: { onDone: (token: TokenMade) => void; onCancel: () => void }) {
  const [name, setName] = useState('');
  const [rights, setRights] = useState<Right[]>(['responses.write']);
  const sending = useSending();
  const toggle = (right: Right, on: boolean) => setRights((before) => (on ? [...before, right] : before.filter((other) => other !== right)));
  const submit = (event: Event) => {
    event.preventDefault();
    void sending.send(async () => onDone(await api.post('/tokens', { body: { name, rights } })));
  };
  return (
    <Card title={t('tokens.add')} class="narrow">
      <form class="form" onSubmit={submit}>
        <TextField label={t('tokens.name')} hint={t('tokens.name_hint')} required maxlength={200} value={name} onValue={setName} problems={sending.of('name')} />
        <fieldset>
          <legend>{t('tokens.rights')}</legend>
          {RIGHTS.map((right) => (
            <label key={right} class="check">
              <input type="checkbox" checked={rights.includes(right)} onChange={(event) => toggle(right, event.currentTarget.checked)} />
              <span>{t(`right.${right}`)}</span>
            </label>
          ))}
        </fieldset>
        <FormProblem sending={sending} fields={['name']} />
        <p class="button-row">
          <button class="button primary" disabled={sending.busy || rights.length === 0}>{t('tokens.make')}</button>
          <button type="button" class="button" onClick={onCancel}>{t('action.cancel')}</button>
        </p>
      </form>
    </Card>
  );
}
