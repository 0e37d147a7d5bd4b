// The state of the planner in the URL: as typed, so that a wrong value stays where it can be mended.
import type { DifferencePlanRequest, DispositionCounts, QuotaPlanRequest, SamplePlanRequest } from '../api/types';
import type { Language } from '../ui/number';

export interface Rule {
  min: number;
  max: number;
  whole?: boolean;
}

// In the units of the page: shares in per cent. The server's bounds are the same.
export const RULES = {
  promoters: { min: 0, max: 100 },
  detractors: { min: 0, max: 100 },
  margin: { min: 0.1, max: 100 },
  confidence: { min: 50, max: 99.9 },
  effect: { min: 0.1, max: 100 },
  base: { min: 1, max: 1e9, whole: true },
  rate: { min: 0.1, max: 100 },
  wave: { min: 1, max: 1e9, whole: true },
  change: { min: 0.1, max: 200 },
  correlation: { min: 0, max: 0.99 },
  total: { min: 1, max: 1e6, whole: true },
  clients: { min: 0, max: 1e9, whole: true },
  sd: { min: 0, max: 100 },
  cases: { min: 0, max: 1e9, whole: true },
  eligible: { min: 0, max: 100 },
} satisfies Record<string, Rule>;

// A number as people write it: 0,54 and 0.54, 4 150 and 4,150, with or without a per cent sign. NaN if it is none.
export function parseNumber(text: string, language: Language): number {
  let bare = text.replace(/[\s\u00a0\u202f]/g, '').replace(/%$/, '').replace('\u2212', '-');
  const grouped = bare.includes('.') || language === 'en' ? /^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare) : false;
  bare = grouped ? bare.replaceAll(',', '') : bare.replace(',', '.');
  return /^-?(\d+\.?\d*|\.\d+)$/.test(bare) ? Number(bare) : NaN;
}

// The value where it keeps the rule, null where it does not.
export function keeps(text: string, rule: Rule, language: Language): number | null {
  const value = parseNumber(text, language);
  if (!(value >= rule.min && value <= rule.max)) return null;
  return rule.whole && !Number.isInteger(value) ? null : value;
}

// What stands in the fields: as the URL says, else the usual value; an empty text is nothing.
export type Texts = Record<string, string>;
export type Wrong = Record<string, Rule>;

// Reads fields and collects which of them are wrong.
export class FieldReader {
  readonly wrong: Wrong = {};
  constructor(private readonly texts: Texts, private readonly language: Language) {}

  // null for an empty field and for a wrong one; a field that must not be empty is wrong then.
  read(field: string, rule: Rule, needed = false): number | null {
    const text = (this.texts[field] ?? '').trim();
    if (text === '' && !needed) return null;
    const value = text === '' ? null : keeps(text, rule, this.language);
    if (value === null) this.wrong[field] = rule;
    return value;
  }

  get fine(): boolean {
    return Object.keys(this.wrong).length === 0;
  }
}

const percent = (value: number): number => Number((value / 100).toPrecision(12));

export interface Shares {
  promoters: number;
  detractors: number;
}

// Both shares together are at most everybody; the second is then the wrong one.
export function readShares(fields: FieldReader): Shares | null {
  const promoters = fields.read('promoters', RULES.promoters, true);
  const detractors = fields.read('detractors', RULES.detractors, true);
  if (promoters === null || detractors === null) return null;
  const room = Number((100 - promoters).toPrecision(12));
  if (detractors > room) {
    fields.wrong.detractors = { min: 0, max: room };
    return null;
  }
  return { promoters: percent(promoters), detractors: percent(detractors) };
}

export function sampleBody(fields: FieldReader, wholeBase: boolean): SamplePlanRequest | null {
  const shares = readShares(fields);
  const margin = fields.read('margin', RULES.margin, true);
  const confidence = fields.read('confidence', RULES.confidence, true);
  const effect = fields.read('effect', RULES.effect, true);
  const base = fields.read('base', RULES.base);
  const rate = fields.read('rate', RULES.rate);
  if (!fields.fine || !shares) return null;
  return {
    ...shares, margin: margin!, confidence: percent(confidence!), design_effect: effect!, finite_correction: wholeBase,
    ...(base === null ? {} : { population: base }), ...(rate === null ? {} : { response_rate: percent(rate) }),
  };
}

export function differenceBody(fields: FieldReader): DifferencePlanRequest | null {
  const shares = readShares(fields);
  const effect = fields.read('effect', RULES.effect, true);
  const n = fields.read('wave', RULES.wave, true);
  const difference = fields.read('change', RULES.change, true);
  const correlation = fields.read('correlation', RULES.correlation, true);
  if (!fields.fine || !shares) return null;
  return { ...shares, design_effect: effect!, n: n!, difference: difference!, correlation: correlation!, power: 0.8, alpha: 0.05 };
}

export interface SegmentRow {
  name: string;
  clients: string;
  sd: string;
}

const ESCAPES: [string, string][] = [['%', '%25'], ['~', '%7E'], ['|', '%7C']];

export function writeSegments(rows: SegmentRow[]): string {
  const part = (text: string) => ESCAPES.reduce((done, [mark, code]) => done.replaceAll(mark, code), text);
  return rows.map((row) => [row.name, row.clients, row.sd].map(part).join('~')).join('|');
}

export function readSegments(text: string): SegmentRow[] {
  const part = (from: string | undefined) => [...ESCAPES].reverse().reduce((done, [mark, code]) => done.replaceAll(code, mark), from ?? '');
  return text.split('|').slice(0, MOST_SEGMENTS).map((row) => {
    const [name, clients, sd] = row.split('~');
    return { name: part(name), clients: part(clients), sd: part(sd) };
  });
}

export const MOST_SEGMENTS = 200;
const blank = (row: SegmentRow) => `${row.name}${row.clients}${row.sd}`.trim() === '';

export interface Segments {
  strata: QuotaPlanRequest['strata'];
  wrong: Record<string, Rule>;  // by "row.column"
  missing: string[];            // segments whose clients nobody has named yet
}

// Empty rows are no segments; a row that says something and not how many clients waits for that.
export function segmentsOf(rows: SegmentRow[], nameless: (index: number) => string, language: Language): Segments {
  const strata: QuotaPlanRequest['strata'] = [];
  const fields = new FieldReader(Object.fromEntries(rows.flatMap((row, index) => [[`${index}.clients`, row.clients], [`${index}.sd`, row.sd]])), language);
  const missing: string[] = [];
  rows.forEach((row, index) => {
    if (blank(row)) return;
    const name = row.name.trim() || nameless(index);
    const clients = fields.read(`${index}.clients`, RULES.clients);
    const sd = fields.read(`${index}.sd`, RULES.sd);
    if (row.clients.trim() === '') missing.push(name);
    strata.push({ name, clients: clients ?? 0, ...(sd === null ? {} : { sd }) });
  });
  return { strata, wrong: fields.wrong, missing };
}

export const CASES = ['complete', 'partial', 'refusal', 'no_contact', 'other', 'unknown_household', 'unknown_other', 'not_eligible'] as const;

// Nothing to ask for while every count is empty.
export function casesBody(fields: FieldReader): DispositionCounts | null {
  const counts = CASES.map((key) => [key, fields.read(key, RULES.cases)] as const);
  const share = fields.read('eligible', RULES.eligible);
  if (!fields.fine || counts.every(([, count]) => count === null)) return null;
  const given = Object.fromEntries(counts.map(([key, count]) => [key, count ?? 0])) as Record<(typeof CASES)[number], number>;
  return { ...given, ...(share === null ? {} : { eligible_share: percent(share) }) };
}
