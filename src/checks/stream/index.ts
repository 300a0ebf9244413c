/**
 * Checks of streamed answers: the grammar of their events, and whether their parts add up to the
 * final object. `checkStream` judges, `foldChat` and `foldResponses` only add up.
 */
import type { CheckResult } from '../check.ts';
import { choiceRules, choicesAsked } from './chat/choice-rules.ts';
import { chunkRules } from './chat/chunk-rules.ts';
import { ChatState } from './chat/state.ts';
import { errorOf, type ParsedEvent, parseEvents, type StreamEvent } from './event.ts';
import { doneMarker, eventNames, json, noEventNames, TRUNCATED } from './framing.ts';
import { type JsonObject, objectAt } from './json.ts';
import { callOrder } from './responses/call-rules.ts';
import { envelope, identity, terminal, usage } from './responses/envelope-rules.ts';
import { foldedResponse, replay } from './responses/fold.ts';
import { foldRules } from './responses/fold-rules.ts';
import { deltaDone, itemOrder, partOrder } from './responses/output-rules.ts';
import { ResponsesState, splitSurplus } from './responses/state.ts';
import { applyRules, type Rule, resultOf, type StreamContext } from './rule.ts';
import { mendSequence, SEQUENCE } from './sequence.ts';

export type { StreamEvent } from './event.ts';

export interface StreamInput {
  readonly operation: StreamContext['operation'];
  readonly hostKind: StreamContext['hostKind'];
  /** JSON body of the request; null where it is unknown or there is none. */
  readonly request: unknown;
  readonly events: readonly StreamEvent[];
  /** What the body holds after its last whole event, null for nothing. */
  readonly truncatedTail: string | null;
  /** False when the body ended before the server said it would. */
  readonly complete: boolean;
  /** `starting_after` of a resumed stream. */
  readonly startingAfter?: number;
}

export interface StreamVerdict {
  /** One result for every rule that applied. */
  readonly checks: readonly CheckResult[];
  /** The chat completion the chunks add up to, or the response of the terminal event; null without. */
  readonly final: unknown;
  /** The error object of an error frame, else that of a failed response, else null. */
  readonly streamError: unknown;
}

const RESPONSES_RULES: readonly Rule<ResponsesState>[] = [
  json,
  eventNames,
  envelope,
  identity,
  itemOrder,
  partOrder,
  deltaDone,
  callOrder,
  usage,
  terminal,
  doneMarker(false),
  ...foldRules,
];

const CHAT_RULES: readonly Rule<ChatState>[] = [
  json,
  noEventNames,
  ...chunkRules,
  ...choiceRules,
  doneMarker(true),
];

/** Every rule of each kind of stream, for whoever lists them. */
export const STREAM_RULES = {
  responses: [TRUNCATED, SEQUENCE, ...RESPONSES_RULES],
  chat: [TRUNCATED, ...CHAT_RULES],
} as const;

/** Judges a streamed answer in one pass; each event is parsed once. */
export function checkStream(input: StreamInput): StreamVerdict {
  const events = parseEvents(input.events);
  const { operation, hostKind, request, startingAfter } = input;
  const whole = input.complete && input.truncatedTail === null;
  const context: StreamContext = { operation, hostKind, request, whole, startingAfter };
  const verdict = operation === 'chat.create' ? checkChat(events, context) : checkResponses(events, context);
  const checks = [truncation(input, events), ...verdict.checks];
  // Rules that nothing could break were not kept: an empty body passes no check.
  return {
    ...verdict,
    checks: events.length > 0 ? checks : checks.filter(({ outcome }) => outcome === 'failed'),
  };
}

function checkResponses(events: readonly ParsedEvent[], context: StreamContext): StreamVerdict {
  const { startingAfter } = context;
  const mended = mendSequence(events, startingAfter);
  const { events: body, surplus } = splitSurplus(mended.events);
  const state = new ResponsesState(startingAfter !== undefined, surplus);
  const checks = applyRules(RESPONSES_RULES, context, body, events, state);
  const beyond = new Set(surplus.map(({ index }) => index));
  const findings = mended.findings.filter(({ event }) => event === undefined || !beyond.has(event.index));
  const failure = objectAt(state.terminal?.response, 'error') ?? null;
  return {
    checks: [resultOf(SEQUENCE, findings, events), ...checks],
    final: state.terminal?.response ?? null,
    streamError: (state.error === null ? null : errorOf(state.error)) ?? failure,
  };
}

function checkChat(events: readonly ParsedEvent[], context: StreamContext): StreamVerdict {
  const state = new ChatState(choicesAsked(context.request));
  const checks = applyRules(CHAT_RULES, context, events, events, state);
  return {
    checks,
    final: state.completion(),
    streamError: state.error === null ? null : errorOf(state.error),
  };
}

/**
 * Of a stream whose events nobody here knows: the result of `stream.truncated` where it was cut off. That it ends
 * with a whole event says too little of such a stream to be a pass.
 */
export function checkUnknownStream(
  input: Pick<StreamInput, 'events' | 'truncatedTail' | 'complete'>,
): readonly CheckResult[] {
  const ended = truncation(input, parseEvents(input.events));
  return ended.outcome === 'failed' ? [ended] : [];
}

function truncation(
  { complete, truncatedTail }: Pick<StreamInput, 'truncatedTail' | 'complete'>,
  events: readonly ParsedEvent[],
): CheckResult {
  if (complete && truncatedTail === null) return resultOf(TRUNCATED, [], events);
  const message = complete ? 'the body ends inside an event' : 'the body broke off';
  // The tail itself stays out of the message: it may hold half a secret that no redaction recognises.
  const found = truncatedTail === null ? 'nothing more' : `${truncatedTail.length} characters of an event`;
  return resultOf(TRUNCATED, [{ message, expected: 'a whole event at the end', found }], events);
}

/** The chat completion that chunks add up to, with the shape of the answer that is not streamed. */
export function foldChat(events: readonly StreamEvent[]): { completion: JsonObject | null } {
  const state = new ChatState();
  for (const event of parseEvents(events)) state.apply(event);
  return { completion: state.completion() };
}

/** The response that events add up to, as far as they come. */
export function foldResponses(
  events: readonly StreamEvent[],
  startingAfter?: number,
): { response: JsonObject | null } {
  const mended = mendSequence(parseEvents(events), startingAfter);
  const state = new ResponsesState(startingAfter !== undefined);
  return { response: foldedResponse(replay(state, splitSurplus(mended.events).events)) };
}

/** The error object of the first error frame, null without one. */
export function errorIn(events: readonly StreamEvent[]): JsonObject | null {
  const frame = parseEvents(events).find(({ type }) => type === 'error');
  return frame === undefined ? null : errorOf(frame);
}
