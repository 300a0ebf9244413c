import { type Case, type Catalogue, expectations, type Matrix } from '../../matrix/index.ts';
import type { CaseResult } from '../../verdict/types.ts';
import type { LivePlan } from '../order.ts';
import type { Amount } from '../schedule/spending.ts';

/** What a live run needs to know besides its cases. */
export type LiveFacts = Pick<LivePlan, 'estimates' | 'prices'>;

export function liveFacts(matrix: Matrix, catalogue: Catalogue, cases: readonly Case[]): LiveFacts {
  const { prices } = catalogue;
  const expected = expectations(matrix, catalogue);
  const free = new Set(matrix.targets.flatMap(({ kind, name }) => (kind === 'reference' ? [name] : [])));
  return {
    estimates: Object.fromEntries(
      cases.map((item) => [item.id, { ...expected(item), ...(free.has(item.target) && { usd: 0 }) }]),
    ),
    prices: Object.fromEntries([...prices].map(([id, { input, output }]) => [id, { input, output }])),
  };
}

/** What the finished cases of an interrupted run have taken. `carrierOf`: the model that a case's requests went to. */
export function spentBy(
  results: readonly CaseResult[],
  prices: LivePlan['prices'],
  carrierOf: (caseId: string) => string,
): Amount {
  const spent = { requests: 0, tokens: 0, usd: 0 };
  for (const { case: id, targetKind, usage } of results) {
    const price = targetKind === 'azure' ? prices[carrierOf(id)] : undefined;
    spent.requests += usage.requests;
    spent.tokens += usage.inputTokens + usage.outputTokens;
    spent.usd +=
      (usage.inputTokens * (price?.input ?? 0) + usage.outputTokens * (price?.output ?? 0)) / 1_000_000;
  }
  return spent;
}
