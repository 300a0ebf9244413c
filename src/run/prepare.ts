import { createHash } from 'node:crypto';
import { ConfigurationFailure } from '../failure.ts';
import type { Case, Matrix, Target } from '../matrix/types.ts';
import type { CaseResult, RunMode } from '../verdict/types.ts';
import { balancedShares, type Timings } from './timings.ts';

export interface PrepareOptions {
  readonly mode: RunMode;
  readonly targets: ReadonlyMap<string, Target>;
  /** Whether a cassette of the case is on disk. */
  readonly hasRecording: (item: Case) => boolean;
}

/**
 * Decides, before anything is sent, which cases can run in this mode. A case that cannot is kept, with
 * the reason: a missing prerequisite is visible in the result, never a shorter list.
 */
export function prepare(cases: readonly Case[], options: PrepareOptions): Case[] {
  return cases.map((item) => {
    if (item.notRun !== undefined) return item;
    const target = options.targets.get(item.target);
    if (options.mode === 'replay') {
      if (options.hasRecording(item)) return item;
      const note = `no recording; make one with: aoai-conform run '${item.id}' --mode record`;
      return { ...item, notRun: { reason: 'no-recording', note } };
    }
    if (target !== undefined && target.kind !== 'reference' && target.endpoint === undefined) {
      const note = `${target.endpointVariable ?? 'the endpoint'} is not set`;
      return { ...item, notRun: { reason: 'no-endpoint', note } };
    }
    return item;
  });
}

export interface Shard {
  /** 1-based. */
  readonly index: number;
  readonly count: number;
}

/** `3/8`: third of eight. Throws ConfigurationFailure for anything else. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (index === undefined || shard.index < 1 || shard.index > shard.count) {
    throw new ConfigurationFailure(`"${text}" is no shard`, {
      remedy: 'Write --shard 3/8 for the third of eight.',
    });
  }
  return shard;
}

/**
 * The share of a shard: by time where it is known, else by hash of the case id, which is stable when cases come
 * and go.
 */
export function shareOf(
  cases: readonly Case[],
  shard: Shard,
  timings: Timings | null = null,
): readonly Case[] {
  if (timings !== null) return balancedShares(cases, shard.count, timings)[shard.index - 1] ?? [];
  return cases.filter(({ id }) => isDealtTo(id, shard));
}

/**
 * Tells the cases of an earlier run that a shard has to compare: those of its share of the plan, and by hash those
 * that are planned no more, so that each is missed by one shard.
 */
export function comparedBy(
  shard: Shard,
  { share, plan }: { readonly share: readonly Case[]; readonly plan: readonly Case[] },
): (caseId: string) => boolean {
  const [own, planned] = [share, plan].map((cases) => new Set(cases.map(({ id }) => id)));
  return (id) => (planned?.has(id) ? (own?.has(id) ?? false) : isDealtTo(id, shard));
}

function isDealtTo(caseId: string, { index, count }: Shard): boolean {
  const digest = createHash('sha256').update(caseId).digest();
  return digest.readUInt32BE(0) % count === index - 1;
}

/** Fingerprint of what a run is about to do; a run is resumed only by the same plan. */
export function planHash(cases: readonly Case[], mode: RunMode): string {
  const hash = createHash('sha256').update(mode);
  for (const item of cases) hash.update(`\n${item.id}\t${item.deployment}\t${item.notRun?.reason ?? ''}`);
  return hash.digest('hex');
}

/** The row of a case that is not run. */
export function notRunResult(item: Case, target: Target, mode: RunMode): CaseResult {
  return {
    type: 'result',
    case: item.id,
    feature: item.feature,
    model: item.model,
    target: item.target,
    targetKind: target.kind,
    status: 'not-run',
    reason: item.notRun?.note ?? '',
    notRun: item.notRun?.reason ?? null,
    checks: [],
    drift: [],
    error: null,
    evidence: { mode, observedLiveAt: null, replayedAt: null, cassette: null, sha256: null },
    region: target.region ?? null,
    surface: target.surface,
    modelEchoed: null,
    usage: { requests: 0, inputTokens: 0, outputTokens: 0 },
    leftovers: [],
    durationMs: 0,
  };
}

/** The target that a case names. Throws ConfigurationFailure for a case of another matrix. */
export function targetOf(matrix: Matrix, item: Case): Target {
  const target = matrix.targets.find((candidate) => candidate.name === item.target);
  if (target === undefined) throw new ConfigurationFailure(`the case ${item.id} names an unknown target`);
  return target;
}
