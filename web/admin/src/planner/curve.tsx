// A curve over the number of answers, as our own SVG at its real size, with its table beside it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t } from '../i18n/words';
import { SaveButtons } from '../metrics/save_buttons';
import type { Sheet } from '../ui/export';
import { Icon } from '../ui/icon';
import { place, roundAxis, ticks } from '../ui/scale';
import { typed, whole } from './plan_words';

export interface Line {
  name: string;
  points: { n: number; value: number }[];
}

export interface Mark {
  n: number;
  value: number;
  label: string;
  hollow?: boolean;
  below?: boolean;  // the label stands under the curve
}

interface Props {
  lines: Line[];
  marks: Mark[];
  print: (value: number) => string;   // in the table
  axis: { n: string; value: string };
  spoken: string;
  sheet: string;                      // name of the file
  note?: ComponentChildren;
}

const HEIGHT = 280;
const PAD = { top: 28, right: 24, bottom: 40, left: 44 };
const LETTER = 7;   // about the width of a digit at 12 px
const SAMPLE = 28;  // of a line in the legend

function useWidth(): [{ current: HTMLDivElement | null }, number] {
  const holder = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const read = () => setWidth(holder.current?.clientWidth ?? 0);
    read();
    const observer = new ResizeObserver(read);
    if (holder.current) observer.observe(holder.current);
    return () => observer.disconnect();
  }, []);
  return [holder, width];
}

export function Curve(props: Props) {
  const [asTable, setAsTable] = useState(false);
  const [holder, width] = useWidth();
  return (
    <div class="curve">
      <div class="switch" role="group" aria-label={t('metric.view')}>
        <button type="button" aria-pressed={!asTable} onClick={() => setAsTable(false)}><Icon name="chart" size={16} />{t('metric.chart')}</button>
        <button type="button" aria-pressed={asTable} onClick={() => setAsTable(true)}><Icon name="table" size={16} />{t('metric.table')}</button>
      </div>
      <div ref={holder} class="curve-box">
        {asTable ? <CurveTable {...props} /> : width > 0 && <Drawing {...props} width={width} />}
      </div>
      <div class="table-foot">
        <p class="note">{props.note}</p>
        <SaveButtons sheet={() => sheetOf(props)} />
      </div>
    </div>
  );
}

const rowsOf = (lines: Line[]) => (lines[0]?.points ?? []).map((point, index) => ({ n: point.n, values: lines.map((line) => line.points[index]!.value) }));

function sheetOf({ lines, axis, sheet }: Props): Sheet {
  return { name: sheet, head: [axis.n, ...lines.map((line) => line.name)], rows: rowsOf(lines).map((row) => [row.n, ...row.values]) };
}

function CurveTable({ lines, marks, print, axis }: Props) {
  return (
    <table class="figures dense">
      <thead>
        <tr>
          <th scope="col" class="right">{axis.n}</th>
          {lines.map((line) => <th key={line.name} scope="col" class="right">{line.name}</th>)}
        </tr>
      </thead>
      <tbody>
        {rowsOf(lines).map((row) => (
          <tr key={row.n} class={marks.some((mark) => mark.n === row.n) ? 'marked' : undefined}>
            <th scope="row" class="right">{whole(row.n)}</th>
            {row.values.map((value, index) => <td key={index} class="right">{print(value)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Drawing({ lines, marks, axis, spoken, width }: Props & { width: number }) {
  const all = lines.flatMap((line) => line.points);
  const across = { min: 0, max: Math.max(...all.map((point) => point.n)) };
  const up = roundAxis({ min: 0, max: Math.max(...all.map((point) => point.value)) }, { min: 0, max: Infinity });
  const inner = { width: width - PAD.left - PAD.right, height: HEIGHT - PAD.top - PAD.bottom };
  const x = (n: number) => PAD.left + place(n, across, inner.width);
  const y = (value: number) => PAD.top + inner.height - place(value, up, inner.height);
  const path = (line: Line) => line.points.map((point, index) => `${index === 0 ? 'M' : 'L'}${x(point.n).toFixed(1)} ${y(point.value).toFixed(1)}`).join('');
  return (
    <svg class="curve-svg" width={width} height={HEIGHT} role="img" aria-label={spoken}>
      {ticks(up, 5).map((tick) => (
        <g key={tick}>
          <line class="curve-grid" x1={PAD.left} x2={width - PAD.right} y1={y(tick)} y2={y(tick)} />
          <text x={PAD.left - 8} y={y(tick) + 4} text-anchor="end">{typed(tick)}</text>
        </g>
      ))}
      {ticks(across, width < 480 ? 3 : 6).map((tick) => <text key={tick} x={x(tick)} y={HEIGHT - PAD.bottom + 18} text-anchor="middle">{whole(tick)}</text>)}
      <text x={PAD.left - 36} y={12} text-anchor="start" class="curve-axis">{axis.value}</text>
      <text x={width - PAD.right} y={HEIGHT - 6} text-anchor="end" class="curve-axis">{axis.n}</text>
      {lines.map((line, index) => <path key={line.name} class={`curve-line curve-line-${index}`} d={path(line)} />)}
      {lines.length > 1 && <Legend lines={lines} right={width - PAD.right} />}
      {marks.map((mark) => <Point key={mark.label} mark={mark} x={x(mark.n)} y={y(mark.value)} foot={y(0)} width={width} />)}
    </svg>
  );
}

// Falling curves leave the upper right corner free.
function Legend({ lines, right }: { lines: Line[]; right: number }) {
  return (
    <>
      {lines.map((line, index) => (
        <g key={line.name}>
          <line class={`curve-line curve-line-${index}`} x1={right - SAMPLE} x2={right} y1={PAD.top + 12 + index * 20} y2={PAD.top + 12 + index * 20} />
          <text class="curve-name" x={right - SAMPLE - 8} y={PAD.top + 16 + index * 20} text-anchor="end">{line.name}</text>
        </g>
      ))}
    </>
  );
}

function Point({ mark, x, y, foot, width }: { mark: Mark; x: number; y: number; foot: number; width: number }) {
  const room = mark.label.length * LETTER + 12;
  // Below a falling curve there is room on the left, above it on the right.
  const left = mark.below ? x - room > PAD.left : x + room > width && x - room > PAD.left;
  return (
    <g>
      <line class="curve-foot" x1={x} x2={x} y1={y} y2={foot} />
      <circle class={mark.hollow ? 'curve-dot hollow' : 'curve-dot'} cx={x} cy={y} r="5" />
      <text class="curve-label" x={left ? x - 4 : x + 8} y={mark.below ? y + 20 : y - 10} text-anchor={left ? 'end' : 'start'}>{mark.label}</text>
    </g>
  );
}
