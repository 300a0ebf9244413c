/** What a run would do and what it would take, before anything is sent. Estimates, in the units they name. */
import type { Catalogue } from './catalogue.ts';
import { type Expected, expectedOf } from './estimate.ts';
import { compare } from './order.ts';
import type { Case, Limits, Matrix, NotRunReason, Target } from './types.ts';

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
  /** Those of the output tokens that are thought, which is billed alike. */
  readonly thoughtTokens: number;
  readonly cost: Cost;
  /** Seconds the rate limits alone ask for, at an even pace; the answers' own time comes on top. Targets run side by side. */
  readonly minimumSeconds: number;
}

export interface Cost {
  /** Null when the price of any case to run is unknown; an unknown price is never counted as zero. */
  readonly usd: number | null;
  /** What the cases with a known price cost; equal to `usd` where that is known. */
  readonly knownUsd: number;
  /** What of `knownUsd` the service's own tools take. */
  readonly toolsUsd: number;
  /** Why `usd` is null; null otherwise. */
  readonly reason: string | null;
}

interface Load {
  readonly cases: readonly Case[];
  /** What each case to run is expected to take. */
  readonly toRun: readonly Expected[];
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly thoughtTokens: number;
}

/** Throws nothing: cases come from `expand` or `select` of the same matrix. */
export function plan(cases: readonly Case[], matrix: Matrix, catalogue: Catalogue): Plan {
  const expected = expectations(matrix, catalogue);
  const loadOf = (own: readonly Case[]) => loadOfCases(own, expected);
  const byTarget = Map.groupBy(cases, (entry) => entry.target);
  const targets = matrix.targets.flatMap((target): TargetPlan[] => {
    const own = byTarget.get(target.name);
    if (own === undefined) return [];
    const load = loadOf(own);
    return [
      {
        target: target.name,
        ...amounts(load),
        cost: costOf(load.toRun, target),
        minimumSeconds: target.kind === 'reference' ? 0 : secondsOf(load, matrix.limits),
        notRun: countNotRun(own),
      },
    ];
  });
  return {
    ids: cases.map(({ id }) => id).sort(compare),
    targets,
    total: {
      ...amounts(loadOf(cases)),
      cost: sumCosts(targets),
      minimumSeconds: Math.max(0, ...targets.map((target) => target.minimumSeconds)),
      notRun: countNotRun(cases),
    },
  };
}

/** What a case is expected to take, by its feature and the model that carries it. Throws for a case of another matrix. */
export function expectations(
  { features, models }: Pick<Matrix, 'features' | 'models'>,
  catalogue: Pick<Catalogue, 'prices' | 'extras'>,
): (item: Pick<Case, 'id' | 'feature' | 'carrier'>) => Expected {
  const featureOf = new Map(features.map((feature) => [feature.id, feature]));
  const modelOf = new Map(models.map((model) => [model.id, model]));
  return ({ id, feature: featureId, carrier }) => {
    const [feature, model] = [featureOf.get(featureId), modelOf.get(carrier)];
    if (feature === undefined || model === undefined) throw new Error(`${id} is no case of this matrix`);
    return expectedOf(feature, model, catalogue);
  };
}

function loadOfCases(cases: readonly Case[], expected: (item: Case) => Expected): Load {
  const toRun = cases.filter((entry) => entry.notRun === undefined).map(expected);
  const sum = (amount: 'requests' | 'inputTokens' | 'outputTokens' | 'thoughtTokens') =>
    toRun.reduce((total, entry) => total + entry[amount], 0);
  return {
    cases,
    toRun,
    requests: sum('requests'),
    inputTokens: sum('inputTokens'),
    outputTokens: sum('outputTokens'),
    thoughtTokens: sum('thoughtTokens'),
  };
}

function amounts(load: Load) {
  return {
    cases: load.cases.length,
    toRun: load.toRun.length,
    requests: load.requests,
    inputTokens: load.inputTokens,
    outputTokens: load.outputTokens,
    thoughtTokens: load.thoughtTokens,
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

function costOf(toRun: readonly Expected[], target: Target): Cost {
  if (target.kind === 'reference') return { usd: 0, knownUsd: 0, toolsUsd: 0, reason: null };
  if (target.kind === 'openai-compatible' && toRun.length > 0) {
    return { usd: null, knownUsd: 0, toolsUsd: 0, reason: `what ${target.name} charges is not known` };
  }
  const sum = (amount: 'usd' | 'toolsUsd') => toRun.reduce((total, entry) => total + entry[amount], 0);
  const [knownUsd, toolsUsd] = [sum('usd'), sum('toolsUsd')];
  const unpriced = new Set(toRun.flatMap((entry) => entry.unpriced));
  if (unpriced.size === 0) return { usd: knownUsd, knownUsd, toolsUsd, reason: null };
  return { usd: null, knownUsd, toolsUsd, reason: `no price for ${[...unpriced].sort(compare).join(', ')}` };
}

function sumCosts(targets: readonly TargetPlan[]): Cost {
  const sum = (amount: 'knownUsd' | 'toolsUsd') =>
    targets.reduce((total, { cost }) => total + cost[amount], 0);
  const [knownUsd, toolsUsd] = [sum('knownUsd'), sum('toolsUsd')];
  const reasons = [...new Set(targets.flatMap(({ cost }) => cost.reason ?? []))];
  if (reasons.length === 0) return { usd: knownUsd, knownUsd, toolsUsd, reason: null };
  return { usd: null, knownUsd, toolsUsd, reason: reasons.join('; ') };
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
