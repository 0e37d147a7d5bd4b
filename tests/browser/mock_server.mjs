// A stand-in for the server: serves web/dist with the real headers and answers the API from invented data.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCompany, makeResponse, PULSE, ROLES, STAGES, TITLES } from './mock_fixture.mjs';
import { deleteMetric, metricList, putMetric } from './mock_metrics.mjs';
import { fullResponse, listItem, listResponses, surveyFull, surveyItem } from './mock_records.mjs';
import { answer, Refusal } from './mock_query.mjs';

export const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const DIST = fileURLToPath(new URL('../../web/dist/', import.meta.url));
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' };
const QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 33 33" shape-rendering="crispEdges"><rect width="33" height="33" fill="#fff"/><path d="M4 4h7v7H4zM22 4h7v7h-7zM4 22h7v7H4zM13 5h2v2h-2zM16 9h3v2h-3zM13 13h3v3h-3zM19 14h2v5h-2zM24 13h4v2h-4zM14 20h2v6h-2zM20 22h6v2h-6zM24 26h3v3h-3z"/></svg>';

const problem = (status, kind, problems, title = kind) => ({ status, body: { type: `/problems/${kind}`, title, status, problems, request_id: 'req-7f3a' } });
const ok = (body, status = 200) => ({ status, body });
const said = ({ status, body, problems }) => (problems ? problem(status, status === 409 ? 'conflict' : 'invalid', problems, problems[0].message) : ok(body, status));

const RIGHTS = ['responses.read', 'responses.write', 'figures.read', 'surveys.write', 'company.write', 'users.write', 'tokens.write', 'audit.read'];

export function makeState(options = {}) {
  const company = makeCompany(options);
  return {
    ...company, loggedIn: options.loggedIn ?? false, setupNeeded: options.setupNeeded ?? false, streams: new Set(), epoch: 'e1', events: [],
    seen: { today: { at: new Date(Date.now() - 20 * 3_600_000).toISOString(), seq: null }, responses: { at: null, seq: Math.max(0, company.responses.length - 6) } },
    user: { id: 'u1', name: 'Ирина Новикова', email: 'irina@example.org', role: 'administrator', language: options.language ?? 'ru', theme: options.theme ?? 'system', single_keys: true },
    settings: { name: options.name ?? 'Трубный дом „Урал“', time_zone: 'Europe/Moscow', language: 'ru', estimand: 'account', accounts: null, population: [], headline: { metric: 'nps', measures: 'relationship', survey: null, target: 25 } },
    users: [
      { id: 'u1', name: 'Ирина Новикова', email: 'irina@example.org', role: 'administrator', language: 'ru', created_at: '2025-01-10T08:00:00Z', last_login_at: new Date().toISOString() },
      { id: 'u2', name: 'Павел Зайцев', email: 'pavel@example.org', role: 'analyst', language: 'ru', created_at: '2025-02-10T08:00:00Z', last_login_at: '2026-11-12T08:00:00Z' },
      { id: 'u3', name: 'Greta Holm', email: 'greta@example.org', role: 'viewer', language: 'en', created_at: '2026-03-10T08:00:00Z', last_login_at: null },
    ],
    tokens: [{ id: 't1', name: 'Телефонная платформа', rights: ['responses.write'], created_at: '2026-01-15T09:00:00Z', created_by: 'Ирина Новикова', last_used_at: new Date(Date.now() - 300_000).toISOString() }],
    pulse: [9, 10, 3, 9, 10, 9, 10, 8, 9, 10, 7, 9, 10], states: { relationship: 'open', support: 'open', [PULSE]: 'open' }, own: [], rights: options.rights ?? RIGHTS, empty: options.responses === 0, delay: 0, fail: new Set(),
  };
}

const sessionOf = (state) => ({
  user: state.user, csrf_token: 'csrf-1', company: { name: state.settings.name, time_zone: state.settings.time_zone, language: 'ru' }, demo: true,
  rights: state.rights,
});

const today = () => new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);

function counted(state, key, name, labels) {
  const counts = new Map();
  for (const response of state.responses) {
    const value = key === 'role' ? response.contact.role : key === 'stage' ? response.stage : response[key];
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts].sort((a, b) => b[1] - a[1]).map(([value, responses]) => ({ value, label: labels[value] ?? { ru: value, en: value }, responses }));
  return { key, name, values };
}

