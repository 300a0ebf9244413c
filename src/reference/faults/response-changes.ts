/** Ways to break requests and answers of the Responses API, for the lists of its faults. */
import type { Operation } from '../../wire/operation.ts';
import { elements, isJsonObject, isRecord, type Json, type JsonObject } from '../json.ts';
import type { Incoming, Operate } from '../operation.ts';
import type { Reply } from '../reply.ts';
import type { StoredResponse } from '../responses/job.ts';
import { type Body, type Fault, onErrors, onJson, onRequests } from './fault.ts';

type OnRequest = NonNullable<Fault['request']>;
type OnReply = NonNullable<Fault['reply']>;
type Instead = (incoming: Incoming, sound: Operate) => Promise<Reply>;

/** Requests to create a response that `isMeant`, changed. */
export function created(isMeant: (body: Body) => boolean, change: (body: Body) => Body): OnRequest {
  return onRequests('responses.create', (body) => (isMeant(body) ? change(body) : body));
}

/** Parameters are read as if they were not there. */
export function unread(...parameters: readonly string[]): OnRequest {
  return created(
    (body) => parameters.some((parameter) => body[parameter] !== undefined),
    (body) => Object.fromEntries(Object.entries(body).filter(([key]) => !parameters.includes(key))),
  );
}

/** Responses that `isMeant`, plain, created or retrieved, changed. */
export function answered(
  isMeant: (response: JsonObject) => boolean,
  change: (response: JsonObject) => JsonObject,
  operations: readonly Operation[] = ['responses.create', 'responses.retrieve'],
): OnReply {
  return onJson(operations, (body) => (body.object === 'response' && isMeant(body) ? change(body) : body));
}

/** Every response that is created, plain, changed. */
export function told(change: (response: JsonObject) => JsonObject): OnReply {
  return answered(() => true, change, ['responses.create']);
}

/** The refusal of one parameter, with another body and status. */
export function refused(
  isMeant: (error: JsonObject) => boolean,
  change: { readonly status?: number; readonly message?: string; readonly code?: string },
): OnReply {
  return onErrors(isMeant, (reply) => {
    const { status = reply.status, ...words } = change;
    const { error } = reply.body;
    return {
      ...reply,
      status,
      body: { ...reply.body, error: { ...(isJsonObject(error) && error), ...words } },
    };
  });
}

/** A response that is created as it should, and told otherwise where its request `isMeant`. */
export function toldOtherwise(
  isMeant: (body: Body) => boolean,
  change: (response: JsonObject) => JsonObject,
): NonNullable<Fault['instead']> {
  return {
    'responses.create': async (incoming, sound) => {
      const reply = await sound(incoming);
      return reply.kind === 'json' && isMeant(incoming.body) ? { ...reply, body: change(reply.body) } : reply;
    },
  };
}

/** An operation on a stored response that `isMeant`, done otherwise; null: as it should. */
export function onStored(
  change: (job: StoredResponse, incoming: Incoming, sound: Operate) => Promise<Reply | null> | Reply | null,
): Instead {
  return async (incoming, sound) => {
    const job = incoming.state.responses.get(incoming.address.id ?? '');
    const reply = job === undefined ? null : await change(job, incoming, sound);
    return reply ?? sound(incoming);
  };
}

/** The request with another query. */
export function asking(incoming: Incoming, change: (query: URLSearchParams) => void): Incoming {
  const url = new URL(incoming.url);
  change(url.searchParams);
  return { ...incoming, url };
}

export function ok(body: JsonObject): Reply {
  return { kind: 'json', status: 200, body };
}

/** Input items of a request; none of one whose input is a text. */
export function inputOf({ input }: Body): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(input) ? input.filter(isRecord) : [];
}

export function itemsOf({ output }: JsonObject): readonly JsonObject[] {
  return elements(output).filter(isJsonObject);
}

/** The response with each item of its output changed; null leaves one out. */
export function withItems(response: JsonObject, change: (item: JsonObject) => JsonObject | null): JsonObject {
  return {
    ...response,
    output: itemsOf(response).flatMap((item): Json[] => {
      const changed = change(item);
      return changed === null ? [] : [changed];
    }),
  };
}

/** The response with another text in each of its messages. */
export function withText(response: JsonObject, change: (text: string) => string): JsonObject {
  return withItems(response, (item) => {
    if (item.type !== 'message') return item;
    const content = elements(item.content).map((part) =>
      isJsonObject(part) && typeof part.text === 'string' ? { ...part, text: change(part.text) } : part,
    );
    return { ...item, content };
  });
}

export function hasItem(response: JsonObject, type: string): boolean {
  return itemsOf(response).some((item) => item.type === type);
}
