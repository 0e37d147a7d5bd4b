// Loading what a page shows: the old answer stays (marked stale) while the new one comes.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Problem, api } from '../api/client';
import type { Query, QueryResult } from '../api/types';
import { t } from '../i18n/words';
import { onLive } from './live';

export interface Loaded<T> {
  data: T | undefined;
  problem: Problem | undefined;
  stale: boolean;    // data belong to an earlier key, or a reload was asked for; live refreshes are quiet
  reload: () => void;
  replace: (data: T) => void;
}

const REFRESH_MS = 4000;
const kept = new Map<string, unknown>();

function keep(key: string, data: unknown): void {
  kept.delete(key);
  kept.set(key, data);
  if (kept.size > 60) kept.delete(kept.keys().next().value as string);
}

export function forgetAll(): void {
  kept.clear();
}

interface Flight {
  promise: Promise<unknown>;
  ending: AbortController;
  users: number;
}

// Two parts of a page that need the same answer share one request; it is cut off when nobody waits any more.
const flights = new Map<string, Flight>();

function board<T>(key: string, load: (signal: AbortSignal) => Promise<T>): { promise: Promise<T>; leave: () => void } {
  let flight = flights.get(key);
  if (!flight) {
    const ending = new AbortController();
    const started: Flight = { ending, users: 0, promise: load(ending.signal).finally(() => { if (flights.get(key) === started) flights.delete(key); }) };
    flights.set(key, started);
    flight = started;
  }
  const mine = flight;
  mine.users++;
  const leave = () => {
    mine.users--;
    if (mine.users > 0) return;
    mine.ending.abort();
    if (flights.get(key) === mine) flights.delete(key);
  };
  return { promise: mine.promise as Promise<T>, leave };
}

interface State<T> {
  key: string | null;
  data?: T;
  problem?: Problem;
  busy: boolean;
}

// `key` names what is loaded; null loads nothing. `live`: load again after new figures have been applied.
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>, live = false): Loaded<T> {
  const [state, setState] = useState<State<T>>({ key: null, busy: false });
  const [turn, setTurn] = useState({ number: 0, quiet: false });
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    if (key === null) return;
    let left = false;
    const known = kept.get(key) as T | undefined;
    setState((before) => ({ key: known !== undefined ? key : before.key, data: known ?? before.data, busy: !turn.quiet || before.key !== key }));
    const { promise, leave } = board(key, latest.current);
    promise.then(
      (data) => {
        keep(key, data);
        if (!left) setState({ key, data, busy: false });
      },
      (error: unknown) => {
        if (left) return;
        const problem = error instanceof Problem ? error : new Problem(-1, 'internal', t('error.unread'), [], '');
        setState((before) => ({ key, data: before.key === key ? before.data : undefined, problem, busy: false }));
      },
    );
    return () => {
      left = true;
      leave();
    };
  }, [key, turn]);

  const reload = useCallback(() => setTurn((before) => ({ number: before.number + 1, quiet: false })), []);
  const refresh = useCallback(() => setTurn((before) => ({ number: before.number + 1, quiet: true })), []);
  useEffect(() => (live && key !== null ? onApplied(refresh) : undefined), [live, key, refresh]);
  const replace = useCallback((data: T) => {
    if (key !== null) keep(key, data);
    setState({ key, data, busy: false });
  }, [key]);

  const mine = state.key === key;
  return { data: state.data, problem: mine ? state.problem : undefined, stale: !mine || state.busy, reload, replace };
}

// Calls `action` at most every few seconds while figures keep changing, and not at all while the page is hidden.
function onApplied(action: () => void): () => void {
  let timer = 0;
  const off = onLive((event) => {
    if (event.kind === 'response' || timer) return;
    timer = window.setTimeout(() => {
      timer = 0;
      if (!document.hidden) action();
    }, REFRESH_MS);
  });
  return () => {
    off();
    window.clearTimeout(timer);
  };
}

export function useQuery(query: Query | null): Loaded<QueryResult> {
  return useLoad(query && 'query ' + JSON.stringify(query), (signal) => api.post('/query', { body: query!, signal }), true);
}
