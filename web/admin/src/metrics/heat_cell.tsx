// A cell of a heat map and what its tints say: tinted only where the group differs from all others after adjustment.
import type { ComponentChildren } from 'preact';
import type { Group, QueryResult } from '../api/types';
import { language, t } from '../i18n/words';
import { absenceText, baseText, boundsText, heatOf, loudness, stateOf } from '../ui/claims';
import { Icon } from '../ui/icon';
import { count, figure } from '../ui/number';

// Number and arrow, interval and base under it; too wide an interval leaves words instead of a number.
export function HeatCell({ group, result, inside = false, words }: { group: Group | undefined; result: QueryResult; inside?: boolean; words: string | undefined }) {
  if (!group || group.responses === 0) return <td class={inside ? 'cell process empty-cell' : 'cell empty-cell'}><span class="hidden">{t('map.not_asked')}</span></td>;
  const { metric } = result;
  if (stateOf(group, metric) !== 'told') {
    const state = group.status === 'refused' ? 'withheld' : 'too-few';
    return (
      <td class={`cell ${state}${inside ? ' process' : ''}`}>
        <Door words={words} title={absenceText(group, !!words)}>{group.status === 'refused' ? absenceText(group) : baseText(group.n)}</Door>
      </td>
    );
  }
  const heat = heatOf(group.versus_rest, metric);
  const shown = figure(group.estimate!, group.interval, metric.unit, language());
  const quiet = loudness(group, metric) !== 'full' && heat === 0;
  return (
    <td class={`cell heat${heat < 0 ? 'm' : ''}${Math.abs(heat)}${inside ? ' process' : ''}${quiet ? ' about' : ''}`} data-figure="cell">
      <Door words={words}>
        <span class="number">
          {heat !== 0 && <Icon name={heat > 0 === !metric.lower_is_better ? 'up' : 'down'} size={12} />}
          {shown.value}<small class="unit">{shown.unit}</small>
          {heat !== 0 && <span class="hidden">{t(heat > 0 ? 'metric.better' : 'metric.worse')}</span>}
        </span>
        <span class="bounds"><span data-interval>{boundsText(group, shown, 'cell')}</span><span class="dot"> · </span><span data-base>{count(group.n, language())}</span></span>
      </Door>
    </td>
  );
}

// A cell leads to the words behind it where they can be listed.
function Door({ words, title, children }: { words: string | undefined; title?: string; children: ComponentChildren }) {
  return words ? <a href={words} title={title}>{children}</a> : <div title={title}>{children}</div>;
}

export function HeatLegend({ result, note, reference = t('map.reference') }: { result: QueryResult; note: string; reference?: string }) {
  const claims = result.groups.some((group) => group.versus_rest);
  return (
    <div class="legend">
      {claims && (
        <ul>
          <li><i class="swatch heatm2" />{t('map.worse_far')}</li>
          <li><i class="swatch heatm1" />{t('map.worse')}</li>
          <li><i class="swatch" />{t('map.undecided')}</li>
          <li><i class="swatch heat1" />{t('map.better')}</li>
          <li><i class="swatch heat2" />{t('map.better_far')}</li>
        </ul>
      )}
      <p class="note">{claims ? reference : t('map.no_reference')} {note}</p>
    </div>
  );
}
