import type { ParsedEvent } from '../event.ts';
import { objectAt, show, textAt } from '../json.ts';
import type { Report, Rule } from '../rule.ts';
import type { Item } from './item.ts';
import { PHASES } from './phases.ts';
import { ITEM_DONE, type ResponsesState } from './state.ts';

/** What a tool call says of its progress; which steps it announces differs by tool and tier. */
export const callOrder: Rule<ResponsesState> = {
  id: 'stream.call-order',
  severity: 'must',
  says: 'a tool call announces in_progress first, then its steps in order, and completed or failed last',
  reference: 'openai@7.55.0#ResponseStreamEvent',
  concerns: (type) => PHASES.has(type) || type === ITEM_DONE,
  watch: () => {
    let applied = false;
    return {
      event(event, state, report) {
        const phase = PHASES.get(event.type);
        const item = state.itemOf(event);
        if (phase !== undefined) applied = true;
        if (item === undefined || item.lossy || item.done !== null) return;
        if (phase === undefined) {
          if (event.type === ITEM_DONE) callClosed(event, item, report);
          return;
        }
        const first = item.phase === -1 && phase.rank > 0 && !item.joined;
        const late = phase.repeatable ? phase.rank < item.phase : phase.rank <= item.phase;
        if (item.type !== '' && item.type !== phase.holder) {
          report({
            event,
            message: `event ${event.index} (${event.type}) is about an item of another type`,
            expected: phase.holder,
            found: show(item.type),
          });
        } else if (first || late) {
          report({
            event,
            message: first
              ? `a ${phase.holder} announces ${event.type} before in_progress`
              : `event ${event.index} (${event.type}) comes again or too late`,
          });
        }
      },
      applied: () => applied,
    };
  },
};

function callClosed(event: ParsedEvent, item: Item, report: Report): void {
  const done = objectAt(event.json, 'item');
  const type = item.type === '' ? (textAt(done, 'type') ?? '') : item.type;
  // MCP items have no status. Searches may be cut short: Azure then leaves them at `searching`.
  const completed = (done?.status ?? 'completed') === 'completed';
  const ended = [...PHASES.values()].some(
    (phase) => phase.holder === type && phase.rank === item.phase && phase.last,
  );
  if (item.phase === -1 || ended || !completed) return;
  report({ event, message: `a ${type} is done as completed without having announced its end` });
}
