import { isObject, itemsOf, type JsonObject, objectAt, textAt } from '../json.ts';
import { alterMember, edit, jsonOf, lastOf, type Mutation, shared, splice } from './mutations.ts';

function editChoice(name: string, change: (choice: JsonObject) => JsonObject | null): Mutation {
  return edit(name, (json) => {
    const [first, ...rest] = itemsOf(json, 'choices');
    const changed = isObject(first) ? change(first) : null;
    return changed === null ? null : { ...json, choices: [changed, ...rest] };
  });
}

function editCall(name: string, change: (call: JsonObject) => JsonObject | null): Mutation {
  return editChoice(name, (choice) => {
    const delta = objectAt(choice, 'delta');
    const [first, ...rest] = itemsOf(delta, 'tool_calls');
    const changed = isObject(first) ? change(first) : null;
    return changed === null ? null : { ...choice, delta: { ...delta, tool_calls: [changed, ...rest] } };
  });
}

export const CHAT_MUTATIONS: readonly Mutation[] = [
  ...shared,
  editChoice('name the role again', (choice) => {
    const delta = objectAt(choice, 'delta');
    return delta === undefined || delta.role !== undefined
      ? null
      : { ...choice, delta: { role: 'assistant', ...delta } };
  }),
  editChoice('leave out the role', (choice) => {
    const { role, ...delta } = objectAt(choice, 'delta') ?? {};
    return typeof role === 'string' ? { ...choice, delta } : null;
  }),
  splice('finish twice', (event) =>
    itemsOf(jsonOf(event), 'choices').some((choice) => textAt(choice, 'finish_reason') !== undefined)
      ? [event, event]
      : null,
  ),
  editChoice('never finish', (choice) =>
    choice.finish_reason === null || choice.finish_reason === undefined
      ? null
      : { ...choice, finish_reason: null },
  ),
  splice('go on after the finish', (event) => {
    const json = jsonOf(event);
    const [choice] = itemsOf(json, 'choices');
    if (!isObject(choice) || textAt(choice, 'finish_reason') === undefined) return null;
    const more = { ...choice, finish_reason: null, delta: { content: 'more' } };
    return [event, { ...event, data: JSON.stringify({ ...json, choices: [more] }) }];
  }),
  editCall('drop a piece of the arguments', (call) => {
    const fn = objectAt(call, 'function');
    return textAt(fn, 'arguments') === '' || fn === undefined
      ? null
      : { ...call, function: { ...fn, arguments: '' } };
  }),
  editCall('open a tool call without a name', ({ id, ...call }) => (typeof id === 'string' ? call : null)),
  editCall('change the id of a tool call', (call) =>
    call.id === undefined ? { ...call, id: 'call_other' } : null,
  ),
  editCall('shift the index of a tool call', (call) =>
    typeof call.index === 'number' ? { ...call, index: call.index + 5 } : null,
  ),
  editChoice('shift the index of a choice', (choice) =>
    typeof choice.index === 'number' ? { ...choice, index: choice.index + 7 } : null,
  ),
  splice('leave out [DONE]', (event) => (event.data.trim() === '[DONE]' ? [] : null)),
  splice('[DONE] too early', (event, input, index) =>
    index === lastOf(input) ? null : [{ event: null, data: '[DONE]' }, event],
  ),
  splice('repeat the prelude', (event, input, index) => {
    const [first] = input.events;
    return index > 0 &&
      jsonOf(first)?.prompt_filter_results !== undefined &&
      first !== undefined &&
      jsonOf(event) !== null
      ? [first, event]
      : null;
  }),
  edit('a chunk of another id', (json) => (json.id === '' ? null : alterMember(json, 'id'))),
  edit('a chunk of another model', (json) => (json.id === '' ? null : alterMember(json, 'model'))),
  edit('a chunk of another time', (json) =>
    json.id === '' || typeof json.created !== 'number' ? null : { ...json, created: json.created + 9 },
  ),
  edit('a chunk without choices', ({ choices, ...json }) => (choices === undefined ? null : json)),
  splice('give it an event line', (event) => [{ ...event, event: 'chunk' }]),
  splice('drop the usage chunk', (event) => (isObject(jsonOf(event)?.usage) ? [] : null)),
  splice('repeat the usage chunk', (event) => (isObject(jsonOf(event)?.usage) ? [event, event] : null)),
  edit('usage that does not add up', (json) => {
    const usage = objectAt(json, 'usage');
    return usage === undefined ? null : { ...json, usage: { ...usage, total_tokens: 1_000_001 } };
  }),
  edit('usage beside a delta', (json) =>
    itemsOf(json, 'choices').length > 0 && json.id !== ''
      ? { ...json, usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } }
      : null,
  ),
  editChoice('alter a delta', (choice) => {
    const delta = objectAt(choice, 'delta');
    const changed =
      delta === undefined || textAt(delta, 'content') === '' ? null : alterMember(delta, 'content');
    return changed === null ? null : { ...choice, delta: changed };
  }),
  editChoice('filter offsets go back', (choice) => {
    const offsets = objectAt(choice, 'content_filter_offsets');
    return Number(offsets?.check_offset) > 10
      ? { ...choice, content_filter_offsets: { ...offsets, check_offset: -1 } } // before the very first
      : null;
  }),
];
