/** Whether the waivers of a matrix name checks that there are; a misspelt one would excuse nothing, and seem outdated. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import matrixSchema from '../../fixtures/schemas/matrix.schema.json' with { type: 'json' };
import { CHECKS } from '../checks/inventory.ts';
import { parseDocument } from '../documents/index.ts';
import type { Project } from '../matrix/index.ts';
import { checksOfScenario, SCENARIO_ENDS } from '../run/scenario-checks.ts';
import { didYouMean } from '../suggest.ts';

/** Throws ConfigurationFailure, with the place in the matrix, for a check that there is not. */
export function refuseUnknownChecks(
  project: Pick<Project, 'matrix' | 'catalogue'>,
  {
    home,
    folder,
    matrixFile,
  }: { readonly home: string; readonly folder: string; readonly matrixFile: string },
): void {
  if (project.matrix.waivers.length === 0) return;
  const unknown = unknownChecks(project, home);
  if (unknown.length === 0) return;
  const text = readFileSync(resolve(folder, matrixFile), 'utf8');
  parseDocument({ file: matrixFile, text }, matrixSchema).reject(unknown);
}

/** A check may be named by its family (`schema` for `schema.response`). */
function unknownChecks({ matrix, catalogue }: Pick<Project, 'matrix' | 'catalogue'>, home: string) {
  const { waivers, scenarios, checks = [] } = matrix;
  const ids = [
    ...CHECKS.map(({ id }) => id),
    SCENARIO_ENDS,
    ...catalogue.features.flatMap(({ id }) => checksOfScenario(home, id, undefined, scenarios)),
  ];
  const known = new Set(
    ids.flatMap((id) => id.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.'))),
  );
  return waivers.flatMap(({ check }, index) =>
    // Those of modules are known to whoever runs them.
    known.has(check) || (checks.length > 0 && check.includes('/'))
      ? []
      : [
          {
            pointer: `/waivers/${index}/check`,
            message: `no check "${check}"${didYouMean(check, [...known])}`,
          },
        ],
  );
}
