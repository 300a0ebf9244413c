import { conflicts } from '../../claims/conflicts.ts';
import type { Claim, ClaimSource } from '../../claims/types.ts';
import type { Correction } from './types.ts';

/**
 * Sentences of documents against which somebody quotes an answer of the service. An answer that is younger than
 * the document settles it; an older one settles nothing, since the service may have been mended, and a later
 * document does not settle it either, since no document is evidence of behaviour.
 */
export function sightedClaims(
  claims: readonly Claim[],
  sources: ReadonlyMap<string, ClaimSource>,
): Correction[] {
  const isSighting = ({ source }: Claim) => sources.get(source)?.authority === 'quoted-answer';
  const dateOf = ({ source }: Claim) => sources.get(source)?.date ?? '';
  if (!claims.some(isSighting)) return [];
  return conflicts(claims, [...sources.values()]).flatMap(({ sides }) =>
    sides.flatMap((side) => {
      const against = sides.filter((other) => other !== side && other.claims.some(isSighting));
      const sightings = against.flatMap((other) => other.claims.filter(isSighting));
      if (sightings.length === 0) return [];
      return side.claims
        .filter((claim) => !isSighting(claim))
        .map((claim): Correction => {
          const younger = sightings.every((sighting) => dateOf(sighting) > dateOf(claim));
          return {
            claim,
            settledBy: younger ? 'quoted-answer' : 'open',
            instead: younger ? (against[0]?.says ?? null) : null,
            against: sightings,
            cells: [],
            note: null,
          };
        });
    }),
  );
}

/** Claims of documents: what is not a sighting. */
export function withoutSightings(
  claims: readonly Claim[],
  sources: ReadonlyMap<string, ClaimSource>,
): readonly Claim[] {
  return claims.filter(({ source }) => sources.get(source)?.authority !== 'quoted-answer');
}
