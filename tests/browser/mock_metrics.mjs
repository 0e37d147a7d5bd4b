// The mock server's catalogue: metrics nobody was asked for yet, and the company's own.
import { METRICS } from './mock_figures.mjs';

// With an offset, and on any scale; no question of the invented surveys fits.
const UNASKED = [
  {
    key: 'nsat_ms4', version: 1, kind: 'net', name: { ru: 'NSAT-MS — чистая удовлетворённость по 4 баллам', en: 'NSAT-MS: net satisfaction on four points' },
    description: { ru: 'Четыре варианта без середины: доля «полностью доволен» минус доля обоих недовольных вариантов плюс 100. От 0 до 200; 100 значит, что очень довольных и недовольных поровну.', en: 'Four options without a middle: the share of the very satisfied minus the share of both dissatisfied options, plus 100. From 0 to 200; 100 means as many very satisfied as dissatisfied.' },
    unit: 'points', scale: { min: 1, max: 4 }, f: [-100, -100, 0, 100], offset: 100, range: { min: 0, max: 200 }, lower_is_better: false,
  },
  {
    key: 'score_any', version: 2, kind: 'mean', name: { ru: 'Средняя оценка по шкале вопроса', en: "Mean score on the question's scale" },
    description: { ru: 'Среднее арифметическое оценок. Вопросы с разными шкалами вместе не считаются.', en: 'The arithmetic mean of the scores. Questions with different scales are not counted together.' },
    unit: 'score', scale: { min: 0, max: 10 }, f: [], offset: 0, range: { min: 0, max: 0 }, lower_is_better: false,
  },
];

export function metricList(state) {
  const asked = METRICS.map(({ question, ...metric }) => ({ ...metric, own: false, measures: question === 'recommend' ? ['relationship', 'support'] : [], responses: state.responses.length }));
  return [...asked, ...UNASKED.map((metric) => ({ ...metric, own: false, measures: [], responses: 0 })), ...state.own];
}

const item = (key, field, value, message) => ({ key, field, value: String(value), message });

function problemsOf(key, body) {
  const problems = [];
  const { min, max } = body.scale;
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(key)) problems.push(item('wrong_key', 'key', key, 'Ключ: нужны латинские буквы, цифры и _, первой буква.'));
  if (!body.name.ru && !body.name.en) problems.push(item('required', 'name', '', 'Название: нужно хотя бы на одном языке.'));
  if (!Number.isInteger(min)) problems.push(item('wrong_type', 'scale.min', min, 'Наименьшая оценка: нужно целое число от 0.'));
  if (!Number.isInteger(max) || max <= min) problems.push(item('out_of_range', 'scale.max', max, 'Наибольшая оценка: нужно целое число больше наименьшей, не больше 100.'));
  if (body.kind !== 'mean' && !body.f?.some((value) => value > 0)) problems.push(item('no_values', 'f', '', 'Хотя бы одна оценка должна считаться.'));
  return problems;
}

export function putMetric(state, key, body) {
  if (metricList(state).some((metric) => metric.key === key && !metric.own)) return { status: 409, problems: [item('built_in', 'key', key, 'Этот показатель встроенный: изменить его нельзя.')] };
  const problems = problemsOf(key, body);
  if (problems.length > 0) return { status: 422, problems };
  const before = state.own.find((metric) => metric.key === key);
  const { min, max } = body.scale;
  const range = { net: { min: -100, max: 100 }, share: { min: 0, max: 1 }, mean: { min, max } }[body.kind];
  const metric = {
    key, version: (before?.version ?? 0) + 1, description: {}, lower_is_better: false, question_kinds: ['recommendation', 'rating', 'matrix'], ...body, own: true,
    unit: { net: 'points', share: 'share', mean: 'score' }[body.kind], f: body.f ?? Array.from({ length: max - min + 1 }, (_, index) => min + index), offset: 0, range, measures: [], responses: 0,
  };
  state.own = [...state.own.filter((one) => one !== before), metric];
  return { status: before ? 200 : 201, body: metric };
}

export function deleteMetric(state, key) {
  if (state.settings.headline?.metric === key) return { status: 409, problems: [item('metric_is_headline', '', key, 'Это главный показатель. Сначала выберите в настройках другой.')] };
  state.own = state.own.filter((metric) => metric.key !== key);
  return { status: 204 };
}
