// Ответы: the list on the left, one response on the right; on narrow screens one after the other.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ResponseItem } from '../api/types';
import { useCatalogue, type Catalogue } from '../app/catalogue';
import { useShortcuts } from '../app/keys';
import { navigate, useLocation } from '../app/router';
import { t, tn } from '../i18n/words';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { Empty, Failed, Skeleton } from '../ui/states';
import { FILTERS, readFilters, ResponseFilters } from './response_filters';
import { useResponseList, type LiveList } from './response_list';
import { ResponseRow } from './response_row';
import { ResponseView, toggleStar } from './response_view';
import { useReadMark } from './read_mark';

const WIDE = '(min-width: 1200px)';

function useWide(): boolean {
  const [wide, setWide] = useState(() => matchMedia(WIDE).matches);
  useEffect(() => {
    const media = matchMedia(WIDE);
    const onChange = () => setWide(media.matches);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, []);
  return wide;
}

export function ResponsesPage({ id }: { id: string }) {
  const { search } = useLocation();
  const filters = readFilters(new URLSearchParams(search));
  const filtered = FILTERS.some((key) => filters[key]);
  const catalogue = useCatalogue().data;
  const list = useResponseList(filters);
  const wide = useWide();
  const searchBox = useRef<HTMLInputElement>(null);
  const shown = id || (wide ? (list.items[0]?.id ?? '') : '');
  const mark = useReadMark(list.items[0]?.seq, !filtered && !list.loaded.stale);
  const go = (item: ResponseItem | undefined) => item && navigate(`/responses/${item.id}${search}`, !!id);
  useListKeys(list, shown, id, go, search, searchBox);
  if (id && !wide) return <OneResponse id={id} catalogue={catalogue} search={search} list={list} />;
  return (
    <Page title={t('nav.responses')} wide conclusion={<Summary list={list} mark={mark} filtered={filtered} />}
      filters={<ResponseFilters catalogue={catalogue} searchRef={searchBox} />}>
      <div class="mail">
        <div class={list.loaded.stale ? 'mail-list stale' : 'mail-list'}>
          <Waiting list={list} />
          <ListBody list={list} catalogue={catalogue} shown={shown} search={search} mark={mark} filtered={filtered} />
        </div>
        {wide && shown && <aside class="mail-one card"><ResponseView key={shown} id={shown} catalogue={catalogue} onStar={list.update} /></aside>}
      </div>
    </Page>
  );
}

function useListKeys(
  list: LiveList, shown: string, id: string, go: (item: ResponseItem | undefined) => void, search: string, searchBox: { current: HTMLInputElement | null },
): void {
  const index = list.items.findIndex((item) => item.id === shown);
  const step = (by: number) => {
    const next = list.items[index + by];
    go(next);
    if (next) requestAnimationFrame(() => document.querySelector(`[data-seq="${next.seq}"]`)?.scrollIntoView({ block: 'nearest' }));
  };
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    enter: () => go(list.items[Math.max(index, 0)]),
    '/': () => searchBox.current?.focus(),
    '*': () => {
      const item = list.items[index];
      if (item) void toggleStar(item, list.update);
    },
    escape: () => {
      if (document.activeElement === searchBox.current) searchBox.current?.blur();
      else if (id && !document.querySelector('[popover]:popover-open, dialog[open]')) navigate('/responses' + search);
    },
  });
}

function Summary({ list, mark, filtered }: { list: LiveList; mark: number | null; filtered: boolean }) {
  if (!list.loaded.data) return null;
  const { total } = list.loaded.data;
  const unread = mark === null || filtered ? 0 : list.items.filter((item) => item.seq > mark).length;
  const many = unread === list.items.length && list.hasOlder;
  const found = total === undefined ? '' : tn(filtered ? 'responses.found' : 'responses.total', total);
  const news = unread > 0 ? tn(many ? 'responses.unread_many' : 'responses.unread', unread) : filtered || mark === null ? '' : t('responses.all_read');
  return <>{[news, found].filter(Boolean).join(' ')}</>;
}

function Waiting({ list }: { list: LiveList }) {
  return (
    <div class="waiting">
      {list.waiting.length > 0 && (
        <button type="button" class="button new-ones" onClick={() => { list.showWaiting(); window.scrollTo({ top: 0 }); }}>
          <Icon name="up" size={16} />{tn('responses.new', list.waiting.length)}
        </button>
      )}
      <Announce count={list.waiting.length} />
    </div>
  );
}

// Screen readers hear of new answers at most once a minute.
function Announce({ count }: { count: number }) {
  const [said, setSaid] = useState('');
  const last = useRef(0);
  useEffect(() => {
    if (count === 0) return;
    const wait = Math.max(0, last.current + 60_000 - Date.now());
    const timer = window.setTimeout(() => {
      last.current = Date.now();
      setSaid(tn('responses.new', count));
    }, wait);
    return () => window.clearTimeout(timer);
  }, [count]);
  return <span class="hidden" role="status" aria-live="polite">{said}</span>;
}

function ListBody({ list, catalogue, shown, search, mark, filtered }: {
  list: LiveList; catalogue: Catalogue | undefined; shown: string; search: string; mark: number | null; filtered: boolean;
}) {
  const { data, problem, reload } = list.loaded;
  if (problem) return <Failed problem={problem} retry={reload} />;
  if (!data) return <Skeleton rows={8} />;
  if (list.items.length === 0) return filtered ? <Empty title={t('responses.none_found')}>{t('responses.none_found_note')}</Empty> : <NoResponses />;
  const border = mark === null ? -1 : list.items.findIndex((item) => item.seq <= mark);
  return (
    <>
      <ul class="responses card">
        {list.items.flatMap((item, index) => [
          ...(index === border && index > 0 && !filtered ? [<li key="read" class="read-line"><span>{t('responses.read_to_here')}</span></li>] : []),
          <ResponseRow key={item.id} item={item} catalogue={catalogue} href={`/responses/${item.id}${search}`} selected={item.id === shown}
            unread={mark !== null && item.seq > mark} fresh={list.fresh.has(item.seq)} />,
        ])}
      </ul>
      {list.olderFailed && <p class="note" role="alert">{t('error.offline')}</p>}
      {list.hasOlder && <button type="button" class="button more" disabled={list.loadingOlder} onClick={list.loadOlder}>{t('responses.older')}</button>}
    </>
  );
}

function NoResponses() {
  return <Empty title={t('responses.none')} action={<a class="button primary" href="/surveys">{t('today.to_surveys')}</a>}>{t('responses.none_note')}</Empty>;
}

function OneResponse({ id, catalogue, search, list }: { id: string; catalogue: Catalogue | undefined; search: string; list: LiveList }) {
  const back = <a class="icon-button" href={'/responses' + search} aria-label={t('responses.back')} title={t('responses.back')}><Icon name="back" /></a>;
  return (
    <Page title={t('responses.one')} back={back}>
      <div class="card"><ResponseView id={id} catalogue={catalogue} onStar={list.update} /></div>
    </Page>
  );
}
