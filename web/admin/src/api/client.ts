// The one place that talks to the server. Paths, parameters and replies are checked against the contract.
import type { paths } from './schema';
import type { ProblemDocument, ProblemItem } from './types';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, M extends Method> = paths[P][M];
type Json<R> = R extends { content: { 'application/json': infer T } } ? T : undefined;
type Reply<O> = O extends { responses: infer R }
  ? R extends { 200: infer T } ? Json<T> : R extends { 201: infer T } ? Json<T> : undefined
  : never;
type Body<O> = O extends { requestBody: { content: { 'application/json': infer T } } } ? T : undefined;
type PathParameters<O> = O extends { parameters: { path: infer T } } ? T : undefined;
type QueryParameters<O> = O extends { parameters: { query?: infer T } } ? T : undefined;

export interface Options<O> {
  path?: PathParameters<O>;
  query?: QueryParameters<O>;
  body?: Body<O>;
  signal?: AbortSignal;
}

// What came instead of the answer. status 0: the server was not reached.
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly kind: string,
    readonly title: string,
    readonly problems: ProblemItem[],
    readonly requestId: string,
  ) {
    super(title);
  }
  get offline(): boolean {
    return this.status === 0;
  }
  // Messages of one field, for showing beside it.
  of(field: string): string[] {
    return this.problems.filter((problem) => problem.field === field).map((problem) => problem.message);
  }
}

let csrfToken = '';
let onUnauthenticated: () => void = () => {};

export function useCsrfToken(token: string): void {
  csrfToken = token;
}

export function whenUnauthenticated(action: () => void): void {
  onUnauthenticated = action;
}

function fill(path: string, parameters: Record<string, unknown> | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parameters?.[name] ?? '')));
}

function search(parameters: Record<string, unknown> | undefined): string {
  const pairs = Object.entries(parameters ?? {}).filter(([, value]) => value !== undefined && value !== '');
  if (pairs.length === 0) return '';
  return '?' + new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
}

async function problemFrom(response: Response): Promise<Problem> {
  const requestId = response.headers.get('X-Request-Id') ?? '';
  try {
    const document = (await response.json()) as ProblemDocument;
    const kind = document.type?.replace('/problems/', '') ?? '';
    const title = document.detail || document.title || String(response.status);
    return new Problem(response.status, kind, title, document.problems ?? [], document.request_id ?? requestId);
  } catch {
    return new Problem(response.status, '', String(response.status), [], requestId);
  }
}

async function send(method: Method, url: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'get' && csrfToken) headers['X-CSRF-Token'] = csrfToken;
  let response: Response;
  try {
    response = await fetch(url, {
      method: method.toUpperCase(),
      headers,
      credentials: 'same-origin',
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'offline', '', [], '');
  }
  if (response.ok) return response.status === 204 ? undefined : await response.json();
  const problem = await problemFrom(response);
  if (response.status === 401 && !url.endsWith('/session')) onUnauthenticated();
  throw problem;
}

function call<M extends Method>(method: M) {
  return <P extends PathsWith<M>>(path: P, options: Options<Operation<P, M>> = {}): Promise<Reply<Operation<P, M>>> => {
    const parameters = options.path as Record<string, unknown> | undefined;
    const url = '/api/v1' + fill(path as string, parameters) + search(options.query as Record<string, unknown> | undefined);
    return send(method, url, options.body, options.signal) as Promise<Reply<Operation<P, M>>>;
  };
}

export const api = { get: call('get'), post: call('post'), put: call('put'), patch: call('patch'), delete: call('delete') };
