import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IncompleteFailure } from './failure.ts';

/** Folder of the harness itself (suites, fixtures): the nearest one above this file with our package.json. */
export function harnessHome(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"name": "azure-openai-conformance"'))
      return folder;
    if (folder === dirname(folder)) throw new IncompleteFailure('the folder of the harness cannot be found');
  }
}
