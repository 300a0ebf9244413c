import type { ParsedEvent } from '../event.ts';
import { indexAt, listAt, objectAt, show, textAt } from '../json.ts';
import type { Report, Rule } from '../rule.ts';
import { type Item, mayBeJoined, nextPartIndex, partAt, partsIn } from './item.ts';
import { ANNOTATION, ITEM_DONE, type ResponsesState, TERMINAL } from './state.ts';
import { PART_INDEX, PART_TEXT, partStepOf, type StreamedText, textStepOf } from './streamed.ts';

type ResponsesRule = Rule<ResponsesState>;

const ADDED = 'response.output_item.added';

/** Several items may be open at once: only their own events are ordered. */
export const itemOrder: ResponsesRule = {
  id: 'stream.item-order',
  severity: 'must',
  says: 'output items are added in the order of output_index, before any event about them, and are done once, after all of these and before the response is completed',
  reference: 'docs/validation.md#rule-3',
  watch: () => {
    const told = new Set<Item>();
    return {
      event(event, state, report) {
        if (event.type === ADDED) itemAdded(event, state, report);
        else if (TERMINAL.has(event.type)) itemsClosed(event, state, report);
        else if (indexAt(event.json, 'output_index') !== undefined) itemOpen(event, state, told, report);
      },
    };
  },
};

function itemAdded(event: ParsedEvent, state: ResponsesState, report: Report): void {
  const index = indexAt(event.json, 'output_index');
  if (index === undefined) return;
  const next = state.nextIndex;
  const known = state.itemAt(index);
  const twice = known?.given === index && (known.added !== null || known.joined);
  const mayFollowLost = state.mayBeUnannounced(index) && (state.lossy || index > next);
  const inTurn = index === next || known !== undefined || mayFollowLost;
  if (!twice && inTurn) return;
  report({
    event,
    message: twice
      ? `output item ${index} is added a second time`
      : `output item ${index} is added as number ${next}`,
    pointer: '/output_index',
    expected: String(next),
    found: String(index),
  });
}

function itemOpen(event: ParsedEvent, state: ResponsesState, told: Set<Item>, report: Report): void {
  const item = state.itemOf(event);
  if (item === undefined) {
    const index = indexAt(event.json, 'output_index') ?? 0;
    if (state.mayBeUnannounced(index)) return;
    report({
      event,
      message: `event ${event.index} (${event.type}) is about output item ${index}, which was not added`,
      pointer: '/output_index',
      expected: `${ADDED} first`,
      found: show(event.type),
    });
    return;
  }
  if (event.type === ITEM_DONE && objectAt(event.json, 'item')?.status === 'in_progress') {
    report({
      event,
      message: `output item ${item.index} is done and still in_progress`,
      pointer: '/item/status',
      expected: 'completed, incomplete or failed',
      found: '"in_progress"',
    });
  }
  if (item.done === null || told.has(item)) return;
  told.add(item);
  report({
    event,
    message: `event ${event.index} (${event.type}) comes after output item ${item.index} was done`,
    expected: `nothing about item ${item.index}`,
    found: show(event.type),
  });
}

/** A response that failed or was cancelled leaves its items as they were. */
function itemsClosed(event: ParsedEvent, state: ResponsesState, report: Report): void {
  if (event.type === 'response.failed' || event.type === 'response.cancelled') return;
  for (const item of state.items) {
    if (item.done !== null || item.lossy) continue;
    report({
      event,
      message: `${event.type} comes before output item ${item.index} is done`,
      expected: `${ITEM_DONE} for output_index ${item.index}`,
      found: show(event.type),
    });
  }
}

export const partOrder: ResponsesRule = {
  id: 'stream.part-order',
  severity: 'must',
  says: 'content and summary parts are added in order before their deltas, and are done before their item',
  reference: 'docs/validation.md#rule-4',
  concerns: (type) =>
    partStepOf(type) !== undefined ||
    textStepOf(type) !== undefined ||
    type === ANNOTATION ||
    type === ITEM_DONE,
  watch: () => {
    let applied = false;
    const told = new Map<Item, Set<string>>();
    return {
      event(event, state, report) {
        const item = state.itemOf(event);
        if (item === undefined) return;
        const part = partStepOf(event.type);
        const step = textStepOf(event.type);
        const home = part?.home ?? (event.type === ANNOTATION ? 'content' : step?.of.home);
        if (home === 'content' || home === 'summary') applied = true;
        if (item.done !== null || item.lossy) return;
        if (part?.kind === 'added') partAdded(event, item, part.home, report);
        else if (home === 'content' || home === 'summary') {
          const once = told.get(item) ?? new Set();
          told.set(item, once);
          partOpen(event, item, home, state, once, report);
        } else if (event.type === ITEM_DONE) partsClosed(event, item, report);
      },
      applied: () => applied,
    };
  },
};

