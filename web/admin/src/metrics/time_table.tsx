// The chart's twin: the same periods as a table, every number printed with interval and base.
import type { QueryResult, TimeUnit } from '../api/types';
import { timeZone } from '../app/session';
import { language, local, t } from '../i18n/words';
import { localDay, periodText } from '../ui/calendar';
import { absenceText, boundsText, shortName } from '../ui/claims';
import type { Sheet } from '../ui/export';
import { count, figure } from '../ui/number';
import { meanName } from './other_means';
import { breakText, runningText } from './time_chart';
import { isTold, type Point, type Series } from './time_series';

const thisYear = () => Number(localDay(new Date(), timeZone()).slice(0, 4));

export function timeSheet(result: QueryResult, series: Series): Sheet {
  return {
    name: [result.metric.key, result.period.from, result.period.to].filter(Boolean).join(' '),
    head: [t('metric.period'), shortName(local(result.metric.name)), t('table.low'), t('table.high'), t('table.base'), t('table.mean')],
    rows: series.points.map(({ period, group }) => [
      period.name, group?.estimate ?? null, group?.interval?.[0] ?? null, group?.interval?.[1] ?? null, group?.n ?? 0, meanName(result),
    ]),
  };
}

export function TimeTable({ result, series, unit }: { result: QueryResult; series: Series; unit: TimeUnit }) {
  return (
    <div class="table-scroll">
      <table class="figures dense">
        <thead>
          <tr>
            <th scope="col">{t('metric.period')}</th>
            <th scope="col" class="right">{shortName(local(result.metric.name))}</th>
            <th scope="col" class="right">{t('table.interval')}</th>
            <th scope="col" class="right">{t('table.base')}</th>
          </tr>
        </thead>
        <tbody>
          {[...series.points].reverse().map((point) => <Row key={point.period.name} point={point} result={result} series={series} unit={unit} />)}
        </tbody>
      </table>
    </div>
  );
}

function Row({ point, result, series, unit }: { point: Point; result: QueryResult; series: Series; unit: TimeUnit }) {
  const mark = series.marks.findIndex((found) => found.at === point.index - 0.5);
  const name = (
    <th scope="row">
      {periodText(unit, point.period.from, language(), thisYear())}
      {point.running && <small> {runningText(point)}</small>}
      {mark >= 0 && <small class="break"> {breakText(series, mark)}</small>}
    </th>
  );
  if (!isTold(point)) {
    return <tr>{name}<td colSpan={3} class="absent right">{point.group ? absenceText(point.group) : t('value.no_answers')}</td></tr>;
  }
  const group = point.group!;
  const shown = figure(group.estimate!, group.interval, result.metric.unit, language());
  return (
    <tr data-figure="row">
      {name}
      <td class="right number">{shown.value}{shown.unit}</td>
      <td class="right" data-interval>{boundsText(group, shown, 'cell')}</td>
      <td class="right" data-base>{count(group.n, language())}</td>
    </tr>
  );
}
