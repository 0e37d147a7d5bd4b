// What login and first run share: the page without the shell, and the choice of language.
import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { language, t } from '../i18n/words';
import { speakAsGuest } from './session';

export function Gate({ title, note, children }: { title: () => string; note?: () => string; children: () => ComponentChildren }) {
  const [spoken, setSpoken] = useState(language());
  useEffect(() => {
    document.title = `${title()} · ${t('app.name')}`;
  }, [spoken]);
  const speak = (next: 'ru' | 'en') => {
    speakAsGuest(next);
    setSpoken(next);
  };
  return (
    <main class="gate" id="main">
      <div class="gate-card">
        <p class="brand">{t('app.name')}</p>
        <h1>{title()}</h1>
        {note && <p class="note">{note()}</p>}
        {children()}
      </div>
      <p class="gate-languages">
        <button type="button" class="link" lang="ru" aria-pressed={spoken === 'ru'} onClick={() => speak('ru')}>Русский</button>
        <button type="button" class="link" lang="en" aria-pressed={spoken === 'en'} onClick={() => speak('en')}>English</button>
      </p>
    </main>
  );
}
