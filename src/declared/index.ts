/**
 * Scenarios that are data. Pure: the text comes in, a checked scenario or every problem with its
 * place goes out; src/run/declared.ts runs it.
 *
 *   const { scenario } = readDeclared({ file: 'suites/chat/colour.yaml', text }, { own: true, code: false });
 */
import schema from '../../fixtures/schemas/scenario.schema.json' with { type: 'json' };
import type { Severity } from '../checks/check.ts';
import { type DocumentSource, parseDocument } from '../documents/index.ts';
import { MATCHERS, matchersOf, regular, wrongSchema } from './match.ts';
import { stringsIn, wrongPlaceholder } from './placeholders.ts';
import type { Asked, DeclaredScenario, Expectation, Matcher, Step } from './types.ts';

export { mismatch } from './match.ts';
export { fill, type Placeholder } from './placeholders.ts';
export type { Asked, DeclaredScenario, Expectation, FeatureLine, Step } from './types.ts';

interface Complaint {
  readonly pointer: string;
  readonly message: string;
}

/** What surrounds a file: `own`, of a user and not of the harness; `code`, a module of the same name beside it. */
export interface Surroundings {
  readonly own: boolean;
  readonly code: boolean;
}

/** Throws ConfigurationFailure that lists every problem with file:line:column. */
export function readDeclared(source: DocumentSource, { own, code }: Surroundings): DeclaredScenario {
  const document = parseDocument<Partial<DeclaredScenario>>(source, schema);
  const { feature = null, steps = null, ...rest } = document.value;
  const problems: Complaint[] = [];
  if (own && feature === null)
    problems.push({
      pointer: '',
      message: 'key "feature" is missing: its title, whom it is asked of, its estimate',
    });
  if (!own && feature !== null)
    problems.push({
      pointer: '/feature',
      message: 'the line of a feature of the harness stands in fixtures/catalog/features.yaml',
    });
  if (steps === null && !code)
    problems.push({
      pointer: '',
      message: `key "steps" is missing, and there is no module of the same name (.ts or .mjs) beside ${source.file}`,
    });
  if (steps !== null && code)
    problems.push({
      pointer: '/steps',
      message: 'there is a module of the same name beside it: a scenario is steps or code, not both',
    });
  problems.push(...problemsOf(steps ?? []));
  if (problems.length > 0) document.reject(problems);
  return { ...rest, feature, steps };
}

/** The checks that the steps make, in their order. */
export function checksOfSteps(
  steps: readonly Step[],
): readonly { readonly id: string; readonly severity: Severity }[] {
  return steps.flatMap(({ expect = [] }) =>
    expect.map(({ check, severity = 'must' }) => ({ id: check, severity })),
  );
}

function problemsOf(steps: readonly Step[]): Complaint[] {
  const problems: Complaint[] = [];
  const names: string[] = [];
  const checks = new Set<string>();
  for (const [index, step] of steps.entries()) {
    const at = `/steps/${index}`;
    problems.push(...wrongRequest(step, at));
    for (const [pointer, text] of stringsIn(withoutRules(step))) {
      const message = wrongPlaceholder(text, names);
      if (message !== null) problems.push({ pointer: `${at}${pointer}`, message });
    }
    if (step.until !== undefined) problems.push(...wrongMatcher(step.until, `${at}/until`));
    for (const [place, expectation] of (step.expect ?? []).entries()) {
      const here = `${at}/expect/${place}`;
      problems.push(...wrongExpectation(expectation, here));
      if (checks.has(expectation.check)) {
        const message = `the check "${expectation.check}" stands in this scenario twice`;
        problems.push({ pointer: `${here}/check`, message });
      }
      checks.add(expectation.check);
    }
    if (step.name !== undefined && names.includes(step.name))
      problems.push({ pointer: `${at}/name`, message: `two steps are named "${step.name}"` });
    if (step.name !== undefined) names.push(step.name);
  }
  return problems;
}

