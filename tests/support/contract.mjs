// Holds every reply under /api/v1 against api/openapi.yaml: the path and method are in it, the status is, the media type is and
// the body is what its schema says, with nothing more in it.
import { appendFileSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const Ajv = require('ajv/dist/2020.js').default;
const yaml = require('js-yaml');

export const contract = yaml.load(readFileSync(new URL('../../api/openapi.yaml', import.meta.url), 'utf8'));

// A schema with properties says all of them, unless it says otherwise; parts of an allOf are said together.
function closed(schema, part = false) {
  if (Array.isArray(schema)) return schema.map((one) => closed(one, part));
  if (!schema || typeof schema !== 'object') return schema;
  const copy = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') copy[key] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, closed(one)]));
    else if (key === 'allOf') copy[key] = closed(value, true);
    else if (typeof value === 'object') copy[key] = closed(value);
    else copy[key] = value;
  }
  if (!part && (copy.properties || copy.allOf) && copy.additionalProperties === undefined) copy.unevaluatedProperties = false;
  return copy;
}

// A schema that others extend by allOf cannot be closed itself.
const extended = new Set([...JSON.stringify(contract).matchAll(/"allOf":\[(.*?)\]/g)]
  .flatMap(([, parts]) => [...parts.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name)));
const document = structuredClone(contract);
for (const [name, schema] of Object.entries(contract.components.schemas)) document.components.schemas[name] = closed(schema, extended.has(name));
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema({ $id: 'contract', ...document });

const operations = [];
for (const [path, item] of Object.entries(contract.paths)) {
  const pattern = new RegExp(`^/api/v1${path.replace(/\{\w+\}/g, '[^/]+')}$`);
  for (const [method, operation] of Object.entries(item)) {
    if (operation?.responses) operations.push({ method: method.toUpperCase(), path, pattern, responses: operation.responses });
  }
}
// /a/{key} comes after /a/words, like in the router.
operations.sort((a, b) => (a.path.match(/\{/g) ?? []).length - (b.path.match(/\{/g) ?? []).length);

const resolved = (node) => (node.$ref ? node.$ref.slice(2).split('/').reduce((at, step) => at[step], contract) : node);
const pointer = (...steps) => steps.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');

function validator(operation, status, type) {
  const key = operation.responses[status] ? String(status) : 'default';
  const response = operation.responses[key];
  if (!response) return;
  const media = resolved(response).content?.[type];
  if (!media) return;
  if (!media.schema) return () => true;
  const where = response.$ref ? response.$ref.slice(2) : pointer('paths', operation.path, operation.method.toLowerCase(), 'responses', key);
  // Inline schemas of the paths are taken as they are; those of the components are closed.
  return ajv.getSchema(`contract#/${where}/content/${pointer(type)}/schema`) ?? ajv.compile(closed(JSON.parse(JSON.stringify(media.schema).replaceAll('"#/', '"contract#/'))));
}

// What is wrong with a reply, nothing for one that keeps the contract. `path` is without the query.
export function breach(method, path, status, type, body) {
  if (!path.startsWith('/api/v1/') || method === 'HEAD') return;
  const operation = operations.find((one) => one.method === method && one.pattern.test(path));
  if (!operation) return status === 404 || status === 405 ? undefined : `${method} ${path} is not in the contract and answers ${status}`;
  const named = `${method} ${operation.path} ${status}`;
  const expected = operation.responses[status] ?? (status >= 400 ? operation.responses.default : undefined);
  if (!expected) return `${named}: a status the contract does not know`;
  const content = resolved(expected).content;
  if (!content) return body ? `${named}: a body the contract does not know` : undefined;
  const media = (type ?? '').split(';')[0];
  const check = validator(operation, status, media);
  if (!check) return `${named}: ${media || 'no media type'} is not in the contract`;
  if (/json/.test(media) && !check(body)) {
    return `${named}: ${check.errors.slice(0, 5).map((one) => `${one.instancePath} ${one.message} ${JSON.stringify(one.params)}`).join('; ')}`;
  }
}

// With OTKLIK_CONTRACT_LOG every operation that succeeded is noted in that file, for tests/support/contract_seen.mjs.
const nameOf = (operation) => `${operation.method} /api/v1${operation.path}`;
export const operationNames = operations.map(nameOf);
export function note(method, path, status) {
  const log = process.env.OTKLIK_CONTRACT_LOG;
  const operation = log && status < 400 && operations.find((one) => one.method === method && one.pattern.test(path));
  if (operation) appendFileSync(log, `${nameOf(operation)}\n`);
}
