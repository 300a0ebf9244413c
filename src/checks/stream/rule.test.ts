import { describe, expect, it } from 'vitest';
import { parseEvents } from './event.ts';
import { STREAM_RULES, type StreamInput } from './index.ts';
import { ResponsesState, splitSurplus } from './responses/state.ts';
import { applyRules, type Rule, type StreamContext } from './rule.ts';
import { mendSequence } from './sequence.ts';
import { responsesInput } from './testing/inputs.ts';
import { RESPONSES_MUTATIONS } from './testing/responses-mutations.ts';
import { EVERYTHING, PLAIN } from './testing/responses-stream.ts';

const RULES = STREAM_RULES.responses.flatMap((rule) => ('watch' in rule ? [rule] : []));

function judged(rules: readonly Rule<ResponsesState>[], input: StreamInput) {
  const { operation, hostKind, request } = input;
  const context: StreamContext = {
    operation,
    hostKind,
    request,
    whole: input.complete,
    startingAfter: undefined,
  };
  const events = parseEvents(input.events);
  const { events: body, surplus } = splitSurplus(mendSequence(events, undefined).events);
  return applyRules(rules, context, body, events, new ResponsesState(false, surplus));
}

describe('a rule that concerns some types of events only', () => {
  const selective = RULES.filter(({ concerns }) => concerns !== undefined);
  const seeingAll = RULES.map(({ concerns: _concerns, ...rule }): Rule<ResponsesState> => rule);

  it('is no exception', () => {
    expect(selective.length).toBeGreaterThan(8);
  });

  it.each([
    ['plain', responsesInput(PLAIN)],
    ['interleaved', responsesInput(EVERYTHING)],
  ])('says the same of the %s stream, and of every fault in it, as if it saw all events', (_name, input) => {
    let faults = 0;
    expect(judged(RULES, input)).toEqual(judged(seeingAll, input));
    for (const mutation of RESPONSES_MUTATIONS) {
      for (const index of input.events.keys()) {
        const mutated = mutation.at(input, index);
        if (mutated === null) continue;
        faults += 1;
        expect(judged(RULES, mutated)).toEqual(judged(seeingAll, mutated));
      }
    }
    expect(faults).toBeGreaterThan(50);
  });
});
