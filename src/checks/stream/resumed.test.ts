import { describe, expect, it } from 'vitest';
import { checkStream, type StreamEvent, type StreamInput } from './index.ts';
import { isObject, itemsOf, type JsonObject, objectAt, textAt } from './json.ts';
import { bodiesOf, numbered, ofEvents, responsesInput } from './testing/inputs.ts';
import { RESPONSES_MUTATIONS } from './testing/responses-mutations.ts';
import { EVERYTHING, emitResponse, PLAIN, type StreamPlan } from './testing/responses-stream.ts';
import { printScores, scoreMutations } from './testing/score.ts';
import { recordedStreams, trafficIsHere } from './testing/traffic.ts';

/** The stream as it is sent to who has seen its events up to `after`. */
function resumed(input: StreamInput, after: number): StreamInput {
  return {
    ...input,
    operation: 'responses.retrieve',
    request: null,
    events: input.events.slice(after + 1),
    startingAfter: after,
  };
}

const failed = (input: StreamInput): string[] =>
  checkStream(input)
    .checks.filter(({ outcome }) => outcome === 'failed')
    .map(({ id }) => id);

const MESSAGE: StreamPlan = {
  ...PLAIN,
  done: false,
  queued: false,
  items: [
    {
      kind: 'message',
      parts: [
        { refusal: false, pieces: ['One', ' two', ' three'], annotations: 2, logprobs: true },
        { refusal: false, pieces: ['four', ' five'], annotations: 1, logprobs: true },
      ],
    },
    { kind: 'function_call', pieces: ['{"city":', '"Paris"}'] },
  ],
};

/** The bodies of `MESSAGE` after the first two deltas of its first part, with a change. */
function changed(change: (bodies: readonly JsonObject[]) => readonly JsonObject[]): string[] {
  const bodies = bodiesOf(emitResponse(MESSAGE));
  const after = bodies.findIndex(({ type }) => type === 'response.output_text.delta') + 1;
  const events = numbered(change(bodies.slice(after + 1)), after + 1);
  return failed({ ...ofEvents('responses.retrieve', events), startingAfter: after });
}

const at = (bodies: readonly JsonObject[], type: string, nth = 0): number =>
  bodies.flatMap((body, index) => (body.type === type ? [index] : []))[nth] ?? -1;

const without = (type: string, nth?: number) => (bodies: readonly JsonObject[]) =>
  bodies.toSpliced(at(bodies, type, nth), 1);

const withBody =
  (type: string, change: (body: JsonObject) => JsonObject, nth?: number) =>
  (bodies: readonly JsonObject[]) => {
    const index = at(bodies, type, nth);
    return bodies.with(index, change(bodies[index] ?? {}));
  };

/** Nothing else of its item was seen before: it may as well have come before the stream was resumed. */
function isFirstOfItem(events: readonly StreamEvent[], index: number): boolean {
  const itemOf = (event: StreamEvent | undefined): unknown => bodiesOf(event ? [event] : [])[0]?.output_index;
  const item = itemOf(events[index]);
  return item !== undefined && !events.slice(0, index).some((event) => itemOf(event) === item);
}

