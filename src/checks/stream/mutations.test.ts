import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamInput } from './index.ts';
import { CHAT_MUTATIONS } from './testing/chat-mutations.ts';
import { CALLING, type ChatPlan, call, TALKING } from './testing/chat-stream.ts';
import { chatInput, responsesInput } from './testing/inputs.ts';
import { RESPONSES_MUTATIONS } from './testing/responses-mutations.ts';
import { EVERYTHING, type ItemPlan, PLAIN, type StreamPlan } from './testing/responses-stream.ts';
import { failures, printScores, type Score, scoreMutations } from './testing/score.ts';

const everywhere = (input: StreamInput): number[] => input.events.map((_, index) => index);

const typeAt = (input: StreamInput, index: number): string => {
  const { data = '', event = null } = input.events[index] ?? {};
  if (data === '[DONE]') return data;
  return event ?? data.replaceAll(/"(content|arguments|token)":"[^"]*"/g, '"$1":"…"');
};

/** Types of the events at which a fault was missed, by fault. */
function missed(
  streams: readonly { id: string; input: StreamInput }[],
  scores: ReadonlyMap<string, Score>,
): Record<string, string[]> {
  const all = [...scores].map(([name, { survivors }]): [string, string[]] => {
    const types = survivors.map(({ stream, index }) => {
      const input = streams.find(({ id }) => id === stream)?.input;
      return input === undefined ? '' : typeAt(input, index);
    });
    return [name, [...new Set(types)].sort()];
  });
  return Object.fromEntries(all.filter(([, types]) => types.length > 0));
}

describe('faults in a Responses stream', () => {
  const streams = [
    { id: 'interleaved', input: responsesInput(EVERYTHING) },
    { id: 'plain', input: responsesInput(PLAIN) },
  ];
  const scores = scoreMutations(streams, RESPONSES_MUTATIONS, everywhere);

  it('are caught wherever they are, by these checks', () => {
    console.log(printScores(scores));
    expect([...scores.keys()].sort()).toEqual(RESPONSES_MUTATIONS.map(({ name }) => name).sort());
    expect(missed(streams, scores)).toEqual({
      // The marker is optional.
      'drop an event': ['[DONE]'],
      // These steps and states are optional: which of them a tool announces differs by tool and tier.
      'drop an event, renumbered': [
        '[DONE]',
        'response.code_interpreter_call.interpreting',
        'response.queued',
        'response.web_search_call.searching',
      ],
    });
  });

  it('give one failed check each, but where a lost item is also missed in the final output', () => {
    const echoed = [...scores]
      .filter(([, score]) => score.echoed > 0)
      .map(([name, { echoed: count }]) => [name, count]);
    expect(echoed).toEqual([['drop an event, renumbered', 5]]);
  });
});

