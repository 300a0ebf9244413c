/** What a run would do and what it would take, before anything is sent. Estimates, in the units they name. */
import type { Catalogue } from './catalogue.ts';
import { compare } from './order.ts';
import type { Case, Feature, Limits, Matrix, NotRunReason, Target } from './types.ts';

export interface Plan {
  /** Ids of all cases, sorted; also of those that are not run. */
  readonly ids: readonly string[];
  /** In the order of the matrix; targets without a case in this plan are left out. */
  readonly targets: readonly TargetPlan[];
  readonly total: Estimate & { readonly notRun: NotRunCounts };
}

export interface TargetPlan extends Estimate {
  readonly target: string;
  readonly notRun: NotRunCounts;
}

export type NotRunCounts = Readonly<Partial<Record<NotRunReason, number>>>;

export interface Estimate {
  readonly cases: number;
  /** Cases without a reason not to run. */
  readonly toRun: number;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: Cost;
  /** Seconds the rate limits alone ask for, at an even pace; the answers' own time comes on top. Targets run side by side. */
  readonly minimumSeconds: number;
}

export interface Cost {
  /** Null when the price of any case to run is unknown; an unknown price is never counted as zero. */
  readonly usd: number | null;
  /** What the cases with a known price cost; equal to `usd` where that is known. */
  readonly knownUsd: number;
  /** Why `usd` is null; null otherwise. */
  readonly reason: string | null;
}

interface Load {
  readonly cases: readonly Case[];
  readonly toRun: readonly Case[];
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Throws nothing: cases come from `expand` or `select` of the same matrix. */
export function plan(cases: readonly Case[], matrix: Matrix, catalogue: Catalogue): Plan {
  const features = new Map(matrix.features.map((feature) => [feature.id, feature]));
  const byTarget = Map.groupBy(cases, (entry) => entry.target);
  const targets = matrix.targets.flatMap((target): TargetPlan[] => {
    const own = byTarget.get(target.name);
    if (own === undefined) return [];
    const load = loadOf(own, features);
    return [
      {
        target: target.name,
        ...amounts(load),
        cost: costOf(load.toRun, target, features, catalogue),
        minimumSeconds: target.kind === 'reference' ? 0 : secondsOf(load, matrix.limits),
        notRun: countNotRun(own),
      },
    ];
  });
  return {
    ids: cases.map(({ id }) => id).sort(compare),
    targets,
    total: {
      ...amounts(loadOf(cases, features)),
      cost: sumCosts(targets),
      minimumSeconds: Math.max(0, ...targets.map((target) => target.minimumSeconds)),
      notRun: countNotRun(cases),
    },
  };
}

function loadOf(cases: readonly Case[], features: ReadonlyMap<string, Feature>): Load {
  const toRun = cases.filter((entry) => entry.notRun === undefined);
  const sum = (amount: keyof Feature['estimate']) =>
    toRun.reduce((total, entry) => total + (features.get(entry.feature)?.estimate[amount] ?? 0), 0);
  return {
    cases,
    toRun,
    requests: sum('requests'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
  };
}

function amounts(load: Load) {
  return {
    cases: load.cases.length,
    toRun: load.toRun.length,
    requests: load.requests,
    inputTokens: load.inputTokens,
    outputTokens: load.outputTokens,
  };
}

function secondsOf(load: Load, limits: Limits): number {
  const requests = limits.requestsPerMinute === undefined ? 0 : load.requests / limits.requestsPerMinute;
  const tokens =
    limits.tokensPerMinute === undefined
      ? 0
      : (load.inputTokens + load.outputTokens) / limits.tokensPerMinute;
  return Math.ceil(Math.max(requests, tokens) * 60);
}

function costOf(
  toRun: readonly Case[],
  target: Target,
  features: ReadonlyMap<string, Feature>,
  { prices }: Catalogue,
): Cost {
  if (target.kind === 'reference') return { usd: 0, knownUsd: 0, reason: null };
  if (target.kind === 'openai-compatible' && toRun.length > 0) {
    return { usd: null, knownUsd: 0, reason: `what ${target.name} charges is not known` };
  }
  let knownUsd = 0;
  const unpriced = new Set<string>();
  for (const { feature, carrier } of toRun) {
    const price = prices.get(carrier);
    const tokens = features.get(feature)?.estimate;
    if (price === undefined) unpriced.add(carrier);
    else if (tokens !== undefined) {
      knownUsd += (tokens.inputTokens * price.input + tokens.outputTokens * price.output) / 1_000_000;
    }
  }
  if (unpriced.size === 0) return { usd: knownUsd, knownUsd, reason: null };
  return { usd: null, knownUsd, reason: `no price for ${[...unpriced].sort(compare).join(', ')}` };
}

function sumCosts(targets: readonly TargetPlan[]): Cost {
  const knownUsd = targets.reduce((total, { cost }) => total + cost.knownUsd, 0);
  const reasons = [...new Set(targets.flatMap(({ cost }) => cost.reason ?? []))];
  if (reasons.length === 0) return { usd: knownUsd, knownUsd, reason: null };
  return { usd: null, knownUsd, reason: reasons.join('; ') };
}

function countNotRun(cases: readonly Case[]): NotRunCounts {
  const counts: Partial<Record<NotRunReason, number>> = {};
  for (const { notRun } of cases) {
    if (notRun !== undefined) counts[notRun.reason] = (counts[notRun.reason] ?? 0) + 1;
  }
  return counts;
}

export interface PlanDifference {
  /** Sorted. */
  readonly added: readonly string[];
  /** Sorted. */
  readonly removed: readonly string[];
}

/** Case ids of two plans: what a change of the matrix or of the catalogue adds and takes away. */
export function comparePlans(before: readonly string[], after: readonly string[]): PlanDifference {
  const old = new Set(before);
  const now = new Set(after);
  return {
    added: [...now].filter((id) => !old.has(id)).sort(compare),
    removed: [...old].filter((id) => !now.has(id)).sort(compare),
  };
}
