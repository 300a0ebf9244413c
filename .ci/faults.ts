/**
 * `npm run faults`: the faults of the reference target → docs/faults.md.
 *
 *   node .ci/faults.ts            writes
 *   node .ci/faults.ts --check    writes nothing; exit 1 when what is committed is stale
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { faultsPage } from '../src/reference/faults/document.ts';
import { FAULT_AREAS, FAULTS } from '../src/reference/index.ts';

const file = fileURLToPath(new URL('../docs/faults.md', import.meta.url));
const page = faultsPage(FAULT_AREAS);
const current = existsSync(file) && readFileSync(file, 'utf8') === page;

if (process.argv.includes('--check') && !current) {
  console.error('stale: docs/faults.md\n  Run "npm run faults" and commit the result.');
  process.exitCode = 1;
} else {
  if (!current) writeFileSync(file, page);
  console.log(`docs/faults.md: ${FAULTS.length} faults, ${current ? 'current' : 'written'}`);
}
