import type { Body } from '../exchange.ts';
import type { Operation } from '../operation.ts';
import { jsonBody } from './body.ts';
import type { DocumentFormat, TextFormat } from './format.ts';
import { originOf } from './host.ts';
import { parsed } from './json-text.ts';
import { type Context, operationOfAnswer } from './recorded.ts';
import { recordedAtOf } from './recorded-at.ts';
import { isObject, objectOf } from './shape.ts';
import type { Fidelity, HostKind, SourcedExchange } from './sourced.ts';
import { spotAt } from './spot.ts';

/** A file that holds the body of one answer and nothing else: event stream, events one a line, or JSON. */

export const sse: TextFormat = {
  kind: 'text',
  name: 'sse',
  title: 'server-sent events (text)',
  clue: (head) => /^\uFEFF?(?:(?::[^\n]*|id:[^\n]*|retry:[^\n]*)?\r?\n)*(?:data|event):/.test(head),
  *read(text, context) {
    yield answerOnly({ kind: 'sse', text }, 'response-only', context);
  },
};

export const events: TextFormat = {
  kind: 'text',
  name: 'events',
  title: 'stream events, one JSON object a line',
  clue: (head) => isEvent(parsed(head.trimStart().split('\n', 1)[0] ?? '')),
  *read(text, context) {
    const body: Body = { kind: 'sse', text: frame(text) };
    yield answerOnly(body, 'response-only,sse-rebuilt-from-events', context);
  },
};

export const answer: DocumentFormat = {
  kind: 'document',
  name: 'answer',
  title: 'the JSON body of one answer',
  syntax: 'json',
  clue: (head) =>
    isAnswer(parsed(head)) || /^\s*\{[^{[]{0,400}"object"\s*:\s*"(?:response|chat\.completion)"/.test(head),
  fits: isAnswer,
  *read(value, context) {
    yield answerOnly(jsonBody(value, spotAt(context.file, '')), 'response-only', context);
  },
};

function isEvent(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (value.object === 'chat.completion.chunk') return true;
  // Azure's prelude and async-filter chunks have an empty `object` (facts section 2).
  if (value.object === '') return Array.isArray(value.choices);
  return typeof value.type === 'string' && (/^response\./.test(value.type) || value.type === 'error');
}

const OBJECTS = new Set(['response', 'chat.completion', 'response.deleted', 'file', 'list', 'model']);

function isAnswer(value: unknown): boolean {
  if (!isObject(value)) return false;
  return (typeof value.object === 'string' && OBJECTS.has(value.object)) || isObject(value.error);
}

/** Puts the framing back: `event:` lines for typed events and none for chat chunks, as services do (facts section 5). */
function frame(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const isChat = Array.isArray(objectOf(parsed(lines[0] ?? '')).choices);
  return lines
    .map((line) => {
      const type = objectOf(parsed(line)).type;
      return typeof type === 'string' && /^[\w.]{1,80}$/.test(type)
        ? `event: ${type}\ndata: ${line}\n\n`
        : `data: ${line}\n\n`;
    })
    .concat(isChat ? ['data: [DONE]\n\n'] : [])
    .join('');
}

function answerOnly(body: Body, fidelity: Fidelity, context: Context): SourcedExchange {
  const operation = operationOfAnswer(body);
  const [method, path] = REQUESTS[operation] ?? ['GET', ''];
  const hostKind = hostOf(body);
  return {
    id: `${context.file}#0`,
    exchange: {
      request: { method, origin: originOf(hostKind), path, query: {}, headers: {}, body: { kind: 'none' } },
      response: { status: answerStatus(body), headers: {}, body, complete: true },
    },
    operation,
    hostKind,
    ...recordedAtOf(undefined, undefined, body),
    fidelity,
    synthetic: false,
    ...(context.citation === undefined ? {} : { citation: { ...context.citation, index: '0' } }),
    hints: { model: null, streaming: body.kind === 'sse' },
  };
}

/** The request that must have led to the answer; nothing else is known of it. */
const REQUESTS: Partial<Record<Operation, readonly [method: string, path: string]>> = {
  'chat.create': ['POST', '/v1/chat/completions'],
  'responses.create': ['POST', '/v1/responses'],
  'responses.delete': ['DELETE', '/v1/responses/unknown'],
  'files.retrieve': ['GET', '/v1/files/unknown'],
  'files.list': ['GET', '/v1/files'],
  'models.retrieve': ['GET', '/v1/models/unknown'],
  'models.list': ['GET', '/v1/models'],
};

/** Azure's own fields give it away (facts section 2); without them nobody knows. */
function hostOf(body: Body): HostKind {
  const text = body.kind === 'sse' ? body.text : body.kind === 'json' ? JSON.stringify(body.value) : '';
  return /"(?:content_filters|prompt_filter_results|content_filter_results)"\s*:/.test(text)
    ? 'azure'
    : 'other';
}

/** A bare answer has no status: 200, unless it is an error object, whose own code counts where it is a status. */
export function answerStatus(body: Body): number {
  if (body.kind !== 'json' || !isObject(body.value) || !isObject(body.value.error)) return 200;
  if (typeof body.value.object === 'string') return 200;
  const stated = Number(body.value.error.status ?? body.value.error.code);
  return Number.isInteger(stated) && stated >= 400 && stated <= 599 ? stated : 400;
}
