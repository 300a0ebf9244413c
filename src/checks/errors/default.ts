/** Loads the catalogue that is shipped. The only file of the error contract that touches the disk. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigurationFailure } from '../../failure.ts';
import { catalogueOf, type ErrorCatalogue, type ErrorsFile, readCatalogue } from './catalogue.ts';

const FILE = 'fixtures/catalog/errors.yaml';
const SCHEMA = 'fixtures/schemas/errors.schema.json';

let loaded: ErrorCatalogue | undefined;

/** The same as JSON, checked when it was built, beside a bundle: nobody waits for YAML and its schema. */
const BUILT = 'errors.json';

/**
 * The shipped catalogue, read once. It is looked for beside a bundle, and for the source in the folders above
 * this module. Throws ConfigurationFailure when it is missing or wrong.
 */
export function shippedCatalogue(): ErrorCatalogue {
  loaded ??= find(dirname(fileURLToPath(import.meta.url)));
  return loaded;
}

function find(here: string): ErrorCatalogue {
  return built(here) ?? load(packageRoot(here));
}

function built(here: string): ErrorCatalogue | null {
  const path = join(here, BUILT);
  if (!existsSync(path)) return null;
  const file: ErrorsFile = JSON.parse(readFileSync(path, 'utf8'));
  return catalogueOf(file).catalogue;
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
