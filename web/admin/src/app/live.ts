// One stream of events per browser: the tab that holds the lock reads the server and tells the others.
import type { ResponseItem } from '../api/types';
import { makeStore } from './store';

export type LiveEvent =
  | { kind: 'response'; seq: number; response: ResponseItem }
  | { kind: 'applied'; seq: number }
  | { kind: 'reset' }
  | { kind: 'back' };  // the server answers again after it did not
type Message = { id: string; event: LiveEvent };

const CHANNEL = 'otklik_events';
const RETRY_MS = [1000, 2000, 5000, 10000, 30000];
const listeners = new Set<(event: LiveEvent) => void>();
export const connected = makeStore(true);

let lastId = '';
let lastApplied = -1;
let stop: (() => void) | null = null;

export function onLive(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// Calls when what failed is worth another try: the browser is online again, or the stream of events is.
export function onBack(listener: () => void): () => void {
  const off = onLive((event) => {
    if (event.kind === 'back') listener();
  });
  window.addEventListener('online', listener);
  return () => {
    off();
    window.removeEventListener('online', listener);
  };
}

function deliver(message: Message): void {
  if (message.id) lastId = message.id;
  if (message.event.kind === 'reset') lastApplied = -1;
  // Every connection begins with the state of the figures; what is known already is no news.
  if (message.event.kind === 'applied') {
    if (message.event.seq <= lastApplied) return;
    lastApplied = message.event.seq;
  }
  for (const listener of [...listeners]) listener(message.event);
}

export function decode(kind: string, data: string): LiveEvent | null {
  try {
    const value = JSON.parse(data || '{}') as Record<string, unknown>;
    if (kind === 'response') return { kind, seq: Number(value.seq), response: value.response as ResponseItem };
    if (kind === 'applied') return { kind, seq: Number(value.seq) };
    return kind === 'reset' ? { kind } : null;
  } catch {
    return null;
  }
}

// Reads the server until closed. The browser resumes a dropped stream by itself; one that it gave up is opened again
// from the last id.
function readServer(tell: (message: Message) => void): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let failures = 0;
  const open = () => {
    source = new EventSource('/api/v1/events' + (lastId ? '?last_event_id=' + encodeURIComponent(lastId) : ''));
    source.onopen = () => {
      failures = 0;
      if (!connected.get()) tell({ id: '', event: { kind: 'back' } });
      connected.set(true);
    };
    source.onerror = () => {
      connected.set(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
    };
    for (const kind of ['response', 'applied', 'reset']) {
      source.addEventListener(kind, (event) => {
        const decoded = decode(kind, (event as MessageEvent<string>).data);
        if (decoded) tell({ id: (event as MessageEvent<string>).lastEventId, event: decoded });
      });
    }
  };
  open();
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}

export function startLive(): void {
  stopLive();
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(CHANNEL) : null;
  const ending = new AbortController();
  const ended = new Promise<void>((resolve) => ending.signal.addEventListener('abort', () => resolve()));
  if (channel) channel.onmessage = (event: MessageEvent<Message>) => deliver(event.data);
  const lead = async () => {
    const close = readServer((message) => {
      deliver(message);
      channel?.postMessage(message);
    });
    await ended;
    close();
  };
  // Without locks (plain http off localhost) every tab reads for itself, and nobody broadcasts twice.
  if (channel && navigator.locks) {
    navigator.locks.request(CHANNEL, { signal: ending.signal }, lead).catch(() => {});
  } else {
    channel?.close();
    const close = readServer(deliver);
    ending.signal.addEventListener('abort', close);
  }
  stop = () => {
    ending.abort();
    channel?.close();
  };
}

export function stopLive(): void {
  stop?.();
  stop = null;
}
