#!/usr/bin/env node
// Sends the restaurant reviews of a SentiRuEval-2015 file to a running server, one response a review, as a live client
// would; with --verify compares the server's mean score of each criterion with the file's. Needs node 18, nothing else.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const usage = `sentirueval.mjs FILE.xml --url http://127.0.0.1:8080 [--token SECRET] [options]
  --survey KEY      survey to send to (restaurant)
  --create          save tests/data/restaurant_questionnaire.json first; the token needs the right to write surveys
  --dated           send each review's own date; the token needs the right to back-date
  --parallel N      requests at a time (4)
  --verify          afterwards compare the means by criterion; the token needs the right to read
  --verify-only     compare without sending`;

const criteria = ['food', 'interior', 'service'];

const unescape = (text) =>
  text.replace(/&(lt|gt|quot|apos|amp|#\d+|#x[\da-f]+);/gi, (whole, name) => {
    const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }[name.toLowerCase()];
    if (named) return named;
    return String.fromCodePoint(Number(name[1] === 'x' ? `0${name.slice(1)}` : name.slice(1)));
  });

function element(xml, name) {
  const found = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(xml);
  return found ? unescape(found[1]).trim() : undefined;
}

// The same review always gets the same id, so that sending twice is harmless.
function reviewId(survey, id) {
  const bytes = createHash('sha256').update(`sentirueval/${survey}/${id}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

// "13.03.2012 11:42"; the file names no time zone, Moscow's +04:00 of those years is taken.
function reviewTime(text) {
  const found = /^(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2})$/.exec(text ?? '');
  return found ? `${found[3]}-${found[2]}-${found[1]}T${found[4]}:00+04:00` : undefined;
}

export function readReviews(xml) {
  const reviews = [];
  for (const [, id, body] of xml.matchAll(/<review id="([^"]+)">([\s\S]*?)<\/review>/g)) {
    const scores = {};
    for (const criterion of criteria) {
      const text = element(/<scores>[\s\S]*?<\/scores>/.exec(body)?.[0] ?? '', criterion);
      if (text === undefined || text === '') continue;
      if (!/^(\d|10)$/.test(text)) throw new Error(`review ${id}: ${criterion} is "${text}", not 0..10`);
      scores[criterion] = Number(text);
    }
    reviews.push({ id, scores, text: element(body, 'text') ?? '', at: reviewTime(element(body, 'date')) });
  }
  return reviews;
}

function client({ url, token }) {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  if (token) headers.Authorization = `Bearer ${token}`;
  return async function post(path, body) {
    for (let attempt = 1; ; ++attempt) {
      const reply = await fetch(new URL(`/api/v1${path}`, url), { method: 'POST', headers, body: JSON.stringify(body) });
      if ((reply.status === 429 || reply.status === 503) && attempt <= 8) {
        const seconds = Number(reply.headers.get('Retry-After')) || attempt;
        await reply.arrayBuffer();
        await new Promise((done) => setTimeout(done, seconds * 1000));
        continue;
      }
      const text = await reply.text();
      if (!reply.ok) throw new Error(`POST ${path}: ${reply.status} ${text}`);
      return { status: reply.status, body: JSON.parse(text) };
    }
  };
}

function submission(review, options) {
  const body = {
    id: reviewId(options.survey, review.id),
    language: 'ru',
    channel: 'web',
    answers: { marks: review.scores, review: review.text },
  };
  if (options.dated && review.at) body.started_at = review.at;
  return body;
}

async function send(post, reviews, options) {
  const queue = [...reviews];
  const sent = { kept: 0, repeated: 0, seq: 0 };
  const worker = async () => {
    for (let review = queue.shift(); review; review = queue.shift()) {
      const reply = await post(`/surveys/${options.survey}/responses`, submission(review, options));
      if (reply.status === 201) ++sent.kept;
      else ++sent.repeated;
      sent.seq = Math.max(sent.seq, reply.body.seq);
    }
  };
  const began = Date.now();
  await Promise.all(Array.from({ length: options.parallel }, worker));
  console.log(`${sent.kept} kept, ${sent.repeated} were there already, ${Date.now() - began} ms`);
  return sent;
}

function fileMeans(reviews) {
  return Object.fromEntries(
    criteria.map((criterion) => {
      const scores = reviews.map((review) => review.scores[criterion]).filter((score) => score !== undefined);
      return [criterion, { n: scores.length, mean: scores.reduce((sum, score) => sum + score, 0) / scores.length }];
    }),
  );
}

// The reply that has everything up to `seq` in it; figures follow a response within a second.
async function queryMeans(post, survey, seq) {
  for (let attempt = 0; attempt < 50; ++attempt) {
    const { body } = await post('/query', { metric: 'mean_score', by: ['item'], where: { survey: [survey] } });
    if (body.as_of >= seq) return body.groups;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`the server's figures did not reach response ${seq} in 10 s`);
}

async function verify(post, reviews, survey, seq) {
  const groups = await queryMeans(post, survey, seq);
  let wrong = 0;
  for (const [criterion, expected] of Object.entries(fileMeans(reviews))) {
    const group = groups.find((one) => one.key[0] === `marks.${criterion}`);
    const same = group?.n === expected.n && Math.abs(group.estimate - expected.mean) < 1e-9;
    if (!same) ++wrong;
    console.log(
      `${same ? 'same ' : 'WRONG'} ${criterion.padEnd(9)} file ${expected.mean.toFixed(6)} n=${expected.n}` +
        `  server ${group?.estimate?.toFixed(6)} n=${group?.n}`,
    );
  }
  return wrong === 0;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      survey: { type: 'string', default: 'restaurant' },
      parallel: { type: 'string', default: '4' },
      create: { type: 'boolean' },
      dated: { type: 'boolean' },
      verify: { type: 'boolean' },
      'verify-only': { type: 'boolean' },
    },
  });
  const parallel = Number(values.parallel);
  if (positionals.length !== 1 || !values.url || !(parallel >= 1 && parallel <= 64)) {
    console.error(usage);
    return 2;
  }
  const options = { ...values, parallel };
  const reviews = readReviews(await readFile(positionals[0], 'utf8'));
  console.log(`${reviews.length} reviews in the file`);
  const post = client(options);
  if (options.create) {
    const path = new URL('../data/restaurant_questionnaire.json', import.meta.url);
    const document = JSON.parse(await readFile(path, 'utf8'));
    const saved = await post('/surveys', { document: { ...document, key: options.survey } });
    console.log(`survey ${saved.body.key}, version ${saved.body.version}`);
  }
  const sent = options['verify-only'] ? { seq: 0 } : await send(post, reviews, options);
  if (!options.verify && !options['verify-only']) return 0;
  return (await verify(post, reviews, options.survey, sent.seq)) ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main().then(
    (code) => (process.exitCode = code),
    (error) => {
      console.error(error.message);
      process.exitCode = 1;
    },
  );
}
