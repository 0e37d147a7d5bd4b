import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Difference, Group, Metric, QueryResult } from '../api/types';
import type { Catalogue } from '../app/catalogue';
import { setLanguage } from '../i18n/words';
import { ordered } from '../metrics/group_names';
import { asShared, heatOfGroups, inOrder, linesOf, mayShare, rowsOf, together, wordsOf } from './explore_groups';
import { viewsFor, type ExploreState } from './explore_state';
import { compared, conclusionOf, exploreSheet } from './explore_words';

const named = (key: string, ru: string) => ({ key, name: { ru } });
const catalogue = {
  metrics: [], surveys: [],
  dimensions: [
    { key: 'segment', name: { ru: 'Сегмент' }, values: [{ value: 'small', label: { ru: 'Малые' }, responses: 1 }, { value: 'key', label: { ru: 'Ключевые' }, responses: 1 }] },
    { key: 'tenure', name: { ru: 'Стаж' }, values: [{ value: '10+', label: { ru: '10 лет и больше' }, responses: 1 }, { value: '0-1', label: { ru: 'до 2 лет' }, responses: 1 }, { value: '2-4', label: { ru: '2–4 года' }, responses: 1 }] },
  ],
  journey: { stages: [{ ...named('use', 'Исполнение'), processes: [] }, { ...named('after', 'После'), processes: [] }], roles: [named('user', 'Пользователь')] },
} as unknown as Catalogue;

const versus = (value: number, p: number): Difference => ({ status: 'ok', reason: '', value, se: 1, interval: [value - 5, value + 5], interval_reason: '', p, p_adjusted: p, method: '' });
const group = (key: string[], n = 100, more: Partial<Group> = {}): Group => ({
  key, n, responses: n, missing: { not_answered: 0, hard_to_say: 0 }, distribution: {}, status: 'ok', reason: '', estimate: 10, se: 1, interval: [5, 15], method: 'score', ...more,
});
const result = (groups: Group[]): QueryResult => ({
  metric: { key: 'nps', name: { ru: 'NPS' }, unit: 'points', version: 1, range: { min: -100, max: 100 }, lower_is_better: false },
  period: { from: '2018-01-10', to: '2018-03-20' }, as_of: 9, channels: ['mail'], estimand: 'contact', other_means: [], breaks: [], total: group([], 300), groups,
});
const state = (dims: string[], more: Partial<ExploreState> = {}): ExploreState => ({
  metric: { key: 'nps' } as Metric, measures: '', survey: '', period: '12m', unit: 'month', by: '', cuts: {}, anonymous: false, dims, view: viewsFor(dims)[0]!, compare: true, apart: false, sort: 'name', ...more,
});

beforeAll(() => {
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  setLanguage('ru');
});

describe('the order of groups', () => {
  const keys = (by: string, values: string[]) => ordered(values.map((value) => group([value])), [by], catalogue).map((one) => one.key[0]);
  it('is that of the journey, of time, of steps, or of names; what is not given comes last', () => {
    expect(keys('stage', ['', 'after', 'use'])).toEqual(['use', 'after', '']);
    expect(keys('month', ['2018-02', '2017-12'])).toEqual(['2017-12', '2018-02']);
    expect(keys('tenure', ['10+', '', '2-4', '0-1'])).toEqual(['0-1', '2-4', '10+', '']);
    expect(keys('segment', ['small', 'key'])).toEqual(['key', 'small']);
  });
  it('goes by base only where the table asks for it', () => {
    const reply = result([group(['key'], 5), group(['small'], 50)]);
    expect(inOrder(reply, state(['segment'], { sort: 'base', view: 'table' }), catalogue).map((one) => one.n)).toEqual([50, 5]);
    expect(inOrder(reply, state(['segment'], { sort: 'base', view: 'dots' }), catalogue).map((one) => one.n)).toEqual([5, 50]);
  });
});

describe('lines', () => {
  const reply = result([group(['small', '2018-01']), group(['key', '2018-01']), group(['key', '2018-03'], 7)]);
  it('are one for every combination beside the time, over the periods of all', () => {
    const lines = linesOf(reply, state(['segment', 'month']), catalogue, '2019-01-01');
    expect(lines.map((line) => [line.title, line.n, line.series.points.length, line.series.segments.length])).toEqual([['Ключевые', 107, 3, 2], ['Малые', 100, 3, 1]]);
    expect(linesOf(result([group(['2018-02', 'key'])]), state(['month', 'segment']), catalogue, '')[0]!.title).toBe('Ключевые');
    expect(linesOf(result([group(['2018-02'])]), state(['month']), catalogue, '').map((line) => line.title)).toEqual(['']);
  });
  it('share a chart up to four, of few periods from three on, unless wanted apart', () => {
    const some = (count: number, periods = 12) => Array.from({ length: count }, () => ({ series: { points: Array(periods).fill(null) } })) as unknown as Parameters<typeof mayShare>[0];
    expect([mayShare(some(2, 52)), mayShare(some(4)), mayShare(some(4, 52)), mayShare(some(5))]).toEqual([true, true, false, false]);
    expect(together(some(2), state(['month', 'segment'], { apart: true }))).toBe(false);
  });
  it('are told apart by rank and name only where there are several', () => {
    const lines = linesOf(reply, state(['segment', 'month']), catalogue, '');
    expect(asShared(lines).map((line) => [line.rank, line.name])).toEqual([[0, 'Ключевые'], [1, 'Малые']]);
    expect(asShared(lines.slice(0, 1))[0]).not.toHaveProperty('name');
  });
});

