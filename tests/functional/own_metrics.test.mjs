// Metrics that a company defines itself: counted like the product's, versioned, kept over a restart.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';

import { addSurvey, oneScore } from '../support/questionnaires.mjs';
import { Server } from '../support/server.mjs';

let server, administrator;
before(async () => {
  server = await Server.start();
  administrator = await server.firstAdministrator();
  await addSurvey(administrator, oneScore('clients'));
  for (const recommend of [10, 10, 9, 8, 8, 8, 7, 6, 5, 0]) {
    const sent = await administrator.post('/api/v1/surveys/clients/responses', { id: randomUUID(), answers: { recommend } });
    assert.equal(sent.status, 201, sent.text);
  }
});
after(() => server?.remove());

const path = '/api/v1/metrics/strict_nps';
// Only tens count for it, eight and less against it.
const strict = { kind: 'net', name: { ru: 'Строгий NPS' }, scale: { min: 0, max: 10 }, f: [...Array(9).fill(-100), 0, 100] };
const eased = { ...strict, f: [...Array(8).fill(-100), 0, 100, 100], description: 'Девятки тоже считаются' };
const put = (body, to = path) => administrator.put(to, body);
const ask = async () => (await administrator.post('/api/v1/query', { metric: 'strict_nps' })).json;
const listed = async () => (await administrator.get('/api/v1/metrics')).json.metrics;

test('a net metric is counted with its interval, listed as the company\'s own, and kept', async () => {
  const made = await put(strict);
  assert.deepEqual([made.status, made.json.own, made.json.version, made.json.unit, made.json.range], [201, true, 1, 'points', { min: -100, max: 100 }]);
  assert.deepEqual(made.json.name, { ru: 'Строгий NPS', en: 'Строгий NPS' });
  const { total } = await ask();
  assert.deepEqual([total.estimate, total.n], [-50, 10]);
  assert.ok(total.interval[0] < -50 && total.interval[1] > -50);
  await server.restart('SIGTERM');
  assert.equal((await ask()).total.estimate, -50);
  assert.deepEqual((await listed()).filter((one) => one.own).map((one) => one.key), ['strict_nps']);
});

test('an edit makes the next version, the same words none, and a killed server forgets neither', async () => {
  assert.deepEqual(await put(strict).then((reply) => [reply.status, reply.json.version]), [200, 1]);
  assert.deepEqual(await put(eased).then((reply) => [reply.status, reply.json.version]), [200, 2]);
  assert.equal((await ask()).total.estimate, -10);
  await server.restart('SIGKILL');
  assert.equal((await listed()).find((one) => one.key === 'strict_nps').version, 2);
  assert.equal((await ask()).total.estimate, -10);
});

test('a share and a mean', async () => {
  const share = await put({ kind: 'share', name: 'Оценки от 8', scale: { min: 0, max: 10 }, f: [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1] }, '/api/v1/metrics/eight_up');
  assert.deepEqual([share.status, share.json.unit], [201, 'share']);
  assert.equal((await administrator.post('/api/v1/query', { metric: 'eight_up' })).json.total.estimate, 0.6);
  const mean = await put({ kind: 'mean', name: 'Среднее', scale: { min: 0, max: 10 }, question_kinds: ['recommendation'] }, '/api/v1/metrics/average');
  assert.deepEqual([mean.status, mean.json.range, mean.json.responses], [201, { min: 0, max: 10 }, 10]);
  assert.equal((await administrator.post('/api/v1/query', { metric: 'average' })).json.total.estimate.toFixed(9), '7.100000000');
  // Nobody was asked on a scale where less is better.
  const less = await put({ kind: 'mean', name: 'Усилия', scale: { min: 0, max: 10 }, lower_is_better: true }, '/api/v1/metrics/effort');
  assert.deepEqual([less.json.responses, less.json.measures], [0, []]);
  assert.equal((await administrator.post('/api/v1/query', { metric: 'effort' })).json.total.reason, 'no_fitting_questions');
});

