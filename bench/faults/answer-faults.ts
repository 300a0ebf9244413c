/** Faults in what an answer says: its arithmetic, its ids, its times, its tool calls, the reason it ends. */
import {
  isObject,
  itemsOf,
  type JsonObject,
  listAt,
  numberAt,
  objectAt,
  textAt,
} from '../../src/checks/stream/json.ts';
import { type Excuse, type Fault, jsonOf, type Subject, withJson } from './mutant.ts';

type Change = (body: JsonObject, subject: Subject) => JsonObject | null;

function answerFault(name: string, change: Change, excuse?: (subject: Subject) => Excuse | null): Fault {
  return {
    group: 'answers',
    name,
    *mutants(subject) {
      const body = jsonOf(subject.response.body);
      const isAnswer = subject.operation === 'chat.create' || subject.operation.startsWith('responses.');
      if (!isAnswer || subject.response.status >= 400 || subject.errorClass !== null || !isObject(body))
        return;
      if (listAt(body, 'choices') === undefined && body.object !== 'response') return;
      const changed = change(body, subject);
      if (changed === null) return;
      yield {
        exchange: withJson(subject, changed),
        place: name,
        ...(excuse === undefined ? {} : { excuse: () => excuse(subject) }),
      };
    },
  };
}

function editUsage(change: (usage: JsonObject, input: string, output: string) => JsonObject | null): Change {
  return (body) => {
    const usage = objectAt(body, 'usage');
    if (usage === undefined) return null;
    const chat = 'prompt_tokens' in usage;
    const changed = change(usage, chat ? 'prompt' : 'input', chat ? 'completion' : 'output');
    return changed === null ? null : { ...body, usage: changed };
  };
}

function editCall(change: (call: JsonObject) => JsonObject): Change {
  return (body) => {
    const output = itemsOf(body, 'output');
    const at = output.findIndex((item) => textAt(item, 'type') === 'function_call');
    const item = output[at];
    if (isObject(item)) return { ...body, output: output.with(at, change(item)) };
    const [choice, ...others] = itemsOf(body, 'choices');
    const message = objectAt(choice, 'message');
    const [call, ...calls] = itemsOf(message, 'tool_calls');
    const fn = objectAt(call, 'function');
    if (!isObject(choice) || !isObject(call) || fn === undefined) return null;
    const changed = { ...call, function: change(fn) };
    return {
      ...body,
      choices: [{ ...choice, message: { ...message, tool_calls: [changed, ...calls] } }, ...others],
    };
  };
}

/** Files and responses that are read, cancelled or deleted by their id. */
const OTHER_ID: Fault = {
  group: 'answers',
  name: 'an answer about another id',
  *mutants(subject) {
    const body = jsonOf(subject.response.body);
    const byId = /^(?:responses|files)\.(?:retrieve|cancel|delete)$/.test(subject.operation);
    if (!byId || !isObject(body) || typeof body.id !== 'string' || subject.response.status >= 400) return;
    const mutated = { ...body, id: `${body.id.slice(0, -1)}${body.id.endsWith('0') ? '1' : '0'}` };
    yield {
      exchange: withJson(subject, mutated),
      place: subject.operation,
      excuse: () =>
        subject.exchange.request.path.endsWith(String(body.id))
          ? null
          : { kind: 'legal', why: 'the recorder replaced the id in the path' },
    };
  },
};

const timeOf = (body: JsonObject): string => ('created' in body ? 'created' : 'created_at');

function knowsTools({ exchange }: Subject): boolean {
  const { body } = exchange.request;
  return body.kind === 'json' && isObject(body.value) && body.value.previous_response_id === undefined;
}

