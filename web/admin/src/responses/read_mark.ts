// "You read up to here": the line stays where it was when the page opened; the mark itself moves on after a few seconds of reading.
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../api/client';

const READING_MS = 4000;

// seq up to which this person had read before, null while unknown or never. `reading`: the whole list is on screen.
export function useReadMark(newest: number | undefined, reading: boolean): number | null {
  const [mark, setMark] = useState<number | null>(null);
  const told = useRef(0);
  useEffect(() => {
    api.get('/session/seen/{page}', { path: { page: 'responses' } }).then((seen) => setMark(seen.seq ?? null), () => {});
  }, []);
  useEffect(() => {
    if (!reading || newest === undefined || newest <= told.current) return;
    const timer = window.setTimeout(() => {
      if (document.hidden) return;
      told.current = newest;
      api.post('/session/seen', { body: { page: 'responses', seq: newest } }).catch(() => {});
    }, READING_MS);
    return () => window.clearTimeout(timer);
  }, [newest, reading]);
  return mark;
}
