// Who is logged in, and the profile's effect on the page.
import { api, useCsrfToken, whenUnauthenticated } from '../api/client';
import type { Right, Session } from '../api/types';
import { setLanguage } from '../i18n/words';
import { makeStore, useStore } from './store';

export type Stage = 'starting' | 'setup' | 'login' | 'in' | 'unreachable';

export const stage = makeStore<Stage>('starting');
const session = makeStore<Session | null>(null);
const guestLanguage = 'otklik_language';

function applyTheme(theme: string): void {
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  try {
    localStorage.setItem('otklik_theme', theme);
  } catch { /* storage may be off */ }
}

export function restoreLook(): void {
  let theme = 'system';
  let words: string | null = null;
  try {
    theme = localStorage.getItem('otklik_theme') ?? theme;
    words = localStorage.getItem(guestLanguage);
  } catch { /* storage may be off */ }
  applyTheme(theme);
  const preferred = words ?? (navigator.languages.some((tag) => tag.startsWith('ru')) ? 'ru' : 'en');
  setLanguage(preferred === 'en' ? 'en' : 'ru');
}

export function speakAsGuest(language: 'ru' | 'en'): void {
  setLanguage(language);
  try {
    localStorage.setItem(guestLanguage, language);
  } catch { /* storage may be off */ }
}

export function enter(next: Session): void {
  useCsrfToken(next.csrf_token);
  speakAsGuest(next.user.language);
  applyTheme(next.user.theme);
  session.set(next);
  stage.set('in');
}

function leave(): void {
  useCsrfToken('');
  session.set(null);
  stage.set('login');
}

// Finds out where we are: first run, logged out or in.
export async function start(): Promise<void> {
  whenUnauthenticated(leave);
  stage.set('starting');
  try {
    const state = await api.get('/setup');
    if (state.needed) return stage.set('setup');
    if (state.logged_in === false) return leave();
  } catch {
    return stage.set('unreachable');
  }
  try {
    enter(await api.get('/session'));
  } catch {
    leave();
  }
}

export async function refreshSession(): Promise<void> {
  enter(await api.get('/session'));
}

export async function logOut(): Promise<void> {
  try {
    await api.delete('/session', {});
  } finally {
    leave();
  }
}

export async function changePassword(current: string, next: string): Promise<void> {
  enter(await api.patch('/session', { body: { password: { current, new: next } } }));
}

export async function changeProfile(change: { language?: 'ru' | 'en'; theme?: 'system' | 'light' | 'dark'; single_keys?: boolean }): Promise<void> {
  enter(await api.patch('/session', { body: change }));
}

// Only inside the shell, where there is one.
export const useSession = (): Session => useStore(session)!;
export const currentSession = (): Session | null => session.get();
export const timeZone = (): string => session.get()?.company.time_zone ?? 'UTC';
export const may = (right: Right): boolean => session.get()?.rights.includes(right) ?? false;