/** What is no text to be filled in: patterns and schemas may hold `${`. */
function withoutRules({ expect = [], until, ...step }: Step): unknown {
  return {
    ...step,
    ...(until && { until: { equals: until.equals } }),
    expect: expect.map(({ equals }) => ({ equals })),
  };
}

/** The keys that belong to each kind of request. */
const KEYS: Readonly<Record<Asked, readonly (keyof Step)[]>> = {
  'chat.create': ['body', 'stream'],
  'responses.create': ['body', 'stream', 'headers'],
  'responses.retrieve': ['id'],
  'responses.cancel': ['id'],
  'responses.delete': ['id'],
  'responses.compact': ['body'],
  'files.create': ['document', 'purpose'],
  'files.list': [],
  'files.retrieve': ['id'],
  'files.delete': ['id'],
  'models.list': [],
  'models.retrieve': ['id'],
};
const OF_SEND: readonly (keyof Step)[] = ['body', 'raw', 'query', 'headers'];
const OF_REQUESTS = ['body', 'raw', 'query', 'headers', 'id', 'stream', 'document', 'purpose'] as const;
/** What may be left out of those that an operation takes. */
const OPTIONAL: readonly (keyof Step)[] = ['stream', 'headers'];

function wrongRequest(step: Step, at: string): Complaint[] {
  const { ask, send, refused, until } = step;
  if ((ask === undefined) === (send === undefined))
    return [{ pointer: at, message: 'a step has one of "ask" (an operation) and "send" (method and path)' }];
  const problems: Complaint[] = [];
  const takes = ask === undefined ? OF_SEND : KEYS[ask];
  const what = ask ?? 'send';
  for (const key of OF_REQUESTS) {
    if (step[key] !== undefined && !takes.includes(key)) {
      const known = takes.length === 0 ? 'nothing' : takes.join(', ');
      problems.push({ pointer: `${at}/${key}`, message: `"${what}" takes no "${key}"; it takes ${known}` });
    }
    if (ask !== undefined && takes.includes(key) && !OPTIONAL.includes(key) && step[key] === undefined)
      problems.push({ pointer: at, message: `"${what}" needs the key "${key}"` });
  }
  if (step.body !== undefined && step.raw !== undefined)
    problems.push({ pointer: `${at}/raw`, message: 'a request has "body" or "raw", not both' });
  if (refused !== undefined && until !== undefined)
    problems.push({ pointer: `${at}/until`, message: 'what is refused is not asked again' });
  return problems;
}

const SUBJECTS = ['status', 'error', 'header', 'at'] as const;

function wrongExpectation(expectation: Expectation, at: string): Complaint[] {
  const subjects = SUBJECTS.filter((key) => expectation[key] !== undefined);
  if (subjects.length > 1)
    return [{ pointer: at, message: `a check is of one thing, not of ${subjects.join(' and ')}` }];
  const complete = subjects[0] === 'status' || subjects[0] === 'error';
  if (!complete) return wrongMatcher(expectation, at);
  const [surplus] = matchersOf(expectation);
  return surplus === undefined
    ? []
    : [{ pointer: `${at}/${surplus}`, message: `"${subjects[0]}" says what is expected already` }];
}

function wrongMatcher(matcher: Matcher, at: string): Complaint[] {
  const names = matchersOf(matcher);
  if (names.length !== 1) {
    const found = names.length === 0 ? 'none' : names.join(' and ');
    return [{ pointer: at, message: `one of ${MATCHERS.join(', ')} is needed, found ${found}` }];
  }
  if (matcher.pattern !== undefined) {
    try {
      regular(matcher.pattern);
    } catch (error) {
      return [{ pointer: `${at}/pattern`, message: error instanceof Error ? error.message : String(error) }];
    }
  }
  const schemaProblem = matcher.schema === undefined ? null : wrongSchema(matcher.schema);
  return schemaProblem === null
    ? []
    : [{ pointer: `${at}/schema`, message: `no JSON Schema: ${schemaProblem}` }];
}
