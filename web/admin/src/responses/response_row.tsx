// One response in a list: who, the score, the words. Reads like a letter, not like a log line.
import type { ResponseItem, Score } from '../api/types';
import { labelOf, type Catalogue } from '../app/catalogue';
import { timeZone } from '../app/session';
import { known, language, local, t } from '../i18n/words';
import { agoText, timeText } from '../ui/calendar';
import { Icon } from '../ui/icon';

// The score in an outline of its class; the scale stands in the label.
export function ScoreChip({ score }: { score: Score | null | undefined }) {
  if (!score) return <span class="score none" title={t('responses.no_score')}><span aria-hidden="true">–</span><span class="hidden">{t('responses.no_score')}</span></span>;
  const label = t('responses.score_of', { value: score.value, max: score.scale_max }) + (score.class ? `, ${t(`class.${score.class}.one`)}` : '');
  return <span class={`score ${score.class ?? 'plain'}`} title={label}><span aria-hidden="true">{score.value}</span><span class="hidden">{label}</span></span>;
}

export function senderOf(item: ResponseItem): string {
  return item.account?.name || item.contact?.name || t('responses.unknown');
}

export function Sender({ item, catalogue }: { item: ResponseItem; catalogue: Catalogue | undefined }) {
  const role = item.contact?.role ? labelOf(catalogue, 'role', item.contact.role) : '';
  const person = item.account ? item.contact?.name : '';
  return (
    <>
      <span class="client">{senderOf(item)}</span>
      {(person || role) && <span class="person">{[person, role].filter(Boolean).join(', ')}</span>}
    </>
  );
}

export function When({ time }: { time: string }) {
  const now = new Date();
  return <time dateTime={time} title={timeText(time, timeZone(), language(), now)}>{agoText(time, timeZone(), language(), now)}</time>;
}

export function Words({ item }: { item: ResponseItem }) {
  if (item.comment) return <span class="words" lang={item.language}>{item.comment}</span>;
  return <span class="words none">{t('responses.no_words')}</span>;
}

export function ResponseRow({ item, catalogue, href, selected, unread, fresh }: {
  item: ResponseItem; catalogue: Catalogue | undefined; href: string; selected: boolean; unread: boolean; fresh: boolean;
}) {
  const look = ['response', selected && 'selected', unread && 'unread', fresh && 'fresh'].filter(Boolean).join(' ');
  return (
    <li class={look} data-seq={item.seq}>
      <a href={href} aria-current={selected ? 'true' : undefined}>
        <ScoreChip score={item.score} />
        <span class="response-body">
          <span class="response-head">
            <span class="sender"><Sender item={item} catalogue={catalogue} /></span>
            <span class="response-when">
              {item.starred && <span class="starred" title={t('responses.starred')}><Icon name="star" filled size={16} /></span>}
              <When time={item.at} />
            </span>
          </span>
          <Words item={item} />
          <span class="tags">
            {item.stage && <span class="tag">{labelOf(catalogue, 'stage', item.stage)}</span>}
            <span class="tag quiet">{[local(item.survey_title), known('channel', item.channel), item.abandoned && t('responses.abandoned')].filter(Boolean).join(' · ')}</span>
          </span>
        </span>
      </a>
    </li>
  );
}
