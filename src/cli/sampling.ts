/** The sample that a run or a plan asks: from the matrix or the command line to words. */
import { ConfigurationFailure } from '../failure.ts';
import {
  type Case,
  type Matrix,
  parseSample,
  type SampleSpec,
  type SampleStatement,
  sample,
} from '../matrix/index.ts';
import { isVerified } from '../verdict/evidence.ts';
import type { CaseResult, RunMode } from '../verdict/types.ts';
import type { Terminal } from './terminal.ts';

export interface Sampling {
  readonly matrix: Matrix;
  readonly mode: RunMode;
  /** `--sample`; it goes before the matrix. */
  readonly option: string | undefined;
  /** ISO date. */
  readonly today: string;
  /** Results of an earlier run; undefined: none was given. */
  readonly earlier: readonly CaseResult[] | undefined;
}

/** The cases of this run, and what the sample guarantees; null where nothing is left out. */
export function sampled(
  cases: readonly Case[],
  { matrix, mode, option, today, earlier }: Sampling,
): { readonly cases: readonly Case[]; readonly statement: SampleStatement | null } {
  const spec = specOf(option, mode === 'replay' ? undefined : matrix.sample);
  if (spec === undefined) return { cases, statement: null };
  const verdicts =
    earlier &&
    new Map(
      earlier
        .filter(({ status }) => isVerified(status))
        .map(({ case: id, evidence }) => [id, evidence.observedLiveAt]),
    );
  return sample(cases, spec, { matrix, today, verdicts });
}

/** A replay costs nothing: of the matrix a sample holds where somebody is asked. */
function specOf(option: string | undefined, ofMatrix: SampleSpec | undefined): SampleSpec | undefined {
  if (option === undefined) return ofMatrix;
  if (option === 'none') return undefined;
  const spec = parseSample(option);
  if (spec !== undefined) return spec;
  throw new ConfigurationFailure(`--sample does not know "${option}"`, {
    remedy:
      'Write pairwise, a share of the remainder such as 2/7 (two parts of seven a night), or none for every case.',
  });
}

/** What is asked, what that covers, and what it does not. */
export function printSample(statement: SampleStatement, terminal: Terminal): void {
  const { share, day, of, asked, covering, rotating, overdue, free, nights, pairs } = statement;
  const parts = [
    `${number(covering)} that cover`,
    `${number(rotating)} whose turn it is (${share} of the rest)`,
    ...(overdue > 0 ? [`${number(overdue)} overdue`] : []),
    ...(free > 0 ? [`${number(free)} that cost nothing`] : []),
  ];
  terminal.out(`Sample of ${day}: ${number(asked)} of ${number(of)} cases: ${parts.join(', ')}`);
  const told = pairs.map(({ axes, covered, total }) =>
    covered === total
      ? `all ${number(total)} pairs ${axes}`
      : `${number(covered)} of ${number(total)} pairs ${axes}`,
  );
  terminal.out(`  covered: ${told.join(', ')}; every case within ${nights} nights`);
  terminal.out('  not covered tonight: each feature on each model');
}

function number(value: number): string {
  return value.toLocaleString('en');
}