function accountsOf(state) {
  const names = new Map(state.responses.map((response) => [response.account.id, response.account.name]));
  return { key: 'account', name: { ru: 'Клиент', en: 'Account' }, values: [...names].map(([value, name]) => ({ value, label: { ru: name, en: name }, responses: state.responses.filter((one) => one.account.id === value).length })) };
}

function dimensionsOf(state) {
  const named = (list) => Object.fromEntries(list.map((one) => [one.key, one.name]));
  const segments = Object.fromEntries(state.segments.map(([key, ru, en]) => [key, { ru, en }]));
  return [
    counted(state, 'segment', { ru: 'Сегмент', en: 'Segment' }, segments),
    counted(state, 'stage', { ru: 'Этап', en: 'Stage' }, named(STAGES)),
    { ...counted(state, 'process', { ru: 'Процесс', en: 'Process' }, {}), values: state.empty ? [] : STAGES.flatMap((stage) => stage.processes).map((one) => ({ value: one.key, label: one.name, responses: 100 })) },
    counted(state, 'role', { ru: 'Роль', en: 'Role' }, named(ROLES)),
    counted(state, 'channel', { ru: 'Канал', en: 'Channel' }, {}),
    accountsOf(state),
    counted(state, 'language', { ru: 'Язык', en: 'Language' }, { ru: { ru: 'русский', en: 'Russian' }, en: { ru: 'английский', en: 'English' } }),
  ];
}

function todayOf(state) {
  const since = state.seen.today.at;
  const fresh = state.responses.filter((response) => response.at > since && !response.abandoned);
  return {
    since, new_responses: fresh.length, new_with_comment: fresh.filter((one) => one.comment).length, unhappy: fresh.filter((one) => one.score !== null && one.score <= 6).length,
    latest: state.responses.filter((one) => one.comment).slice(-6).reverse().map(listItem),
  };
}

function validate(text) {
  try {
    const document = JSON.parse(text);
    const problems = [];
    const place = (needle) => {
      const before = text.slice(0, Math.max(0, text.indexOf(needle))).split('\n');
      return { line: before.length, column: before.at(-1).length + 1 };
    };
    if (!document.title) problems.push({ field: 'title', message: 'Нет названия. Нужен текст или тексты по языкам.', line: 1, column: 1 });
    const scale = /"max":\s*(\d{3,})/.exec(text);
    if (scale) problems.push({ field: 'pages[0].questions[0].scale.max', message: `Шкала до ${scale[1]}: можно не больше 250.`, ...place('"max"') });
    return { problems, breaks: text.includes('переписан') ? ['recommend'] : [] };
  } catch (error) {
    const at = Number(/position (\d+)/.exec(error.message)?.[1] ?? text.length);
    const before = text.slice(0, at).split('\n');
    return { problems: [{ field: '', message: 'Это не JSON: здесь ждём запятую или закрывающую скобку.', line: before.length, column: before.at(-1).length + 1 }] };
  }
}

// Adds a response as if a client had just answered, and tells the streams.
export function arrive(state, change = {}) {
  const response = { ...makeResponse(state.at, state.responses.length + 1, Date.now(), 0), abandoned: false, ...change };
  state.responses.push(response);
  publish(state, 'response', { seq: response.seq, response: listItem(response) });
  publish(state, 'applied', { seq: response.seq });
  return response;
}

function publish(state, kind, data) {
  const text = `id: ${state.epoch}-${data.seq}\nevent: ${kind}\ndata: ${JSON.stringify(data)}\n\n`;
  state.events.push({ seq: data.seq, text });
  for (const stream of state.streams) stream.write(text);
}

function stream(state, request, reply, query) {
  reply.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  reply.write(': here\n\n');
  const resume = request.headers['last-event-id'] ?? query.get('last_event_id');
  const seq = Number(resume?.split('-')[1] ?? NaN);
  if (!Number.isNaN(seq)) state.events.filter((event) => event.seq > seq).forEach((event) => reply.write(event.text));
  state.streams.add(reply);
  request.on('close', () => state.streams.delete(reply));
}

const remove = (list, id) => list.splice(list.findIndex((one) => one.id === id), 1);

