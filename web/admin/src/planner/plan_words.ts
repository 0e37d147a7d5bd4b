// The planner's conclusions in words, and its numbers as they are printed.
import type { DifferencePlan, DifferencePlanRequest, SamplePlan, SamplePlanRequest } from '../api/types';
import { known, language, t, tn } from '../i18n/words';
import { unitWords } from '../ui/claims';
import { count, percentSign, plain } from '../ui/number';
import type { Rule } from './plan_state';

// As typed: no more decimals than there are, at most two.
export function typed(value: number): string {
  const decimals = [0, 1, 2].find((places) => Number(value.toFixed(places)) === Number(value.toPrecision(12))) ?? 2;
  return plain(value, language(), decimals);
}

const decimalsOf = (value: number) => (value === 0 ? 0 : Math.abs(value) < 1 ? 2 : 1);

// A computed margin or change: 7,9 and 0,45.
export const points = (value: number): string => plain(value, language(), decimalsOf(value));
export const pointsWords = (value: number): string => unitWords(value, 'points', decimalsOf(value));
export const share = (value: number): string => plain(100 * value, language(), 1) + percentSign(language());

function givenPoints(value: number): string {
  const decimals = [0, 1, 2].find((places) => Number(value.toFixed(places)) === Number(value.toPrecision(12))) ?? 2;
  return unitWords(value, 'points', decimals);
}

export function wrongText(label: string, value: string, rule: Rule): string {
  const values = { field: label, value: value.slice(0, 40), min: typed(rule.min), max: typed(rule.max) };
  if (value.trim() === '') return t(rule.whole ? 'plan.empty_whole' : 'plan.empty', values);
  return t(rule.whole ? 'plan.wrong_whole' : 'plan.wrong', values);
}

// "Чтобы знать NPS с точностью ±5 пунктов, нужно 830 ответов: при отклике 20 % это 4 150 приглашений. …"
export function sampleConclusion(plan: SamplePlan, request: SamplePlanRequest, name: string): string {
  if (plan.status !== 'ok' || plan.required === null) return known('plan_reason', plan.reason);
  const { population, response_rate: rate } = request;
  const need = tn('plan.need', plan.required, { name, points: givenPoints(request.margin) });
  const how = rate !== undefined && plan.invitations !== null
    ? tn('plan.means_invitations', plan.invitations, { rate: typed(100 * rate) + percentSign(language()) })
    : population !== undefined && plan.enough ? t('plan.means_share', { share: share(plan.required / population) }) : '';
  return `${need}${how ? ': ' + how : ''}. ${baseConclusion(plan, population)}`.trim();
}

function baseConclusion(plan: SamplePlan, population: number | undefined): string {
  if (population === undefined) return '';
  if (plan.enough) return tn('plan.base_enough', population);
  return plan.best ? t('plan.base_small', { margin: points(plan.best.margin) }) : t('plan.base_nobody');
}

export function differenceConclusion(plan: DifferencePlan, request: DifferencePlanRequest): string[] {
  if (plan.status !== 'ok') return [known('plan_reason', plan.reason)];
  const { separate, same_people: same } = plan;
  const sentences: string[] = [];
  if (separate.detectable !== null && same.detectable !== null) {
    sentences.push(tn('plan.seen', request.n!, { separate: pointsWords(separate.detectable), same: pointsWords(same.detectable) }));
  }
  if (separate.required !== null && same.required !== null) {
    const people = tn('plan.people_enough', same.required);
    sentences.push(tn('plan.takes', separate.required, { points: givenPoints(request.difference!), people }));
  }
  return sentences;
}

export const whole = (value: number): string => count(value, language());