test('a removed one is gone from figures, its key goes on with its versions', async () => {
  await administrator.patch('/api/v1/company', { headline: { metric: 'strict_nps' } });
  const held = await administrator.delete(path);
  assert.deepEqual([held.status, held.json.problems[0].key], [409, 'metric_is_headline']);
  await administrator.patch('/api/v1/company', { headline: null });
  assert.equal((await administrator.delete(path)).status, 204);
  const line = (await administrator.get('/api/v1/audit?limit=1')).json.entries?.[0];
  assert.deepEqual([line.kind, line.subject], ['metric_removed', 'strict_nps']);
  assert.equal((await administrator.post('/api/v1/query', { metric: 'strict_nps' })).status, 422);
  assert.equal((await administrator.delete(path)).status, 404);
  assert.deepEqual(await put(eased).then((reply) => [reply.status, reply.json.version]), [201, 2], 'back as it was');
  assert.equal((await administrator.delete(path)).status, 204);
  assert.deepEqual(await put(strict).then((reply) => [reply.status, reply.json.version]), [201, 3]);
  assert.equal((await ask()).total.estimate, -50);
});

test('what cannot be a metric is named, and changes nothing', async () => {
  const problems = async (body, to) => {
    const reply = await put(body, to);
    return [reply.status, ...reply.json.problems.map((one) => `${one.field}: ${one.key}`)];
  };
  assert.deepEqual(await problems(strict, '/api/v1/metrics/nps'), [409, 'key: metric_builtin']);
  assert.equal((await administrator.delete('/api/v1/metrics/nps')).status, 409);
  assert.deepEqual(await problems(strict, '/api/v1/metrics/Strict-NPS'), [422, 'key: metric_key']);
  assert.deepEqual(await problems({ ...strict, f: Array(11).fill(0) }), [422, 'f: metric_f_constant']);
  assert.deepEqual(await problems({ ...strict, f: [0, 100] }), [422, 'f: metric_f_length']);
  assert.deepEqual(await problems({ ...strict, f: [...Array(10).fill(0), 50] }), [422, 'f: not_one_of']);
  assert.deepEqual(await problems({ ...strict, kind: 'csi' }), [422, 'kind: not_one_of']);
  assert.deepEqual(await problems({ ...strict, name: ' ' }), [422, 'name: empty_text']);
  assert.deepEqual(await problems({ ...strict, name: { de: 'Streng' } }), [422, 'name: not_one_of']);
  assert.deepEqual(await problems({ ...strict, name: 'я'.repeat(101) }), [422, 'name: text_too_long']);
  assert.deepEqual(await problems({ ...strict, scale: 'any' }), [422, 'scale: not_an_object']);
  assert.deepEqual(await problems({ kind: 'mean', name: 'Среднее', scale: { min: 5, max: 1 } }), [422, 'scale.max: not_an_integer']);
  assert.deepEqual(await problems({ ...strict, version: 7 }), [422, 'version: unknown_key']);
  assert.deepEqual(await problems([]), [422, 'not_an_object'].map((one, at) => (at ? `: ${one}` : one)));
  assert.equal((await ask()).total.estimate, -50);
});

test('a hundred at a time; the place of a removed one is free again', async () => {
  const { metrics } = (await administrator.get('/api/v1/metrics')).json;
  const left = 100 - metrics.filter((one) => one.own).length;
  for (let i = 0; i < left; i += 1) assert.equal((await put(strict, `/api/v1/metrics/more_${i}`)).status, 201);
  const full = await put(strict, '/api/v1/metrics/one_more');
  assert.deepEqual([full.status, full.json.problems[0].key], [422, 'metrics_too_many']);
  assert.equal((await administrator.delete('/api/v1/metrics/more_0')).status, 204);
  assert.equal((await put(strict, '/api/v1/metrics/one_more')).status, 201);
  assert.equal((await listed()).filter((one) => one.own).length, 100);
});

test('a metric is never removed under a headline that names it', async () => {
  await administrator.delete('/api/v1/metrics/one_more');
  for (let i = 0; i < 20; i += 1) {
    await put(strict);
    const [set, removed] = await Promise.all([administrator.patch('/api/v1/company', { headline: { metric: 'strict_nps' } }), administrator.delete(path)]);
    assert.deepEqual([set.status, removed.status], set.status === 200 ? [200, 409] : [422, 204]);
    await administrator.patch('/api/v1/company', { headline: null });
  }
});
