/** Loads the catalogue that is shipped. The only file of the error contract that touches the disk. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationFailure } from '../../failure.ts';
import { type ErrorCatalogue, readCatalogue } from './catalogue.ts';

const FILE = 'fixtures/catalog/errors.yaml';
const SCHEMA = 'fixtures/schemas/errors.schema.json';

let loaded: ErrorCatalogue | undefined;

/**
 * The shipped catalogue, read once. It is looked for in the folders above this module, so that it is found
 * from the source as well as from a bundle. Throws ConfigurationFailure when it is missing or wrong.
 */
export function shippedCatalogue(): ErrorCatalogue {
  loaded ??= load(packageRoot(dirname(fileURLToPath(import.meta.url))));
  return loaded;
}

function load(root: string): ErrorCatalogue {
  const text = readFileSync(join(root, FILE), 'utf8');
  return readCatalogue({ file: FILE, text }, JSON.parse(readFileSync(join(root, SCHEMA), 'utf8')));
}

function packageRoot(from: string): string {
  if (existsSync(join(from, FILE))) return from;
  const parent = dirname(from);
  if (parent === from) {
    throw new ConfigurationFailure('the error catalogue is missing', {
      place: { file: FILE },
      remedy: 'Reinstall the package, or restore the file.',
    });
  }
  return packageRoot(parent);
}
