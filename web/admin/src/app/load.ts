// Loading what a page shows: the old answer stays (marked stale) while the new one comes.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { Problem, api } from '../api/client';
import type { Query, QueryResult } from '../api/types';
import { onLive } from './live';

export interface Loaded<T> {
  data: T | undefined;
  problem: Problem | undefined;
  stale: boolean;    // data belong to an earlier key, or a reload is under way
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

interface State<T> {
  key: string | null;
  data?: T;
  problem?: Problem;
  busy: boolean;
}

// `key` names what is loaded; null loads nothing. `live`: load again after new figures have been applied.
export function useLoad<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>, live = false): Loaded<T> {
  const [state, setState] = useState<State<T>>({ key: null, busy: false });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    if (key === null) return;
    const ending = new AbortController();
    const known = kept.get(key) as T | undefined;
    setState((before) => ({ key: known !== undefined ? key : before.key, data: known ?? before.data, busy: true }));
    latest.current(ending.signal).then(
      (data) => {
        keep(key, data);
        if (!ending.signal.aborted) setState({ key, data, busy: false });
      },
      (error: unknown) => {
        if (ending.signal.aborted) return;
        const problem = error instanceof Problem ? error : new Problem(-1, 'internal', String(error), [], '');
        setState((before) => ({ key, data: before.key === key ? before.data : undefined, problem, busy: false }));
      },
    );
    return () => ending.abort();
  }, [key, turn]);

  const reload = useCallback(() => setTurn((before) => before + 1), []);
  useEffect(() => (live && key !== null ? onApplied(reload) : undefined), [live, key, reload]);
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
