// The frame of every page: the rail on the left, a bar at the bottom on phones, and the list of shortcuts.
import { useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t, type Key } from '../i18n/words';
import { Popover } from '../ui/chip';
import { Icon, type IconName } from '../ui/icon';
import { useShortcuts } from './keys';
import { connected } from './live';
import { useLocation } from './router';
import { logOut, useSession } from './session';
import { useStore } from './store';

interface Entry {
  href: string;
  icon: IconName;
  word: Key;
}

const ENTRIES: Entry[] = [
  { href: '/', icon: 'today', word: 'nav.today' },
  { href: '/responses', icon: 'responses', word: 'nav.responses' },
  { href: '/figures', icon: 'metrics', word: 'nav.metrics' },
  { href: '/surveys', icon: 'surveys', word: 'nav.surveys' },
];
const SETTINGS: Entry = { href: '/settings', icon: 'settings', word: 'nav.settings' };

const isHere = (entry: Entry, path: string) => (entry.href === '/' ? ['/', '/today', '/today/'].includes(path) : path.startsWith(entry.href));

export function Shell({ children }: { children: ComponentChildren }) {
  const session = useSession();
  const { path } = useLocation();
  const help = useRef<HTMLDialogElement>(null);
  const [helpShown, setHelpShown] = useState(false);
  useShortcuts({
    '?': () => {
      setHelpShown(true);
      help.current?.showModal();
    },
  });
  return (
    <div class="shell">
      <a class="skip" href="#main" onClick={skipToMain}>{t('nav.skip')}</a>
      <nav class="rail" aria-label={t('nav.title')}>
        <p class="company" title={session.company.name}>{session.company.name}</p>
        <ul>{ENTRIES.map((entry) => <RailLink key={entry.href} entry={entry} here={isHere(entry, path)} />)}</ul>
        <ul class="rail-end">
          <RailLink entry={SETTINGS} here={isHere(SETTINGS, path)} />
          <li class="who"><Who /></li>
        </ul>
      </nav>
      <div class="stage">
        <Banner />
        {children}
      </div>
      <Tabs path={path} />
      <dialog ref={help} class="dialog" onClose={() => setHelpShown(false)} aria-labelledby="help-title">
        {helpShown && <Help onClose={() => help.current?.close()} />}
      </dialog>
    </div>
  );
}

// The path stays, so the link must not be followed as one.
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function RailLink({ entry, here }: { entry: Entry; here: boolean }) {
  return (
    <li>
      <a href={entry.href} aria-current={here ? 'page' : undefined}>
        <Icon name={entry.icon} /><span>{t(entry.word)}</span>
      </a>
    </li>
  );
}

function Who() {
  const { user } = useSession();
  return (
    <Popover look="who-button" title={user.name} label={<span class="who-name">{user.name}</span>}>
      {(close) => (
        <div class="menu">
          <p class="small">{user.email}</p>
          <a class="menu-item" href="/settings/profile" onClick={close}>{t('settings.profile')}</a>
          <button type="button" class="menu-item" onClick={() => void logOut()}>{t('action.log_out')}</button>
        </div>
      )}
    </Popover>
  );
}

function Banner() {
  const { demo } = useSession();
  const live = useStore(connected);
  if (live && !demo) return null;
  return (
    <aside class={live ? 'banner' : 'banner warn'} aria-label={t('nav.notice')}>
      <p role={live ? undefined : 'status'}>{t(live ? 'demo.banner' : 'live.lost')}</p>
    </aside>
  );
}

// Phones: three entries and "more".
function Tabs({ path }: { path: string }) {
  const more = [ENTRIES[3]!, SETTINGS];
  return (
    <nav class="tabs-bar" aria-label={t('nav.title')}>
      {ENTRIES.slice(0, 3).map((entry) => (
        <a key={entry.href} href={entry.href} aria-current={isHere(entry, path) ? 'page' : undefined}>
          <Icon name={entry.icon} /><span>{t(entry.word)}</span>
        </a>
      ))}
      <Popover look={more.some((entry) => isHere(entry, path)) ? 'tab-more here' : 'tab-more'} title={t('nav.more')}
        label={<><Icon name="more" /><span>{t('nav.more')}</span></>}>
        {(close) => (
          <div class="menu">
            {more.map((entry) => <a key={entry.href} class="menu-item" href={entry.href} onClick={close}>{t(entry.word)}</a>)}
            <button type="button" class="menu-item" onClick={() => void logOut()}>{t('action.log_out')}</button>
          </div>
        )}
      </Popover>
    </nav>
  );
}

const KEYS: [string, Key][] = [
  ['J', 'keys.next'], ['K', 'keys.previous'], ['Enter', 'keys.open'], ['/', 'keys.search'], ['*', 'keys.star'],
  ['Esc', 'keys.back'], ['?', 'keys.help'],
];

function Help({ onClose }: { onClose: () => void }) {
  return (
    <>
      <h2 id="help-title">{t('keys.title')}</h2>
      <dl class="keys">
        {KEYS.map(([key, word]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{t(word)}</dd></div>)}
      </dl>
      <p class="note">{t('keys.note')}</p>
      <button type="button" class="button" onClick={onClose}>{t('action.close')}</button>
    </>
  );
}
