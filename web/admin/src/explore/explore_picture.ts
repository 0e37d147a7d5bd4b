// What is seen, as a PNG: title, conclusion, the chart, and the base and period it must not travel without.
import type { Group } from '../api/types';
import { timeZone } from '../app/session';
import { language, local, t, tn } from '../i18n/words';
import { periodWords } from '../metrics/evidence';
import { dimensionName, valueName } from '../metrics/group_names';
import { directionOf, intervalText, rowsAxis } from '../metrics/group_table';
import { measureLabel } from '../metrics/refused';
import { optionOf } from '../metrics/time_chart';
import { axisOf } from '../metrics/time_option';
import { localDay } from '../ui/calendar';
import { absenceText, baseText, boundsText, heatOf, shortName, stateOf } from '../ui/claims';
import { saveBlob } from '../ui/export';
import { iconPath } from '../ui/icon';
import { count, figure } from '../ui/number';
import { Pen, readColors, SCALE } from '../ui/picture';
import { place } from '../ui/scale';
import { asShared, heatOfGroups, inOrder, linesOf, MOST_GROUPS, MOST_PANELS, rowsOf, together } from './explore_groups';
import { unitOf } from './explore_state';
import { byWords, compared, type ViewOf } from './explore_words';

const WIDTH = 1200;
const PAD = 24;
const ROOM = WIDTH - 2 * PAD;
const COLORS = ['surface', 'sunken', 'line', 'edge', 'ink', 'ink2', 'promoter', 'detractor', 'detractor-text', 'heat-m2', 'heat-m1', 'heat-1', 'heat-2'] as const;

type Colors = Record<(typeof COLORS)[number], string>;
type Paint = (pen: Pen, y: number, view: ViewOf, colors: Colors) => void;

export async function picture(view: ViewOf, name: string): Promise<void> {
  const { result, state, catalogue, conclusion } = view;
  const element = document.getElementById('main') ?? document.body;
  const colors = readColors(element, COLORS);
  const pen = new Pen();
  pen.text(`${local(result.metric.name)}: ${byWords(state, catalogue)}`, PAD, PAD + 10, { color: colors.ink, size: 18, weight: 600 }, ROOM);
  const y = pen.paragraph(conclusion, PAD, PAD + 28, ROOM, { color: colors.ink, size: 14 }) + 12;
  if (state.view === 'line') await paintLines(pen, y, view, element, colors);
  else (state.view === 'heat' ? paintHeat : paintDots)(pen, y, view, colors);
  pen.paragraph(madeOf(view).join(' · '), PAD, pen.height + 12, ROOM, { color: colors.ink2 });
  saveBlob(await pen.toBlob(WIDTH, colors.surface, PAD), `${name}.png`);
}

// A picture leaves the page: base, period and what was chosen go with it.
function madeOf({ result, state, catalogue }: ViewOf): string[] {
  const survey = catalogue.surveys.find((one) => one.key === state.survey);
  const shared = state.view === 'line' && linesOf(result, state, catalogue, '').length > 2 && together(linesOf(result, state, catalogue, ''), state);
  const how = state.view === 'line' ? t(shared ? 'explore.whisker_note' : 'metric.band_note') : compared(result) > 0 ? tn('explore.adjusted', compared(result)) : '';
  return [
    baseText(result.total.n), periodWords(result), survey ? local(survey.title) : '',
    state.measures && !state.dims.includes('measures') ? measureLabel(catalogue, state.measures) : '',
    ...Object.entries(state.cuts).map(([by, value]) => `${dimensionName(catalogue, by)}: ${valueName(catalogue, by, value)}`), how,
  ].filter(Boolean);
}

async function paintLines(pen: Pen, top: number, view: ViewOf, element: Element, colors: Colors): Promise<void> {
  const { result, state, catalogue, target } = view;
  const { paintChart } = await import('../metrics/echarts');
  const lines = linesOf(result, state, catalogue, localDay(new Date(), timeZone()));
  const of = { metric: result.metric, unit: unitOf(state.dims)! };
  if (lines.length === 1 || together(lines, state)) {
    const option = optionOf({ ...of, lines: asShared(lines), target: lines.length === 1 ? target : null }, element);
    pen.image(paintChart(option, ROOM, 420, SCALE), PAD, top, ROOM, 420);
    return;
  }
  const [across, gap, height] = [3, 16, 200];
  const width = (ROOM - gap * (across - 1)) / across;
  const shown = lines.slice(0, MOST_PANELS);
  const axis = axisOf(shown.map((line) => line.series), result.metric);
  shown.forEach((line, index) => {
    const [x, y] = [PAD + (index % across) * (width + gap), top + Math.floor(index / across) * (height + 40)];
    pen.text(`${line.title} · ${baseText(line.n)}`, x, y + 10, { color: colors.ink, weight: 500 }, width);
    pen.image(paintChart(optionOf({ ...of, lines: [line], axis, narrow: true }, element), width, height, SCALE), x, y + 22, width, height);
  });
}

