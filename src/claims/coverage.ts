/** What of the documents is tested, by which scenarios, and why the rest cannot be. */
import { type DocumentSource, type JsonSchema, parseDocument } from '../documents/index.ts';
import { compileGlob } from '../matrix/glob.ts';
import { didYouMean } from '../suggest.ts';
import { apiOf, PLAIN_FEATURE, polarityOf } from './about.ts';
import type { Statement } from './statements.ts';
import type { Claim } from './types.ts';

/** `fixtures/catalog/coverage.yaml` as written: see fixtures/schemas/coverage.schema.json. */
export interface CoverageFile {
  /** Ids of the sources whose every statement is followed up in the report. */
  readonly documents: readonly string[];
  readonly reasons: Readonly<Record<string, Readonly<Record<'en' | 'zh-CN' | 'zh-TW', string>>>>;
  readonly rules: readonly CoverageRule[];
  /** Per document: the beginnings of sentences that state nothing of their own, and why. */
  readonly silent?: Readonly<Record<string, readonly SilentSentence[]>>;
}

export interface CoverageRule {
  /** Globs over claim ids, `<source>#<id>`. */
  readonly claims?: readonly string[];
  readonly topics?: readonly Claim['topic'][];
  /** Globs over the parameter of the subject. */
  readonly parameters?: readonly string[];
  /** Features whose scenarios test it, or the reason why none can. */
  readonly tested?: readonly string[];
  readonly reason?: string;
}

export interface SilentSentence {
  readonly text: string;
  /** Why nothing is claimed: a heading, a pointer to another page, … */
  readonly why?: string;
  /** Id of the claim of the same document that says it already. */
  readonly as?: string;
}

/**
 * Reads the file. Throws ConfigurationFailure that places every name nobody knows: a reason, a document, a claim.
 */
export function readCoverage(
  source: DocumentSource,
  schema: JsonSchema,
  statements: readonly Statement[],
): CoverageFile {
  const parsed = parseDocument<CoverageFile>(source, schema);
  const { documents, reasons, rules, silent = {} } = parsed.value;
  const sources = new Set(statements.map((statement) => statement.source));
  const ids = new Set(statements.map(({ id }) => id));
  const unknownDocument = (pointer: string, id: string) =>
    sources.has(id)
      ? []
      : [{ pointer, message: `no source "${id}"${didYouMean(id, [...sources])} in fixtures/claims` }];
  const problems = [
    ...documents.flatMap((id, at) => unknownDocument(`/documents/${at}`, id)),
    ...rules.flatMap(({ reason }, at) =>
      reason === undefined || Object.hasOwn(reasons, reason)
        ? []
        : [
            {
              pointer: `/rules/${at}/reason`,
              message: `no reason "${reason}"${didYouMean(reason, Object.keys(reasons))}`,
            },
          ],
    ),
    ...Object.entries(silent).flatMap(([document, sentences]) => [
      ...unknownDocument(`/silent/${document}`, document),
      ...sentences.flatMap(({ as }, at) =>
        as === undefined || ids.has(`${document}#${as}`)
          ? []
          : [{ pointer: `/silent/${document}/${at}/as`, message: `${document} makes no claim "${as}"` }],
      ),
    ]),
  ];
  if (problems.length > 0) parsed.reject(problems);
  return parsed.value;
}

export interface TrackedStatement extends Statement {
  /** Ids of features, in the order of their names. */
  readonly tests: readonly string[];
  /** Ids of reasons; both lists empty: nobody follows the statement up. */
  readonly reasons: readonly string[];
}

/**
 * Follows statements up, claim by claim: the first rule that fits decides; without one, the feature that
 * the claim is about, or for an API as a whole its plainest feature. A claim that neither a rule nor a feature
 * accounts for leaves its statement untracked.
 */
export function trackCoverage(
  statements: readonly Statement[],
  rules: readonly CoverageRule[],
): readonly TrackedStatement[] {
  const compiled = rules.map((rule) => ({ rule, fits: compileRule(rule) }));
  const follow = (claim: Claim): Followed => {
    const found = compiled.find(({ fits }) => fits(claim))?.rule;
    if (found?.tested !== undefined) return { tests: found.tested, reasons: [] };
    if (found?.reason !== undefined) return { tests: [], reasons: [found.reason] };
    return { tests: testsOf(claim), reasons: [] };
  };
  return statements.map((statement) => {
    const followed = statement.claims.map(follow);
    const lost = followed.some(({ tests, reasons }) => tests.length === 0 && reasons.length === 0);
    return {
      ...statement,
      tests: lost ? [] : distinct(followed.flatMap(({ tests }) => tests)),
      reasons: lost ? [] : distinct(followed.flatMap(({ reasons }) => reasons)),
    };
  });
}

/** A statement that nobody follows up. */
export function isUntracked({ tests, reasons }: TrackedStatement): boolean {
  return tests.length === 0 && reasons.length === 0;
}

interface Followed {
  readonly tests: readonly string[];
  readonly reasons: readonly string[];
}

function compileRule({ claims, topics, parameters }: CoverageRule): (claim: Claim) => boolean {
  const ids = claims?.map(compileGlob);
  const names = parameters?.map(compileGlob);
  return ({ id, topic, subject }) =>
    (ids === undefined || ids.some((matches) => matches(id))) &&
    (topics === undefined || topics.includes(topic)) &&
    (names === undefined || names.some((matches) => matches(subject.parameter ?? '')));
}

function testsOf(claim: Claim): readonly string[] {
  const { feature, parameter, region } = claim.subject;
  if (feature !== undefined) return [feature];
  const plain = PLAIN_FEATURE[apiOf(claim) ?? ''];
  if (plain === undefined || parameter !== undefined) return [];
  if (region !== undefined) return [plain, 'service/region'];
  return polarityOf(claim) === 'no' ? [plain, 'service/wrong-api'] : [plain];
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
