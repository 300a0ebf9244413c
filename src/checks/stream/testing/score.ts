import type { CheckResult } from '../../check.ts';
import { checkSemantics } from '../../semantics/index.ts';
import { checkStream, type StreamInput } from '../index.ts';
import type { Mutation } from './mutations.ts';

/** How one kind of fault fared. */
export interface Score {
  caught: number;
  missed: number;
  /** Checks that caught it, with how often each did. */
  readonly by: Map<string, number>;
  /** Faults that more than one check reported. */
  echoed: number;
  /** Index, in its stream, of the first few that were missed. */
  readonly survivors: { readonly stream: string; readonly index: number }[];
}

/** Everything the checks say about a stream and the answer it adds up to. */
export function judge(input: StreamInput): CheckResult[] {
  const { checks, final } = checkStream(input);
  const semantics = checkSemantics(input.request, final, {
    hostKind: input.hostKind,
    created: input.operation !== 'responses.retrieve',
  });
  return [...checks, ...semantics];
}

export function failures(input: StreamInput): string[] {
  return judge(input)
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ id }) => id);
}

/** Applies each mutation at each of the given places of each stream. A stream's own failures do not count. */
export function scoreMutations(
  streams: readonly { readonly id: string; readonly input: StreamInput }[],
  mutations: readonly Mutation[],
  places: (input: StreamInput) => readonly number[],
): Map<string, Score> {
  const scores = new Map<string, Score>();
  for (const { id, input } of streams) {
    const own = new Set(failures(input));
    for (const mutation of mutations) {
      for (const index of places(input)) {
        const mutated = mutation.at(input, index);
        if (mutated === null) continue;
        const score: Score = scores.get(mutation.name) ?? {
          caught: 0,
          missed: 0,
          by: new Map(),
          echoed: 0,
          survivors: [],
        };
        scores.set(mutation.name, score);
        const caught = failures(mutated).filter((check) => !own.has(check));
        if (caught.length === 0) {
          score.missed += 1;
          score.survivors.push({ stream: id, index });
        } else {
          score.caught += 1;
          if (caught.length > 1) score.echoed += 1;
          for (const check of caught) score.by.set(check, (score.by.get(check) ?? 0) + 1);
        }
      }
    }
  }
  return scores;
}

/** One line a kind of fault. */
export function printScores(scores: ReadonlyMap<string, Score>): string {
  return [...scores]
    .map(([name, { caught, missed, by, echoed }]) => {
      const checks = [...by].sort(([, a], [, b]) => b - a).map(([check, count]) => `${check} ${count}`);
      return `${name.padEnd(44)} ${String(caught).padStart(6)} caught ${String(missed).padStart(5)} missed ${String(echoed).padStart(5)} by several: ${checks.join(', ')}`;
    })
    .join('\n');
}