describe('rows and cells', () => {
  it('name the row by the last dimension and the run by those before', () => {
    const groups = [group(['key', 'user']), group(['small', ''])];
    expect(rowsOf(groups, result(groups), state(['segment', 'role']), catalogue).map((row) => [row.heading, row.name])).toEqual([['Ключевые', 'Пользователь'], ['Малые', 'не указано']]);
  });
  it('turn the map where that keeps the columns few', () => {
    const many = Array.from({ length: 9 }, (_, index) => group(['key', `p${index}`]));
    const map = heatOfGroups(many, ['segment', 'partner'], catalogue);
    expect([map.rowsBy, map.columns.length, map.cell('p3', 'key')?.key]).toEqual(['partner', 1, ['key', 'p3']]);
    expect(heatOfGroups(many.slice(0, 3), ['segment', 'partner'], catalogue).columns).toHaveLength(3);
  });
  it('lead to the words only where the list can be narrowed to the group', () => {
    const link = (dims: string[], key: string[]) => wordsOf(group(key), result([]), state(dims));
    expect(link(['segment', 'role'], ['key', 'user'])).toBe('/responses?segment=key&role=user&from=2018-01-10&to=2018-03-20&has_comment=true');
    expect(link(['month', 'survey'], ['2018-02', 'pulse'])).toBe('/responses?survey=pulse&from=2018-02-01&to=2018-02-28&has_comment=true');
    expect(link(['month'], ['2018-03'])).toContain('from=2018-03-01&to=2018-03-20');
    expect([link(['account'], ['a1']), link(['segment'], [''])]).toEqual([undefined, undefined]);
  });
});

describe('what is said', () => {
  const told = (groups: Group[], dims = ['segment']) => conclusionOf(result(groups), state(dims), catalogue);
  it('names what differs from the rest, the farthest first, and nothing that does not', () => {
    const groups = [group(['key'], 100, { versus_rest: versus(30, 0.001) }), group(['small'], 100, { versus_rest: versus(-20, 0.02) }), group([''], 100, { versus_rest: versus(40, 0.3) })];
    expect(told(groups)).toEqual({ told: true, text: 'Хуже остальных: Малые. Лучше остальных: Ключевые.' });
    expect(compared(result(groups))).toBe(3);
  });
  it('says that it cannot tell, why, and when nothing was compared', () => {
    expect(told([group(['key'], 9, { versus_rest: versus(2, 0.9) }), group(['small'], 9, { versus_rest: versus(-2, 0.9) })])).toMatchObject({ told: false, text: expect.stringMatching(/неразличимы/) });
    expect(told([group(['key'], 2, { interval: [-80, 90] })])).toMatchObject({ told: false });
    expect(told(Array.from({ length: 201 }, (_, index) => group([`g${index}`]))).text).toMatch(/слишком много/);
    expect(told([group(['key']), group(['small'])])).toMatchObject({ told: false });
    const apart = { ...result([group(['support']), group(['relationship'])]), total: group([], 0, { status: 'refused', reason: 'mixed_measures', estimate: null, interval: null }) };
    expect(conclusionOf(apart, state(['measures']), catalogue)).toEqual({ told: true, text: 'Вместе не складывается: вопросы измеряют разное' });
    expect(told([group(['key'])]).text).toMatch(/Группа одна/);
  });
  it('says over time what changed, or the level where nothing is compared', () => {
    const over = (total: Partial<Group>) => conclusionOf({ ...result([group(['2018-02'])]), total: group([], 300, total) }, state(['month']), catalogue);
    expect(over({}).text.replace(/\u00a0/g, ' ')).toBe('NPS за весь период: 10, от 5 до 15, 300 ответов.');
    expect(over({ change: versus(2, 0.5) })).toMatchObject({ told: false, text: expect.stringMatching(/^Сказать нельзя/) });
    expect(over({ change: versus(9, 0.01) })).toMatchObject({ told: true, text: expect.stringMatching(/^NPS вырос/) });
    expect(over({ status: 'refused', reason: 'mixed_measures', estimate: null, interval: null })).toEqual({ told: true, text: 'Вместе не складывается: вопросы измеряют разное' });
  });
  it('holds every group in the file, with the change and the comparison where there are any, and the reason where there is no number', () => {
    const refused = group(['small'], 3, { status: 'refused', reason: 'withheld', estimate: null, interval: null });
    expect(exploreSheet(result([refused, group(['key'])]), state(['segment']), catalogue)).toEqual({
      name: 'nps segment', head: ['Сегмент', 'NPS', 'Не ниже', 'Не выше', 'Ответов', 'Почему нет числа', 'Чьё среднее'],
      rows: [['Ключевые', 10, 5, 15, 100, '', 'Среднее по людям'], ['Малые', null, null, null, 3, 'Скрыто: опрос анонимный, ответов пока меньше минимума', 'Среднее по людям']],
    });
    const both = exploreSheet({ ...result([group(['key'], 100, { versus_rest: versus(1, 0.5), change: versus(2, 0.1), previous: group([]) })]), previous: { from: '2017-01-01', to: '2017-12-31' } }, state(['segment']), catalogue);
    expect(both.rows[0]).toEqual(['Ключевые', 10, 5, 15, 100, 10, 2, -3, 7, 1, -4, 6, 0.5, '', 'Среднее по людям']);
    expect(both.head).toHaveLength(both.rows[0]!.length);
  });
});
