// Loading what a page shows: the old answer stays (marked stale) while the new one comes.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Problem, api } from '../api/client';
import type { Query, QueryResult } from '../api/types';
import { t } from '../i18n/words';
import { onBack, onLive } from './live';
import { makePace, type Pace } from './pace';

export interface Loaded<T> {
  data: T | undefined;
  problem: Problem | undefined;
  stale: boolean;    // data belong to an earlier key, or a reload was asked for; live refreshes are quiet
  reload: () => void;
  replace: (data: T) => void;
}

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
  at: number;  // when it left, by Date.now()
}

// Two parts of a page that need the same answer share one request; it is cut off when nobody waits any more.
const flights = new Map<string, Flight>();

function board<T>(key: string, load: (signal: AbortSignal) => Promise<T>): { promise: Promise<T>; at: number; leave: () => void } {
  let flight = flights.get(key);
  if (!flight) {
    const ending = new AbortController();
    const started: Flight = { ending, users: 0, at: Date.now(), promise: load(ending.signal).finally(() => { if (flights.get(key) === started) flights.delete(key); }) };
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
  return { promise: mine.promise as Promise<T>, at: mine.at, leave };
}

interface State<T> {
  key: string | null;
  data?: T;
  problem?: Problem;
  busy: boolean;
  missed?: boolean;  // a quiet refresh did not reach the server: what is shown may be old
}

// Failures that pass by themselves, unlike a refusal or a missing right.
const passes = (problem: Problem) => problem.status < 400 || problem.status >= 500;

// `key` names what is loaded; null loads nothing. `live`: load again after new figures have been applied.
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>, live = false): Loaded<T> {
  const [state, setState] = useState<State<T>>({ key: null, busy: false });
  const [turn, setTurn] = useState({ number: 0, quiet: false });
  const latest = useRef(load);
  latest.current = load;
  const pace = useRef<Pace | null>(null);
  const refresh = useCallback(() => setTurn((before) => ({ number: before.number + 1, quiet: true })), []);
  const follows = live && key !== null;

  // Before the effect that loads: the pace has to know of the first load too.
  useEffect(() => (follows ? follow(refresh, pace) : undefined), [follows, refresh]);

  useEffect(() => {
    if (key === null) return;
    let left = false;
    const known = kept.get(key) as T | undefined;
    setState((before) => ({
      key: known !== undefined ? key : before.key, data: known ?? before.data, busy: !turn.quiet || before.key !== key,
      // A refusal stays in sight while a quiet refresh asks again.
      ...(turn.quiet && before.key === key && before.problem ? { problem: before.problem } : {}),
    }));
    const { promise, at, leave } = board(key, latest.current);
    pace.current?.began(at);
    promise.then(
      (data) => {
        keep(key, data);
        if (left) return;
        pace.current?.ended();
        setState({ key, data, busy: false });
      },
      (error: unknown) => {
        if (left) return;
        pace.current?.ended();
        const problem = error instanceof Problem ? error : new Problem(-1, 'internal', t('error.unread'), [], '');
        // Without a connection the last answer stays: the banner says that it is the last.
        setState((before) => (turn.quiet && problem.offline && before.key === key && before.data !== undefined ? { ...before, busy: false, missed: true }
          : { key, data: before.key === key ? before.data : undefined, problem, busy: false }));
      },
    );
    return () => {
      left = true;
      leave();
    };
  }, [key, turn]);

  const waits = key !== null && state.key === key && (state.missed || (state.problem !== undefined && passes(state.problem)));
  useEffect(() => (waits ? onBack(refresh) : undefined), [waits, refresh]);

  const reload = useCallback(() => setTurn((before) => ({ number: before.number + 1, quiet: false })), []);
  const replace = useCallback((data: T) => {
    if (key !== null) keep(key, data);
    setState({ key, data, busy: false });
  }, [key]);

  const mine = state.key === key;
  return { data: state.data, problem: mine ? state.problem : undefined, stale: !mine || state.busy, reload, replace };
}

// Refreshes at the pace of the figures, and after a while out of sight.
function follow(refresh: () => void, at: { current: Pace | null }): () => void {
  const pace = makePace(refresh, () => document.hidden);
  at.current = pace;
  const off = onLive((event) => {
    if (event.kind === 'applied' || event.kind === 'reset') pace.wanted();
  });
  document.addEventListener('visibilitychange', pace.shown);
  return () => {
    off();
    document.removeEventListener('visibilitychange', pace.shown);
    pace.stop();
    at.current = null;
  };
}

export function useQuery(query: Query | null): Loaded<QueryResult> {
  return useLoad(query && 'query ' + JSON.stringify(query), (signal) => api.post('/query', { body: query!, signal }), true);
}
