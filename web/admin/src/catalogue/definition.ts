// A metric's definition taken apart: which scores count how, in which runs, and an example on round numbers. No words.
import type { Metric } from '../api/types';
import { MINUS } from '../ui/number';

export type Definition = Pick<Metric, 'kind' | 'name' | 'unit' | 'scale' | 'f' | 'offset'>;
export type Sign = 'minus' | 'zero' | 'plus' | 'rest' | 'counted' | 'score';

// One score, or a run of neighbours on a scale too long to draw one by one.
export interface ScoreCell {
  from: number;
  to: number;
  sign: Sign;
}

const MOST_CELLS = 21;
// Stands in where the definition takes any scale.
const EXAMPLE_SCALE = { min: 1, max: 5 };

// A definition on "any" scale comes without values by score.
export const hasScale = (definition: Pick<Metric, 'f'>): boolean => definition.f.length > 0;
export const exampleScale = (definition: Definition) => (hasScale(definition) ? definition.scale : EXAMPLE_SCALE);

// Promoters and critics are the words of the recommendation: 9 and 10 against 0 to 6 of 10. Other cuts name their scores.
export function isRecommendation({ kind, scale, f }: Pick<Metric, 'kind' | 'scale' | 'f'>): boolean {
  return kind === 'net' && scale.min === 0 && f.length === 11 && f.every((value, score) => Math.sign(value) === (score > 8 ? 1 : score > 6 ? 0 : -1));
}

function signOf(kind: Metric['kind'], value: number): Sign {
  if (kind === 'net') return value > 0 ? 'plus' : value < 0 ? 'minus' : 'zero';
  if (kind === 'share') return value > 0 ? 'counted' : 'rest';
  return 'score';
}

export function cellsOf(definition: Definition): ScoreCell[] {
  const cells = definition.f.map((value, index) => {
    const score = definition.scale.min + index;
    return { from: score, to: score, sign: signOf(definition.kind, value) };
  });
  return cells.length <= MOST_CELLS ? cells : joined(cells);
}

function joined(cells: ScoreCell[]): ScoreCell[] {
  const runs: ScoreCell[] = [];
  for (const cell of cells) {
    const last = runs[runs.length - 1];
    if (last && last.sign === cell.sign) last.to = cell.to;
    else runs.push({ ...cell });
  }
  return runs;
}

export const cellText = ({ from, to }: Pick<ScoreCell, 'from' | 'to'>): string => (from === to ? String(from) : `${from}–${to}`);

// The scores with a sign, as runs: 0–6, or 1–2, 5. Empty if there are none.
export function scoresWith(definition: Definition, sign: Sign): string {
  return joined(cellsOf(definition)).filter((cell) => cell.sign === sign).map(cellText).join(', ');
}

export interface NetExample {
  kind: 'net';
  plus: number;
  zero: number;
  minus: number;
  offset: number;
  value: number;
}
export interface ShareExample {
  kind: 'share';
  counted: number;
  value: number;
}
export interface MeanExample {
  kind: 'mean';
  scores: number[];
  value: number;
}
export interface CsiExample {
  kind: 'csi';
  criteria: { importance: number; score: number }[];
  max: number;
  value: number;
}
export type Example = NetExample | ShareExample | MeanExample | CsiExample;

// So many answers has an example of shares: every answer is ten per cent.
export const ANSWERS = 10;

// Null where the definition is not complete: no score counts.
export function exampleOf(definition: Definition): Example | null {
  if (definition.kind === 'net') return netExample(definition);
  if (definition.kind === 'share') return shareExample(definition);
  return definition.kind === 'mean' ? meanExample(exampleScale(definition)) : csiExample(exampleScale(definition));
}

function netExample(definition: Definition): NetExample | null {
  const has = (sign: Sign) => definition.f.some((value) => signOf('net', value) === sign);
  const [up, middle, down] = [has('plus'), has('zero'), has('minus')];
  if (!up && !down) return null;
  const plus = !up ? 0 : !down ? (middle ? 7 : ANSWERS) : middle ? 5 : 7;
  const minus = !down ? 0 : !up ? (middle ? 2 : ANSWERS) : middle ? 2 : 3;
  const offset = definition.offset ?? 0;
  return { kind: 'net', plus, zero: ANSWERS - plus - minus, minus, offset, value: (100 * (plus - minus)) / ANSWERS + offset };
}

function shareExample(definition: Definition): ShareExample | null {
  const counted = definition.f.filter((value) => value > 0).length;
  if (counted === 0) return null;
  const answers = counted === definition.f.length ? ANSWERS : 7;
  return { kind: 'share', counted: answers, value: answers / ANSWERS };
}

// Answers near the top whose mean is one below it; a scale of two has room for one of each.
function meanExample({ min, max }: Metric['scale']): MeanExample {
  const below = max - min >= 3 ? [0, 0, 1, 3] : max - min === 2 ? [0, 1, 2] : [0, 1];
  const scores = below.map((less) => max - less);
  return { kind: 'mean', scores, value: scores.reduce((sum, score) => sum + score, 0) / scores.length };
}

// Two criteria, the first twice as important, or both alike where the scale has no room for that.
function csiExample({ min, max }: Metric['scale']): CsiExample {
  const half = [2, Math.max(1, min)].find((least) => least >= min && 2 * least <= max);
  const importance = half === undefined ? [max, max] : [2 * half, half];
  const scores = half === undefined ? [max, Math.max(min, max - 2)] : [max, Math.max(min, max - 3)];
  const criteria = importance.map((weight, index) => ({ importance: weight, score: scores[index]! }));
  const sum = (of: (one: (typeof criteria)[number]) => number) => criteria.reduce((total, one) => total + of(one), 0);
  const value = ((sum((one) => one.importance * one.score) / sum((one) => one.importance)) * 100) / max;
  return { kind: 'csi', criteria, max, value };
}

// The working of the example, without its result: 50 % − 20 %, (5 + 5 + 4 + 2) / 4.
export function workingOf(example: Example, percent: string): string {
  const tenth = (answers: number) => `${(100 * answers) / ANSWERS}${percent}`;
  if (example.kind === 'net') {
    const offset = example.offset === 0 ? '' : ` ${example.offset > 0 ? '+' : MINUS} ${Math.abs(example.offset)}`;
    return `${tenth(example.plus)} ${MINUS} ${tenth(example.minus)}${offset}`;
  }
  if (example.kind === 'share') return `${example.counted} / ${ANSWERS}`;
  if (example.kind === 'mean') return `(${example.scores.join(' + ')}) / ${example.scores.length}`;
  const products = example.criteria.map((one) => `${one.importance} · ${one.score}`).join(' + ');
  return `(${products}) / (${example.criteria.map((one) => one.importance).join(' + ')}) · 100 / ${example.max}`;
}
