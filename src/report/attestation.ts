/**
 * What a report was made of and what was written, by hash: an in-toto Statement (https://in-toto.io/Statement/v1)
 * that a signer can take as it is. It proves that files are those of one report; what the report rests on is
 * told in the predicate.
 */
import type { ReportModel } from './model.ts';

/** Of the predicate; the last part is raised by a change that breaks a reader. */
export const PREDICATE_TYPE = 'urn:azure-openai-conformance:report:v1';

/** A file by its content. */
export interface Subject {
  /** Seen from the folder of the attestation, with `/`. */
  readonly name: string;
  /** Of its bytes, hex. */
  readonly sha256: string;
}

export interface AttestedRun {
  readonly id: string;
  readonly mode: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly harness: string;
  readonly sdk: string;
  readonly cases: number;
  readonly results: number;
}

export interface AttestationInput {
  readonly harness: string;
  readonly runs: readonly AttestedRun[];
  /** What was written. */
  readonly files: readonly Subject[];
  /** What it was written from: runs and recordings. */
  readonly materials: readonly Subject[];
}

/** `attestation.json`: subjects by name, so that equal reports give equal bytes. */
export function renderAttestation(model: ReportModel, input: AttestationInput): string {
  const { totals, selfTest } = model;
  const subjects = [...input.files, ...input.materials].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subjects.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: PREDICATE_TYPE,
    predicate: {
      generatedAt: model.generatedAt,
      harness: input.harness,
      runs: input.runs,
      files: input.files.length,
      materials: input.materials.length,
      evidence: { oldest: totals.oldest, newest: totals.newest },
      cells: totals.cells,
      byStatus: totals.byStatus,
      byBasis: totals.byBasis,
      corrections: model.corrections.length,
      selfTest: selfTest.byStatus,
    },
  };
  return `${JSON.stringify(statement, null, 2)}\n`;
}
