/** What can be wrong with responses as things that are kept: stored, continued, listed, deleted. */
import { elements, isJsonObject, type JsonObject } from '../json.ts';
import { type Fault, onJson, withUsage } from './fault.ts';
import {
  answered,
  asking,
  created,
  inputOf,
  itemsOf,
  ok,
  onStored,
  refused,
  unread,
} from './response-changes.ts';

const isMissing = (error: { readonly message?: unknown }) =>
  /^Response with id '.*' not found/.test(String(error.message));

export const RESPONSES_STATE_FAULTS: readonly Fault[] = [
  {
    name: 'delete.forgotten',
    breaks: 'A response is said to be deleted and is still there.',
    caughtBy: 'responses/delete#gone',
    also: ['responses/delete#not-found'],
    instead: {
      'responses.delete': onStored(({ facts: { id } }) =>
        ok({ id, object: 'response.deleted', deleted: true }),
      ),
    },
  },
  {
    name: 'responses.missing-as-400',
    breaks: 'A response that is not there is refused under HTTP 400.',
    caughtBy: 'responses/delete#not-found',
    reply: refused(isMissing, { status: 400 }),
  },
  {
    name: 'previous.forgotten',
    breaks: 'A response does not continue the one it is told to.',
    caughtBy: 'responses/previous-response-id#remembers',
    also: [
      'responses/previous-response-id#linked',
      'responses/previous-response-id#counted',
      'responses/function-calling#*',
      'responses/parallel-tool-calls#*',
      'responses/store-false#not-continued',
      'echo.previous_response_id',
      'responses/computer-use#*',
      'responses/mcp-approval#*',
      'responses/code-interpreter#reused',
    ],
    request: unread('previous_response_id'),
  },
  {
    name: 'previous.unlinked',
    breaks: 'A response that continues another does not name it.',
    caughtBy: 'responses/previous-response-id#linked',
    also: ['echo.previous_response_id'],
    reply: answered(
      (response) => response.previous_response_id !== null,
      (response) => ({ ...response, previous_response_id: null }),
    ),
  },
  {
    name: 'previous.same-id',
    breaks: 'A response that continues another takes its id.',
    caughtBy: 'responses/previous-response-id#new-id',
    reply: answered(
      (response) => response.previous_response_id !== null,
      (response) => ({ ...response, id: response.previous_response_id ?? null }),
    ),
  },
  {
    name: 'previous.uncounted',
    breaks: 'The tokens of the earlier conversation are not counted.',
    caughtBy: 'responses/previous-response-id#counted',
    reply: answered(
      (response) => response.previous_response_id !== null,
      (response) =>
        withUsage(response, (usage) => ({
          ...usage,
          input_tokens: 1,
          total_tokens: 1 + Number(usage.output_tokens),
        })),
    ),
  },
  {
    name: 'chaining.cut',
    breaks: 'Of a conversation that is sent as a whole only the last item is read.',
    caughtBy: 'responses/manual-chaining#remembers',
    request: created(
      (body) => {
        const input = inputOf(body);
        return (
          input.some((item) => item.role === 'assistant') && !input.some((item) => item.type === 'reasoning')
        );
      },
      (body) => ({ ...body, input: inputOf(body).slice(-1) }),
    ),
  },
  {
    name: 'chaining.linked-unasked',
    breaks: 'A response that continues nothing names a response that it continues.',
    caughtBy: 'responses/manual-chaining#unlinked',
    reply: answered(
      (response) => response.previous_response_id === null,
      (response) => ({ ...response, previous_response_id: `${String(response.id).slice(0, -4)}beef` }),
      ['responses.create'],
    ),
  },
  {
    name: 'input-items.lost',
    breaks: 'The list of input items lacks the first one of a page.',
    caughtBy: 'responses/input-items#all',
    also: ['responses/input-items#*'],
    reply: onJson(['responses.input-items'], (body) => ({ ...body, data: dataOf(body).slice(1) })),
  },
  {
    name: 'input-items.same-id',
    breaks: 'All input items have the same id.',
    caughtBy: 'responses/input-items#ids',
    also: ['responses/input-items#order', 'responses/input-items#after', 'responses/input-items#last'],
    reply: onJson(['responses.input-items'], (body) => ({
      ...body,
      data: dataOf(body).map((item) => ({ ...item, id: body.first_id ?? null })),
    })),
  },
  {
    name: 'input-items.order-ignored',
    breaks: 'Input items are listed oldest first whatever is asked.',
    caughtBy: 'responses/input-items#order',
    instead: {
      'responses.input-items': (incoming, sound) =>
        sound(asking(incoming, (query) => query.set('order', 'asc'))),
    },
  },
  {
    name: 'input-items.limit-ignored',
    breaks: 'A page of input items is as long as the list.',
    caughtBy: 'responses/input-items#limit',
    also: ['responses/input-items#has-more'],
    instead: {
      'responses.input-items': (incoming, sound) => sound(asking(incoming, (query) => query.delete('limit'))),
    },
  },
  {
    name: 'input-items.after-ignored',
    breaks: 'Every page of input items is the first.',
    caughtBy: 'responses/input-items#after',
    also: ['responses/input-items#last'],
    instead: {
      'responses.input-items': (incoming, sound) => sound(asking(incoming, (query) => query.delete('after'))),
    },
  },
  {
    name: 'input-items.never-more',
    breaks: 'No page of input items says that there are more.',
    caughtBy: 'responses/input-items#has-more',
    reply: onJson(['responses.input-items'], (body) => ({ ...body, has_more: false })),
  },
  {
    name: 'input-items.always-more',
    breaks: 'Every page of input items says that there are more.',
    caughtBy: 'responses/input-items#last',
    reply: onJson(['responses.input-items'], (body) => ({ ...body, has_more: true })),
  },
  {
    name: 'store.always',
    breaks: 'A response is stored although it must not be.',
    caughtBy: 'responses/store-false#not-stored',
    also: [
      'responses/store-false#echoed',
      'responses/store-false#not-continued',
      'responses/encrypted-reasoning#not-stored',
      'echo.store',
    ],
    request: created(
      (body) => body.store === false && body.background !== true,
      (body) => ({ ...body, store: true }),
    ),
  },
  {
    name: 'compact.other-object',
    breaks: 'A compaction calls itself a response.',
    caughtBy: 'responses/compact#object',
    also: ['schema.response'],
    reply: onJson(['responses.compact'], (body) => ({ ...body, object: 'response' })),
  },
  {
    name: 'compact.item-missing',
    breaks: 'A compaction holds user messages only.',
    caughtBy: 'responses/compact#item',
    also: ['responses/compact#encrypted'],
    reply: onJson(['responses.compact'], (body) => ({ ...body, output: itemsOf(body).slice(0, -1) })),
  },
  {
    name: 'compact.empty',
    breaks: 'The encrypted content of a compaction is empty.',
    caughtBy: 'responses/compact#encrypted',
    also: ['responses/compact#status', 'responses/compact#scenario.ends'],
    reply: onJson(['responses.compact'], (body) => ({
      ...body,
      output: itemsOf(body).map((item) =>
        item.type === 'compaction' ? { ...item, encrypted_content: '' } : item,
      ),
    })),
  },
  {
    name: 'compact.uncounted',
    breaks: 'A compaction costs no tokens.',
    caughtBy: 'responses/compact#usage',
    reply: onJson(['responses.compact'], (body) =>
      withUsage(body, (usage) => ({ ...usage, input_tokens: 0, output_tokens: 0, total_tokens: 0 })),
    ),
  },
  {
    name: 'compact.forgets',
    breaks: 'A compaction drops what the assistant said.',
    caughtBy: 'responses/compact#remembers',
    request: (operation, body) =>
      operation === 'responses.compact'
        ? { ...body, input: inputOf(body).filter((item) => item.role !== 'assistant') }
        : body,
  },
];

function dataOf({ data }: JsonObject): readonly JsonObject[] {
  return elements(data).filter(isJsonObject);
}
