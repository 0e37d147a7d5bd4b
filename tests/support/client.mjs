// A browser's manners over plain node:http: a cookie jar, the CSRF token of the session, forms, and no hidden redirects.
import { Agent, request } from 'node:http';
import { gunzipSync } from 'node:zlib';

import { breach, note } from './contract.mjs';

export class Client {
  constructor(url, { language, token } = {}) {
    this.url = url;
    this.language = language;
    this.token = token;
    this.cookies = new Map();
    this.agent = new Agent({ keepAlive: true, maxSockets: 64 });
  }

  get(path, options) { return this.send('GET', path, undefined, options); }
  head(path, options) { return this.send('HEAD', path, undefined, options); }
  post(path, body, options) { return this.send('POST', path, body, options); }
  patch(path, body, options) { return this.send('PATCH', path, body, options); }
  put(path, body, options) { return this.send('PUT', path, body, options); }
  delete(path, options) { return this.send('DELETE', path, undefined, options); }

  // `fields`: an object, or pairs where a name may stand twice.
  form(path, fields, options = {}) {
    const body = new URLSearchParams(fields).toString();
    return this.send('POST', path, body, { ...options, type: 'application/x-www-form-urlencoded' });
  }

  // `body`: an object becomes JSON, a string or bytes go as they are. `csrf: false` leaves the token out,
  // `chunked` the length.
  async send(method, path, body, { headers = {}, type, csrf = true, chunked = false, language = this.language } = {}) {
    const sent = { ...headers };
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const bytes = body === undefined ? undefined : raw ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
    if (bytes) sent['content-type'] ??= type ?? 'application/json';
    if (bytes && !chunked) sent['content-length'] = bytes.length;
    if (language) sent['accept-language'] ??= language;
    if (this.token) sent.authorization ??= `Bearer ${this.token}`;
    if (this.cookies.size && !this.token) sent.cookie ??= [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (csrf && this.csrf_token && !this.token && method !== 'GET' && method !== 'HEAD') sent['x-csrf-token'] ??= this.csrf_token;
    const reply = await exchange({ host: '127.0.0.1', port: new URL(this.url).port, path, method, headers: sent, agent: this.agent }, bytes);
    const broken = breach(method, path.split('?')[0], reply.status, reply.headers['content-type'], reply.json ?? reply.text);
    if (broken) throw new Error(`the reply breaks the contract: ${broken}`);
    note(method, path.split('?')[0], reply.status);
    this.#keepCookies(reply);
    if (reply.json?.csrf_token) this.csrf_token = reply.json.csrf_token;
    return reply;
  }

  #keepCookies(reply) {
    for (const line of reply.headers['set-cookie'] ?? []) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/max-age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  async logIn(email, password) {
    return this.post('/api/v1/session', { email, password });
  }

  close() { this.agent.destroy(); }
}

// The path goes as it is: a test may send what no browser would.
function exchange(options, bytes) {
  return new Promise((done, fail) => {
    const sending = request(options, (reply) => {
      const parts = [];
      reply.on('data', (part) => parts.push(part));
      reply.on('error', fail);
      reply.on('end', () => done(decoded(reply, Buffer.concat(parts))));
    });
    sending.on('error', fail);
    sending.end(bytes);
  });
}

function decoded(reply, wire) {
  const gzip = reply.headers['content-encoding'] === 'gzip' && wire.length;
  const text = (gzip ? gunzipSync(wire) : wire).toString('utf8');
  const json = /json/.test(reply.headers['content-type'] ?? '') && text ? JSON.parse(text) : undefined;
  return { status: reply.statusCode, headers: reply.headers, raw_headers: reply.rawHeaders, wire_bytes: wire.length, text, json };
}

// Server-sent events over one connection: `next(wanted, within_ms)` waits for an event that `wanted` accepts.
export class EventReader {
  static async open(client, { last_event_id } = {}) {
    const reader = new EventReader();
    reader.events = [];
    reader.waiting = [];
    const headers = client.token ? { authorization: `Bearer ${client.token}` }
      : { cookie: [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    if (last_event_id) headers['last-event-id'] = last_event_id;
    await new Promise((done, fail) => {
      reader.request = request(new URL('/api/v1/events', client.url), { headers }, (reply) => {
        reader.status = reply.statusCode;
        note('GET', '/api/v1/events', reply.statusCode);
        reader.headers = reply.headers;
        let text = '';
        reply.setEncoding('utf8');
        reply.on('data', (part) => {
          text += part;
          for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
            reader.#take(text.slice(0, end));
            text = text.slice(end + 2);
          }
        });
        reply.on('error', () => {});
        done();
      });
      reader.request.on('error', fail);
      reader.request.end();
    });
    return reader;
  }

  #take(block) {
    const event = { at: performance.now() };
    for (const line of block.split('\n')) {
      const [, name, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (name) event[name] = name === 'data' ? JSON.parse(value) : value;
    }
    if (!event.event) return;
    this.events.push(event);
    for (const wake of this.waiting.splice(0)) wake();
  }

  async next(wanted, within_ms) {
    const until = performance.now() + within_ms;
    for (;;) {
      const found = this.events.find(wanted);
      if (found) return found;
      const left = until - performance.now();
      if (left <= 0) throw new Error(`no such event within ${within_ms} ms; there were ${JSON.stringify(this.events.slice(-5))}`);
      await new Promise((wake) => {
        const timer = setTimeout(wake, left);
        this.waiting.push(() => { clearTimeout(timer); wake(); });
      });
    }
  }

  close() { this.request.destroy(); }
}
