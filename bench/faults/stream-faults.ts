/** Faults in the events of a stream: the mutations that prove the stream rules, put into whole exchanges. */
import {
  foldChat,
  foldResponses,
  type StreamEvent,
  type StreamInput,
} from '../../src/checks/stream/index.ts';
import {
  firstDifference,
  isObject,
  itemsOf,
  type JsonObject,
  objectAt,
  textAt,
} from '../../src/checks/stream/json.ts';
import { CHAT_MUTATIONS } from '../../src/checks/stream/testing/chat-mutations.ts';
import type { Mutation } from '../../src/checks/stream/testing/mutations.ts';
import { RESPONSES_MUTATIONS } from '../../src/checks/stream/testing/responses-mutations.ts';
import { type Excuse, type Fault, type Subject, withEvents, withResponse } from './mutant.ts';

export const STREAM_FAULTS: readonly Fault[] = [
  ...RESPONSES_MUTATIONS.map((mutation) =>
    faultOf('Responses stream', mutation, isResponses, responsesExcuse),
  ),
  ...CHAT_MUTATIONS.map((mutation) => faultOf('chat stream', mutation, isChat, chatExcuse)),
];

function isResponses({ operation }: Subject): boolean {
  return operation === 'responses.create' || operation === 'responses.retrieve';
}

function isChat({ operation }: Subject): boolean {
  return operation === 'chat.create';
}

type MayBeMissed = (name: string, before: StreamInput, after: StreamInput, index: number) => Excuse | null;

function faultOf(
  group: string,
  mutation: Mutation,
  concerns: (subject: Subject) => boolean,
  excuse: MayBeMissed,
): Fault {
  return {
    group,
    name: mutation.name,
    *mutants(subject, pick) {
      const { events } = subject;
      if (events.length === 0 || subject.errorClass !== null || !concerns(subject)) return;
      const input = inputOf(subject);
      const places = events.map((_, index) => index).filter((index) => canMutate(mutation, input, index));
      for (const index of pick(places)) {
        const mutated = mutation.at(input, index);
        if (mutated === null) continue;
        yield {
          exchange: exchangeOf(subject, mutated),
          place: `event ${index} ${typeOf(events[index])}`,
          excuse: () => excuse(mutation.name, input, mutated, index) ?? partialExcuse(subject),
        };
      }
    },
  };
}

function canMutate(mutation: Mutation, input: StreamInput, index: number): boolean {
  return mutation.at(input, index) !== null;
}

function inputOf({ exchange, events, hostKind, operation }: Subject): StreamInput {
  const { body } = exchange.request;
  return {
    operation: operation === 'chat.create' ? operation : 'responses.create',
    hostKind,
    request: body.kind === 'json' ? body.value : null,
    events,
    truncatedTail: null,
    complete: true,
  };
}

function exchangeOf(subject: Subject, { events, truncatedTail, complete }: StreamInput) {
  const tail = truncatedTail === null ? '' : `data: ${truncatedTail}`;
  const exchange = withEvents(subject, events, tail);
  return complete || exchange.response === null
    ? exchange
    : withResponse(subject, { ...exchange.response, complete });
}

function jsonOf(event: StreamEvent | undefined): JsonObject | null {
  try {
    const value: unknown = JSON.parse(event?.data ?? '');
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function typeOf(event: StreamEvent | undefined): string {
  if (event?.data.trim() === '[DONE]') return '[DONE]';
  return textAt(jsonOf(event), 'type') ?? textAt(jsonOf(event), 'object') ?? '';
}

const equivalent = (why: string): Excuse => ({ kind: 'equivalent', why });
const legal = (why: string): Excuse => ({ kind: 'legal', why });

/** The beginning of a resumed stream is not there to be compared with. */
function partialExcuse({ exchange }: Subject): Excuse | null {
  return exchange.request.query.starting_after === undefined
    ? null
    : legal('a resumed stream shows the end alone, so that nobody knows what it continues');
}

/** Steps a tool or a queue may announce; which of them come differs by tool and tier. */
const ANNOUNCEMENT =
  /^response\.(?:queued|(?:\w+_call|mcp_list_tools)\.(?:in_progress|searching|interpreting|generating|partial_image))$/;

function responsesExcuse(
  name: string,
  before: StreamInput,
  after: StreamInput,
  index: number,
): Excuse | null {
  const type = typeOf(before.events[index]);
  if (type === '[DONE]') return equivalent('[DONE] is optional on a Responses stream');
  if (type === 'keepalive') return equivalent('a keep-alive says nothing');
  if (/^drop an event/.test(name) && ANNOUNCEMENT.test(type)) {
    return legal('which steps of a tool are announced is the choice of the service');
  }
  if (/^drop an event/.test(name) && type === 'response.in_progress') {
    return legal('whether a response is said to be in progress is the choice of the service');
  }
  return sameFold(foldResponses(before.events).response, foldResponses(after.events).response, name);
}

/** Only faults that leave every event whole can be excused by what the events add up to. */
function sameFold(before: unknown, after: unknown, name: string): Excuse | null {
  if (!/^(?:repeat an event|swap neighbours|drop an event)$/.test(name)) return null;
  return firstDifference(before, after) === null ? equivalent('the events add up to the same answer') : null;
}

function chatExcuse(name: string, before: StreamInput, after: StreamInput, index: number): Excuse | null {
  const event = before.events[index];
  const json = jsonOf(event);
  const same = sameFold(foldChat(before.events).completion, foldChat(after.events).completion, name);
  if (same !== null) return same;
  const moved = /^(?:drop|repeat) an event$|^swap neighbours$/.test(name) && carriesTextOnly(json);
  if (moved || name === 'alter a delta') {
    return legal(
      'a chat stream carries each piece of text once, without numbers: another text is another answer',
    );
  }
  if (
    name === 'drop a piece of the arguments' ||
    (carriesArguments(json) && /^(?:drop|repeat|swap)/.test(name))
  ) {
    return legal('the arguments that are left are JSON: another call is another answer');
  }
  if (name === 'drop an event' && json?.prompt_filter_results !== undefined) {
    return legal('the prelude is left out where annotations are off');
  }
  if (/usage chunk|^drop an event$/.test(name) && isObject(json?.usage) && before.request === null) {
    return legal('the request is not known, so nobody knows whether usage was asked for');
  }
  return null;
}

function carriesTextOnly(json: JsonObject | null): boolean {
  const choices = itemsOf(json, 'choices');
  return (
    choices.length > 0 &&
    choices.every((choice) => {
      const delta = objectAt(choice, 'delta') ?? {};
      const names = Object.keys(delta).filter((key) => delta[key] !== null && delta[key] !== '');
      return (
        textAt(choice, 'finish_reason') === undefined &&
        names.every((key) => ['content', 'refusal', 'reasoning_content', 'reasoning', 'role'].includes(key))
      );
    })
  );
}

function carriesArguments(json: JsonObject | null): boolean {
  return itemsOf(json, 'choices').some(
    (choice) => itemsOf(objectAt(choice, 'delta'), 'tool_calls').length > 0,
  );
}
