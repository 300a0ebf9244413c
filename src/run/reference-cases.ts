/** For tests: the cases of the reference target in the project's own matrix, and how to run one of them. */
import { fileURLToPath } from 'node:url';
import * as sdk from 'openai';
import { expand, readProject } from '../matrix/index.ts';
import type { Case, Target } from '../matrix/types.ts';
import type { CaseResult } from '../verdict/types.ts';
import { createRedactor, createTap, live } from '../wire/index.ts';
import { connectAs } from './caller.ts';
import { documentsOf } from './documents.ts';
import { type CaseJob, type ExecutedCase, executeCase } from './execute.ts';
import { REFERENCE_CREDENTIALS } from './reference-credentials.ts';
import { loadScenarios } from './scenarios.ts';
import { RECORDED_TAG } from './tag.ts';

const HOME = fileURLToPath(new URL('../..', import.meta.url));

const { matrix } = readProject({ home: HOME, folder: HOME, matrixFile: 'matrix.yaml', env: {} });
export const scenarios = await loadScenarios(HOME, ['chat', 'responses', 'files', 'models', 'service']);
export const referenceCases = expand(matrix, { today: '2026-11-21' }).filter(
  (item) => item.target === 'reference' && item.notRun === undefined && scenarios.has(item.feature),
);

/** The result of a case that is run as `run` does in live mode; `changed`: what the target has different from the matrix. */
export async function execute(
  item: Case,
  fetch: typeof globalThis.fetch,
  changed: Partial<Target> = {},
): Promise<CaseResult> {
  return (await executeWhole(item, fetch, changed)).result;
}

/** The same with the exchanges that crossed the wire; `instead`: what else is otherwise than in a run. */
export async function executeWhole(
  item: Case,
  fetch: typeof globalThis.fetch,
  changed: Partial<Target> = {},
  instead: Partial<CaseJob> = {},
): Promise<ExecutedCase> {
  const found = matrix.targets.find(({ name }) => name === item.target);
  const target = found === undefined ? undefined : { ...found, ...changed };
  const model = matrix.models.find(({ id }) => id === item.carrier);
  const scenario = instead.scenario ?? scenarios.get(item.feature);
  if (target === undefined || model === undefined || scenario === undefined) throw new Error(item.id);
  return executeCase({
    item,
    scenario,
    target,
    model,
    mode: 'live',
    tap: createTap({
      source: live(fetch),
      redactor: createRedactor({ secrets: [], aliases: {}, salt: item.id }),
    }),
    connect: (tapped, caller) =>
      connectAs(sdk, target, REFERENCE_CREDENTIALS, { fetch: tapped, timeoutMs: 10_000 }, caller),
    tag: RECORDED_TAG,
    document: documentsOf(HOME),
    timeoutMs: 10_000,
    now: Date.now,
    pause: async () => {},
    cassette: null,
    ...instead,
  });
}