const ROUTES = [
  ['GET', /^\/setup$/, (state) => ok({ needed: state.setupNeeded, logged_in: state.loggedIn })],
  ['POST', /^\/setup$/, (state, _, body) => {
    if (body.password.length < 10) return problem(422, 'invalid', [{ key: 'too_short', field: 'password', value: '', message: 'Пароль: не короче десяти знаков.' }]);
    Object.assign(state, { setupNeeded: false, loggedIn: true });
    state.settings.name = body.company_name;
    return ok(sessionOf(state));
  }],
  ['POST', /^\/session$/, (state, _, body) => {
    if (body.password !== 'correct horse') return problem(401, 'unauthenticated', [{ key: 'wrong_credentials', field: '', value: '', message: 'Почта или пароль не подходят.' }]);
    state.loggedIn = true;
    return ok(sessionOf(state));
  }],
  ['GET', /^\/session$/, (state) => ok(sessionOf(state))],
  ['PATCH', /^\/session$/, (state, _, body) => ok((Object.assign(state.user, body), sessionOf(state)))],
  ['DELETE', /^\/session$/, (state) => ((state.loggedIn = false), ok(undefined, 204))],
  ['POST', /^\/session\/seen$/, (state, _, body) => ok((state.seen[body.page] = { at: new Date().toISOString(), seq: body.seq ?? state.responses.at(-1)?.seq ?? 0 }))],
  ['GET', /^\/session\/seen\/(\w+)$/, (state, [page]) => ok(state.seen[page])],
  ['GET', /^\/today$/, (state) => ok(todayOf(state))],
  ['GET', /^\/metrics$/, (state) => ok({ metrics: metricList(state) })],
  ['PUT', /^\/metrics\/([^/]+)$/, (state, [key], body) => said(putMetric(state, decodeURIComponent(key), body))],
  ['DELETE', /^\/metrics\/([^/]+)$/, (state, [key]) => said(deleteMetric(state, key))],
  ['GET', /^\/dimensions$/, (state) => ok({ dimensions: dimensionsOf(state) })],
  ['GET', /^\/journey$/, () => ok({ stages: STAGES, roles: ROLES })],
  ['POST', /^\/query$/, (state, _, body) => ok(answer(body, state.responses, today(), state.pulse))],
  ['GET', /^\/responses$/, (state, _, __, query) => ok(listResponses(state, query))],
  ['GET', /^\/responses\/([\w-]+)$/, (state, [id]) => {
    const found = state.responses.find((one) => one.id === id);
    return found ? ok(fullResponse(state, found)) : problem(404, 'not_found', [], 'Не найдено');
  }],
  ['PATCH', /^\/responses\/([\w-]+)$/, (state, [id], body) => ok(listItem(Object.assign(state.responses.find((one) => one.id === id), body)))],
  ['GET', /^\/surveys$/, (state) => ok({ surveys: state.empty && state.noSurveys ? [] : Object.keys(TITLES).map((key) => surveyItem(state, key)) })],
  ['POST', /^\/surveys$/, (_, __, body) => ok({ key: 'relationship', version: 3, breaks: validate(JSON.stringify(body.document)).breaks }, 201)],
  ['POST', /^\/surveys\/validate$/, (_, __, body) => ok(validate(body.document))],
  ['GET', /^\/surveys\/(\w+)$/, (state, [key]) => (TITLES[key] ? ok(surveyFull(state, key)) : problem(404, 'not_found', [], 'Не найдено'))],
  ['PATCH', /^\/surveys\/(\w+)$/, (state, [key], body) => ok((state.states[key] = body.state, surveyFull(state, key)))],
  ['POST', /^\/surveys\/(\w+)\/links$/, (_, [key], body) => ok({ links: Array.from({ length: body.count }, (__, index) => ({ url: `https://otklik.example/s/${key}?t=${(index * 7919 + 104729).toString(36)}xK9` })) }, 201)],
  ['GET', /^\/company$/, (state) => ok(state.settings)],
  ['PATCH', /^\/company$/, (state, _, body) => ok(Object.assign(state.settings, body))],
  ['GET', /^\/users$/, (state) => ok({ users: state.users })],
  ['POST', /^\/users$/, (state, _, body) => {
    if (state.users.some((user) => user.email === body.email)) return problem(409, 'conflict', [{ key: 'email_taken', field: 'email', value: body.email, message: 'С этой почтой уже кто-то есть.' }]);
    const user = { id: `u${state.users.length + 1}`, language: 'ru', created_at: new Date().toISOString(), last_login_at: null, ...body, password: undefined };
    state.users.push(user);
    return ok(user, 201);
  }],
  ['PATCH', /^\/users\/(\w+)$/, (state, [id], body) => ok(Object.assign(state.users.find((user) => user.id === id), body))],
  ['DELETE', /^\/users\/(\w+)$/, (state, [id]) => (remove(state.users, id), ok(undefined, 204))],
  ['GET', /^\/tokens$/, (state) => ok({ tokens: state.tokens })],
  ['POST', /^\/tokens$/, (state, _, body) => {
    const token = { id: `t${state.tokens.length + 1}`, created_at: new Date().toISOString(), created_by: state.user.name, last_used_at: null, ...body };
    state.tokens.unshift(token);
    return ok({ ...token, secret: 'otk_8Zt3hVq1mXc7Lr0pWn5sYb2dKf9gJe4u' }, 201);
  }],
  ['DELETE', /^\/tokens\/(\w+)$/, (state, [id]) => (remove(state.tokens, id), ok(undefined, 204))],
  ['GET', /^\/audit$/, () => ok({ entries: [
    { seq: 1402, at: new Date(Date.now() - 60_000).toISOString(), actor: 'Ирина Новикова', kind: 'logged_in', subject: '' },
    { seq: 1371, at: '2026-11-19T12:40:00Z', actor: 'Павел Зайцев', kind: 'survey_saved', subject: 'relationship, 2' },
    { seq: 1288, at: '2026-11-12T08:02:00Z', actor: 'Ирина Новикова', kind: 'token_added', subject: 'Телефонная платформа' },
    { seq: 1, at: '2025-01-10T08:00:00Z', actor: null, kind: 'company_created', subject: 'Трубный дом „Урал“' },
  ], next_before: null })],
];

