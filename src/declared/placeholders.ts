/**
 * `${…}` in the strings of a step: a fact of the case, or a value of an earlier answer by JSON pointer.
 *
 *   ${deployment} ${calledDeployment} ${model} ${region}
 *   ${document:red.png}        the file as a data URL
 *   ${created#/id}             what stands at /id in the answer of the step named "created"
 *
 * A string that is one placeholder and nothing else becomes the value itself, with its type. `$${` is `${`.
 */
import { isObject } from '../checks/stream/json.ts';
import { didYouMean } from '../suggest.ts';

export const FACTS = ['deployment', 'calledDeployment', 'model', 'region'] as const;
type Fact = (typeof FACTS)[number];

export type Placeholder =
  | { readonly kind: 'fact'; readonly name: Fact }
  | { readonly kind: 'document'; readonly name: string }
  | { readonly kind: 'value'; readonly step: string; readonly pointer: string };

const MARK = /\$\$\{|\$\{([^}]*)\}/g;

/** What stands between the braces. Null: nothing that is known. */
export function placeholderOf(text: string): Placeholder | null {
  const fact = FACTS.find((name) => name === text);
  if (fact !== undefined) return { kind: 'fact', name: fact };
  const document = /^document:(.+)$/.exec(text)?.[1];
  if (document !== undefined) return { kind: 'document', name: document };
  const [, step, pointer] = /^([a-z0-9-]+)#((?:\/.*)?)$/.exec(text) ?? [];
  return step === undefined || pointer === undefined ? null : { kind: 'value', step, pointer };
}

/** Why a string cannot be filled in; null where it can. `steps`: names of those before. */
export function wrongPlaceholder(text: string, steps: readonly string[]): string | null {
  for (const [, inner] of text.matchAll(MARK)) {
    if (inner === undefined) continue;
    const found = placeholderOf(inner);
    if (found === null) {
      const guess = didYouMean(inner, FACTS);
      return `nothing is called \${${inner}}${guess || `; there are ${FACTS.join(', ')}, document:<file> and <step>#<JSON pointer>`}`;
    }
    if (found.kind === 'value' && !steps.includes(found.step)) {
      const known = steps.length === 0 ? 'no earlier step has a name' : `there are ${steps.join(', ')}`;
      return `no step before this one is named "${found.step}"${didYouMean(found.step, steps) || `; ${known}`}`;
    }
  }
  return null;
}

/** Every string of a value, with its JSON pointer. */
export function* stringsIn(value: unknown, at = ''): Generator<readonly [pointer: string, text: string]> {
  if (typeof value === 'string') yield [at, value];
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* stringsIn(item, `${at}/${index}`);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      yield* stringsIn(item, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  }
}

/** The same value with its placeholders replaced. Throws what `lookUp` throws. */
export function fill<T>(value: T, lookUp: (placeholder: Placeholder) => unknown): T;
export function fill(value: unknown, lookUp: (placeholder: Placeholder) => unknown): unknown {
  if (typeof value === 'string') return fillText(value, lookUp);
  if (Array.isArray(value)) return value.map((item) => fill(item, lookUp));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, lookUp)]));
}

function fillText(text: string, lookUp: (placeholder: Placeholder) => unknown): unknown {
  const meant = (inner: string): unknown => {
    const placeholder = placeholderOf(inner);
    return placeholder === null ? '' : lookUp(placeholder);
  };
  const whole = /^\$\{([^}]*)\}$/.exec(text)?.[1];
  if (whole !== undefined) return meant(whole);
  return text.replace(MARK, (_, inner: string | undefined) => {
    if (inner === undefined) return '${';
    const value = meant(inner);
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}
