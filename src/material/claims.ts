/** The claims of `fixtures/claims`, and what of them is tested. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import claimsSchema from '../../fixtures/schemas/claims.schema.json' with { type: 'json' };
import coverageSchema from '../../fixtures/schemas/coverage.schema.json' with { type: 'json' };
import {
  type CoverageFile,
  declaredClaims,
  type LoadedClaims,
  loadClaims,
  readCoverage,
  type TrackedStatement,
  trackCoverage,
} from '../claims/index.ts';
import type { Catalogue, Project } from '../matrix/index.ts';

/** What documents say. */
export function claimsOf(home: string, catalogue: Catalogue): LoadedClaims {
  const documents = readdirSync(join(home, 'fixtures/claims'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => read(home, `fixtures/claims/${name}`));
  return loadClaims(documents, claimsSchema, { models: catalogue.models.map((model) => model.id) });
}

/** What documents say, and what the resources of the matrix declare of themselves. */
export function readClaims(home: string, project: Project): LoadedClaims {
  const { catalogue, matrix, inventories } = project;
  const said = claimsOf(home, catalogue);
  const azure = matrix.targets.filter(({ kind }) => kind === 'azure');
  const declared = declaredClaims(
    azure.flatMap(({ name }) => inventories.get(name) ?? []),
    new Set(catalogue.models.map((model) => model.id)),
  );
  return {
    ...said,
    sources: [...said.sources, ...declared.sources],
    claims: [...said.claims, ...declared.claims],
  };
}

export interface Coverage extends CoverageFile {
  /** Of every source. */
  readonly tracked: readonly TrackedStatement[];
}

export function coverageOf(home: string, { statements }: LoadedClaims): Coverage {
  const file = readCoverage(read(home, 'fixtures/catalog/coverage.yaml'), coverageSchema, statements);
  return { ...file, tracked: trackCoverage(statements, file.rules) };
}

function read(home: string, file: string) {
  return { file, text: readFileSync(join(home, file), 'utf8') };
}
