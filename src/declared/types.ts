/** A scenario that is data: `suites/<api>/<feature>.yaml`, as fixtures/schemas/scenario.schema.json describes it. */
import type { ErrorClass, Severity } from '../checks/check.ts';
import type { Feature, Surface } from '../matrix/types.ts';

/** The line of the catalogue that a scenario outside the harness brings along. */
export interface FeatureLine extends Omit<Feature, 'id' | 'api' | 'title' | 'scope'> {
  /** One text for all languages, or one for each; what is left out is told in English. */
  readonly title: string | { readonly en: string; readonly 'zh-CN'?: string; readonly 'zh-TW'?: string };
  readonly scope?: Feature['scope'];
}

export interface DeclaredScenario {
  /** Null for a scenario of the harness: its line stands in the catalogue. */
  readonly feature: FeatureLine | null;
  readonly parameters?: readonly string[];
  /** Null: the scenario is the code beside the file. */
  readonly steps: readonly Step[] | null;
}

/** Operations that a step may `ask`; their bodies are those of the API, with the deployment filled in. */
export type Asked =
  | 'chat.create'
  | 'responses.create'
  | 'responses.retrieve'
  | 'responses.cancel'
  | 'responses.delete'
  | 'responses.compact'
  | 'files.create'
  | 'files.list'
  | 'files.retrieve'
  | 'files.delete'
  | 'models.list'
  | 'models.retrieve';

/** One request and what must come back. Strings in it may hold placeholders; see placeholders.ts. */
export interface Step {
  /** By which later steps take values from the answer. */
  readonly name?: string;
  readonly ask?: Asked;
  /** `POST /chat/completions`: the path below the base address of the API. */
  readonly send?: string;
  readonly as?: DeclaredCaller;
  readonly id?: string;
  readonly body?: { readonly [key: string]: unknown };
  /** The body as it is, whatever it is; with `send`. */
  readonly raw?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Read as a stream; the answer is what its events add up to. */
  readonly stream?: true;
  /** A file of fixtures/documents, with `ask: files.create`. */
  readonly document?: string;
  readonly purpose?: string;
  /** The service must refuse; a list names classes that would otherwise say nothing about the feature. */
  readonly refused?: true | readonly ErrorClass[];
  /** Asked again until this holds of the answer. */
  readonly until?: { readonly at: string } & Matcher;
  readonly expect?: readonly Expectation[];
}

/** Who asks, where that is not what the matrix says; the same as `as({ … })` in code. */
interface DeclaredCaller {
  readonly deployment?: string;
  readonly surface?: Surface;
  readonly apiVersion?: string;
  readonly credential?: 'key' | 'token' | 'nothing' | { readonly wrong: string };
  readonly keyIn?: 'api-key';
}

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** Exactly one of them; `read.ts` sees to it. */
export interface Matcher {
  readonly equals?: unknown;
  readonly type?: JsonType;
  /** Regular expression over a string. */
  readonly pattern?: string;
  readonly present?: true;
  readonly absent?: true;
  /** JSON Schema, draft 2020-12. */
  readonly schema?: { readonly [key: string]: unknown };
}

/** One check: of the HTTP status, the class of the error, a header, or (by default) a place in the answer. */
export interface Expectation extends Matcher {
  readonly check: string;
  /** The fact, as a sentence. */
  readonly says: string;
  readonly severity?: Severity;
  readonly source?: string;
  readonly status?: number | readonly number[];
  readonly error?: ErrorClass | readonly ErrorClass[];
  readonly header?: string;
  /** JSON pointer into the answer; absent: the whole. An error is at `/error`. */
  readonly at?: string;
}
