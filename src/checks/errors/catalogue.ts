/** The error catalogue, `fixtures/catalog/errors.yaml`, read and made ready to match. */
import { type DocumentSource, type JsonSchema, parseDocument } from '../../documents/index.ts';
import type { ClassifiedError, ErrorClass } from '../check.ts';

export type Locale = 'en' | 'zh-CN' | 'zh-TW';
type CaseStatus = ClassifiedError['status'];
type KnownClass = Exclude<ErrorClass, 'unknown'>;

/** What an answer must show to be this error: all the given signs. */
export interface ErrorMatch {
  readonly http: readonly number[];
  /** Null: no code. */
  readonly code?: readonly (string | null)[];
  readonly type?: readonly (string | null)[];
  readonly message?: RegExp;
  readonly envelope?: readonly string[];
}

export interface CatalogueEntry {
  readonly id: string;
  readonly class: KnownClass;
  readonly status: CaseStatus;
  readonly match: ErrorMatch;
  readonly cause: Readonly<Record<Locale, string>>;
  /** For whoever calls Azure; it is published. */
  readonly remedy: Readonly<Record<Locale, string>>;
  /** What else helps where the harness is the caller; only its commands say it. */
  readonly harness?: Readonly<Record<Locale, string>>;
  readonly evidence: readonly string[];
  readonly note?: Readonly<Record<Locale, string>>;
}

export interface ErrorCatalogue {
  /** In order of precedence. */
  readonly entries: readonly CatalogueEntry[];
  /** HTTP statuses that fit a class. */
  readonly http: Readonly<Partial<Record<ErrorClass, readonly number[]>>>;
}

/** What `errors.yaml` says, as its schema describes it. */
export interface ErrorsFile {
  readonly classes: Readonly<
    Record<string, { readonly status: CaseStatus; readonly http: readonly number[] }>
  >;
  readonly errors: readonly (Omit<CatalogueEntry, 'match' | 'status'> & {
    readonly status?: CaseStatus;
    readonly match: Omit<ErrorMatch, 'message'> & { readonly message?: string };
  })[];
}

/** A repeated group, or a back-reference: what makes a pattern exponential on hostile text. */
const UNSAFE = /[+*}]\)[+*{]|\\[1-9]/;

/**
 * Reads the catalogue. Throws ConfigurationFailure that places every problem: schema, ids used twice,
 * a class without status, a pattern that does not compile or could run away.
 */
export function readCatalogue(source: DocumentSource, schema: JsonSchema): ErrorCatalogue {
  const document = parseDocument<ErrorsFile>(source, schema);
  const { problems, catalogue } = catalogueOf(document.value);
  if (problems.length > 0) document.reject(problems);
  return catalogue;
}

interface Problem {
  readonly pointer: string;
  readonly message: string;
}

/** Makes the file's value ready to match. It has no problems where `readCatalogue` took the file before. */
export function catalogueOf({ classes, errors }: ErrorsFile): {
  readonly catalogue: ErrorCatalogue;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const entries = errors.flatMap((error, index): CatalogueEntry[] => {
    const pointer = `/errors/${index}`;
    if (seen.has(error.id))
      problems.push({ pointer: `${pointer}/id`, message: `the id "${error.id}" is used twice` });
    seen.add(error.id);
    const status = error.status ?? classes[error.class]?.status;
    if (status === undefined) {
      problems.push({
        pointer: `${pointer}/class`,
        message: `the class "${error.class}" has no line under classes`,
      });
      return [];
    }
    const { message: pattern, ...signs } = error.match;
    if (pattern === undefined) return [{ ...error, status, match: signs }];
    const message = compilePattern(pattern);
    if (typeof message !== 'string') return [{ ...error, status, match: { ...signs, message } }];
    problems.push({ pointer: `${pointer}/match/message`, message });
    return [];
  });
  const http = Object.fromEntries(Object.entries(classes).map(([name, { http }]) => [name, http]));
  return { catalogue: { entries, http }, problems };
}

function compilePattern(pattern: string): RegExp | string {
  if (UNSAFE.test(pattern)) return 'the pattern repeats a group that itself repeats, or refers back';
  try {
    return new RegExp(pattern, 'i');
  } catch (error) {
    return error instanceof Error ? error.message : 'the pattern does not compile';
  }
}
