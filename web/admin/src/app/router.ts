// Pages have paths, filters live in the query string.
import { makeStore, useStore } from './store';

export interface Location {
  path: string;
  search: string;
}

const here = (): Location => ({ path: window.location.pathname, search: window.location.search });
const location = makeStore<Location>({ path: '/', search: '' });

export function startRouter(): void {
  location.set(here());
  window.addEventListener('popstate', () => location.set(here()));
  document.addEventListener('click', followLink);
}

// A plain click on a link to our own page does not reload the document.
function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const anchor = (event.target as Element).closest?.('a');
  if (!anchor || anchor.target || anchor.hasAttribute('download') || anchor.origin !== window.location.origin) return;
  if (/^\/(api|s|assets)\//.test(anchor.pathname)) return;
  event.preventDefault();
  navigate(anchor.pathname + anchor.search);
}

export function navigate(url: string, replace = false): void {
  const before = window.location.pathname;
  if (replace) history.replaceState(null, '', url);
  else history.pushState(null, '', url);
  location.set(here());
  if (window.location.pathname !== before) window.scrollTo(0, 0);
}

export const useLocation = (): Location => useStore(location);

export type Changes = Record<string, string | null | undefined>;

export function withQuery(search: string, changes: Changes): string {
  const parameters = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') parameters.delete(key);
    else parameters.set(key, value);
  }
  const text = parameters.toString();
  return text ? '?' + text : '';
}

// The filters of this page, and how to change some of them.
export function useFilters(): [URLSearchParams, (changes: Changes) => void] {
  const { path, search } = useLocation();
  return [new URLSearchParams(search), (changes) => navigate(path + withQuery(search, changes), true)];
}
