// The mock server's arithmetic: score, Wilson and t intervals, MOVER differences. Enough for honest-looking pages, no more.
const Z = 1.959963984540054;

const scoreStatistic = (c, b, n, delta) => {
  const A = 2 * n;
  const B = -b - c + (2 * n - c + b) * delta;
  const C = -b * delta * (1 - delta);
  const q = (Math.sqrt(Math.max(0, B * B - 4 * A * C)) - B) / (2 * A);
  return (c - b - n * delta) / Math.sqrt(Math.max(1e-300, n * (2 * q + delta * (1 - delta))));
};

function solve(c, b, n, from, to, target) {
  let [low, high] = [from, to];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (scoreStatistic(c, b, n, middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function net(c, b, n) {
  const value = (c - b) / n;
  const low = b === n ? -1 : solve(c, b, n, -1 + 1e-9, value, Z);
  const high = c === n ? 1 : solve(c, b, n, value, 1 - 1e-9, -Z);
  const variance = (c + b) / n - value * value;
  return { estimate: 100 * value, interval: [100 * low, 100 * high], se: 100 * Math.sqrt(variance / Math.max(1, n - 1)), method: 'score' };
}

function share(k, n) {
  const p = k / n;
  const centre = (p + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n);
  const half = (Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))) / (1 + (Z * Z) / n);
  return { estimate: p, interval: [Math.max(0, centre - half), Math.min(1, centre + half)], se: Math.sqrt((p * (1 - p)) / n), method: 'wilson' };
}

function mean(values) {
  const n = values.length;
  const average = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return { estimate: average, interval: null, se: null, method: '' };
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (n - 1);
  const se = Math.sqrt(variance / n);
  const t = Z + (Z ** 3 + Z) / (4 * (n - 1));
  return { estimate: average, interval: [average - t * se, average + t * se], se, method: 't' };
}

export function estimate(metric, scores) {
  const n = scores.length;
  const nothing = { n, status: 'undefined', reason: 'no_valid_responses', estimate: null, se: null, interval: null, method: '' };
  if (n === 0) return nothing;
  const values = scores.map((score) => metric.f[score - metric.scale.min]);
  const kinds = {
    net: () => net(values.filter((value) => value > 0).length, values.filter((value) => value < 0).length, n),
    share: () => share(values.filter((value) => value === 1).length, n),
    mean: () => mean(values),
    csi: () => mean(values),
  };
  return { n, status: 'ok', reason: '', ...kinds[metric.kind]() };
}

const normalTail = (z) => {
  const k = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = k * (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))));
  return 2 * 0.3989422804 * Math.exp((-z * z) / 2) * poly;
};

export function difference(now, before) {
  if (now.estimate === null || before.estimate === null || !now.interval || !before.interval) {
    return { status: 'undefined', reason: 'no_valid_responses', value: null, se: null, interval: null, p: null, method: '' };
  }
  const value = now.estimate - before.estimate;
  const [l1, u1, l2, u2] = [...now.interval, ...before.interval];
  const low = value - Math.hypot(now.estimate - l1, u2 - before.estimate);
  const high = value + Math.hypot(u1 - now.estimate, before.estimate - l2);
  const se = Math.hypot(now.se ?? 0, before.se ?? 0);
  return { status: 'ok', reason: '', value, se, interval: [low, high], p: se > 0 ? normalTail(value / se) : null, method: 'mover_score' };
}

export function adjust(differences) {
  const order = differences.filter((one) => one.p !== null).sort((a, b) => b.p - a.p);
  let smallest = 1;
  order.forEach((one, index) => {
    smallest = Math.min(smallest, (one.p * order.length) / (order.length - index));
    one.p_adjusted = smallest;
  });
}

export const METRICS = [
  {
    key: 'nps', version: 1, kind: 'net', name: { ru: 'NPS', en: 'NPS' },
    description: { ru: 'Доля промоутеров (9 и 10) минус доля критиков (от 0 до 6).', en: 'Share of promoters (9 and 10) less share of detractors (0 to 6).' },
    unit: 'points', scale: { min: 0, max: 10 }, f: [-100, -100, -100, -100, -100, -100, -100, 0, 0, 100, 100], offset: 0,
    range: { min: -100, max: 100 }, lower_is_better: false, question: 'recommend',
  },
  {
    key: 'csat', version: 1, kind: 'share', name: { ru: 'Доля довольных (CSAT)', en: 'Share satisfied (CSAT)' },
    description: { ru: 'Доля оценок 4 и 5 из 5.', en: 'Share of ratings 4 and 5 of 5.' },
    unit: 'share', scale: { min: 1, max: 5 }, f: [0, 0, 0, 1, 1], range: { min: 0, max: 1 }, lower_is_better: false, question: 'rating',
  },
  {
    key: 'nsat', version: 1, kind: 'net', name: { ru: 'NSAT — чистая удовлетворённость (4–5 минус 1–2)', en: 'NSAT: net satisfaction (4-5 minus 1-2)' },
    description: { ru: 'Доля оценок 4 и 5 минус доля оценок 1 и 2.', en: 'Share of ratings 4 and 5 less share of 1 and 2.' },
    unit: 'points', scale: { min: 1, max: 5 }, f: [-100, -100, 0, 100, 100], offset: 0, range: { min: -100, max: 100 }, lower_is_better: false, question: 'rating',
  },
  {
    key: 'csi', version: 1, kind: 'csi', name: { ru: 'CSI — удовлетворённость с учётом важности, % от максимума', en: 'CSI: satisfaction weighted by importance, % of the maximum' },
    description: { ru: 'Оценки, взвешенные важностью.', en: 'Ratings weighted by importance.' },
    unit: 'percent', scale: { min: 1, max: 5 }, f: [20, 40, 60, 80, 100], range: { min: 0, max: 100 }, lower_is_better: false, question: 'rating',
  },
  {
    key: 'mean_rating', version: 1, kind: 'mean', name: { ru: 'Средняя оценка', en: 'Mean rating' },
    description: { ru: 'Среднее оценок от 1 до 5.', en: 'Mean of ratings 1 to 5.' },
    unit: 'score', scale: { min: 1, max: 5 }, f: [1, 2, 3, 4, 5], range: { min: 1, max: 5 }, lower_is_better: false, question: 'rating',
  },
];