export const ANSWER_FAULTS: readonly Fault[] = [
  OTHER_ID,
  answerFault(
    'a total that is not the sum',
    editUsage((usage) => {
      const total = numberAt(usage, 'total_tokens');
      return total === undefined ? null : { ...usage, total_tokens: total + 1 };
    }),
  ),
  answerFault(
    'fewer tokens than their details',
    editUsage((usage, input) => {
      const name = `${input}_tokens_details`;
      const details = objectAt(usage, name);
      if (numberAt(details, 'cached_tokens') === undefined) return null;
      return { ...usage, [name]: { ...details, cached_tokens: Number(usage[`${input}_tokens`]) + 1 } };
    }),
  ),
  answerFault(
    'more reasoning than output',
    editUsage((usage, _input, output) => {
      const name = `${output}_tokens_details`;
      const details = objectAt(usage, name);
      if (numberAt(details, 'reasoning_tokens') === undefined) return null;
      return { ...usage, [name]: { ...details, reasoning_tokens: Number(usage[`${output}_tokens`]) + 1 } };
    }),
  ),
  answerFault(
    'half a token',
    editUsage((usage, input, output) => {
      const name = `${input}_tokens`;
      const count = numberAt(usage, name);
      const rest = numberAt(usage, `${output}_tokens`);
      if (count === undefined || rest === undefined) return null;
      return { ...usage, [name]: count + 0.5, total_tokens: count + 0.5 + rest };
    }),
  ),
  answerFault('more tokens than the request allows', (body, { exchange, operation }) => {
    const { body: request } = exchange.request;
    const asked = request.kind === 'json' && operation.endsWith('.create') ? request.value : null;
    const limit = ['max_completion_tokens', 'max_tokens', 'max_output_tokens']
      .map((name) => numberAt(asked, name))
      .find((value) => value !== undefined);
    const usage = objectAt(body, 'usage');
    if (limit === undefined || usage === undefined) return null;
    const name = 'completion_tokens' in usage ? 'completion_tokens' : 'output_tokens';
    const input = Number(usage.prompt_tokens ?? usage.input_tokens);
    const count = limit * Math.max(1, itemsOf(body, 'choices').length) + 1;
    return { ...body, usage: { ...usage, [name]: count, total_tokens: input + count } };
  }),
  answerFault('an id of another kind', (body, { hostKind }) =>
    hostKind === 'other' ? null : { ...body, id: 'file-1234567890' },
  ),
  answerFault('an empty id', (body, { hostKind }) => (hostKind === 'other' ? null : { ...body, id: '' })),
  answerFault('two items with one id', (body) => {
    const [first, second, ...rest] = itemsOf(body, 'output');
    return isObject(first) && isObject(second) && typeof first.id === 'string'
      ? { ...body, output: [first, { ...second, id: first.id }, ...rest] }
      : null;
  }),
  answerFault('a time in milliseconds', (body) => {
    const name = timeOf(body);
    return typeof body[name] === 'number' ? { ...body, [name]: Number(body[name]) * 1000 } : null;
  }),
  answerFault('a time of zero', (body) => {
    const name = timeOf(body);
    return typeof body[name] === 'number' ? { ...body, [name]: 0 } : null;
  }),
  answerFault('completed before it was created', (body) =>
    typeof body.completed_at === 'number' && typeof body.created_at === 'number'
      ? { ...body, completed_at: body.created_at - 5 }
      : null,
  ),
  answerFault(
    'a call of a tool that nobody declared',
    editCall((call) => ({ ...call, name: 'delete_everything' })),
    (subject) =>
      knowsTools(subject) ? null : { kind: 'legal', why: 'the request, or an earlier one, is not known' },
  ),
  answerFault(
    'arguments that are no JSON',
    editCall((call) => ({ ...call, arguments: `${String(call.arguments)}{` })),
  ),
  answerFault('tool_calls without a call', (body) => {
    const [choice, ...rest] = itemsOf(body, 'choices');
    const message = objectAt(choice, 'message');
    if (!isObject(choice) || message === undefined || message.tool_calls !== undefined) return null;
    if (message.function_call !== undefined) return null;
    return { ...body, choices: [{ ...choice, finish_reason: 'tool_calls' }, ...rest] };
  }),
  answerFault('completed, and incomplete as well', (body) =>
    body.status === 'completed' ? { ...body, incomplete_details: { reason: 'max_output_tokens' } } : null,
  ),
  answerFault('incomplete for no reason', (body) =>
    body.status === 'completed' ? { ...body, status: 'incomplete', incomplete_details: null } : null,
  ),
  answerFault('another temperature than was sent', (body, { exchange, operation }) => {
    const { body: request } = exchange.request;
    const sent = request.kind === 'json' ? numberAt(request.value, 'temperature') : undefined;
    return operation === 'responses.create' && sent !== undefined && sent === body.temperature
      ? { ...body, temperature: sent + 0.5 }
      : null;
  }),
];
