// A metric of the company's own, as it is being typed.
import type { Metric, MetricDefinition } from '../api/types';
import type { Definition } from './definition';

export type OwnKind = MetricDefinition['kind'];
export const OWN_KINDS: OwnKind[] = ['net', 'share', 'mean'];
export type NetMark = -1 | 0 | 1;

export interface OwnForm {
  key: string;
  name: { ru: string; en: string };
  description: { ru: string; en: string };
  kind: OwnKind;
  min: string;
  max: string;
  net: Record<number, NetMark>;      // only what was chosen
  share: Record<number, boolean>;
  lower_is_better: boolean;
  question_kinds?: MetricDefinition['question_kinds'];
}

// So many scores a form can hold; the server takes longer scales.
export const MOST_SCORES = 101;

export const emptyForm = (): OwnForm => ({
  key: '', name: { ru: '', en: '' }, description: { ru: '', en: '' }, kind: 'net', min: '1', max: '5', net: {}, share: {}, lower_is_better: false,
});

export function formOf(metric: Metric): OwnForm {
  const marks = metric.f.map((value, index) => [metric.scale.min + index, value] as const);
  return {
    key: metric.key, name: texts(metric.name), description: texts(metric.description), kind: metric.kind === 'csi' ? 'mean' : metric.kind,
    min: String(metric.scale.min), max: String(metric.scale.max), lower_is_better: metric.lower_is_better,
    net: metric.kind === 'net' ? Object.fromEntries(marks.map(([score, value]) => [score, Math.sign(value) as NetMark])) : {},
    share: metric.kind === 'share' ? Object.fromEntries(marks.map(([score, value]) => [score, value > 0])) : {},
    ...(metric.question_kinds ? { question_kinds: metric.question_kinds } : {}),
  };
}

const texts = (text: Record<string, string>) => ({ ru: text.ru ?? '', en: text.en ?? '' });
const wholeOf = (text: string): number | null => (/^\s*\d{1,3}\s*$/.test(text) ? Number(text) : null);

// Null while the ends make no scale that can be drawn.
export function scaleOf({ min, max }: Pick<OwnForm, 'min' | 'max'>): { min: number; max: number } | null {
  const [low, high] = [wholeOf(min), wholeOf(max)];
  return low === null || high === null || high <= low || high - low >= MOST_SCORES ? null : { min: low, max: high };
}

export const scoresOf = ({ min, max }: { min: number; max: number }): number[] => Array.from({ length: max - min + 1 }, (_, index) => min + index);

// Until a score is chosen for: the upper two fifths count for it, the lower two against, as in NSAT.
function usualMark(score: number, { min, max }: { min: number; max: number }): NetMark {
  const place = (score - min + 0.5) / (max - min + 1);
  return place > 0.6 ? 1 : place < 0.4 ? -1 : 0;
}

type Scale = { min: number; max: number };
export const netMark = (form: OwnForm, score: number, scale: Scale): NetMark => form.net[score] ?? usualMark(score, scale);
export const isCounted = (form: OwnForm, score: number, scale: Scale): boolean => form.share[score] ?? usualMark(score, scale) > 0;

function valuesOf(form: OwnForm, scale: Scale): number[] {
  return scoresOf(scale).map((score) => (form.kind === 'net' ? 100 * netMark(form, score, scale) : form.kind === 'share' ? Number(isCounted(form, score, scale)) : score));
}

// The definition as it stands, to put a removed metric back.
export const bodyAgain = ({ kind, name, description, scale, f, lower_is_better, question_kinds }: Metric): MetricDefinition => ({
  kind: kind as OwnKind, name, ...(Object.keys(description).length > 0 ? { description } : {}), scale: { min: scale.min, max: scale.max }, ...(kind === 'mean' ? {} : { f }),
  lower_is_better, ...(question_kinds ? { question_kinds } : {}),
});

const UNIT = { net: 'points', share: 'share', mean: 'score' } as const;

// What the drawing needs; null without a scale.
export function definitionOf(form: OwnForm): Definition | null {
  const scale = scaleOf(form);
  return scale && { kind: form.kind, name: filled(form.name), unit: UNIT[form.kind], scale, f: valuesOf(form, scale), offset: 0 };
}

const filled = (text: { ru: string; en: string }): Record<string, string> =>
  Object.fromEntries(Object.entries(text).map(([language, words]) => [language, words.trim()]).filter(([, words]) => words));

// What is no whole number goes to the server as typed, to be refused by name.
const sent = (text: string): number => wholeOf(text) ?? (text.trim() as unknown as number);

export function bodyOf(form: OwnForm): MetricDefinition {
  const scale = scaleOf(form);
  const description = filled(form.description);
  return {
    kind: form.kind, name: filled(form.name), ...(Object.keys(description).length > 0 ? { description } : {}),
    scale: { min: sent(form.min), max: sent(form.max) },
    ...(scale && form.kind !== 'mean' ? { f: valuesOf(form, scale) } : {}),
    lower_is_better: form.lower_is_better, ...(form.question_kinds ? { question_kinds: form.question_kinds } : {}),
  };
}