async function readBody(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text ? JSON.parse(text) : undefined;
}

function route(state, request, path, body, query) {
  const open = path === '/setup' || (path === '/session' && request.method === 'POST');
  if (!open && !state.loggedIn) return problem(401, 'unauthenticated', [{ key: 'not_logged_in', field: '', value: '', message: 'Войдите.' }]);
  if (!open && request.method !== 'GET' && request.headers['x-csrf-token'] !== 'csrf-1') return problem(403, 'forbidden', [{ key: 'csrf', field: '', value: '', message: 'Нет X-CSRF-Token.' }]);
  if (state.fail.has(path)) return problem(500, 'internal', [], 'Внутренняя ошибка');
  for (const [method, pattern, handle] of ROUTES) {
    const match = pattern.exec(path);
    if (method === request.method && match) return handle(state, match.slice(1), body, query);
  }
  return problem(404, 'not_found', [], 'Не найдено');
}

async function serveFile(reply, path) {
  const file = path.startsWith('/assets/') ? normalize(path) : '/index.html';
  const content = await readFile(join(DIST, file));
  const immutable = file !== '/index.html';
  reply.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': CSP, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache' });
  reply.end(content);
}

async function handle(state, request, reply) {
  const url = new URL(request.url, 'http://localhost');
  if (!url.pathname.startsWith('/api/v1/')) {
    if (url.pathname.startsWith('/s/')) return reply.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>form</title>');
    return serveFile(reply, url.pathname);
  }
  const path = url.pathname.slice('/api/v1'.length);
  if (path === '/events') return stream(state, request, reply, url.searchParams);
  if (path.endsWith('/qr')) return reply.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(QR);
  const body = await readBody(request);
  if (state.delay > 0) await new Promise((resolve) => setTimeout(resolve, state.delay));
  let answered;
  try {
    answered = route(state, request, path, body, url.searchParams);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    answered = problem(422, 'refused', error.problems, 'Посчитать нельзя');
  }
  reply.writeHead(answered.status, { 'Content-Type': answered.status >= 400 ? 'application/problem+json' : 'application/json', 'Cache-Control': 'no-store' });
  reply.end(answered.body === undefined ? undefined : JSON.stringify(answered.body));
}

export async function startMock(options = {}) {
  const state = makeState(options);
  const server = createServer((request, reply) => {
    handle(state, request, reply).catch((error) => {
      reply.writeHead(error.code === 'ENOENT' ? 404 : 500).end(String(error));
    });
  });
  await new Promise((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  if (options.port === undefined) server.unref();  // a failed test leaves it open, and must not hold the run
  const close = () => {
    for (const open of state.streams) open.end();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { state, url: `http://127.0.0.1:${server.address().port}`, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMock({ port: Number(process.env.PORT ?? 8099), loggedIn: true });
  console.log(url);
}
