// contract_seen.mjs LOG: was every operation of api/openapi.yaml answered by the running server, and its reply held against the
// contract, in the tests that wrote LOG? Ends with "N passed, N failed".
import { readFileSync } from 'node:fs';

import { operationNames } from './contract.mjs';

const seen = new Set(readFileSync(process.argv[2], 'utf8').split('\n'));
const unseen = operationNames.filter((name) => !seen.has(name));
for (const name of unseen) console.log(`${name} never succeeded in any test`);
console.log(`${operationNames.length - unseen.length} passed, ${unseen.length} failed`);
process.exit(unseen.length ? 1 : 0);