function partAdded(event: ParsedEvent, item: Item, home: 'content' | 'summary', report: Report): void {
  const index = indexAt(event.json, PART_INDEX[home]) ?? 0;
  const next = nextPartIndex(item, home);
  const before = partAt(item, home, index);
  const inTurn = index === next || (index > next && mayBeJoined(item, home, index));
  // Events about a part that was not added yet were reported, but where it may have been before a resumption.
  if (before === undefined ? inTurn : before.added === null && !item.joined) return;
  report({
    event,
    message:
      before === undefined
        ? `${home} part ${index} of output item ${item.index} is added as number ${next}`
        : `${home} part ${index} of output item ${item.index} is added a second time`,
    pointer: `/${PART_INDEX[home]}`,
    expected: String(next),
    found: String(index),
  });
}

function partOpen(
  event: ParsedEvent,
  item: Item,
  home: 'content' | 'summary',
  state: ResponsesState,
  told: Set<string>,
  report: Report,
): void {
  const index = indexAt(event.json, PART_INDEX[home]) ?? 0;
  const named = partAt(item, home, index);
  const holder = textStepOf(event.type)?.of.holder;
  const meant = state.partOf(item, home, event.json);
  const kind = textAt(meant?.added, 'type') ?? meant?.growing?.of.holder;
  if (named?.open === true) {
    if (holder === undefined || kind === undefined || kind === holder) return;
    report({
      event,
      message: `event ${event.index} (${event.type}) is about a part of another type`,
      expected: holder,
      found: show(kind),
    });
    return;
  }
  if (mayBeJoined(item, home, index)) return;
  // A server that is wrong about a part is wrong in each of its events.
  const key = `${home} ${index}`;
  if (told.has(key)) return;
  told.add(key);
  const fate = named === undefined ? 'was not added' : 'is done';
  report({
    event,
    message: `event ${event.index} (${event.type}) is about ${home} part ${index} of output item ${item.index}, which ${fate}`,
    pointer: `/${PART_INDEX[home]}`,
    expected: meant?.open === true ? String(meant.index) : 'an open part',
    found: String(index),
  });
}

function partsClosed(event: ParsedEvent, item: Item, report: Report): void {
  const done = objectAt(event.json, 'item');
  for (const home of ['content', 'summary'] as const) {
    const parts = partsIn(item, home);
    const open = parts.find((part) => part.open);
    const count = nextPartIndex(item, home);
    const held = listAt(done, home)?.length ?? count;
    // Reasoning may come with content that is not streamed; a message streams all of its parts.
    const streamed = parts.length > 0 || item.type === 'message';
    // The last part may have been done before the stream was resumed.
    const fits = held === count || (held > count && mayBeJoined(item, home, count));
    if (open === undefined && (!streamed || fits)) continue;
    report({
      event,
      message:
        open === undefined
          ? `output item ${item.index} is done with ${held} ${home} parts, ${count} came`
          : `output item ${item.index} is done before its ${home} part ${open.index}`,
      pointer: open === undefined ? `/item/${home}` : '',
      expected: open === undefined ? `${count} parts` : 'the part to be done first',
      found: open === undefined ? `${held} parts` : show(event.type),
    });
  }
}

export const deltaDone: ResponsesRule = {
  id: 'stream.delta-done',
  severity: 'must',
  says: 'every text that is streamed in deltas is closed by one done event, before its part or item is done',
  reference: 'docs/validation.md#rule-5',
  concerns: (type) =>
    textStepOf(type) !== undefined || partStepOf(type)?.kind === 'done' || type === ITEM_DONE,
  watch: () => {
    let applied = false;
    return {
      event(event, state, report) {
        const item = state.itemOf(event);
        if (item === undefined || item.done !== null) return;
        if (textStepOf(event.type) !== undefined) applied = true;
        const of = unclosedText(event, item, state);
        if (of !== undefined) {
          report({
            event,
            message: `a ${of.holder} is done without ${of.event}.done`,
            expected: `${of.event}.done`,
          });
        } else if (isLateText(event, item, state)) {
          report({
            event,
            message: `event ${event.index} (${event.type}) comes after the text was done`,
            expected: 'nothing more of this text',
            found: show(event.type),
          });
        }
      },
      applied: () => applied,
    };
  },
};

/** A delta or a done of a text that was done; one of a part that is done as well was reported for its order. */
function isLateText(event: ParsedEvent, item: Item, state: ResponsesState): boolean {
  const of = textStepOf(event.type)?.of;
  if (of === undefined || state.growingOf(item, of, event.json)?.closed !== true) return false;
  return of.home === 'item' || state.partOf(item, of.home, event.json)?.open !== false;
}

/** The text that an event closes the holder of, though its own done event is missing. */
function unclosedText(event: ParsedEvent, item: Item, state: ResponsesState): StreamedText | undefined {
  if (item.lossy) return undefined;
  const part = partStepOf(event.type);
  if (part?.kind === 'done') {
    const known = state.partOf(item, part.home, event.json);
    const closed = known?.open !== true || known.growing?.closed === true;
    return closed ? undefined : (PART_TEXT.get(textAt(known.added, 'type') ?? '') ?? known.growing?.of);
  }
  return event.type === ITEM_DONE && item.growing?.closed === false ? item.growing.of : undefined;
}
