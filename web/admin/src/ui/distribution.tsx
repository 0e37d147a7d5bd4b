// How the answers are spread: one 12 px bar of critics, passives and promoters, or a row of columns by score.
import type { Group, Metric, ScoreClass } from '../api/types';
import { language, t } from '../i18n/words';
import { count, level, plain } from './number';

export interface Share {
  part: ScoreClass;
  count: number;
}

// Sums a distribution by the sign of f: what adds, what counts for nothing, what takes away.
export function sharesOf(distribution: Record<string, number>, metric: Pick<Metric, 'f' | 'scale'>): Share[] {
  const sums: Record<ScoreClass, number> = { detractor: 0, passive: 0, promoter: 0 };
  const top = Math.max(...metric.f);
  for (const [score, answers] of Object.entries(distribution)) {
    const value = metric.f[Number(score) - metric.scale.min];
    if (value === undefined) continue;
    const part = value < 0 ? 'detractor' : value === 0 && top > 0 && Math.min(...metric.f) < 0 ? 'passive' : value > 0 ? 'promoter' : 'detractor';
    sums[part] += answers;
  }
  return (['detractor', 'passive', 'promoter'] as const).map((part) => ({ part, count: sums[part] }));
}

// Scores that a share counts, as one run: 5–7.
function countedScores(metric: Metric): string {
  const scores = metric.f.flatMap((value, index) => (value > 0 ? [metric.scale.min + index] : []));
  return scores.length > 1 ? `${scores[0]}–${scores[scores.length - 1]}` : String(scores[0] ?? '');
}

// Critics and promoters are the words of the recommendation; other metrics name the scores.
const names = (metric: Metric) => ({
  detractor: t(metric.kind === 'share' ? 'share.rest' : 'class.detractor.many'),
  passive: t('class.passive.many'),
  promoter: metric.kind === 'share' ? t('share.counted', { scores: countedScores(metric) }) : t('class.promoter.many'),
});

// What a share leaves out is no worse than it is: grey, not orange.
const lookOf = (part: ScoreClass, metric: Metric) => (metric.kind === 'share' && part === 'detractor' ? 'passive' : part);

// `label`: whose answers these are, where the figure above counts something else.
export function ShareBar({ group, metric, label }: { group: Group; metric: Metric; label?: string | undefined }) {
  if (metric.kind === 'mean' || metric.kind === 'csi') return null;
  const shares = sharesOf(group.distribution, metric).filter((share) => share.part !== 'passive' || metric.kind === 'net');
  const total = shares.reduce((sum, share) => sum + share.count, 0);
  if (total === 0) return null;
  const words = names(metric);
  return (
    <div class="share-bar">
      {label && <p class="note">{label}</p>}
      <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">{bars(shares, total, metric)}</svg>
      <ul>
        {shares.map(({ part, count: answers }) => (
          <li key={part}>
            <i class={`key ${lookOf(part, metric)}`} />{words[part]} {level(answers / total, 'share', language(), 0)}
            <small> · {count(answers, language())}</small>
          </li>
        ))}
      </ul>
    </div>
  );
}

function bars(shares: Share[], total: number, metric: Metric) {
  let left = 0;
  return shares.filter((share) => share.count > 0).map(({ part, count: answers }, index) => {
    const width = (answers / total) * 1000;
    const gap = index > 0 ? 4 : 0;
    const bar = <rect key={part} class={lookOf(part, metric)} x={left + gap} y="0" width={Math.max(width - gap, 1)} height="12" />;
    left += width;
    return bar;
  });
}

// Columns of answers by score, with the missing ones told apart below.
export function Histogram({ group, metric, title = t('distribution.title') }: { group: Group; metric: Metric; title?: string }) {
  const scores = Array.from({ length: metric.scale.max - metric.scale.min + 1 }, (_, index) => metric.scale.min + index);
  const most = Math.max(1, ...scores.map((score) => group.distribution[score] ?? 0));
  const total = scores.reduce((sum, score) => sum + (group.distribution[score] ?? 0), 0);
  const crowded = most >= 1000 && scores.length > 7;
  return (
    <figure class="histogram">
      <table>
        <caption class="hidden">{title}</caption>
        <tbody>
          <tr class="columns">
            {scores.map((score) => (
              <td key={score}>
                <span class="tally" title={count(group.distribution[score] ?? 0, language())}>{tally(group.distribution[score] ?? 0, total, crowded)}</span>
                <svg viewBox="0 0 10 64" preserveAspectRatio="none" aria-hidden="true">
                  <rect class={barClass(score, metric)} x="0" width="10" {...columnBox(group.distribution[score] ?? 0, most)} />
                </svg>
              </td>
            ))}
          </tr>
          <tr class="scores">{scores.map((score) => <th key={score} scope="col">{score}</th>)}</tr>
        </tbody>
      </table>
      <figcaption>
        {crowded && <>{t('distribution.shares')} </>}
        {t('distribution.base', { n: count(total, language()), hard: count(group.missing.hard_to_say, language()), none: count(group.missing.not_answered, language()) })}
      </figcaption>
    </figure>
  );
}

// Many columns leave no room for thousands: they show per cent instead.
const tally = (answers: number, total: number, crowded: boolean): string =>
  crowded ? plain((answers / Math.max(total, 1)) * 100, language(), answers / total < 0.01 ? 1 : 0) : count(answers, language());

function columnBox(answers: number, most: number) {
  const height = answers === 0 ? 0 : Math.max(1, (answers / most) * 64);
  return { y: 64 - height, height };
}

function barClass(score: number, metric: Metric): string {
  if (metric.kind !== 'net') return 'neutral';
  const value = metric.f[score - metric.scale.min] ?? 0;
  return value > 0 ? 'promoter' : value < 0 ? 'detractor' : 'passive';
}
