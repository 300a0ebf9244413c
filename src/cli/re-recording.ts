import { Failure } from '../failure.ts';
import type { Case } from '../matrix/index.ts';
import { type CaseDrift, compareRecordings } from '../verdict/drift/index.ts';
import { type Cassette, loadCassette } from '../wire/index.ts';

/** The sound recordings of these cases; a damaged one says nothing about the service. */
export async function recordingsOfCases(root: string, cases: readonly Case[]): Promise<readonly Cassette[]> {
  const found: Cassette[] = [];
  for (const item of cases) {
    try {
      const cassette = await loadCassette(root, item);
      if (cassette?.case === item.id) found.push(cassette);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
  return found;
}

/** What the recordings that were replaced since `before` said otherwise. */
export async function replacedSince(
  before: readonly Cassette[],
  root: string,
  cases: readonly Case[],
): Promise<readonly CaseDrift[]> {
  const known = new Map(before.map((cassette) => [cassette.case, cassette.lineage.sha256]));
  const after = (await recordingsOfCases(root, cases)).filter(
    ({ case: id, lineage }) => known.has(id) && known.get(id) !== lineage.sha256,
  );
  const replaced = new Set(after.map(({ case: id }) => id));
  return compareRecordings(
    before.filter(({ case: id }) => replaced.has(id)),
    after,
  );
}
