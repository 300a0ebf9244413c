import { randomUUID } from 'node:crypto';
import { harnessHome } from '../home.ts';
import type { Case, Target } from '../matrix/index.ts';
import { ONCE } from '../matrix/repeat.ts';
import type { WorkOrder } from '../run/order.ts';
import type { CaseResult, RunMode } from '../verdict/types.ts';
import type { OpenedProject } from './project.ts';

/**
 * Runs cases in this process, without a test runner, and gives their results in the order of `cases`; a case that
 * cannot run has its row, too, with the reason. `replay` (default) sends nothing; `live` and `record` keep to
 * the limits of the matrix and read credentials from the environment, and `record` writes to `project.recordings`.
 * What a case creates is deleted; what could not be is in `leftovers` of its result. Throws ConfigurationFailure
 * where a scenario or a check of the project cannot be loaded.
 */
export async function runCases(
  project: OpenedProject,
  cases: readonly Case[],
  { mode = 'replay' }: { readonly mode?: RunMode } = {},
): Promise<readonly CaseResult[]> {
  // Loaded here: whoever only plays a cassette does not wait for it.
  const [{ hasCassette, openWorkshop }, { notRunResult, prepare }] = await Promise.all([
    import('../run/workshop.ts'),
    import('../run/prepare.ts'),
  ]);
  const targets = new Map(project.matrix.targets.map((target) => [target.name, target]));
  const hasRecording = (item: Case) => hasCassette(project.recordings, item);
  const prepared = prepare(cases, { mode, targets, hasRecording });
  const runnable = prepared.filter(({ notRun }) => notRun === undefined);
  const order = await orderOf(project, runnable, mode);
  const workshop = await openWorkshop(order, [...new Set(runnable.map(({ api }) => api))], 'none');
  const run = async (item: Case): Promise<CaseResult> => {
    const result = item.notRun === undefined ? await workshop.execute(item) : null;
    return result ?? notRunResult(item, targetOf(targets, item), mode);
  };
  // Live, each case waits for its turn in the schedule.
  if (mode !== 'replay') return Promise.all(prepared.map(run));
  const results: CaseResult[] = [];
  for (const item of prepared) results.push(await run(item));
  return results;
}

function targetOf(targets: ReadonlyMap<string, Target>, { id, target: name }: Case): Target {
  const target = targets.get(name);
  if (target === undefined) throw new Error(`the case ${id} is of another project: no target "${name}"`);
  return target;
}

async function orderOf(
  { matrix, catalogue, recordings }: OpenedProject,
  cases: readonly Case[],
  mode: RunMode,
): Promise<WorkOrder> {
  const [{ liveFacts }, { ownOf }, { RECORDED_TAG, tagOf }] = await Promise.all([
    import('../run/live/plan.ts'),
    import('../run/own.ts'),
    import('../run/tag.ts'),
  ]);
  const plan = {
    ...liveFacts(matrix, catalogue, cases),
    spent: { requests: 0, tokens: 0, usd: 0 },
    shards: 1,
    repeat: matrix.repeat ?? ONCE,
    startedAt: Date.now(),
    stop: null,
  };
  return {
    mode,
    home: harnessHome(),
    recordings,
    journal: null,
    tag: mode === 'replay' ? RECORDED_TAG : tagOf(randomUUID()),
    created: null,
    cases,
    targets: matrix.targets,
    neighbours: matrix.targets,
    models: matrix.models,
    limits: matrix.limits,
    own: ownOf(matrix, cases),
    lanes: 1,
    live: mode === 'replay' ? null : plan,
  };
}
