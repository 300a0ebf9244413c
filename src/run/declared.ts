/** A scenario that is data, as one that is code: the same context, so the same tap, recording, checks and clean-up. */
import type { ErrorClass } from '../checks/check.ts';
import { foldChat, foldResponses } from '../checks/stream/index.ts';
import { show, valueAt } from '../checks/stream/json.ts';
import {
  type Asked,
  type DeclaredScenario,
  type Expectation,
  fill,
  mismatch,
  type Placeholder,
  type Step,
} from '../declared/index.ts';
import type { Apis, Finding, Refusal, Scenario, ScenarioContext } from './scenario.ts';

/** `feature`: its id. The file must have steps. */
export function declaredScenario(feature: string, { parameters, steps }: DeclaredScenario): Scenario {
  const refusals = (steps ?? []).flatMap(({ refused }) => (Array.isArray(refused) ? refused : []));
  return {
    feature,
    ...(parameters && { parameters }),
    ...(refusals.length > 0 && { refusalExpected: [...new Set<ErrorClass>(refusals)] }),
    async run(context) {
      const answers = new Map<string, unknown>();
      for (const step of steps ?? []) {
        const answer = await perform(step, context, answers);
        if (step.name !== undefined) answers.set(step.name, answer);
      }
    },
    // What a foreign exchange shows of a feature is not in the file.
    recognise: () => null,
  };
}

/** What came back, as expectations see it. `body` of a refusal: `{ error }`. */
interface Seen {
  readonly body: unknown;
  readonly status: number | null;
  readonly error: ErrorClass | null;
  readonly headers: Readonly<Record<string, string>>;
}

async function perform(
  step: Step,
  context: ScenarioContext,
  answers: ReadonlyMap<string, unknown>,
): Promise<unknown> {
  const lookUp = (placeholder: Placeholder) => meaning(placeholder, context, answers);
  const { expect = [], until, refused, ...written } = step;
  const request = fill(written, lookUp);
  const apis = request.as === undefined ? context : context.as(request.as);
  const ask = () => askFor(request, apis, context);
  let seen: Seen;
  if (refused !== undefined) {
    const refusal = await context.refusal(ask, ...(refused === true ? [] : refused));
    seen = seenRefusal(refusal, context);
  } else {
    const { at, ...matcher } = fill(until ?? { at: '' }, lookUp);
    const body = await (until === undefined
      ? ask()
      : context.until(ask, (answer) => mismatch(valueAt(answer, at), matcher) === null));
    seen = { body, status: context.status(), error: null, headers: context.headers() };
  }
  for (const expectation of expect) judge(expectation, seen, context, lookUp);
  return seen.body;
}

function meaning(
  placeholder: Placeholder,
  context: ScenarioContext,
  answers: ReadonlyMap<string, unknown>,
): unknown {
  if (placeholder.kind === 'document') return context.document(placeholder.name).dataUrl;
  if (placeholder.kind === 'value') {
    const { step, pointer } = placeholder;
    const value = valueAt(answers.get(step), pointer);
    if (value === undefined) throw new Error(`the answer of the step "${step}" has nothing at ${pointer}`);
    return value;
  }
  switch (placeholder.name) {
    case 'deployment':
      return context.deployment;
    case 'calledDeployment':
      return context.calledDeployment;
    case 'model':
      return context.model.name;
    case 'region':
      return context.target.region ?? '';
  }
}

function askFor(step: Step, apis: Apis, context: ScenarioContext): Promise<unknown> {
  const { send, ask, query, headers, body, raw } = step;
  if (ask !== undefined) return OPERATIONS[ask](apis, step, context);
  const [method = '', path = ''] = (send ?? '').split(/ (.*)/s, 2);
  return apis.send({
    method,
    path,
    ...(query && { query }),
    ...(headers && { headers }),
    ...(body && { body }),
    ...(raw !== undefined && { raw }),
  });
}

type Operation = (apis: Apis, step: Step, context: ScenarioContext) => Promise<unknown>;

const OPERATIONS: Readonly<Record<Asked, Operation>> = {
  'chat.create': async ({ chat }, { body, stream }) => {
    if (stream === undefined) return chat.create(asWritten(body));
    return foldChat((await chat.stream(asWritten(body))).map(event)).completion;
  },
  'responses.create': async ({ responses }, { body, stream, headers }) => {
    const options = headers && { headers };
    if (stream === undefined) return responses.create(asWritten(body), options);
    return foldResponses((await responses.stream(asWritten(body), options)).map(event)).response;
  },
  'responses.retrieve': ({ responses }, { id = '' }) => responses.retrieve(id),
  'responses.cancel': ({ responses }, { id = '' }) => responses.cancel(id),
  'responses.delete': ({ responses }, { id = '' }) => responses.delete(id),
  'responses.compact': ({ responses }, { body }) => responses.compact(asWritten(body)),
  'files.create': ({ files }, { document = '', purpose }, context) =>
    files.upload(context.document(document), asWritten(purpose)),
  'files.list': async ({ files }) => {
    const { files: data, hasMore } = await files.list();
    return { data, has_more: hasMore };
  },
  'files.retrieve': ({ files }, { id = '' }) => files.retrieve(id),
  'files.delete': ({ files }, { id = '' }) => files.delete(id),
  'models.list': async ({ models }) => ({ data: await models.list() }),
  'models.retrieve': ({ models }, { id = '' }) => models.retrieve(id),
};

/** What a file holds goes out as it stands: whether it is right is what `schema.request` and the service say. */
function asWritten<T>(value: unknown): T {
  return value as T;
}

function event(data: object) {
  return { event: null, data: JSON.stringify(data) };
}

function seenRefusal(refusal: Refusal | null, context: ScenarioContext): Seen {
  const headers = context.headers();
  if (refusal === null) return { body: null, status: context.status(), error: null, headers };
  return { body: { error: refusal.body }, status: refusal.httpStatus, error: refusal.class, headers };
}

function judge(
  expectation: Expectation,
  seen: Seen,
  { check }: ScenarioContext,
  lookUp: (placeholder: Placeholder) => unknown,
): void {
  const { check: id, says, severity = 'must', source } = expectation;
  const { pointer, found, expected } = compare(expectation, seen, lookUp);
  const told = show(found);
  const about: Finding = {
    ...(pointer !== '' && { pointer }),
    ...(expected !== null && { expected, found: told }),
    ...(source !== undefined && { reference: source }),
  };
  const fact = expected === null ? says : `${says} (expected ${expected}, found ${told})`;
  check[severity](id, expected === null, fact, about);
}

/** `expected` null: it is so. */
function compare(
  expectation: Expectation,
  seen: Seen,
  lookUp: (placeholder: Placeholder) => unknown,
): { readonly pointer: string; readonly found: unknown; readonly expected: string | null } {
  const { status, error, header, at = '' } = expectation;
  if (status !== undefined)
    return { pointer: '', found: seen.status, expected: oneOf(seen.status, [status].flat()) };
  if (error !== undefined)
    return { pointer: '', found: seen.error, expected: oneOf(seen.error, [error].flat()) };
  const found = header === undefined ? valueAt(seen.body, at) : seen.headers[header];
  const matcher = 'equals' in expectation ? { equals: fill(expectation.equals, lookUp) } : expectation;
  return { pointer: header === undefined ? at : '', found, expected: mismatch(found, matcher) };
}

function oneOf<T>(found: T | null, known: readonly T[]): string | null {
  return found !== null && known.includes(found) ? null : known.join(' or ');
}
