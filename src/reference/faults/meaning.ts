/** Answers of the right shape that mean something impossible, and headers that are not there. */
import { isJsonObject, type JsonObject } from '../json.ts';
import { type Fault, onJson } from './fault.ts';

/** What can be wrong with what an answer means. */
export const MEANING_FAULTS: readonly Fault[] = [
  {
    name: 'headers.request-id-missing',
    breaks: 'No answer carries a request id.',
    caughtBy: 'headers.request-id',
    reply: (sent) => ({
      ...sent,
      headers: Object.fromEntries(
        Object.entries(sent.headers).filter(([name]) => !name.includes('request-id')),
      ),
    }),
  },
  {
    name: 'headers.region-empty',
    breaks: 'The header that says which region answered is empty.',
    caughtBy: 'headers.region',
    also: ['service/region#*'],
    reply: (sent) =>
      'x-ms-region' in sent.headers ? { ...sent, headers: { ...sent.headers, 'x-ms-region': '' } } : sent,
  },
  {
    name: 'tools.undeclared-called',
    breaks: 'A chat answers with the call of a function that was not declared.',
    caughtBy: 'tool.declared',
    also: ['chat/*#called', 'tool.arguments'],
    reply: onJson(['chat.create'], (body) =>
      withCalls(body, (call) => ({ ...call, name: `${String(call.name)}_other` })),
    ),
  },
  {
    name: 'tools.arguments-cut',
    breaks: 'The arguments of a function call in a chat lack their last character.',
    caughtBy: 'tool.arguments',
    reply: onJson(['chat.create'], (body) =>
      withCalls(body, (call) => ({ ...call, arguments: String(call.arguments).slice(0, -1) })),
    ),
  },
];

/** A chat completion with each called function changed. */
function withCalls(body: JsonObject, change: (called: JsonObject) => JsonObject): JsonObject {
  const { choices } = body;
  if (!Array.isArray(choices)) return body;
  return { ...body, choices: choices.map((choice) => (isJsonObject(choice) ? changed(choice) : choice)) };

  function changed(choice: JsonObject): JsonObject {
    const { message } = choice;
    if (!isJsonObject(message) || !Array.isArray(message.tool_calls)) return choice;
    const calls = message.tool_calls.map((call) =>
      isJsonObject(call) && isJsonObject(call.function) ? { ...call, function: change(call.function) } : call,
    );
    return { ...choice, message: { ...message, tool_calls: calls } };
  }
}
