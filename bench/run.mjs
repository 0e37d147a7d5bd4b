// `make bench`: the table of what was measured on this machine, each figure against its goal. Nothing here fails on a slow
// machine; figures that depend on one are ratios within the run. Parts: submit latency page nps start import (all by default).
import { execFile, spawn, spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

import { addSurvey } from '../tests/support/questionnaires.mjs';
import { Server, binary, freePort, sleep } from '../tests/support/server.mjs';

const root = resolve(fileURLToPath(new URL('..', import.meta.url)));
const built = (name) => join(root, 'build/release', name);
const exec = promisify(execFile);
const run = async (program, args, options = {}) => {
  const { stdout } = await exec(program, args.map(String), { maxBuffer: 1 << 26, ...options });
  return stdout;
};
const load = async (...args) => JSON.parse(await run(built('load'), args));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const folder = mkdtempSync(join(tmpdir(), 'otklik-bench-'));
const wanted = process.argv.slice(2);
const rows = [];
const report = (figure, measured, goal, met) => {
  rows.push([figure, measured, goal, met ? 'yes' : 'NO']);
  process.stderr.write(`${figure}: ${measured} (goal: ${goal}) ${met ? '' : '  <-- not met'}\n`);
};

const both = (ru, en) => ({ ru, en });
const survey = {
  key: 'bench', title: both('Три вопроса', 'Three questions'), languages: ['ru', 'en'],
  pages: [{ id: 'one', questions: [
    { id: 'recommend', kind: 'recommendation', text: both('Порекомендуете нас?', 'Will you recommend us?'), required: true, measures: 'relationship' },
    { id: 'overall', kind: 'rating', text: both('Как в целом?', 'How was it overall?'), scale: { min: 1, max: 5 }, measures: 'satisfaction' },
    { id: 'why', kind: 'text', text: both('Почему?', 'Why?') }] }],
};
const started = async (options) => {
  const server = await Server.start(options);
  const administrator = await server.firstAdministrator();
  await addSurvey(administrator, survey);
  return server;
};
const syncs = (file) => Number(readFileSync(file).readBigUInt64LE());
const cpuSeconds = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

async function submit() {
  const shim = join(folder, 'count_syncs.so'), counter = join(folder, 'syncs');
  const made = spawnSync('cc', ['-O2', '-shared', '-fPIC', join(root, 'bench/count_syncs.c'), '-o', shim, '-ldl'], { stdio: 'inherit' });
  if (made.status !== 0) throw new Error('the counter of syncs does not compile');
  const server = await started({ env: { LD_PRELOAD: shim, OTKLIK_SYNCS: counter } });
  const disk = await load('sync', server.folder, 200, 5, 4096);
  await load('post', server.port, 'bench', 2, 64);
  const rates = [], batches = [], costs = [];
  for (let round = 0; round < 5; ++round) {
    const before = { syncs: syncs(counter), cpu: cpuSeconds(server.process.pid) };
    const one = await load('post', server.port, 'bench', 5, 64);
    rates.push(one.count / one.seconds);
    batches.push(one.count / (syncs(counter) - before.syncs));
    costs.push(((cpuSeconds(server.process.pid) - before.cpu) * 1e6) / one.count);
  }
  await server.remove();
  report('durable responses a second, 64 connections', `${median(rates).toFixed(0)} (fdatasync p50 ${disk.p50_ms.toFixed(2)} ms)`,
         '5000 where fdatasync p50 <= 2 ms', median(rates) >= 5000 || disk.p50_ms > 2);
  report('responses a sync', median(batches).toFixed(1), 'at least 16', median(batches) >= 16);
  report('server CPU a response', `${median(costs).toFixed(0)} us`, 'at most 250 us', median(costs) <= 250);
}

async function latency() {
  const server = await started();
  await load('paced', server.port, 'bench', 200, 2);
  const ratios = [], ours = [], disks = [];
  for (let round = 0; round < 5; ++round) {
    const disk = await load('sync', server.folder, 200, 8, 16384);
    const one = await load('paced', server.port, 'bench', 200, 8);
    ratios.push(one.p99_ms / disk.p99_ms);
    ours.push(one.p99_ms);
    disks.push(disk.p99_ms);
  }
  await server.remove();
  report('p99 of a submission at 200 a second', `${median(ours).toFixed(2)} ms, ${median(ratios).toFixed(2)} x fdatasync (${median(disks).toFixed(2)} ms)`,
         'at most 4 x', median(ratios) <= 4);
}

async function page() {
  const server = await started();
  const file = join(folder, 'page.gz');
  const reply = await server.client().get('/s/bench', { headers: { 'accept-encoding': 'gzip' } });
  const bytes = gzipSync(reply.text);
  writeFileSync(file, bytes);
  const port = await freePort();
  const plain = spawn(built('static_page'), [port, file], { stdio: 'inherit' });
  await sleep(500);
  const ratios = [], ours = [];
  for (let round = 0; round < 7; ++round) {
    const still = await load('get', port, '/page', 3, 64);
    const live = await load('get', server.port, '/s/bench', 3, 64);
    ours.push(live.count / live.seconds);
    ratios.push(live.count / live.seconds / (still.count / still.seconds));
  }
  plain.kill();
  await server.remove();
  report('first page of a survey, 64 connections', `${median(ours).toFixed(0)} a second, ${(median(ratios) * 100).toFixed(0)} % of a static page of ${bytes.length} bytes`,
         'at least 80 %', median(ratios) >= 0.8);
}

async function nps() {
  const text = await run(built('answers_bench'), [join(root, 'catalog/metrics/nps.json')], { cwd: root });
  process.stderr.write(text);
  const [, limit, bandwidth, own, ratio] = /limit: ([\d.]+) ms \(([\d.]+) GB\/s\); answer store: ([\d.]+) ms; ratio ([\d.]+)/.exec(text);
  report('NPS by one dimension, 50 million responses', `${own} ms, ${ratio} x the hand-written loop (${limit} ms, ${bandwidth} GB/s)`, 'at most 2 x', Number(ratio) <= 2);
}

const kRows = 1_000_000;
async function millionRows(path) {
  const out = createWriteStream(path);
  const stages = ['Order', 'Delivery', 'Support', 'Billing'];
  const words = 'заказ пришёл вовремя но упаковка была помята курьер перезвонил дважды спасибо оператору ждали долго цена выросла всё хорошо'.split(' ');
  let state = 12345;
  const next = (most) => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) % most;
  out.write('day;stage;score;overall;comment\n');
  for (let i = 0; i < kRows; ++i) {
    const day = new Date(Date.UTC(2024, 0, 1) + Math.floor((i / kRows) * 730) * 86_400_000).toISOString().slice(0, 10);
    const comment = next(2) ? Array.from({ length: 3 + next(12) }, () => words[next(words.length)]).join(' ') : '';
    if (!out.write(`${day};${stages[next(4)]};${next(11)};${1 + next(5)};${comment}\n`)) await new Promise((done) => out.once('drain', done));
  }
  await new Promise((done) => out.end(done));
}

