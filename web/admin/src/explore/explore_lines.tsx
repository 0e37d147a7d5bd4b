// Lines over time: one with its band, up to four in one chart, more of them in panels that share an axis.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useFilters } from '../app/router';
import { timeZone } from '../app/session';
import { language, t, tn } from '../i18n/words';
import { LinesChart, breakText } from '../metrics/time_chart';
import { axisOf } from '../metrics/time_option';
import { localDay } from '../ui/calendar';
import { baseText, boundsText } from '../ui/claims';
import { count, figure } from '../ui/number';
import { asShared, linesOf, MOST_PANELS, mayShare, together, type NamedLine } from './explore_groups';
import { unitOf } from './explore_state';
import { Switch } from './explore_toolbar';
import { spoken, type ViewOf } from './explore_words';

// Names at the ends of lines need room that a phone has not.
const NARROW = '(max-width: 639px)';

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const media = matchMedia(NARROW);
    const follow = () => setNarrow(media.matches);
    media.addEventListener('change', follow);
    return () => media.removeEventListener('change', follow);
  }, []);
  return narrow;
}

export function ExploreLines(view: ViewOf) {
  const { result, state, catalogue, target } = view;
  const unit = unitOf(state.dims)!;
  const narrow = useNarrow();
  const [, change] = useFilters();
  const lines = useMemo(() => linesOf(result, state, catalogue, localDay(new Date(), timeZone())), [result, state.dims.join(), catalogue, language()]);
  const shared = useMemo(() => asShared(lines), [lines]);
  const oneChart = lines.length === 1 || (together(lines, state) && !narrow);
  return (
    <>
      {lines.length > 1 && mayShare(lines) && !narrow && (
        <Switch label={t('explore.lines')} value={state.apart ? 'apart' : 'together'} choices={[{ value: 'together', label: t('explore.together') }, { value: 'apart', label: t('explore.apart') }]} onChange={(value) => change({ apart: value === 'apart' ? 'yes' : null })} />
      )}
      {oneChart
        ? <LinesChart lines={shared} metric={result.metric} unit={unit} conclusion={spoken(view)} target={lines.length === 1 ? target : null} />
        : <Panels view={view} lines={lines} />}
      <p class="note">{notes(lines, oneChart)}</p>
    </>
  );
}

function notes(lines: NamedLine[], oneChart: boolean): string {
  const series = lines[0]?.series;
  const running = lines.some((line) => line.series.points.some((point) => point.running && point.group));
  return [
    t(oneChart && lines.length > 2 ? 'explore.whisker_note' : 'metric.band_note'),
    oneChart && lines.length > 1 ? t('explore.lines_note') : '',
    series && series.marks.length > 0 ? t('metric.break_note', { why: series.marks.map((_, index) => breakText(series, index)).join('; ') }) : '',
    running ? t('metric.running_note') : '',
  ].filter(Boolean).join(' ');
}

function Panels({ view, lines }: { view: ViewOf; lines: NamedLine[] }) {
  const { result, state } = view;
  const shown = useMemo(() => lines.slice(0, MOST_PANELS).map((line) => ({ line, alone: [line] })), [lines]);
  const axis = axisOf(shown.map(({ line }) => line.series), result.metric);
  return (
    <>
      {lines.length > MOST_PANELS && <p class="note too-many" role="status">{t('explore.too_many_lines', { n: count(lines.length, language()), shown: count(MOST_PANELS, language()) })}</p>}
      <div class="panels">
        {shown.map(({ line, alone }) => (
          <figure key={line.id} class="panel">
            <figcaption>{line.title} <small>{baseText(line.n)}</small></figcaption>
            <LinesChart lines={alone} metric={result.metric} unit={unitOf(state.dims)!} conclusion={`${line.title}: ${lastTold(line, view)}`} axis={axis} narrow />
          </figure>
        ))}
      </div>
    </>
  );
}

// The conclusion of a panel: how many periods have a number, and the last of them.
function lastTold(line: NamedLine, { result }: ViewOf): string {
  const points = line.series.segments.flat();
  const last = points[points.length - 1]?.group;
  if (!last) return t('value.no_answers');
  const shown = figure(last.estimate!, last.interval, result.metric.unit, language());
  return `${tn('metric.periods_told', points.length)} ${t('explore.last', { value: shown.value + shown.unit, range: boundsText(last, shown, 'range'), n: baseText(last.n) })}`;
}
