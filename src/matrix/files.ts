/** Reads the files of a project; the only part of this folder that touches the disk. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DocumentSource } from '../documents/index.ts';
import { ConfigurationFailure } from '../failure.ts';
import { type Inventory, inventoryFile, parseInventory } from '../inventory/index.ts';
import { type Catalogue, loadCatalogue } from './catalogue.ts';
import type { Complaint } from './contradictions.ts';
import type { Environment } from './interpolate.ts';
import { parseMatrix, resolveMatrix } from './load.ts';
import { type Own, readOwn } from './own.ts';
import type { Matrix } from './types.ts';

export interface Project {
  readonly matrix: Matrix;
  readonly catalogue: Catalogue;
  /** What `discover` wrote, by name of the target. */
  readonly inventories: ReadonlyMap<string, Inventory>;
}

/**
 * The matrix of a user's folder, with the catalogue of the harness in `home`. Messages name `matrixFile`
 * as the user did. Throws ConfigurationFailure.
 */
export function readProject(options: {
  readonly home: string;
  readonly folder: string;
  readonly matrixFile: string;
  readonly env: Environment;
}): Project {
  const { folder, matrixFile, env } = options;
  const shipped = readCatalogue(options.home);
  const document = parseMatrix(readText(folder, matrixFile));
  const own = ownOf(document, { folder, matrixFile, features: shipped.features });
  const catalogue = { ...shipped, features: [...shipped.features, ...own.features] };
  const inventories = readInventories(folder, matrixFile);
  const { scenarios, checks } = own;
  return {
    catalogue,
    inventories,
    matrix: resolveMatrix(document, catalogue, env, inventories, {
      ...(scenarios.length > 0 && { scenarios }),
      ...(checks.length > 0 && { checks }),
    }),
  };
}

function ownOf(document: ReturnType<typeof parseMatrix>, surroundings: Parameters<typeof readOwn>[1]): Own {
  const problems: Complaint[] = [];
  const own = readOwn(document.value, surroundings, (complaint) => problems.push(complaint));
  if (problems.length > 0) document.reject(problems);
  return own;
}

/** `inventory/*.yaml` beside the matrix, by name of the target; messages name them as the matrix was named. */
function readInventories(folder: string, matrixFile: string): ReadonlyMap<string, Inventory> {
  const beside = dirname(matrixFile);
  const place = resolve(folder, beside, 'inventory');
  const found = existsSync(place) ? readdirSync(place).filter((name) => name.endsWith('.yaml')) : [];
  return new Map(
    found.sort().map((name) => {
      const target = name.replace(/\.yaml$/, '');
      return [target, parseInventory(readText(folder, join(beside, inventoryFile(target))), target)];
    }),
  );
}

/** The catalogue alone, for what needs no matrix (`explain`, `report`). */
export function readCatalogue(root: string): Catalogue {
  return loadCatalogue({
    models: readText(root, 'fixtures/catalog/models.yaml'),
    features: readText(root, 'fixtures/catalog/features.yaml'),
    prices: readText(root, 'fixtures/catalog/prices.yaml'),
    regions: readText(root, 'fixtures/catalog/regions.yaml'),
    renames: readText(root, 'fixtures/catalog/renames.yaml'),
  });
}

function readText(root: string, file: string): DocumentSource {
  try {
    return { file, text: readFileSync(resolve(root, file), 'utf8') };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw new ConfigurationFailure(code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`, {
      place: { file },
      remedy: 'Run in the folder that holds matrix.yaml, or name another with --matrix.',
      cause,
    });
  }
}
