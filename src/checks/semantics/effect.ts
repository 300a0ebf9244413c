import { itemsOf, listAt, objectAt, show } from '../stream/json.ts';
import { type Answer, readAnswer } from './answer.ts';

/** What became of a parameter that the service accepted. */
export interface Effect {
  readonly outcome: 'applied' | 'ignored' | 'unobservable';
  /** One sentence that says why. */
  readonly reason: string;
}

/** Something in an answer that a parameter changes. */
export interface Observable {
  readonly name: string;
  /** Undefined where the answer does not show it. */
  readonly of: (answer: Answer) => unknown;
  /** True for a value that only the parameter explains; without it any difference counts. */
  readonly expects?: (value: unknown) => boolean;
}

/**
 * Judges an accepted parameter by twin answers: the same request with and without it. Where both
 * answers already look as the parameter asks, its effect cannot be told from none.
 */
export function judgeEffect(
  parameter: string,
  twin: { readonly withIt: unknown; readonly withoutIt: unknown },
  observable: Observable | null,
): Effect {
  if (observable === null)
    return { outcome: 'unobservable', reason: `nothing in an answer shows ${parameter}` };
  const withIt = shownBy(twin.withIt, observable);
  const withoutIt = shownBy(twin.withoutIt, observable);
  const { name, expects } = observable;
  if (withIt === undefined)
    return { outcome: 'unobservable', reason: `the answer does not show its ${name}` };
  const seen = `${name} is ${show(withIt)} with ${parameter} and ${show(withoutIt)} without`;
  if (expects === undefined) {
    if (withoutIt === undefined)
      return { outcome: 'unobservable', reason: `the twin does not show its ${name}` };
    return {
      outcome: JSON.stringify(withIt) === JSON.stringify(withoutIt) ? 'ignored' : 'applied',
      reason: seen,
    };
  }
  if (!expects(withIt)) return { outcome: 'ignored', reason: seen };
  return {
    outcome: withoutIt !== undefined && expects(withoutIt) ? 'unobservable' : 'applied',
    reason: seen,
  };
}

function shownBy(value: unknown, observable: Observable): unknown {
  const answer = readAnswer(value);
  return answer === null ? undefined : observable.of(answer);
}

function textOf(answer: Answer): string | undefined {
  return answer.texts.length === 0 ? undefined : answer.texts.map(({ text }) => text).join('');
}

function isJson(text: unknown): boolean {
  try {
    JSON.parse(String(text));
    return true;
  } catch {
    return false;
  }
}

const outputTokens = (limit: unknown): Observable => ({
  name: 'number of output tokens',
  of: (answer) => answer.usage?.output,
  expects: (count) => Number(count) <= Number(limit),
});

const text = (name: string, expects: (value: unknown) => boolean): Observable => ({
  name,
  of: textOf,
  expects,
});

const logprobs: Observable = {
  name: 'number of tokens with logprobs',
  of: ({ api, body }) =>
    api === 'chat'
      ? itemsOf(body, 'choices').flatMap((choice) => itemsOf(objectAt(choice, 'logprobs'), 'content')).length
      : itemsOf(body, 'output')
          .flatMap((item) => itemsOf(item, 'content'))
          .flatMap((part) => itemsOf(part, 'logprobs')).length,
  expects: (count) => Number(count) > 0,
};

/** What shows a parameter with a value; a parameter that is not here is unobservable. */
const OBSERVABLES: Readonly<Record<string, (value: unknown) => Observable>> = {
  max_tokens: outputTokens,
  max_completion_tokens: outputTokens,
  max_output_tokens: outputTokens,
  stop: (stop) =>
    text(
      'text',
      (value) => ![stop].flat().some((mark) => typeof mark === 'string' && String(value).includes(mark)),
    ),
  n: (n) => ({
    name: 'number of choices',
    of: ({ body }) => listAt(body, 'choices')?.length,
    expects: (count) => count === n,
  }),
  logprobs: () => logprobs,
  top_logprobs: () => logprobs,
  response_format: () => text('text', isJson),
  'text.format': () => text('text', isJson),
  tools: () => ({
    name: 'number of tool calls',
    of: ({ calls }) => calls.length,
    expects: (count) => Number(count) > 0,
  }),
  parallel_tool_calls: (value) => ({
    name: 'number of tool calls',
    of: ({ calls }) => calls.length,
    expects: (count) => (value === false ? Number(count) <= 1 : Number(count) > 1),
  }),
};

/** What in an answer shows `parameter` with `value`; null where nothing does (seed, user, temperature, …). */
export function observableOf(parameter: string, value: unknown): Observable | null {
  return Object.hasOwn(OBSERVABLES, parameter) ? (OBSERVABLES[parameter]?.(value) ?? null) : null;
}