// The rows are imported by the command into a stopped installation; the start is then measured on what it made.
async function importAndStart() {
  const csv = join(folder, 'million.csv'), map = join(folder, 'map.json');
  await millionRows(csv);
  writeFileSync(map, JSON.stringify({
    time_zone: 'Europe/Moscow', date_formats: ['yyyy-MM-dd'], finished_at: { column: 'day' }, channel: { value: 'web' }, missing: [''],
    dimensions: { stage: { column: 'stage' } },
    answers: [{ question: 'recommend', column: 'score' }, { question: 'overall', column: 'overall' }, { question: 'why', column: 'comment' }] }));
  const server = await started();
  await server.stop();
  const seconds = (since) => Number(process.hrtime.bigint() - since) / 1e9;
  let begin = process.hrtime.bigint();
  await run(binary, ['import', 'responses', csv, '--survey', 'bench', '--map', map, '--data', server.folder, '--language', 'en']);
  const own = kRows / seconds(begin);
  const bare = [];
  for (let round = 0; round < 3; ++round) {
    const target = join(folder, `bare${round}.db`);
    const one = JSON.parse(await run(built('bare_insert'), [join(server.folder, 'otklik.db'), target, 50_000]));
    bare.push(one.rows / one.seconds);
    for (const ending of ['', '-wal', '-shm']) rmSync(target + ending, { force: true });
  }
  if (wanted.length === 0 || wanted.includes('import'))
    report('import of a CSV of a million rows, committed', `${own.toFixed(0)} rows a second, ${((own / median(bare)) * 100).toFixed(0)} % of bare SQLite (${median(bare).toFixed(0)})`,
           'at least 50 %', own >= median(bare) / 2);
  if (wanted.length === 0 || wanted.includes('start')) {
    const starts = [], rebuilds = [];
    for (let round = 0; round < 5; ++round) {
      rmSync(join(server.folder, 'answers.snapshot'), { force: true });
      for (const times of [rebuilds, starts]) {
        begin = process.hrtime.bigint();
        await server.up();
        times.push(seconds(begin));
        await server.stop();
      }
    }
    report('start with a million responses, from the snapshot', `${median(starts).toFixed(2)} s`, 'under 1 s', median(starts) < 1);
    report('start with a million responses, by rebuild', `${median(rebuilds).toFixed(2)} s`, 'under 20 s', median(rebuilds) < 20);
  }
  await server.remove();
}

try {
  const parts = { submit, latency, page, nps, import: importAndStart, start: importAndStart };
  for (const name of wanted) if (!parts[name]) throw new Error(`no part ${name}: ${Object.keys(parts).join(' ')}`);
  const chosen = new Set((wanted.length ? wanted : Object.keys(parts)).map((name) => parts[name]));
  for (const part of chosen) await part();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${cpus().length} processors, ${cpus()[0].model}\n`);
console.log('| figure | measured | goal | met |\n|---|---|---|---|');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