describe('faults in a chat stream', () => {
  const streams = [
    { id: 'talking', input: chatInput(TALKING) },
    { id: 'calling', input: chatInput(CALLING) },
  ];
  const scores = scoreMutations(streams, CHAT_MUTATIONS, everywhere);

  it('are caught, by these checks', () => {
    console.log(printScores(scores));
    expect([...scores.keys()].sort()).toEqual(CHAT_MUTATIONS.map(({ name }) => name).sort());
    const survived = missed(streams, scores);
    // Chunks have no number, and a chunk that is gone or comes twice took its logprobs along.
    expect(Object.keys(survived)).toEqual(['drop an event', 'repeat an event', 'swap neighbours']);
    // Every other fault is caught wherever it is, losing the role, a finish, usage or [DONE] included.
    const dropped = survived['drop an event'] ?? [];
    expect(dropped.filter((chunk) => /role|"finish_reason":"|"usage"|DONE/.test(chunk))).toEqual([]);
  });
});

const piece = fc.oneof(fc.string({ maxLength: 8 }), fc.string({ unit: 'grapheme', maxLength: 4 }));
const pieces = fc.array(piece, { minLength: 1, maxLength: 4 });

const item: fc.Arbitrary<ItemPlan> = fc.oneof(
  fc.record({
    kind: fc.constant('message' as const),
    parts: fc.array(
      fc.record({ refusal: fc.boolean(), pieces, annotations: fc.nat(2), logprobs: fc.boolean() }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
  fc.record({ kind: fc.constant('reasoning' as const), summary: fc.array(pieces, { maxLength: 2 }) }),
  fc.record({
    kind: fc.constantFrom('function_call', 'custom_tool_call', 'mcp_call', 'code_interpreter_call'),
    pieces,
  }),
  fc.record({ kind: fc.constant('apply_patch_call' as const), pieces }),
  fc.constant({ kind: 'web_search_call' as const }),
);

const streamPlan: fc.Arbitrary<StreamPlan> = fc.record({
  items: fc.array(item, { maxLength: 5 }),
  schedule: fc.array(fc.nat(20), { minLength: 1, maxLength: 12 }),
  queued: fc.boolean(),
  ending: fc.constantFrom('completed', 'incomplete'),
  done: fc.boolean(),
});

const chatPlan: fc.Arbitrary<ChatPlan> = fc.record({
  choices: fc.array(
    fc.array(
      piece.filter((text) => text !== ''),
      { maxLength: 6 },
    ),
    { minLength: 1, maxLength: 3 },
  ),
  finish: fc.constantFrom('stop', 'content_filter'),
  azure: fc.boolean(),
  usage: fc.boolean(),
  asyncFilter: fc.boolean(),
  logprobs: fc.boolean(),
});

/** The grammar alone: the arguments of generated calls are no JSON. */
const grammarFailures = (input: StreamInput): string[] =>
  failures(input).filter((id) => id.startsWith('stream.') || id.startsWith('fold.'));

/** Faults that may leave the meaning as it was, see the tables above. */
const HARMLESS = new Set([
  'drop an event, renumbered',
  'repeat an event, renumbered',
  'usage that does not add up',
]);
const TEXTUAL = new Set([
  'drop an event',
  'repeat an event',
  'swap neighbours',
  'alter a delta',
  'drop a piece of the arguments',
  'usage that does not add up',
  'drop the usage chunk',
]);

describe('any legal stream', () => {
  it('passes, however its items are interleaved', () => {
    fc.assert(
      fc.property(streamPlan, (plan) => {
        expect(grammarFailures(responsesInput(plan))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is caught with a fault in it', () => {
    const mutations = RESPONSES_MUTATIONS.filter(({ name }) => !HARMLESS.has(name));
    fc.assert(
      fc.property(streamPlan, fc.constantFrom(...mutations), fc.nat(), (plan, mutation, at) => {
        const input = responsesInput(plan);
        const index = at % input.events.length;
        const mutated = mutation.at(input, index);
        // Without its marker a stream is as legal as with it.
        fc.pre(mutated !== null && !(mutation.name === 'drop an event' && typeAt(input, index) === '[DONE]'));
        if (mutated !== null) expect(grammarFailures(mutated), mutation.name).not.toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('passes as chat, with any choices and extras', () => {
    fc.assert(
      fc.property(chatPlan, (plan) => {
        expect(grammarFailures(chatInput(plan))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is caught as chat with a fault in it', () => {
    const mutations = CHAT_MUTATIONS.filter(({ name }) => !TEXTUAL.has(name));
    fc.assert(
      fc.property(chatPlan, fc.constantFrom(...mutations), fc.nat(), (plan, mutation, at) => {
        const input = chatInput(plan);
        const mutated = mutation.at(input, at % input.events.length);
        fc.pre(mutated !== null);
        if (mutated !== null) expect(grammarFailures(mutated), mutation.name).not.toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('loses a piece of a tool call only where the rest is still JSON', () => {
    const plan = {
      ...CALLING,
      choices: [[call(0, 'weather', ''), call(0, null, '{"a":'), call(0, null, '1'), call(0, null, '}')]],
    };
    const input = chatInput(plan);
    const dropped = [3, 4, 5].map((index) =>
      failures({ ...input, events: input.events.toSpliced(index, 1) }),
    );
    expect(dropped).toEqual([['tool.arguments'], ['tool.arguments'], ['tool.arguments']]);
  });
});
