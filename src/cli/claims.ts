import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import claimsSchema from '../../fixtures/schemas/claims.schema.json' with { type: 'json' };
import { declaredClaims, type LoadedClaims, loadClaims } from '../claims/index.ts';
import type { Project } from '../matrix/index.ts';

/** What documents say, and what the resources of the matrix declare of themselves. */
export function readClaims(home: string, { catalogue, matrix, inventories }: Project): LoadedClaims {
  const files = readdirSync(join(home, 'fixtures/claims'))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => `fixtures/claims/${name}`);
  const documents = files.map((file) => ({ file, text: readFileSync(join(home, file), 'utf8') }));
  const models = catalogue.models.map((model) => model.id);
  const said = loadClaims(documents, claimsSchema, { models });
  const azure = matrix.targets.filter(({ kind }) => kind === 'azure');
  const declared = declaredClaims(
    azure.flatMap(({ name }) => inventories.get(name) ?? []),
    new Set(models),
  );
  return {
    sources: [...said.sources, ...declared.sources],
    claims: [...said.claims, ...declared.claims],
  };
}
