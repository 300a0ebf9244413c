/** `fixtures/guide.yaml`: the words of the guide. See fixtures/schemas/guide.schema.json. */
import type { CatalogueEntry } from '../../checks/errors/catalogue.ts';
import type { LocaleTag } from '../locale.ts';

export type Words = Readonly<Record<LocaleTag, string>>;

/**
 * What a statement rests on. It is marked as contradicted where the evidence of a named feature, or the
 * verdict on a named claim, speaks against it.
 */
export interface Ground {
  readonly features?: readonly string[];
  /** Globs over model names and ids: the statement is about each of them. Left out: about some model. */
  readonly models?: readonly string[];
  /** What it says of the features; left out: that they can be used. */
  readonly says?: 'yes' | 'no';
  /** Ids of claims. */
  readonly claims?: readonly string[];
  /** Ids of entries of the error catalogue. */
  readonly errors?: readonly string[];
  /** Facts of the model catalogue. */
  readonly catalogue?: readonly ('access' | 'context' | 'lifecycle' | 'reasoning')[];
}

export interface GuideStatement {
  readonly text: Words;
  readonly rests: Ground;
}

export interface GuideLink {
  readonly title: Words;
  readonly url: string;
}

export interface GuideSeries {
  /** As in the catalogue. */
  readonly series: string;
  readonly title: Words;
  readonly statements?: readonly GuideStatement[];
  readonly links?: readonly GuideLink[];
}

export interface GuideError {
  readonly title: Words;
  /** Entries of the error catalogue that answer so; causes and remedies are theirs. */
  readonly entries: readonly string[];
  readonly status: number;
  /** An answer as the service gives it; the catalogue must classify it as the first entry. */
  readonly body: { readonly error: Readonly<Record<string, string | null>> };
  readonly remedies: readonly GuideStatement[];
  /** Models whose answer to one of these features is no are affected; left out: any model. */
  readonly affects?: readonly string[];
}

export interface UseCase {
  readonly title: Words;
  /** Globs over model names, in the order of the recommendation. */
  readonly models: readonly string[];
  /** Features that a model must not refuse. */
  readonly needs?: readonly string[];
}

export interface Question {
  readonly question: Words;
  readonly answer: readonly GuideStatement[];
  readonly links?: readonly GuideLink[];
}

/** What is known of a model says which parameters a request to it may carry. */
export interface ParameterRule {
  readonly api: 'chat' | 'responses';
  /** The feature whose answer decides; left out: claims about the first of `names`. */
  readonly feature?: string;
  /** Parameters of the other API, which this one refuses of every model. */
  readonly foreign?: true;
  readonly names: readonly string[];
  /** Sent in its place. */
  readonly instead?: string;
}

export interface GuideFile {
  readonly version: 1;
  readonly parameters: readonly ParameterRule[];
  readonly apis: readonly { readonly title: string; readonly statements: readonly GuideStatement[] }[];
  readonly series: readonly GuideSeries[];
  /** By model name. */
  readonly models: Readonly<Record<string, GuideStatement>>;
  readonly errors: readonly GuideError[];
  readonly useCases: readonly UseCase[];
  readonly checklist: readonly GuideStatement[];
  readonly code: readonly GuideStatement[];
  readonly handling: readonly GuideStatement[];
  readonly resources: readonly { readonly title: Words; readonly links: readonly GuideLink[] }[];
  readonly questions: readonly Question[];
}

/** What the report is told for its guide. */
export interface GuideInput {
  readonly file: GuideFile;
  readonly errors: readonly CatalogueEntry[];
  /** Code with places for data, `src/report/templates/snippets`. */
  readonly snippets: SnippetTemplates;
}

export interface SnippetTemplates {
  readonly python: string;
  readonly typescript: string;
  /** What to do about an error, in Python. */
  readonly handling: string;
}
