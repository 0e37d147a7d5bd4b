// How to send a survey: the public link with its QR code, and personal links.
import { useState } from 'preact/hooks';
import { api } from '../api/client';
import type { Link, Survey } from '../api/types';
import { may } from '../app/session';
import { say } from '../app/toast';
import { local, t, tn } from '../i18n/words';
import { saveText } from '../ui/export';
import { FormProblem, TextField, useSending } from '../ui/form';
import { Icon } from '../ui/icon';
import { Card } from '../ui/page';

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(t('action.copied'));
  } catch {
    say(t('action.copy_failed'));
  }
}

export function Sending({ survey }: { survey: Survey }) {
  const qr = `/api/v1/surveys/${encodeURIComponent(survey.key)}/qr`;
  return (
    <Card title={t('survey.send')}>
      <div class="send">
        <a class="qr" href={qr} download={`${survey.key}.svg`} title={t('survey.qr_save')}>
          <img src={qr} alt={t('survey.qr_alt', { title: local(survey.title) })} width="144" height="144" />
        </a>
        <div class="send-body">
          <div class="field">
            <label for="public-link">{t('survey.link')}</label>
            <div class="copy-row">
              <input id="public-link" readOnly value={survey.link} onFocus={(event) => event.currentTarget.select()} />
              <button type="button" class="button" onClick={() => void copy(survey.link)}><Icon name="copy" size={16} />{t('action.copy')}</button>
            </div>
            <p class="field-note">{t('survey.link_note')}</p>
          </div>
          {may('surveys.write') && (survey.anonymous
            ? <p class="note"><Icon name="lock" size={16} /> {t('survey.no_personal')}</p> : <PersonalLinks survey={survey} />)}
        </div>
      </div>
    </Card>
  );
}

function PersonalLinks({ survey }: { survey: Survey }) {
  const [wanted, setWanted] = useState('40');
  const [links, setLinks] = useState<Link[]>([]);
  const sending = useSending();
  const make = (event: Event) => {
    event.preventDefault();
    void sending.send(async () => {
      const made = await api.post('/surveys/{key}/links', { path: { key: survey.key }, body: { count: Number(wanted) } });
      setLinks(made.links);
    });
  };
  const text = links.map((link) => link.url).join('\n') + '\n';
  return (
    <form onSubmit={make}>
      <div class="copy-row bottom">
        <TextField label={t('survey.personal')} type="number" min="1" max="10000" required value={wanted} onValue={setWanted} problems={sending.of('count')} hint={t('survey.personal_note')} />
        <button class="button" disabled={sending.busy}>{t('survey.make_links')}</button>
      </div>
      <FormProblem sending={sending} fields={['count']} />
      {links.length > 0 && (
        <div class="made">
          <p><b>{tn('survey.links_made', links.length)}</b> {t('survey.links_once')}</p>
          <textarea readOnly rows={4} value={text} aria-label={t('survey.personal')} />
          <p class="button-row">
            <button type="button" class="button" onClick={() => void copy(text)}><Icon name="copy" size={16} />{t('action.copy')}</button>
            <button type="button" class="button" onClick={() => saveText(text, `${survey.key}-links.txt`)}><Icon name="download" size={16} />{t('action.save_file')}</button>
          </p>
        </div>
      )}
    </form>
  );
}
