import type { StreamInput } from '../index.ts';
import { isObject, itemsOf, type JsonObject, listAt, objectAt } from '../json.ts';
import {
  alterMember,
  drop,
  duplicate,
  edit,
  jsonOf,
  type Mutation,
  shared,
  splice,
  withEvents,
} from './mutations.ts';

function renumbered(input: StreamInput): StreamInput {
  let next = Number(jsonOf(input.events[0])?.sequence_number ?? 0);
  return withEvents(
    input,
    input.events.map((event) => {
      const json = jsonOf(event);
      return json === null ? event : { ...event, data: JSON.stringify({ ...json, sequence_number: next++ }) };
    }),
  );
}

/** The same fault by a server that numbers its events after making it. */
function thenRenumbered(mutation: Mutation): Mutation {
  return {
    name: `${mutation.name}, renumbered`,
    at(input, index) {
      const numbers = jsonOf(input.events[0])?.sequence_number;
      const mutated = numbers === undefined ? null : mutation.at(input, index);
      return mutated === null ? null : renumbered(mutated);
    },
  };
}

const numberFrom = (name: string, change: (number: number, start: number) => number): Mutation => ({
  name,
  at(input, index) {
    const start = jsonOf(input.events[index])?.sequence_number;
    if (typeof start !== 'number' || index === 0) return null;
    return withEvents(
      input,
      input.events.map((event, at) => {
        const json = at < index ? null : jsonOf(event);
        if (typeof json?.sequence_number !== 'number') return event;
        return {
          ...event,
          data: JSON.stringify({ ...json, sequence_number: change(json.sequence_number, start) }),
        };
      }),
    );
  },
});

const TERMINAL = /^response\.(completed|incomplete|failed)$/;

function isEnvelope(json: JsonObject): boolean {
  return objectAt(json, 'response') !== undefined;
}

function editResponse(
  name: string,
  change: (response: JsonObject, type: string) => JsonObject | null,
): Mutation {
  return edit(name, (json, type) => {
    const response = objectAt(json, 'response');
    const changed = response === undefined ? null : change(response, type);
    return changed === null ? null : { ...json, response: changed };
  });
}

const TEXTS = ['text', 'refusal', 'arguments', 'input', 'code', 'diff'];

function alterText(value: JsonObject): JsonObject | null {
  const own = alterMember(value, ...TEXTS);
  if (own !== null) return own;
  for (const home of ['content', 'summary']) {
    const [first, ...rest] = listAt(value, home) ?? [];
    const changed = isObject(first) ? alterMember(first, ...TEXTS) : null;
    if (changed !== null) return { ...value, [home]: [changed, ...rest] };
  }
  const operation = objectAt(value, 'operation');
  const changed = operation === undefined ? null : alterMember(operation, 'diff');
  return changed === null ? null : { ...value, operation: changed };
}

function shift(member: string): Mutation {
  return edit(`shift ${member}`, (json) => {
    const index = json[member];
    return typeof index === 'number' ? { ...json, [member]: index + 1 } : null;
  });
}

export const RESPONSES_MUTATIONS: readonly Mutation[] = [
  ...shared,
  thenRenumbered(drop),
  thenRenumbered(duplicate),
  numberFrom('leave a gap in the numbers', (number) => number + 3),
  numberFrom('repeat a number from here on', (number) => number - 1),
  numberFrom('restart the numbers', (number, start) => number - start),
  edit('misnumber one event', (json) =>
    typeof json.sequence_number === 'number' ? { ...json, sequence_number: json.sequence_number + 40 } : null,
  ),
  edit('leave out one number', ({ sequence_number, ...json }) =>
    sequence_number === undefined ? null : json,
  ),
  shift('output_index'),
  shift('content_index'),
  shift('summary_index'),
  edit('name another item', (json) => alterMember(json, 'item_id')),
  edit('give another id to a finished item', (json, type) => {
    const item = type === 'response.output_item.done' ? objectAt(json, 'item') : undefined;
    const changed = item === undefined ? null : alterMember(item, 'id');
    return changed === null ? null : { ...json, item: changed };
  }),
  edit('alter a delta', (json) => alterMember(json, 'delta')),
  edit('alter a done text', (json, type) => (/\.done$/.test(type) ? alterMember(json, ...TEXTS) : null)),
  edit('alter the text of a finished part', (json, type) => {
    const part = /part\.done$/.test(type) ? objectAt(json, 'part') : undefined;
    const changed = part === undefined ? null : alterText(part);
    return changed === null ? null : { ...json, part: changed };
  }),
  edit('alter the text of a finished item', (json, type) => {
    const item = type === 'response.output_item.done' ? objectAt(json, 'item') : undefined;
    const changed = item === undefined ? null : alterText(item);
    return changed === null ? null : { ...json, item: changed };
  }),
  editResponse('alter the text of the final output', (response, type) => {
    if (!TERMINAL.test(type)) return null;
    const output = itemsOf(response, 'output');
    const at = output.findIndex((item) => isObject(item) && alterText(item) !== null);
    const item = output[at];
    return isObject(item) ? { ...response, output: output.with(at, alterText(item)) } : null;
  }),
  editResponse('drop an item of the final output', (response, type) =>
    TERMINAL.test(type) && itemsOf(response, 'output').length > 0
      ? { ...response, output: itemsOf(response, 'output').slice(1) }
      : null,
  ),
  edit('alter an annotation', (json, type) =>
    type.endsWith('annotation.added') ? { ...json, annotation: { type: 'other' } } : null,
  ),
  edit('drop the logprobs of a delta', (json, type) =>
    type.endsWith('.delta') && itemsOf(json, 'logprobs').length > 0 ? { ...json, logprobs: [] } : null,
  ),
  editResponse('change the id of the response', (response) => alterMember(response, 'id')),
  editResponse('change the model', (response) => alterMember(response, 'model')),
  editResponse('change the status', (response) =>
    typeof response.status === 'string'
      ? { ...response, status: response.status === 'failed' ? 'completed' : 'failed' }
      : null,
  ),
  editResponse('usage too early', (response, type) =>
    type === 'response.created' ? { ...response, usage: { input_tokens: 1 } } : null,
  ),
  editResponse('usage missing', (response, type) =>
    type === 'response.completed' ? { ...response, usage: null } : null,
  ),
  editResponse('usage that does not add up', (response) => {
    const usage = objectAt(response, 'usage');
    return usage === undefined ? null : { ...response, usage: { ...usage, total_tokens: 1_000_001 } };
  }),
  splice('mismatch the event line', (event) =>
    event.event === null ? null : [{ ...event, event: 'response.other' }],
  ),
  splice('drop the event line', (event) => (event.event === null ? null : [{ ...event, event: null }])),
  splice('events after the end', (event, input, index) => {
    const json = jsonOf(event);
    const first = input.events[index - 1];
    return json !== null && isEnvelope(json) && TERMINAL.test(event.event ?? '') && first !== undefined
      ? [
          event,
          {
            ...first,
            data: JSON.stringify({ ...jsonOf(first), sequence_number: Number(json.sequence_number) + 1 }),
          },
        ]
      : null;
  }),
];
