// Queries over the invented responses: the same shape of reply as the server's.
import { adjust, difference, estimate, METRICS } from './mock_figures.mjs';
import { PULSE, STAGES } from './mock_fixture.mjs';

const DAY_MS = 86_400_000;
const UNITS = ['day', 'week', 'month', 'quarter', 'year'];
const iso = (date) => date.toISOString().slice(0, 10);
const at = (day) => new Date(day + 'T00:00:00Z');
const plus = (day, days) => iso(new Date(at(day).getTime() + days * DAY_MS));

export class Refusal extends Error {
  constructor(problems) {
    super('refused');
    this.problems = problems;
  }
}

function periodName(unit, day) {
  const date = at(day);
  if (unit === 'day') return day;
  if (unit === 'month') return day.slice(0, 7);
  if (unit === 'year') return day.slice(0, 4);
  if (unit === 'quarter') return `${day.slice(0, 4)}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
  const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * DAY_MS);
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 4);
  const week = 1 + Math.round((thursday.getTime() - first) / DAY_MS / 7 - 3 / 7 + ((new Date(first).getUTCDay() + 6) % 7) / 7);
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`;
}

function spanOf(period, responses, today) {
  if (!period) return { from: responses[0]?.at.slice(0, 10) ?? today, to: today };
  if ('from' in period) return period;
  const date = at(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const back = period.last - 1;
  const starts = {
    day: () => plus(today, -back),
    week: () => plus(today, -((date.getUTCDay() + 6) % 7) - 7 * back),
    month: () => iso(new Date(Date.UTC(year, month - back, 1))),
    quarter: () => iso(new Date(Date.UTC(year, month - (month % 3) - 3 * back, 1))),
    year: () => iso(new Date(Date.UTC(year - back, 0, 1))),
  };
  return { from: starts[period.unit](), to: today };
}

const previousOf = ({ from, to }) => {
  const days = (at(to) - at(from)) / DAY_MS + 1;
  return { from: plus(from, -days), to: plus(from, -1) };
};

const stageOf = (process) => STAGES.find((stage) => stage.processes.some((one) => one.key === process)).key;

// Items of a response that the metric counts: a score and the dimensions that belong to the question.
function itemsOf(metric, response) {
  if (metric.question === 'recommend') return [{ response, score: response.score, state: response.hard ? 'hard_to_say' : response.score === null ? 'not_answered' : 'answered', stage: response.stage }];
  return Object.entries(response.ratings).map(([process, score]) => ({ response, score, state: 'answered', process, stage: stageOf(process) }));
}

function dimensionOf(item, key) {
  const { response } = item;
  if (UNITS.includes(key)) return periodName(key, response.at.slice(0, 10));
  if (key === 'stage' || key === 'process') return item[key] ?? '';
  if (key === 'role') return response.contact.role;
  if (key === 'account') return response.account.id;
  if (key === 'measures') return item.process ? '' : response.survey;
  return String(response[key] ?? '');
}

function groupOf(metric, items, key) {
  const scores = items.filter((item) => item.state === 'answered').map((item) => item.score);
  const distribution = {};
  for (const score of scores) distribution[score] = (distribution[score] ?? 0) + 1;
  const missing = { not_answered: items.filter((item) => item.state === 'not_answered').length, hard_to_say: items.filter((item) => item.state === 'hard_to_say').length };
  return { key, responses: new Set(items.map((item) => item.response.id)).size, missing, distribution, ...estimate(metric, scores) };
}

function versusRest(metric, items, groups, by) {
  const all = [];
  for (const group of groups) {
    const rest = items.filter((item) => by.some((key, index) => dimensionOf(item, key) !== group.key[index]));
    group.versus_rest = difference(group, groupOf(metric, rest, []));
    all.push(group.versus_rest);
  }
  adjust(all);
}

function breaksOf(items, span) {
  const breaks = [];
  const modes = items.map((item) => ({ day: item.response.at.slice(0, 10), mode: item.response.channel }));
  const firstPhone = modes.find((one) => one.mode === 'phone');
  if (firstPhone && modes.some((one) => one.mode === 'mail') && firstPhone.day > span.from) {
    breaks.push({ item: 'recommend', at: firstPhone.day.slice(0, 8) + '01', kind: 'mode', from: 'mail', to: 'phone' });
  }
  return breaks;
}

const MINIMUM = 5;  // of the anonymous survey

// The anonymous survey is asked alone, of all time and as a whole; its total comes in steps of the minimum.
function anonymousTotal(metric, query, scores) {
  const refuse = (key, field, value) => { throw new Refusal([{ key, field, value, message: `опрос «${PULSE}» анонимный: показывается только общий итог за всё время`, choices: [] }]); };
  if (query.where.survey.length > 1) refuse('anonymous_alone', 'where.survey', '');
  const tooFine = [...(query.by ?? []), ...Object.keys(query.where)].find((key) => !['survey', 'measures'].includes(key));
  if (tooFine) refuse('anonymous_total_only', tooFine, PULSE);
  if (query.compare) refuse('anonymous_total_only', 'compare', PULSE);
  if (query.period) refuse('anonymous_total_only', 'period', PULSE);
  const fits = metric.question === 'recommend' && (query.where.measures ?? ['employer']).includes('employer');
  const released = scores.slice(0, scores.length - (scores.length % MINIMUM));
  const none = { key: [], n: 0, responses: 0, missing: { not_answered: 0, hard_to_say: 0 }, distribution: {}, estimate: null, se: null, interval: null, method: '' };
  const total = !fits ? { ...none, status: 'undefined', reason: 'no_fitting_questions' } : released.length === 0 ? { ...none, status: 'refused', reason: 'withheld' }
    : groupOf(metric, released.map((score, id) => ({ response: { id }, score, state: 'answered' })), []);
  return { ...headOf(metric), period: { from: null, to: null }, as_of: scores.length, channels: [], estimand: 'contact', other_means: [], breaks: [], total, groups: [] };
}

const headOf = (metric) => ({ metric: { key: metric.key, name: metric.name, unit: metric.unit, version: metric.version, range: metric.range, lower_is_better: metric.lower_is_better } });

export function answer(query, responses, today, pulse = []) {
  const metric = METRICS.find((candidate) => candidate.key === query.metric);
  if (!metric) throw new Refusal([{ key: 'unknown_metric', field: 'metric', value: query.metric, message: `Нет показателя ${query.metric}` }]);
  const where = query.where ?? {};
  if (where.survey?.includes(PULSE)) return anonymousTotal(metric, query, pulse);
  if (metric.key === 'nps' && !where.measures && !where.survey && !query.by?.includes('measures')) {
    throw new Refusal([{ key: 'mixed_measures', field: 'where.measures', value: '', message: 'Вопросы измеряют разное: отношения и поддержку. Выберите одно.', choices: ['relationship', 'support'] }]);
  }
  const by = query.by ?? [];
  if (by.filter((key) => UNITS.includes(key)).length > 1) throw new Refusal([{ key: 'two_time_units', field: 'by[1]', value: by[1], message: 'Единица времени может быть только одна.' }]);
  const items = responses.filter((response) => !response.abandoned).flatMap((response) => itemsOf(metric, response))
    .filter((item) => Object.entries(where).every(([key, values]) => values.includes(dimensionOf(item, key))));
  const inside = (span) => items.filter((item) => item.response.at.slice(0, 10) >= span.from && item.response.at.slice(0, 10) <= span.to);
  const span = spanOf(query.period, responses, today);
  const now = inside(span);
  const names = new Map();
  for (const item of now) {
    const key = by.map((one) => dimensionOf(item, one));
    const name = JSON.stringify(key);
    if (!names.has(name)) names.set(name, { key, items: [] });
    names.get(name).items.push(item);
  }
  const groups = [...names.values()].map((one) => groupOf(metric, one.items, one.key)).sort((a, b) => a.key.join('\0').localeCompare(b.key.join('\0')));
  if (by.length > 0 && !by.some((key) => UNITS.includes(key))) versusRest(metric, now, groups, by);
  const total = groupOf(metric, now, []);
  const result = {
    ...headOf(metric), estimand: query.estimand ?? 'contact', other_means: [], period: span, as_of: responses.at(-1)?.seq ?? 0, channels: [...new Set(now.map((item) => item.response.channel))],
    breaks: metric.key === 'nps' ? breaksOf(now, span) : [], total, groups,
  };
  if (query.compare === 'previous_period') {
    result.previous = previousOf(span);
    compare(metric, inside(result.previous), by.some((key) => UNITS.includes(key)) ? [] : groups, total, by);
  }
  return result;
}

// The total and, unless they are periods, the groups against the same in the span before.
function compare(metric, before, groups, total, by) {
  for (const group of [total, ...groups]) {
    const same = before.filter((item) => group.key.every((value, index) => dimensionOf(item, by[index]) === value));
    const { key: _key, ...previous } = groupOf(metric, same, []);
    group.previous = previous;
    group.change = difference(group, previous);
  }
}
