// A linear axis for our own drawings: the same for all strips of one metric, never the whole range by default.
export interface Axis {
  min: number;
  max: number;
}

// An axis that holds all intervals and the reference line, with 6 % of air, inside the metric's range.
export function axisOver(
  intervals: readonly (readonly number[] | null | undefined)[], range: Axis, reference?: number | null,
): Axis {
  const ends = intervals.flatMap((interval) => (interval ? [interval[0]!, interval[1]!] : []));
  if (reference !== undefined && reference !== null) ends.push(reference);
  if (ends.length === 0) return range;
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const air = Math.max((high - low) * 0.06, (range.max - range.min) * 0.01);
  return { min: Math.max(range.min, low - air), max: Math.min(range.max, high + air) };
}

export function place(value: number, axis: Axis, size: number): number {
  if (axis.max === axis.min) return size / 2;
  return ((value - axis.min) / (axis.max - axis.min)) * size;
}

// The same axis with ends on round steps, still inside the range.
export function roundAxis(axis: Axis, range: Axis): Axis {
  const [first, second] = ticks(axis);
  if (first === undefined || second === undefined) return axis;
  const step = second - first;
  const round = (value: number) => Number(value.toPrecision(12));
  return {
    min: Math.max(range.min, round(Math.floor(axis.min / step + 1e-9) * step)),
    max: Math.min(range.max, round(Math.ceil(axis.max / step - 1e-9) * step)),
  };
}

// Round steps for a few tick marks inside the axis.
export function ticks(axis: Axis, about = 5): number[] {
  const raw = (axis.max - axis.min) / about;
  if (!(raw > 0)) return [axis.min];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw) ?? raw;
  const first = Math.ceil(axis.min / step - 1e-9) * step;
  const marks: number[] = [];
  for (let mark = first; mark <= axis.max + step * 1e-9; mark += step) marks.push(Number(mark.toPrecision(12)));
  return marks;
}
