/**
 * Turns the cases of one API into vitest tests. `aoai-conform run` hands the work order over; without
 * it (`npx vitest run suites`) the project's own matrix is replayed.
 */
import { inject, test } from 'vitest';
import type { Api, Case } from '../matrix/types.ts';
import type { CaseResult } from '../verdict/types.ts';
import { crashedResult } from './failed.ts';
import { openForAppend } from './journal.ts';
import { sharesOf } from './lane-shares.ts';
import type { WorkOrder } from './order.ts';
import { standaloneOrder } from './standalone.ts';
import { openWorkshop, type Workshop } from './workshop.ts';

declare module 'vitest' {
  interface ProvidedContext {
    aoai: WorkOrder;
  }
}

/** Added to the case's own timeout, so that the harness notices first and says what hung. */
const GRACE_MS = 5_000;

export async function registerCases(api: Api): Promise<void> {
  const order = inject('aoai') ?? (await standaloneOrder());
  const cases = order.cases.filter((item) => item.api === api);
  if (cases.length === 0) {
    // vitest fails a file without tests; an API without a runnable case is fine, the result says why.
    test.skip(`${api}: no case to run`, () => {});
    return;
  }
  await register(order, cases);
}

/**
 * One of the equal shares that `run` deals a large replay to; see `lanesOf` in run.ts. 1-based.
 * A live run is one lane, where each case is a test: they wait for their turns side by side. A case that a defect
 * of the harness ends costs itself, not those that share its test.
 */
export async function registerLane(lane: number): Promise<void> {
  const order = inject('aoai');
  if (order.live !== null) return register(order, order.cases);
  const shares = sharesOf(order.cases, order.lanes, lane);
  const { workshop, keep } = await open(
    order,
    shares.flatMap(({ cases }) => cases),
  );
  for (const { name, cases } of shares) {
    const timeout = cases.length * order.limits.caseTimeoutMs + GRACE_MS;
    test(name, { timeout }, async () => {
      for (const item of cases) {
        const target = order.targets.find((candidate) => candidate.name === item.target);
        const result = await workshop.execute(item).catch((error: unknown) => {
          if (target === undefined) throw error;
          return crashedResult(
            item,
            target,
            order.mode,
            error instanceof Error ? error.message : String(error),
          );
        });
        if (result !== null) keep?.(result);
      }
    });
  }
}

async function register(order: WorkOrder, cases: readonly Case[]): Promise<void> {
  const { workshop, keep } = await open(order, cases);
  // A live case waits for its turn in the schedule, which keeps its time itself.
  const timeout = order.live === null ? order.limits.caseTimeoutMs + GRACE_MS : 0;
  for (const item of cases) {
    test(item.id, { timeout, concurrent: order.live !== null }, async (context) => {
      const result = await workshop.execute(item);
      if (result === null) context.skip('the run was stopped before this case');
      else if (keep !== null) keep(result);
      else judge(result, (reason) => context.skip(reason));
    });
  }
}

/** The workshop of these cases, and where their rows go; null: the test's own outcome is the result. */
async function open(order: WorkOrder, cases: readonly Case[]) {
  const workshop = await openWorkshop(order, [...new Set(cases.map((item) => item.api))]);
  const journal = order.journal === null ? null : openForAppend(order.journal);
  const keep = journal === null ? null : (result: CaseResult) => write(journal, result, workshop);
  return { workshop, keep };
}

/** What cannot be kept need not be asked for. */
function write(journal: (line: CaseResult) => void, result: CaseResult, workshop: Workshop): void {
  try {
    journal(result);
  } catch (error) {
    workshop.stop();
    throw error;
  }
}

/** Outside `aoai-conform run` the test itself is the verdict: refusals for the right reason are fine. */
function judge(result: CaseResult, skip: (reason: string) => void): void {
  if (result.status === 'blocked' || result.status === 'not-run') skip(`${result.status}: ${result.reason}`);
  if (result.status !== 'partial' && result.status !== 'errored') return;
  const failed = result.checks.filter((check) => check.outcome === 'failed');
  const lines = failed.map((check) => `  ${check.severity} ${check.id}: ${check.message}`);
  throw new Error([`${result.status}: ${result.reason}`, ...lines].join('\n'));
}
