// A definition in words: its formula, and its example.
import { language, local, t, tn } from '../i18n/words';
import { shortName } from '../ui/claims';
import { MINUS, level, percentSign, plain } from '../ui/number';
import { ANSWERS, exampleOf, exampleScale, hasScale, isRecommendation, scoresWith, workingOf, type Definition, type Example, type NetExample } from './definition';

export const nameOf = (definition: Pick<Definition, 'name'>): string => shortName(local(definition.name)) || t('catalogue.nameless');

// NPS = % промоутеров (9–10) − % критиков (0–6). A CSI is drawn as a fraction instead.
export function formulaText(definition: Definition): string {
  const name = nameOf(definition);
  if (definition.kind === 'mean') return `${name} = ${t('catalogue.mean_formula')}`;
  if (definition.kind === 'share') return `${name} = ${t('catalogue.share_of', { scores: scoresWith(definition, 'counted') })}`;
  const people = isRecommendation(definition);
  const part = (sign: 'plus' | 'minus') => {
    const scores = scoresWith(definition, sign);
    if (!scores) return '0';
    if (!people) return t('catalogue.share_of', { scores });
    return sign === 'plus' ? t('catalogue.promoters_of', { scores }) : t('catalogue.detractors_of', { scores });
  };
  const offset = definition.offset ?? 0;
  const added = offset === 0 ? '' : ` ${offset > 0 ? '+' : MINUS} ${plain(Math.abs(offset), language())}`;
  return `${name} = ${part('plus')} ${MINUS} ${part('minus')}${added}`;
}

// The least decimals that lose nothing, at most two.
function shown(value: number, unit: Definition['unit']): string {
  const printed = unit === 'share' ? 100 * value : value;
  const decimals = [0, 1, 2].find((places) => Math.abs(Number(printed.toFixed(places)) - printed) < 1e-9) ?? 2;
  return level(value, unit, language(), decimals);
}

export interface ExampleWords {
  given: string;
  working: string;  // with its result
}

export function exampleWords(definition: Definition): ExampleWords | null {
  const example = exampleOf(definition);
  if (!example) return null;
  const value = shown(example.value, definition.unit);
  // On some scales no example of two criteria is round.
  const equals = example.kind === 'csi' && Math.abs(example.value - Math.round(example.value)) > 1e-9 ? '≈' : '=';
  return { given: givenText(example, definition), working: `${workingOf(example, percentSign(language()))} ${equals} ${value}` };
}

function givenText(example: Example, definition: Definition): string {
  const { min, max } = exampleScale(definition);
  const scale = hasScale(definition) ? '' : t('catalogue.example_scale', { min, max }) + ' ';
  switch (example.kind) {
    case 'net': return netGiven(example, definition);
    case 'share': return t('catalogue.example_share', { n: ANSWERS, counted: example.counted, scores: scoresWith(definition, 'counted') });
    case 'mean': return scale + t('catalogue.example_mean', { list: example.scores.join(', ') });
    case 'csi': return scale + t('catalogue.example_csi', {
      list: example.criteria.map((one) => t('catalogue.example_criterion', { importance: one.importance, score: one.score })).join('; '),
    });
  }
}

function netGiven(example: NetExample, definition: Definition): string {
  const people = isRecommendation(definition);
  const parts = ([['plus', 'catalogue.promoters'], ['zero', 'catalogue.passives'], ['minus', 'catalogue.detractors']] as const)
    .filter(([sign]) => example[sign] > 0)
    .map(([sign, word]) => (people ? tn(word, example[sign]) : t('catalogue.with_scores', { n: example[sign], scores: scoresWith(definition, sign) })));
  return t('catalogue.example_net', { n: ANSWERS, list: parts.join(', ') });
}