describe('a resumed Responses stream', () => {
  it('passes wherever it is resumed', () => {
    for (const plan of [EVERYTHING, { ...PLAIN, done: false }, MESSAGE]) {
      const input = responsesInput(plan);
      for (let after = 0; after < input.events.length - 1; after++) {
        expect(failed(resumed(input, after)), `after ${after}`).toEqual([]);
      }
    }
  });

  it.each<[string, (bodies: readonly JsonObject[]) => readonly JsonObject[], string[]]>([
    ['nothing', (bodies) => bodies, []],
    [
      'a text that does not end with its deltas',
      withBody('response.output_text.done', (body) => ({ ...body, text: `${textAt(body, 'text')}!` })),
      ['fold.text'],
    ],
    [
      'a part whose text is not that of its done event',
      withBody('response.content_part.done', (body) => ({
        ...body,
        part: { ...objectAt(body, 'part'), text: 'Zero two three' },
      })),
      ['fold.text'],
    ],
    ['a text that is never done', without('response.output_text.done'), ['stream.delta-done']],
    ['a part that is never done', without('response.content_part.done'), ['stream.part-order']],
    ['an item that is never done', without('response.output_item.done'), ['stream.item-order']],
    [
      'a delta of a part that does not exist',
      withBody('response.output_text.delta', (body) => ({ ...body, content_index: 3 })),
      ['stream.part-order'],
    ],
    [
      'a part that is added out of turn',
      withBody('response.content_part.added', (body) => ({ ...body, content_index: 5 })),
      ['stream.part-order'],
    ],
    [
      'an item that is added although it was going on',
      (bodies) => {
        const item = { type: 'message', id: textAt(bodies[0], 'item_id'), content: [] };
        return bodies.toSpliced(1, 0, { type: 'response.output_item.added', output_index: 0, item });
      },
      ['stream.item-order'],
    ],
    [
      'an annotation that the part does not hold',
      withBody('response.output_text.annotation.added', (body) => ({
        ...body,
        annotation: { type: 'other' },
      })),
      ['fold.annotations'],
    ],
    [
      'a delta without the logprobs of the others',
      withBody('response.output_text.delta', (body) => ({
        ...body,
        logprobs: itemsOf(body, 'logprobs').map((entry) => ({
          ...(isObject(entry) ? entry : {}),
          logprob: -9,
        })),
      })),
      ['fold.logprobs'],
    ],
    [
      'an end without an item that was seen',
      withBody('response.completed', (body) => ({
        ...body,
        response: {
          ...objectAt(body, 'response'),
          output: itemsOf(body.response, 'output').slice(0, 1),
        },
      })),
      ['fold.output'],
    ],
    [
      'an end with an item that never came',
      withBody('response.completed', (body) => ({
        ...body,
        response: {
          ...objectAt(body, 'response'),
          output: [...itemsOf(body.response, 'output'), { type: 'reasoning', id: 'rs_1', summary: [] }],
        },
      })),
      ['fold.output'],
    ],
    [
      'a response that is in progress only when there is output',
      (bodies) => {
        const response = objectAt(bodies.at(-1), 'response');
        return bodies.toSpliced(1, 0, {
          type: 'response.in_progress',
          response: { ...response, status: 'in_progress', output: [], usage: null },
        });
      },
      ['stream.envelope'],
    ],
  ])('with %s fails as that', (_name, change, checks) => {
    expect(changed(change).toSorted()).toEqual(checks.toSorted());
  });

  it('is caught with a fault in it, but where the fault is in what only the stream before knows', () => {
    const streams = [EVERYTHING, MESSAGE].flatMap((plan, number) => {
      const input = responsesInput(plan);
      const places = [...input.events.keys()].filter((after) => after % 6 === 0);
      return places.map((after) => ({ id: `${number} after ${after}`, input: resumed(input, after) }));
    });
    const scores = scoreMutations(streams, RESPONSES_MUTATIONS, ({ events }) => [...events.keys()]);
    console.log(printScores(scores));
    const missed = [...scores].flatMap(([name, { survivors }]) =>
      survivors.map(({ stream, index }) => {
        const { events } = streams.find(({ id }) => id === stream)?.input ?? { events: [] };
        return `${name}: ${isFirstOfItem(events, index) ? 'the first of its item' : events[index]?.event}`;
      }),
    );
    // The id and the model are named once at the end; of an item that was done before, the final output is the only
    // copy. A first piece may have come before; so may the start of a part, or the steps that a tool announces.
    expect([...new Set(missed)].sort()).toMatchInlineSnapshot(`
      [
        "alter the text of the final output: response.completed",
        "change the id of the response: response.completed",
        "change the model: response.completed",
        "drop an event, renumbered: response.code_interpreter_call.interpreting",
        "drop an event, renumbered: response.code_interpreter_call_code.delta",
        "drop an event, renumbered: response.content_part.added",
        "drop an event, renumbered: response.mcp_call.completed",
        "drop an event, renumbered: response.mcp_call_arguments.delta",
        "drop an event, renumbered: response.output_text.annotation.added",
        "drop an event, renumbered: response.output_text.done",
        "drop an event, renumbered: response.reasoning_summary_part.added",
        "drop an event, renumbered: response.web_search_call.searching",
        "drop an event, renumbered: the first of its item",
        "drop the logprobs of a delta: the first of its item",
      ]
    `);
  });
});

describe.skipIf(!trafficIsHere)('recorded Responses streams, resumed', () => {
  it('pass at any of a dozen places as they do from the start', { timeout: 120_000 }, () => {
    const streams = (trafficIsHere ? recordedStreams() : []).filter(
      ({ input }) => input.operation === 'responses.create' && failed(input).length === 0,
    );
    expect(streams.length).toBeGreaterThan(150);
    for (const { id, input } of streams) {
      const numbers = input.events.every(({ data }, index) => data.includes(`"sequence_number":${index}`));
      if (!numbers) continue;
      const { length } = input.events;
      for (let part = 1; part <= 12; part++) {
        const after = Math.floor((part * (length - 2)) / 12);
        expect(failed(resumed(input, after)), `${id} after ${after}`).toEqual([]);
      }
    }
  });
});
