// The list behind the page: its first page, older ones, and what came since, kept apart until asked for.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api/client';
import type { ResponseItem, ResponseList } from '../api/types';
import { onLive } from '../app/live';
import { useLoad, type Loaded } from '../app/load';
import type { Filters } from './response_filters';

const PAGE = 50;
const GATHER_MS = 600;

type ListQuery = Filters & { limit?: number; before?: number; after?: number };

// Booleans travel as "true"; the contract types them as booleans.
const asQuery = (query: ListQuery) => query as Record<string, never>;

export function fetchResponses(query: ListQuery, signal?: AbortSignal): Promise<ResponseList> {
  return api.get('/responses', { query: asQuery({ limit: PAGE, ...query }), ...(signal ? { signal } : {}) });
}

export interface LiveList {
  loaded: Loaded<ResponseList>;
  items: ResponseItem[];
  waiting: ResponseItem[];
  fresh: Set<number>;
  hasOlder: boolean;
  loadingOlder: boolean;
  olderFailed: boolean;
  showWaiting: () => void;
  loadOlder: () => void;
  update: (item: ResponseItem) => void;
}

export function merge(first: ResponseItem[], second: ResponseItem[]): ResponseItem[] {
  const bySeq = new Map([...second, ...first].map((item) => [item.seq, item]));
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq);
}

export function useResponseList(filters: Filters): LiveList {
  const key = 'responses ' + JSON.stringify(filters);
  const loaded = useLoad(key, (signal) => fetchResponses(filters, signal));
  const [waiting, setWaiting] = useState<ResponseItem[]>([]);
  const [fresh, setFresh] = useState<Set<number>>(new Set());
  const [older, setOlder] = useState<'idle' | 'loading' | 'failed'>('idle');
  const items = loaded.data?.responses ?? [];

  useEffect(() => {
    setWaiting([]);
    setFresh(new Set());
    setOlder('idle');
  }, [key]);
  useArrivals(key, filters, items[0]?.seq, loaded, setWaiting);

  const showWaiting = () => {
    setFresh(new Set(waiting.map((item) => item.seq)));
    loaded.replace({ ...loaded.data!, responses: merge(waiting, items), ...totalPlus(loaded.data, waiting.length) });
    setWaiting([]);
  };
  const loadOlder = async () => {
    if (!loaded.data?.next_before || older === 'loading') return;
    setOlder('loading');
    try {
      const page = await fetchResponses({ ...filters, before: loaded.data.next_before });
      loaded.replace({ ...loaded.data, responses: merge(items, page.responses), next_before: page.next_before });
      setOlder('idle');
    } catch {
      setOlder('failed');
    }
  };
  const update = (item: ResponseItem) => {
    if (loaded.data) loaded.replace({ ...loaded.data, responses: items.map((old) => (old.id === item.id ? item : old)) });
  };
  return {
    loaded, items, waiting, fresh, update, showWaiting, loadOlder: () => void loadOlder(),
    hasOlder: !!loaded.data?.next_before, loadingOlder: older === 'loading', olderFailed: older === 'failed',
  };
}

const totalPlus = (data: ResponseList | undefined, more: number) =>
  data?.total === undefined ? {} : { total: data.total + more };

// After live events the server is asked with the same filters, so that what waits is exactly what the list would show.
function useArrivals(
  key: string, filters: Filters, newest: number | undefined, loaded: Loaded<ResponseList>, setWaiting: (items: ResponseItem[]) => void,
): void {
  const state = useRef({ newest, filters, loaded });
  state.current = { newest, filters, loaded };
  useEffect(() => {
    let timer = 0;
    const gather = async () => {
      timer = 0;
      const { newest: after = 0, filters: now } = state.current;
      try {
        const page = await fetchResponses({ ...now, after, limit: 200 });
        setWaiting(page.responses.filter((item) => item.seq > (state.current.newest ?? 0)));
      } catch { /* the next event asks again */ }
    };
    const off = onLive((event) => {
      if (event.kind === 'reset') return state.current.loaded.reload();
      if (event.kind === 'response' && !timer) timer = window.setTimeout(() => void gather(), GATHER_MS);
    });
    return () => {
      off();
      window.clearTimeout(timer);
    };
  }, [key]);
}
