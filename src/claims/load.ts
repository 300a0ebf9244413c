import { type DocumentSource, type JsonSchema, parseDocument } from '../documents/index.ts';
import { ConfigurationFailure } from '../failure.ts';
import { didYouMean } from '../suggest.ts';
import { type ClaimFile, expandClaims, type PlacedClaim } from './expand.ts';
import { type Statement, statementsOf } from './statements.ts';
import type { Claim, ClaimSource } from './types.ts';

/** The names that claims may use besides those of the schema; see `fixtures/catalog/models.yaml`. */
export interface ClaimVocabulary {
  /** Model ids, `gpt-4.1@2025-04-14`; their names before the `@` are known too. */
  readonly models: readonly string[];
}

export interface LoadedClaims {
  readonly sources: readonly ClaimSource[];
  readonly claims: readonly Claim[];
  /** The same claims by the sentence or table cell that makes them. */
  readonly statements: readonly Statement[];
}

/**
 * Reads the files of `fixtures/claims/`. Throws ConfigurationFailure with file:line:column for a file that
 * breaks its schema (an unknown feature among other things), a claim id or source id that is used twice, a
 * table row of the wrong length, a mark without meaning, and a model that is neither in the catalogue nor
 * under `outside` (where an entry must be needed).
 */
export function loadClaims(
  files: readonly DocumentSource[],
  schema: JsonSchema,
  vocabulary: ClaimVocabulary,
): LoadedClaims {
  const sources: ClaimSource[] = [];
  const claims: Claim[] = [];
  const statements: Statement[] = [];
  const fileOf = new Map<string, string>();
  const known = knownModels(vocabulary);
  for (const document of files) {
    const parsed = parseDocument<ClaimFile>(document, schema);
    const file = parsed.value;
    const earlier = fileOf.get(file.source.id);
    if (earlier !== undefined) {
      throw new ConfigurationFailure(`source "${file.source.id}" is already described in ${earlier}`, {
        place: parsed.placeOf('/source/id'),
        remedy: 'Give the source an id of its own, or merge the two files.',
      });
    }
    fileOf.set(file.source.id, document.file);
    const expanded = expandClaims(file);
    const problems = [
      ...expanded.problems,
      ...duplicates(expanded.claims),
      ...nameProblems(file, expanded.claims, known),
    ];
    if (problems.length > 0) parsed.reject(problems);
    sources.push(file.source);
    for (const { claim } of expanded.claims) claims.push(claim);
    statements.push(...statementsOf(file, expanded.claims));
  }
  return { sources, claims, statements };
}

interface PlacedProblem {
  readonly pointer: string;
  readonly message: string;
}

function knownModels({ models }: ClaimVocabulary): ReadonlySet<string> {
  return new Set(models.flatMap((id) => [id, id.split('@')[0] ?? id]));
}

function duplicates(claims: readonly PlacedClaim[]): PlacedProblem[] {
  const first = new Map<string, string>();
  return claims.flatMap(({ claim, pointer }) => {
    const earlier = first.get(claim.id);
    if (earlier === undefined) {
      first.set(claim.id, pointer);
      return [];
    }
    return [{ pointer, message: `claim "${claim.id}" is already made at ${earlier}` }];
  });
}

function nameProblems(
  file: ClaimFile,
  claims: readonly PlacedClaim[],
  known: ReadonlySet<string>,
): PlacedProblem[] {
  const outside = file.outside ?? {};
  const used = new Set<string>();
  const problems: PlacedProblem[] = [];
  for (const { claim, pointer } of claims) {
    const { model, feature, api } = claim.subject;
    if (model !== undefined && !known.has(model)) {
      if (Object.hasOwn(outside, model)) used.add(model);
      else {
        const hint = didYouMean(model, [...known]);
        problems.push({
          pointer,
          message: `unknown model "${model}"${hint} (a model that only the source knows is named under \`outside\`, with the reason)`,
        });
      }
    }
    if (feature !== undefined && api !== undefined && !feature.startsWith(`${api}/`)) {
      problems.push({ pointer, message: `feature "${feature}" does not belong to api "${api}"` });
    }
  }
  for (const model of Object.keys(outside)) {
    if (used.has(model)) continue;
    const why = known.has(model) ? 'the catalogue holds it' : 'no claim names it';
    problems.push({ pointer: `/outside/${model}`, message: `"${model}" need not stand here: ${why}` });
  }
  return problems;
}
