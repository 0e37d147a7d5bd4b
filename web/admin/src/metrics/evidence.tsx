// The line under every page of figures: base, period, modes, definition; opens "how this was counted".
import type { Group, Metric, Period, QueryResult } from '../api/types';
import { timeZone } from '../app/session';
import { known, language, local, t } from '../i18n/words';
import { localDay, spanText } from '../ui/calendar';
import { baseText, isCensus } from '../ui/claims';
import { count, plain } from '../ui/number';

export function spanWords(period: Period): string {
  return spanText(period, language(), Number(localDay(new Date(), timeZone()).slice(0, 4)));
}

export function periodWords(result: QueryResult): string {
  const { from, to } = result.period;
  return from && to ? spanWords({ from, to }) : t('period.all');
}

export function Evidence({ result, metric }: { result: QueryResult; metric: Metric | undefined }) {
  const { total } = result;
  const ofCompanies = result.estimand === 'account';
  const modes = result.channels.map((channel) => known('channel', channel)).join(', ');
  return (
    <details class="evidence">
      <summary>
        <span>{[baseText(total.n), periodWords(result), modes, t(ofCompanies ? 'evidence.by_account' : 'evidence.unweighted'), `${local(result.metric.name)} v${result.metric.version}`].filter(Boolean).join(' · ')}</span>
        <span class="link">{t('evidence.how')}</span>
      </summary>
      <dl class="how">
        <Fact name={t('evidence.shown')} value={count(total.responses, language())} />
        <Fact name={t('evidence.counted')} value={count(total.n, language())} />
        <Fact name={t('evidence.hard_to_say')} value={count(total.missing.hard_to_say, language())} />
        <Fact name={t('evidence.not_answered')} value={count(total.missing.not_answered, language())} />
        <Fact name={t('evidence.scores')} value={scores(total)} />
        {metric && <Fact name={t('evidence.formula')} value={formula(metric)} />}
        {metric && <Fact name={t('evidence.meaning')} value={local(metric.description)} />}
        {ofCompanies && <Fact name={t('evidence.whose')} value={t('evidence.whose_account')} />}
        {total.method && <Fact name={t('evidence.method')} value={known('method', total.method)} />}
        <Fact name={t('evidence.as_of')} value={count(result.as_of, language())} />
      </dl>
      <p class="note">{t(isCensus(total) ? 'evidence.census' : 'evidence.reading')}</p>
    </details>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return <div><dt>{name}</dt><dd>{value}</dd></div>;
}

function scores(group: Group): string {
  return Object.entries(group.distribution).sort(([a], [b]) => Number(a) - Number(b))
    .map(([score, answers]) => `${score}: ${count(answers, language())}`).join(', ') || '0';
}

// Runs of scores with the same value: 0–6 → −100, 7–8 → 0, 9–10 → +100.
export function formula(metric: Metric): string {
  if (metric.kind === 'mean' || metric.kind === 'csi') return t(`kind.${metric.kind}`);
  const runs: { from: number; to: number; value: number }[] = [];
  metric.f.forEach((value, index) => {
    const score = metric.scale.min + index;
    const last = runs[runs.length - 1];
    if (last && last.value === value) last.to = score;
    else runs.push({ from: score, to: score, value });
  });
  return runs.map((run) => `${run.from === run.to ? run.from : `${run.from}–${run.to}`} = ${plain(run.value, language())}`).join('; ');
}
