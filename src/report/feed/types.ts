/** The capability feed, `reports/feed.json`: see fixtures/schemas/feed.schema.json. */
import type { Effort, Lifecycle, ModelKind } from '../../matrix/types.ts';
import type { Answer } from '../answers.ts';

export type FeedApi = 'chat' | 'responses';

/** The error answer that somebody who asks all the same has to expect. */
export interface ExpectedError {
  readonly class: string;
  /** Entries of the error catalogue, likeliest first; empty where only the class is known. */
  readonly entries: readonly string[];
  /** `evidence`: this model was seen to answer so. `documents`: that is how such models answer. */
  readonly basis: 'evidence' | 'documents';
}

/** Whether the model does it, who says so, and the error where it does not. */
export interface FeedAnswer extends Answer {
  readonly error: ExpectedError | null;
}

export interface FeedParameter extends FeedAnswer {
  readonly name: string;
  /** What to send in its place; null: nothing. */
  readonly instead: string | null;
}

/** What a request must not carry. */
export interface Omission {
  /** Names of parameters to leave out. */
  readonly omit: readonly string[];
  /** Name of a parameter to the one to send in its place (`reasoning.effort`: a member of an object). */
  readonly instead: Readonly<Record<string, string>>;
}

/** How to ask a model through one API, besides what the API refuses of every model. */
export interface FeedRequest extends Omission {
  /** What `omit` and `instead` rest on. Parameters that are not named are unknown. */
  readonly parameters: readonly FeedParameter[];
}

export interface FeedModel {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly series: string;
  readonly kind: ModelKind;
  readonly lifecycle: Lifecycle;
  readonly retires: string | null;
  /** At the date of the feed. */
  readonly retired: boolean;
  /** The API to use; null where none is known to work, or the model has retired or is not offered any more. */
  readonly use: FeedApi | null;
  readonly apis: Readonly<Record<FeedApi, FeedAnswer>>;
  /** For each API that the model is not known to lack. */
  readonly requests: Readonly<Partial<Record<FeedApi, FeedRequest>>>;
  readonly reasoning: {
    readonly efforts: readonly Effort[];
    readonly default: Effort | null;
    readonly basis: 'documents';
    readonly date: string | null;
  } | null;
  /** Tokens, as documented; null where no source says. */
  readonly limits: {
    readonly context: number | null;
    readonly maxInput: number | null;
    readonly maxOutput: number | null;
  };
}

export interface Feed {
  readonly $schema: string;
  readonly version: 1;
  /** ISO time. */
  readonly generatedAt: string;
  /** Parameters of the other API, which an API refuses of every model. */
  readonly foreign: Readonly<Record<FeedApi, Omission>>;
  readonly models: readonly FeedModel[];
}
