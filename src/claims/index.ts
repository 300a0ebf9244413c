/**
 * What dated documents say, made comparable. A claim is never evidence.
 *
 *   const { sources, claims } = loadClaims(files, schema, { models, features });
 *   claimsAbout(indexClaims(claims), { model: 'gpt-5-pro@2025-10-06', feature: 'chat/completion' });
 *   conflicts(claims, sources);
 */
export { type ClaimIndex, claimsAbout, indexClaims, polarityOf } from './about.ts';
export { type Conflict, type ConflictSide, compareSources, conflicts } from './conflicts.ts';
export {
  type CoverageFile,
  isUntracked,
  readCoverage,
  type TrackedStatement,
  trackCoverage,
} from './coverage.ts';
export { declaredClaims } from './declared.ts';
export { type ClaimVocabulary, type LoadedClaims, loadClaims } from './load.ts';
export type { Statement } from './statements.ts';
export type { Claim, ClaimSource } from './types.ts';
