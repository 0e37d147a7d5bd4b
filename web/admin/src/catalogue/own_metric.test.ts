import { describe, expect, it } from 'vitest';
import type { Metric } from '../api/types';
import { bodyAgain, bodyOf, definitionOf, emptyForm, formOf, scaleOf } from './own_metric';

const metric: Metric = {
  key: 'easy', version: 3, kind: 'net', name: { ru: 'Лёгкость' }, description: { en: 'Easy' }, unit: 'points', scale: { min: 1, max: 4 }, f: [-100, 0, 0, 100], offset: 0,
  range: { min: -100, max: 100 }, lower_is_better: true, own: true, question_kinds: ['rating'],
};

describe('a metric being typed', () => {
  it('starts with the upper two fifths against the lower two', () => {
    const form = { ...emptyForm(), name: { ru: ' Лёгкость ', en: '' } };
    expect(bodyOf(form)).toEqual({ kind: 'net', name: { ru: 'Лёгкость' }, scale: { min: 1, max: 5 }, f: [-100, -100, 0, 100, 100], lower_is_better: false });
    expect(bodyOf({ ...form, kind: 'share' }).f).toEqual([0, 0, 0, 1, 1]);
  });
  it('keeps what was chosen when the scale changes, and drops what fell off it', () => {
    const form = { ...emptyForm(), net: { 1: 1 as const, 5: -1 as const } };
    expect(bodyOf({ ...form, max: '3' }).f).toEqual([100, 0, 100]);
    expect(bodyOf({ ...form, min: '0', max: '2' }).f).toEqual([-100, 100, 100]);
  });
  it('has no values by score where the mean is taken', () => {
    expect(bodyOf({ ...emptyForm(), kind: 'mean' })).not.toHaveProperty('f');
    expect(definitionOf({ ...emptyForm(), kind: 'mean' })).toMatchObject({ f: [1, 2, 3, 4, 5], unit: 'score' });
  });
  it('sends a scale that is none as typed, without values', () => {
    for (const [min, max] of [['1', 'пять'], ['5', '5'], ['', '5'], ['0', '101'], ['-1', '5'], ['1', '2.5']]) expect(scaleOf({ min: min!, max: max! })).toBeNull();
    const body = bodyOf({ ...emptyForm(), max: 'пять' });
    expect(body.scale.max).toBe('пять');
    expect(body).not.toHaveProperty('f');
  });
  it('is read back from a metric and sent the same', () => {
    const { kind, name, description, scale, f, lower_is_better, question_kinds } = metric;
    expect(bodyOf(formOf(metric))).toEqual({ kind, name, description, scale, f, lower_is_better, question_kinds });
    expect(bodyAgain(metric)).toEqual({ kind, name, description, scale, f, lower_is_better, question_kinds });
  });
});
