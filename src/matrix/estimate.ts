/** What one run of a feature is expected to take of a certain model: for `plan` and budgets, never for a verdict. */
import type { Catalogue } from './catalogue.ts';
import type { Effort, Feature, FeatureEstimate, Model } from './types.ts';

export interface Expected {
  readonly requests: number;
  /** Those among them that the model answers. */
  readonly answers: number;
  readonly inputTokens: number;
  /** Thought included. */
  readonly outputTokens: number;
  /** Those of them that are thought. */
  readonly thoughtTokens: number;
  /** Tools included; as far as prices are known. */
  readonly usd: number;
  /** What of it the service's own tools take. */
  readonly toolsUsd: number;
  /** Models and tools whose price is not known. */
  readonly unpriced: readonly string[];
}

export function expectedOf(
  { estimate }: Feature,
  model: Model,
  { prices, extras }: Pick<Catalogue, 'prices' | 'extras'>,
): Expected {
  const efforts = effortsOf(estimate, model);
  const thoughtTokens = sum(efforts.map((effort) => (effort === null ? 0 : extras.thought[effort])));
  const inputTokens = estimate.inputTokens;
  const outputTokens = estimate.outputTokens + thoughtTokens;
  const price = prices.get(model.id);
  const uses = Object.entries(estimate.tools ?? {});
  const toolsUsd = sum(uses.map(([tool, count]) => count * (extras.tools.get(tool) ?? 0)));
  const spoken = inputTokens * (price?.input ?? 0) + outputTokens * (price?.output ?? 0);
  return {
    requests: estimate.requests,
    answers: efforts.length,
    inputTokens,
    outputTokens,
    thoughtTokens,
    usd: spoken / 1_000_000 + toolsUsd,
    toolsUsd,
    unpriced: [
      ...(price === undefined ? [model.id] : []),
      ...uses.flatMap(([tool]) => (extras.tools.has(tool) ? [] : [tool])),
    ],
  };
}

/** The effort of each answer; null: the model does not think. */
function effortsOf(estimate: FeatureEstimate, model: Model): readonly (Effort | null)[] {
  const usual = usualEffort(model);
  const documented = model.reasoning?.efforts ?? [];
  if (estimate.effort === 'every' && documented.length > 0) return [...documented, usual];
  const answers = estimate.answers ?? (estimate.outputTokens === 0 ? 0 : 1);
  const asked = documented.find((effort) => effort === estimate.effort) ?? usual;
  return Array.from({ length: answers }, () => asked);
}

/** Where no page states the default of a model that reasons, it is `medium`, as with every one before gpt-5.1. */
function usualEffort({ kind, reasoning }: Model): Effort | null {
  if (reasoning?.default !== undefined) return reasoning.default;
  if (kind !== 'reasoning' && kind !== 'codex') return null;
  const efforts: readonly Effort[] = reasoning?.efforts ?? ['medium'];
  return efforts.find((effort) => effort === 'medium') ?? efforts.at(-1) ?? null;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
