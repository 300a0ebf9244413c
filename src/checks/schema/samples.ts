/** Test support: the self-written samples of `fixtures/schemas/samples.yaml`, and exchanges around them. */
import { readFileSync } from 'node:fs';
import { createParser } from 'eventsource-parser';
import { parse } from 'yaml';
import type { Body, Exchange } from '../../wire/exchange.ts';
import type { StreamEvent } from './events.ts';

const file = new URL('../../../fixtures/schemas/samples.yaml', import.meta.url);
const samples: Readonly<Record<string, unknown>> = parse(readFileSync(file, 'utf8'));

/** Names of all samples: definitions of the base. */
export const sampleNames = Object.keys(samples);

/** A fresh copy of a sample. Throws on an unknown name. */
export function sample(name: string): unknown {
  if (!Object.hasOwn(samples, name)) throw new Error(`no sample ${name}`);
  return structuredClone(samples[name]);
}

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly request?: Body;
  readonly path?: string;
}

/** An exchange with this body; status 200 and the right content type unless said otherwise. */
export function exchangeWith(body: Body, answer: Answer = {}): Exchange {
  const types: Partial<Record<Body['kind'], string>> = { json: 'application/json', sse: 'text/event-stream' };
  const type = types[body.kind];
  return {
    request: {
      method: 'POST',
      origin: 'https://sample.target.invalid',
      path: answer.path ?? '/openai/v1/responses',
      query: {},
      headers: {},
      body: answer.request ?? { kind: 'none' },
    },
    response: {
      status: answer.status ?? 200,
      headers: answer.headers ?? (type === undefined ? {} : { 'content-type': type }),
      body,
      complete: true,
    },
  };
}

export function jsonExchange(value: unknown, answer: Answer = {}): Exchange {
  return exchangeWith({ kind: 'json', value }, answer);
}

/** A stream of these values, with an `event:` line each where they have a type. */
export function streamOf(values: readonly unknown[]): { exchange: Exchange; events: StreamEvent[] } {
  const events = values.map((value) => {
    const data = typeof value === 'string' ? value : JSON.stringify(value);
    const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : null;
    return { event: typeof type === 'string' ? type : null, data };
  });
  const text = events
    .map(({ event, data }) => `${event === null ? '' : `event: ${event}\n`}data: ${data}\n\n`)
    .join('');
  return { exchange: exchangeWith({ kind: 'sse', text }), events };
}

/** Reads SSE text for tests; running code has its own reader in `src/wire`. */
export function eventsOf(text: string): StreamEvent[] {
  const events: StreamEvent[] = [];
  const parser = createParser({ onEvent: ({ event, data }) => events.push({ event: event ?? null, data }) });
  parser.feed(text);
  parser.reset({ consume: true });
  return events;
}

/** A copy of `root` with the value at `pointer` replaced, or taken away when it is undefined. */
export function withValue(root: unknown, pointer: string, value: unknown): unknown {
  const copy: unknown = structuredClone(root);
  const path = pointer.split('/').slice(1);
  const key = path.pop() ?? '';
  const parent: unknown = path.reduce((at: unknown, part) => Reflect.get(Object(at), part), copy);
  if (value === undefined) Reflect.deleteProperty(Object(parent), key);
  else Reflect.set(Object(parent), key, value);
  return copy;
}

/** Pointers of every property of every object in a value; array elements themselves are not listed. */
export function propertiesOf(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const at = `${pointer}/${key}`;
    return Array.isArray(value) ? propertiesOf(child, at) : [at, ...propertiesOf(child, at)];
  });
}
