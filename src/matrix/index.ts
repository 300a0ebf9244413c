/**
 * What is asked of whom: `matrix.yaml` and the catalogue in, cases out. Everything but `readProject` and
 * `readCatalogue` is pure; the day and the environment come in as arguments.
 *
 *   const { matrix, catalogue } = readProject({ home, folder: process.cwd(), matrixFile: 'matrix.yaml', env });
 *   const cases = select(expand(matrix, { today: '2026-11-21' }), ['responses/*', '!*:gpt-5-pro']);
 *   const { total } = plan(cases, matrix, catalogue);
 */
export {
  APIS,
  type Catalogue,
  type CatalogueSources,
  loadCatalogue,
  type Price,
  type Region,
} from './catalogue.ts';
export { chooseFeatures, chooseModels } from './choose.ts';
export { expand } from './expand.ts';
export { type Project, readCatalogue, readProject } from './files.ts';
export type { Environment } from './interpolate.ts';
export { loadMatrix, parseMatrix } from './load.ts';
export {
  type Cost,
  comparePlans,
  type Estimate,
  expectations,
  type Plan,
  type PlanDifference,
  plan,
  type TargetPlan,
} from './plan.ts';
export {
  hasNoRenames,
  NO_RENAMES,
  type Renames,
  renamedId,
  renamedName,
  renamedSelector,
} from './renames.ts';
export { ONCE } from './repeat.ts';
export { parseSample, type SampleSpec, type SampleStatement, sample } from './sample.ts';
export {
  type CaseParts,
  compileSelector,
  isSelected,
  matches,
  partsOf,
  type Selector,
  select,
} from './selector.ts';
export type * from './types.ts';
