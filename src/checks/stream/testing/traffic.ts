import { existsSync, readFileSync } from 'node:fs';
import { createParser } from 'eventsource-parser';
import type { StreamInput } from '../index.ts';
import { isObject, type JsonObject, textAt } from '../json.ts';

/** Real recorded traffic, kept beside the project; tests that need it skip where it is absent. */
const TRAFFIC = '../shared/traffic/dev.jsonl';

export const trafficIsHere: boolean = existsSync(TRAFFIC);

export interface RecordedStream {
  readonly id: string;
  readonly repo: string;
  readonly path: string;
  readonly model: string;
  readonly input: StreamInput;
}

export interface RecordedAnswer {
  readonly id: string;
  readonly repo: string;
  readonly hostKind: StreamInput['hostKind'];
  readonly operation: 'chat.create' | 'responses.create';
  readonly model: string;
  readonly request: unknown;
  readonly answer: JsonObject;
}

function rows(): JsonObject[] {
  return readFileSync(TRAFFIC, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
    .filter(isObject);
}

/** The SSE body as events and the rest that is no whole event. */
export function splitEvents(text: string): Pick<StreamInput, 'events' | 'truncatedTail'> {
  const events: { event: string | null; data: string }[] = [];
  const parser = createParser({
    onEvent: ({ event, data }) => void events.push({ event: event ?? null, data }),
  });
  parser.feed(text);
  const tail = text.split(/(?:\r\n|\n|\r){2}/).at(-1) ?? '';
  return { events, truncatedTail: tail.trim() === '' ? null : tail };
}

function hostKindOf(row: JsonObject): StreamInput['hostKind'] {
  const kind = textAt(row, 'host_kind');
  return kind === 'azure' || kind === 'openai' ? kind : 'other';
}

function operationOf(row: JsonObject): StreamInput['operation'] | undefined {
  const operation = `${textAt(row, 'api')}.${textAt(row, 'operation')}`;
  if (operation === 'chat.create' || operation === 'responses.create') return operation;
  return operation === 'responses.retrieve' ? operation : undefined;
}

/** Every recorded stream of chat completions and responses. */
export function recordedStreams(): RecordedStream[] {
  return rows().flatMap((row) => {
    const body = textAt(row, 'response_body');
    const operation = operationOf(row);
    if (row.response_body_kind !== 'sse' || body === undefined || operation === undefined) return [];
    const after = isObject(row.query) ? Number(row.query.starting_after ?? Number.NaN) : Number.NaN;
    return [
      {
        id: textAt(row, 'id') ?? '',
        repo: textAt(row, 'repo') ?? '',
        path: textAt(row, 'path') ?? '',
        model: textAt(row, 'response_model') ?? textAt(row, 'model') ?? '',
        input: {
          operation,
          hostKind: hostKindOf(row),
          request: isObject(row.request_body) ? row.request_body : null,
          ...splitEvents(body),
          complete: true,
          ...(Number.isNaN(after) ? {} : { startingAfter: after }),
        },
      },
    ];
  });
}

/** Every recorded answer of 200 that is not streamed. */
export function recordedAnswers(): RecordedAnswer[] {
  return rows().flatMap((row) => {
    const operation = operationOf(row);
    const answer = row.response_body;
    if (operation === undefined || operation === 'responses.retrieve') return [];
    if (!isObject(answer) || (row.status !== 200 && row.status !== null)) return [];
    return [
      {
        id: textAt(row, 'id') ?? '',
        repo: textAt(row, 'repo') ?? '',
        hostKind: hostKindOf(row),
        operation,
        model: textAt(row, 'response_model') ?? textAt(row, 'model') ?? '',
        request: isObject(row.request_body) ? row.request_body : null,
        answer,
      },
    ];
  });
}
