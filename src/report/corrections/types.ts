import type { Claim } from '../../claims/types.ts';
import type { ReportCell } from '../model.ts';

/**
 * What shows that a published statement is wrong or stale, strongest first. Only the first two are evidence
 * of behaviour; a document is none, however late.
 *
 * - `observation`: traffic that was seen
 * - `quoted-answer`: an answer of the service that was recorded or quoted in public
 * - `later-document`: a sentence of a better-ranked source that is younger than every sentence against it
 * - `lifecycle`: the model has retired since, by the vendor's schedule
 * - `list`: a better-ranked list that calls itself complete does not name it; weaker than a sentence
 * - `itself`: the document says both
 * - `open`: sources disagree, and nothing settles it
 */
export const SETTLERS = [
  'observation',
  'quoted-answer',
  'later-document',
  'lifecycle',
  'list',
  'itself',
  'open',
] as const;
export type Settler = (typeof SETTLERS)[number];

/** One claim that does not hold, and what it is held against. */
export interface Correction {
  readonly claim: Claim;
  readonly settledBy: Settler;
  /** What is right instead, where that can be said: `yes`, `no`, or a value. */
  readonly instead: string | null;
  /** Claims against it, best-ranked first. */
  readonly against: readonly Claim[];
  /** Cells against it. */
  readonly cells: readonly ReportCell[];
  /** Text of an answer, date of retirement, id of a model: what no claim or cell says. */
  readonly note: string | null;
  /** Where what no claim or cell says can be read; left out: nowhere else. */
  readonly grounds?: readonly Reference[];
}

/** A place outside the claims: a dated page of the catalogue, a thread that quotes an answer. */
export interface Reference {
  readonly url: string;
  /** ISO date; null where the catalogue gives none. */
  readonly date: string | null;
}

/** Corrections of one source that a reader would call one mistake. */
export interface CorrectionGroup {
  readonly source: string;
  readonly settledBy: Settler;
  /** Names or ids; empty: about no model in particular. */
  readonly models: readonly string[];
  /** Features, or parameters where the claims are about none. */
  readonly points: readonly string[];
  readonly corrections: readonly [Correction, ...Correction[]];
}

/** What a document leaves out. */
export interface Omission {
  readonly source: string;
  /** Names, or ids where the document knows another version of the model. */
  readonly models: readonly string[];
  readonly regions: readonly string[];
  /** The later edition that lists them; null: they were on offer at the document's own date. */
  readonly by: string | null;
  /** The vendor's lists where `by` is null. */
  readonly grounds?: readonly Reference[];
}
