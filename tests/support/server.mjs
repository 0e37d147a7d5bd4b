// The real server for end-to-end tests: started in a folder of its own on a free loopback port, stopped by its pid.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Client } from './client.mjs';

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
export const binary = resolve(root, process.env.OTKLIK_BINARY ?? 'build/release/otklik');

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

export async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

export class Server {
  // `options`: demo, args (more of the command line), env (more environment), ready_ms, data (an existing folder, kept).
  static async start(options = {}) {
    if (!existsSync(binary)) throw new Error(`there is no ${binary}: build the server or set OTKLIK_BINARY`);
    const server = new Server();
    server.options = options;
    server.own_folder = !options.data;
    server.folder = options.data ?? mkdtempSync(join(tmpdir(), 'otklik-test-'));
    server.port = await freePort();
    server.url = `http://127.0.0.1:${server.port}`;
    try {
      await server.up();
    } catch (error) {
      await server.remove();
      throw error;
    }
    return server;
  }

  async up() {
    const { demo, args = [], env = {}, ready_ms = 120_000 } = this.options;
    const line = ['serve', ...(demo ? ['--demo'] : []), '--data', this.folder, '--listen', `127.0.0.1:${this.port}`, ...args];
    this.output = '';
    this.process = spawn(binary, line, { cwd: this.folder, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.process.stdout, this.process.stderr]) {
      stream.on('data', (part) => (this.output = (this.output + part).slice(-20_000)));
    }
    this.ended = new Promise((done) => this.process.on('exit', (code, signal) => done({ code, signal })));
    await this.ready(ready_ms);
  }

  async ready(within_ms) {
    const until = Date.now() + within_ms;
    while (Date.now() < until) {
      if (this.process.exitCode !== null || this.process.signalCode !== null) throw new Error(`the server ended:\n${this.output}`);
      const reply = await fetch(`${this.url}/readyz`).catch(() => null);
      await reply?.text();
      if (reply?.status === 200) return;
      await sleep(25);
    }
    throw new Error(`not ready within ${within_ms} ms:\n${this.output}`);
  }

  // Ends the process; what it ended with: {code, signal}.
  async stop(signal = 'SIGTERM') {
    this.process.kill(signal);
    return this.ended;
  }

  // The same folder and port again.
  async restart(signal = 'SIGTERM') {
    const how = await this.stop(signal);
    await this.up();
    return how;
  }

  async remove() {
    if (this.process.exitCode === null && this.process.signalCode === null) await this.stop();
    if (this.own_folder) rmSync(this.folder, { recursive: true, force: true });
  }

  client(options) {
    return new Client(this.url, options);
  }

  // A client logged in as the first administrator, whom it makes.
  async firstAdministrator(language = 'en') {
    const client = this.client({ language });
    const reply = await client.post('/api/v1/setup', { ...first_run, language });
    if (reply.status !== 200) throw new Error(`setup: ${reply.status} ${reply.text}`);
    return client;
  }
}

export const first_run = {
  company_name: 'Ромашка', time_zone: 'Europe/Moscow', language: 'en', name: 'Анна Петрова', email: 'anna@example.com',
  password: 'correct horse battery',
};