const paintDots: Paint = (pen, top, { result, state, catalogue }, colors) => {
  const rows = rowsOf(inOrder(result, state, catalogue).slice(0, MOST_GROUPS), result, state, catalogue);
  const axis = rowsAxis(rows.map((row) => row.group), result);
  const [from, size, step] = [PAD + 360, 440, 30];
  const head = { color: colors.ink2, align: 'right' as const };
  pen.text(shortName(local(result.metric.name)), 940, top + step / 2, head);
  pen.text(t('table.interval'), 1070, top + step / 2, head);
  pen.line(PAD, top + step, WIDTH - PAD, top + step, colors.edge);
  let y = top + step;
  [...rows, { name: t('explore.total'), heading: undefined, group: result.total }].forEach((row, index) => {
    if (row.heading && row.heading !== rows[index - 1]?.heading) {
      pen.text(row.heading, PAD, y + step / 2, { color: colors.ink2, weight: 600 }, ROOM);
      y += step;
    }
    pen.line(PAD, y + step, WIDTH - PAD, y + step, colors.line);
    pen.text(row.name, PAD, y + step / 2, { color: colors.ink }, 340);
    if (stateOf(row.group, result.metric) === 'told') {
      paintWhisker(pen, row.group, (value) => from + place(value, axis, size), y + step / 2, result.total.estimate, { ...colors, claim: claimColor(directionOf(row.group, result), colors) });
      paintNumbers(pen, row.group, result, y + step / 2, colors);
    } else pen.text(absenceText(row.group, false), WIDTH - PAD, y + step / 2, { color: colors.ink2, align: 'right' }, 760);
    y += step;
  });
};

const claimColor = (direction: string, colors: Colors): string | null => (direction === 'better' ? colors.promoter : direction === 'worse' ? colors.detractor : null);

function paintWhisker(pen: Pen, group: Group, x: (value: number) => number, y: number, reference: number | null, colors: Colors & { claim: string | null }): void {
  if (reference !== null) pen.line(x(reference), y - 15, x(reference), y + 15, colors.edge);
  if (group.interval) pen.line(x(group.interval[0]!), y, x(group.interval[1]!), y, colors.claim ?? colors.edge, 2);
  pen.line(x(group.estimate!), y, x(group.estimate!) + 0.01, y, colors.claim ?? colors.ink, 9, 'round');
}

function paintNumbers(pen: Pen, group: Group, result: ViewOf['result'], y: number, colors: Colors): void {
  const shown = figure(group.estimate!, group.interval, result.metric.unit, language());
  const direction = directionOf(group, result);
  const color = direction === 'better' ? colors.promoter : direction === 'worse' ? colors['detractor-text'] : colors.ink;
  const style = { color, weight: 600, align: 'right' as const };
  pen.text(shown.value + shown.unit, 940, y, style);
  if (direction !== 'none') pen.path(iconPath(group.versus_rest!.value! > 0 ? 'up' : 'down'), 940 - pen.widthOf(shown.value + shown.unit, style) - 16, y - 6, 12, color);
  pen.text(intervalText(group, result), 1070, y, { color: colors.ink2, align: 'right' });
  pen.text(baseText(group.n), WIDTH - PAD, y, { color: colors.ink2, align: 'right' });
}

const tintOf = (heat: number, colors: Colors): string => ({ '-2': colors['heat-m2'], '-1': colors['heat-m1'], 1: colors['heat-1'], 2: colors['heat-2'] } as Record<number, string>)[heat] ?? colors.sunken;

const paintHeat: Paint = (pen, top, { result, state, catalogue }, colors) => {
  const map = heatOfGroups(inOrder(result, state, catalogue).slice(0, MOST_GROUPS), state.dims, catalogue);
  const [gap, height, names] = [4, 52, 200];
  const width = (ROOM - names) / map.columns.length;
  pen.text(dimensionName(catalogue, map.rowsBy), PAD, top + 12, { color: colors.ink2 }, names - 8);
  map.columns.forEach((column, index) => pen.text(column.name, PAD + names + index * width + gap, top + 12, { color: colors.ink, weight: 500 }, width - 2 * gap));
  map.rows.forEach((row, line) => {
    const y = top + 28 + line * (height + gap);
    pen.text(row.name, PAD, y + height / 2, { color: colors.ink, weight: 500 }, names - 8);
    map.columns.forEach((column, index) => paintCell(pen, map.cell(row.value, column.value), result, { x: PAD + names + index * width, y, width: width - gap, height }, colors));
  });
};

function paintCell(pen: Pen, group: Group | undefined, result: ViewOf['result'], at: { x: number; y: number; width: number; height: number }, colors: Colors): void {
  const { x, y, width, height } = at;
  if (!group || group.responses === 0) return pen.box(x, y, width, height, null, 6, colors.line);
  const told = stateOf(group, result.metric) === 'told';
  const heat = told ? heatOf(group.versus_rest, result.metric) : 0;
  pen.box(x, y, width, height, tintOf(heat, colors), 6);
  if (!told) {
    pen.text(group.status === 'refused' ? absenceText(group, false) : baseText(group.n), x + 10, y + height / 2, { color: colors.ink2 }, width - 16);
    return;
  }
  const shown = figure(group.estimate!, group.interval, result.metric.unit, language());
  if (heat !== 0) pen.path(iconPath(group.versus_rest!.value! > 0 ? 'up' : 'down'), x + 10, y + 10, 12, colors.ink);
  pen.text(shown.value + shown.unit, x + (heat !== 0 ? 26 : 10), y + 17, { color: colors.ink, size: 16, weight: 600 }, width - 30);
  pen.text(`${boundsText(group, shown, 'cell')} · ${count(group.n, language())}`, x + 10, y + 38, { color: heat !== 0 ? colors.ink : colors.ink2, size: 12 }, width - 14);
}
