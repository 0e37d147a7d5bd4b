import { describe, expect, it } from 'vitest';
import { casesBody, differenceBody, FieldReader, keeps, parseNumber, readSegments, RULES, sampleBody, segmentsOf, writeSegments } from './plan_state';

const fields = (texts: Record<string, string>) => new FieldReader(texts, 'ru');
const usual = { promoters: '55', detractors: '15', margin: '5', confidence: '95', effect: '1', wave: '180', change: '10', correlation: '0,5' };

describe('numbers as people write them', () => {
  it('take a decimal comma and a point, groups and a per cent sign', () => {
    for (const [text, value] of [['0,54', 0.54], ['0.54', 0.54], ['4 150', 4150], ['4\u00a0150,5', 4150.5], ['20 %', 20], ['\u22125', -5], [',5', 0.5], ['1,234.5', 1234.5]] as const) {
      expect([text, parseNumber(text, 'ru')]).toEqual([text, value]);
    }
  });

  it('take a lone comma for groups in English only', () => {
    expect([parseNumber('4,150', 'en'), parseNumber('4,150', 'ru'), parseNumber('0,5', 'en')]).toEqual([4150, 4.15, 0.5]);
  });

  it('are none where anything else stands', () => {
    for (const text of ['', 'абв', '5x', '1,2,3', '1e5', '--5', '.', 'NaN', 'Infinity']) expect([text, parseNumber(text, 'ru')]).toEqual([text, NaN]);
  });

  it('keep the rule or are nothing', () => {
    expect([keeps('0,1', RULES.margin, 'ru'), keeps('0,05', RULES.margin, 'ru'), keeps('100,1', RULES.margin, 'ru')]).toEqual([0.1, null, null]);
    expect([keeps('400', RULES.base, 'ru'), keeps('400,5', RULES.base, 'ru')]).toEqual([400, null]);
  });
});

describe('the question about a sample', () => {
  it('speaks in shares, and leaves out what is not given', () => {
    expect(sampleBody(fields(usual), true)).toEqual({ promoters: 0.55, detractors: 0.15, margin: 5, confidence: 0.95, design_effect: 1, finite_correction: true });
    expect(sampleBody(fields({ ...usual, base: '1 200', rate: '33,3' }), false)).toMatchObject({ population: 1200, response_rate: 0.333, finite_correction: false });
  });

  it('is not asked while a field is wrong, and all of them are named', () => {
    const reader = fields({ ...usual, margin: '', base: 'много', rate: '0' });
    expect(sampleBody(reader, true)).toBeNull();
    expect(Object.keys(reader.wrong).sort()).toEqual(['base', 'margin', 'rate']);
  });

  it('leaves critics the room that promoters leave', () => {
    const reader = fields({ ...usual, promoters: '66,6', detractors: '33,5' });
    expect(sampleBody(reader, true)).toBeNull();
    expect(reader.wrong).toEqual({ detractors: { min: 0, max: 33.4 } });
    expect(sampleBody(fields({ ...usual, promoters: '66,6', detractors: '33,4' }), true)).not.toBeNull();
  });
});

it('the question about two waves has its power and level fixed', () => {
  expect(differenceBody(fields(usual))).toEqual({ promoters: 0.55, detractors: 0.15, design_effect: 1, n: 180, difference: 10, correlation: 0.5, power: 0.8, alpha: 0.05 });
  expect(differenceBody(fields({ ...usual, correlation: '1' }))).toBeNull();
});

describe('segments', () => {
  const rows = [{ name: 'Север|Юг', clients: '1 000', sd: '' }, { name: 'a~b%7C', clients: '', sd: '80' }, { name: '', clients: '5', sd: '' }];

  it('come back from the address as they were', () => {
    expect(readSegments(writeSegments(rows))).toEqual(rows);
    expect(readSegments('')).toEqual([{ name: '', clients: '', sd: '' }]);
  });

  it('without clients wait for them; empty rows are none', () => {
    const found = segmentsOf([...rows, { name: ' ', clients: '', sd: '' }], (index) => `Сегмент ${index + 1}`, 'ru');
    expect(found.missing).toEqual(['a~b%7C']);
    expect(found.strata).toEqual([{ name: 'Север|Юг', clients: 1000 }, { name: 'a~b%7C', clients: 0, sd: 80 }, { name: 'Сегмент 3', clients: 5 }]);
  });

  it('with a wrong number say which', () => {
    expect(segmentsOf([{ name: 'A', clients: '1,5', sd: '101' }], () => '', 'ru').wrong).toEqual({ '0.clients': RULES.clients, '0.sd': RULES.sd });
  });
});

it('cases are asked about once there is one; nought counts, an empty field is nought', () => {
  expect(casesBody(fields({}))).toBeNull();
  expect(casesBody(fields({ complete: '0' }))).toMatchObject({ complete: 0, refusal: 0 });
  expect(casesBody(fields({ complete: '7', eligible: '50' }))).toMatchObject({ complete: 7, eligible_share: 0.5 });
  expect(casesBody(fields({ complete: '7', refusal: 'x' }))).toBeNull();
});
