import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonSchema, parseDocument } from '../documents/index.ts';
import { ConfigurationFailure } from '../failure.ts';

export type LocaleTag = 'en' | 'zh-CN' | 'zh-TW';
export const LOCALES: readonly LocaleTag[] = ['en', 'zh-CN', 'zh-TW'];

/** One message; with `one` it depends on `{count}`. */
export type Message = string | { readonly one: string; readonly other: string };
export type Messages = Readonly<Record<string, Message>>;
export type Values = Readonly<Record<string, string | number>>;

/** The words of one language. All text that the report does not quote comes from here. */
export interface Locale {
  readonly tag: LocaleTag;
  /** The message of a key with `{name}` filled in; numbers in the language's form. Throws on an unknown key. */
  say(key: string, values?: Values): string;
  /** The same, or `fallback` for a key that data made up (an error class the catalogue does not know). */
  sayOr(key: string, fallback: string): string;
  number(value: number): string;
}

export function localeOf(tag: LocaleTag, messages: Messages): Locale {
  const format = new Intl.NumberFormat(tag);
  const plural = new Intl.PluralRules(tag);
  const number = (value: number) => format.format(value);
  const say = (key: string, values: Values = {}): string => {
    const message = Object.hasOwn(messages, key) ? messages[key] : undefined;
    if (message === undefined) throw new Error(`the catalogue ${tag} has no message "${key}"`);
    const text =
      typeof message === 'string'
        ? message
        : plural.select(Number(values.count)) === 'one'
          ? message.one
          : message.other;
    return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = values[name];
      return value === undefined ? hole : typeof value === 'number' ? number(value) : value;
    });
  };
  const sayOr = (key: string, fallback: string) => (Object.hasOwn(messages, key) ? say(key) : fallback);
  return { tag, say, sayOr, number };
}

const SCHEMA: JsonSchema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  patternProperties: {
    '^[a-z][a-zA-Z0-9-]*(\\.[a-zA-Z0-9-]+)*$': {
      anyOf: [
        { type: 'string', minLength: 1 },
        {
          type: 'object',
          required: ['one', 'other'],
          additionalProperties: false,
          properties: { one: { type: 'string' }, other: { type: 'string' } },
        },
      ],
    },
  },
};

/** Reads `fixtures/locales/<tag>.yaml` under the project's root. Throws ConfigurationFailure. */
export function readMessages(root: string, tag: LocaleTag): Messages {
  const file = join('fixtures', 'locales', `${tag}.yaml`);
  let text: string;
  try {
    text = readFileSync(join(root, file), 'utf8');
  } catch (cause) {
    throw new ConfigurationFailure('the message catalogue cannot be read', {
      place: { file },
      remedy: `Locales are ${LOCALES.join(', ')}; the catalogue is part of the package, reinstall it.`,
      cause,
    });
  }
  return parseDocument<Messages>({ file, text }, SCHEMA).value;
}

export function readLocale(root: string, tag: LocaleTag): Locale {
  return localeOf(tag, readMessages(root, tag));
}
