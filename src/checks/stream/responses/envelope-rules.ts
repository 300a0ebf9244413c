import type { ParsedEvent } from '../event.ts';
import { indexAt, objectAt, show, textAt } from '../json.ts';
import type { Report, Rule } from '../rule.ts';
import { itemIdOf, type ResponsesState, TERMINAL } from './state.ts';

type ResponsesRule = Rule<ResponsesState>;

/** Rank and allowed `response.status` of the events that open a response. */
const OPENING: ReadonlyMap<string, { rank: number; statuses: readonly string[] }> = new Map([
  ['response.created', { rank: 0, statuses: ['queued', 'in_progress'] }],
  ['response.queued', { rank: 1, statuses: ['queued'] }],
  ['response.in_progress', { rank: 2, statuses: ['in_progress'] }],
]);

function statusesOf(type: string): readonly string[] | undefined {
  const terminal = TERMINAL.get(type);
  return terminal === undefined ? OPENING.get(type)?.statuses : [terminal];
}

/** A background response may be queued; a response may fail before it is in progress. */
export const envelope: ResponsesRule = {
  id: 'stream.envelope',
  severity: 'must',
  says: 'the stream opens with response.created and response.in_progress, once each, before any output, and each envelope has the status of its event',
  reference: 'docs/validation.md#rule-2',
  watch: () => {
    let rank = -1;
    let outputTold = false;
    return {
      event(event, state, report) {
        const { type, json } = event;
        if (json === null || type === 'error') return;
        const opening = OPENING.get(type);
        if (opening !== undefined) {
          const skippedCreated = rank === -1 && opening.rank > 0 && !state.partial;
          if (opening.rank <= rank || skippedCreated) {
            report({
              event,
              message: skippedCreated
                ? `the stream starts with ${type}`
                : `event ${event.index}: ${type} comes again or too late`,
              ...(skippedCreated ? { expected: 'response.created', found: type } : {}),
            });
          }
          rank = Math.max(rank, opening.rank);
        } else if (indexAt(json, 'output_index') === undefined || rank >= 2) {
          // Nothing about the opening of the response.
        } else if (state.resumed) {
          // There is output, so it was said to be in progress before the stream was resumed.
          rank = 2;
        } else if (!state.lossy && !outputTold) {
          outputTold = true;
          report({
            event,
            message: `event ${event.index} (${type}) comes before response.in_progress`,
            expected: rank < 0 ? 'response.created' : 'response.in_progress',
            found: show(type),
          });
        }
        const statuses = statusesOf(type);
        const status = textAt(objectAt(json, 'response'), 'status');
        if (statuses === undefined || status === undefined || statuses.includes(status)) return;
        report({
          event,
          message: `${type} carries a response with another status`,
          pointer: '/response/status',
          expected: statuses.join(' or '),
          found: show(status),
        });
      },
    };
  },
};

/** What is the same in every envelope. */
const CONSTANT = ['id', 'object', 'created_at', 'model'] as const;

export const identity: ResponsesRule = {
  id: 'stream.identity',
  severity: 'must',
  says: 'the response keeps its id, model and creation time, and every event names the item of its output_index',
  reference: 'docs/validation.md#rule-7',
  watch: () => {
    const told = new Set<string>();
    return {
      event(event, state, report) {
        const response = objectAt(event.json, 'response');
        for (const key of CONSTANT) {
          const before = state.latest?.[key];
          const now = response?.[key];
          if (response === undefined || before === undefined || now === undefined) continue;
          if (now === before || told.has(key)) continue;
          told.add(key);
          report({
            event,
            message: `event ${event.index}: the response changes its ${key}`,
            pointer: `/response/${key}`,
            expected: show(before),
            found: show(now),
          });
        }
        itemIdentity(event, state, told, report);
      },
    };
  },
};

function itemIdentity(event: ParsedEvent, state: ResponsesState, told: Set<string>, report: Report): void {
  const item = state.itemOf(event);
  const id = itemIdOf(event);
  if (item === undefined || event.type === 'response.output_item.added') return;
  const pointer = textAt(event.json, 'item_id') === undefined ? '/item/id' : '/item_id';
  const type = textAt(objectAt(event.json, 'item'), 'type');
  if (item.id !== undefined && id !== undefined && id !== item.id) {
    // Gateways that invent an id an event would be reported in each of them.
    const key = `item ${item.index}`;
    if (!told.has(key)) {
      told.add(key);
      report({
        event,
        message: `event ${event.index} (${event.type}) names another item than output_index ${item.index} has`,
        pointer,
        expected: show(item.id),
        found: show(id),
      });
    }
  } else if (state.hasMoved(event, item)) {
    report({
      event,
      message: `event ${event.index} (${event.type}) has an output_index that is not its item's`,
      pointer: '/output_index',
      expected: String(item.index),
      found: show(event.json?.output_index),
    });
  } else if (type !== undefined && item.type !== '' && type !== item.type) {
    report({
      event,
      message: `output item ${item.index} changes its type`,
      pointer: '/item/type',
      expected: show(item.type),
      found: show(type),
    });
  }
}

export const usage: ResponsesRule = {
  id: 'stream.usage',
  severity: 'must',
  says: 'usage is null until the response is over, and given when it is completed',
  reference: 'docs/validation.md#rule-7',
  watch: () => ({
    event(event, _state, report) {
      const { type } = event;
      const response = objectAt(event.json, 'response');
      if (response === undefined) return;
      const given = response.usage !== null && response.usage !== undefined;
      if (type === 'response.completed' ? given : !given || !OPENING.has(type)) return;
      report({
        event,
        message: given ? `${type} carries usage already` : `${type} carries no usage`,
        pointer: '/response/usage',
        expected: given ? 'null' : 'token counts',
        found: show(response.usage),
      });
    },
  }),
};

/** Azure sends an error frame after response.failed, OpenAI before it; a stream may also end with the error alone. */
export const terminal: ResponsesRule = {
  id: 'stream.terminal',
  severity: 'must',
  says: 'exactly one of response.completed, response.incomplete and response.failed ends the stream, or an error does',
  reference: 'docs/validation.md#rule-8',
  watch: ({ whole }) => ({
    end(state, report) {
      const [event] = state.surplus;
      if (event !== undefined) {
        report({
          event,
          message: `event ${event.index} (${event.type}) comes after ${state.terminal?.type ?? 'the terminal event'}`,
          expected: 'the end of the stream',
          found: `${state.surplus.length} more events`,
        });
      }
      if (!whole || state.terminal !== null || state.error !== null || state.endUnreadable) return;
      report({
        message: 'the stream ends without a terminal event',
        expected: 'response.completed, response.incomplete or response.failed',
        found: 'the end of the stream',
      });
    },
  }),
};
