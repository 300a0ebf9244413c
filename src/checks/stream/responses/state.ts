import { DONE, type ParsedEvent, UNREADABLE } from '../event.ts';
import { indexAt, itemsOf, type JsonObject, objectAt, textAt } from '../json.ts';
import type { State } from '../rule.ts';
import {
  Growing,
  heldTexts,
  type Item,
  isJoined,
  mayBeJoined,
  newItem,
  openPart,
  type Part,
  partAt,
  partsIn,
} from './item.ts';
import { PHASES } from './phases.ts';
import {
  type Home,
  PART_INDEX,
  PART_TEXT,
  partStepOf,
  type StreamedText,
  type TextStep,
  textIn,
  textStepOf,
} from './streamed.ts';

/** Events that end a response, with the status they carry. */
export const TERMINAL: ReadonlyMap<string, string> = new Map([
  ['response.completed', 'completed'],
  ['response.incomplete', 'incomplete'],
  ['response.failed', 'failed'],
  ['response.cancelled', 'cancelled'],
]);

export const ANNOTATION = 'response.output_text.annotation.added';

export const ITEM_DONE = 'response.output_item.done';

/**
 * What is known of a Responses stream after some of its events. It never complains and always goes
 * on: an event in the wrong place is taken for what it most likely meant, so that the rule it
 * breaks is the only one that reports it.
 */
export class ResponsesState implements State {
  /** In the order of the output. */
  readonly items: Item[] = [];
  private readonly byIndex = new Map<number, Item>();
  private readonly byId = new Map<string, Item>();
  /** The response of the last envelope before the terminal one. */
  latest: JsonObject | null = null;
  terminal: { readonly type: string; readonly response: JsonObject | null } | null = null;
  error: ParsedEvent | null = null;
  /** The last event could not be read: it may have been the terminal one. */
  endUnreadable = false;
  /** The stream goes on with a response that began in another one. */
  readonly resumed: boolean;
  /** Some event was lost somewhere. */
  lossy = false;
  /** No output_item.added came since the stream was resumed or events were lost, so an item may be new without it. */
  itemMayBeMissing: boolean;
  /** Ranges of indexes that were passed over after a gap: their items may turn up without output_item.added. */
  private readonly passedOver: { readonly from: number; readonly to: number }[] = [];
  /** What `itemOf` said last: most rules ask it about the same event, and the state changes only behind them. */
  private looked: { readonly event: ParsedEvent; readonly item: Item | undefined } | null = null;
  /** The output_index the next item should have. */
  nextIndex = 0;

  /** Events that came when the response was over; the state does not take them in. */
  readonly surplus: readonly ParsedEvent[];

  constructor(resumed: boolean, surplus: readonly ParsedEvent[] = []) {
    this.surplus = surplus;
    this.resumed = resumed;
    this.itemMayBeMissing = resumed;
  }

  /** Not all of the response was seen. */
  get partial(): boolean {
    return this.resumed || this.lossy;
  }

  /** Whatever was under way when events were lost cannot be judged by what is missing. */
  private noteGap(): void {
    this.lossy = true;
    this.itemMayBeMissing = true;
    for (const item of this.items) if (item.done === null) item.lossy = true;
  }

  /** The item an event is about: by its id where the index says something else, undefined before its first event. */
  itemOf(event: ParsedEvent): Item | undefined {
    if (this.looked?.event === event) return this.looked.item;
    const item = this.lookedUp(event);
    this.looked = { event, item };
    return item;
  }

  private lookedUp(event: ParsedEvent): Item | undefined {
    const index = indexAt(event.json, 'output_index');
    if (index === undefined) return undefined;
    const item = this.byIndex.get(index);
    const id = itemIdOf(event);
    if (id === undefined || item?.id === id) return item;
    // An unknown id under the number that another item only borrows is an item that was not added.
    return this.byId.get(id) ?? (item?.given === index ? item : undefined);
  }

  /** An event about this index need not have been announced: that may have been lost. */
  mayBeUnannounced(index: number): boolean {
    return this.itemMayBeMissing || this.passedOver.some(({ from, to }) => index >= from && index < to);
  }

  itemAt(index: number): Item | undefined {
    return this.byIndex.get(index);
  }

  /** The event's output_index leads to another item, or none, than the one its id names. */
  hasMoved(event: ParsedEvent, item: Item): boolean {
    const index = indexAt(event.json, 'output_index');
    return index !== undefined && this.byIndex.get(index) !== item;
  }

  /** The part a delta, a done or an annotation is about; a wrong index means the only open part, if there is one. */
  partOf(item: Item, home: Exclude<Home, 'item'>, json: JsonObject | null): Part | undefined {
    const index = indexAt(json, PART_INDEX[home]) ?? 0;
    const part = partAt(item, home, index);
    if (part?.open === true || item.lossy || mayBeJoined(item, home, index)) return part;
    const open = partsIn(item, home).filter((candidate) => candidate.open);
    return open.length === 1 ? open[0] : part;
  }

  growingOf(item: Item, of: StreamedText, json: JsonObject | null): Growing | undefined {
    const holder = of.home === 'item' ? item : this.partOf(item, of.home, json);
    return holder?.growing ?? undefined;
  }

  /** What a gap right before `event` makes uncertain must be known before the rules see the event. */
  prepare(event: ParsedEvent): void {
    if (event.afterGap) this.noteGap();
  }

  apply(event: ParsedEvent): void {
    this.takeIn(event);
    this.looked = null;
  }

  private takeIn(event: ParsedEvent): void {
    const { json, type } = event;
    if (type !== DONE) this.endUnreadable = type === UNREADABLE;
    if (json === null) return;
    if (type === 'error') this.error ??= event;
    const response = objectAt(json, 'response');
    if (TERMINAL.has(type)) this.terminal ??= { type, response: response ?? null };
    else if (response !== undefined) this.latest = response;
    if (type === 'response.output_item.added') this.addItem(json);
    else if (indexAt(json, 'output_index') !== undefined) this.applyToItem(event, json);
  }

  /** An item out of turn stands in its turn, and is found under both numbers. */
  private addItem(json: JsonObject): void {
    const given = indexAt(json, 'output_index') ?? this.nextIndex;
    const before = this.byIndex.get(given);
    if (before !== undefined && before.given === given && before.added === null) {
      this.replaceItem(before, newItem(before.index, given, json));
    } else if (before?.given !== given || before.id !== textAt(objectAt(json, 'item'), 'id')) {
      const trusted = this.itemMayBeMissing && given >= this.nextIndex;
      const index = before === undefined && !trusted ? this.nextIndex : given;
      this.register(newItem(index, given, json));
      this.itemMayBeMissing = false;
    }
  }

  /** An item whose first events came before it, which was reported: they are kept. */
  private replaceItem(before: Item, item: Item): void {
    Object.assign(item, { parts: before.parts, growing: before.growing, lossy: before.lossy });
    this.items.splice(this.items.indexOf(before), 1, item);
    this.byIndex.set(item.given, item);
    if (item.id !== undefined) this.byId.set(item.id, item);
  }

  private register(item: Item): void {
    this.items.push(item);
    if (item.index > this.nextIndex) this.passedOver.push({ from: this.nextIndex, to: item.index });
    this.nextIndex = Math.max(this.nextIndex, item.index + 1);
    if (!this.byIndex.has(item.index)) this.byIndex.set(item.index, item);
    this.byIndex.set(item.given, item);
    if (item.id !== undefined && !this.byId.has(item.id)) this.byId.set(item.id, item);
  }

  private applyToItem(event: ParsedEvent, json: JsonObject): void {
    const item = this.itemOf(event) ?? this.implicitItem(event, json);
    const { type } = event;
    if (type === ITEM_DONE) {
      this.closeItem(item, objectAt(json, 'item') ?? {});
      return;
    }
    const part = partStepOf(type);
    if (part?.kind === 'added') openPart(item, part.home, json);
    else if (part?.kind === 'done') this.closePart(item, part.home, json);
    const step = textStepOf(type);
    if (step !== undefined) this.applyText(item, step, json);
    if (type === ANNOTATION) this.partOrNew(item, 'content', json).annotations.push(json.annotation);
    item.phase = PHASES.get(type)?.rank ?? item.phase;
  }

  private closeItem(item: Item, done: JsonObject): void {
    if (item.done !== null) return;
    item.done = done;
    for (const part of item.parts.values()) part.open = false;
    for (const { part, value } of heldTexts(item, done)) {
      if (value !== undefined) (part ?? item).growing?.settle(value);
    }
  }

  /** An item whose added event was not seen: reported by its rule, lost in a gap, or of before the stream was resumed. */
  private implicitItem(event: ParsedEvent, json: JsonObject): Item {
    const index = indexAt(json, 'output_index') ?? this.nextIndex;
    const item = newItem(index, index, null);
    item.id = itemIdOf(event);
    item.joined = this.resumed && !this.lossy && this.mayBeUnannounced(index);
    item.lossy = !item.joined;
    item.type = textAt(objectAt(json, 'item'), 'type') ?? '';
    this.register(item);
    return item;
  }

  private partOrNew(item: Item, home: Exclude<Home, 'item'>, json: JsonObject): Part {
    return this.partOf(item, home, json) ?? openPart(item, home, json, null);
  }

  private closePart(item: Item, home: 'content' | 'summary', json: JsonObject): void {
    const part = this.partOrNew(item, home, json);
    part.open = false;
    part.done = objectAt(json, 'part') ?? {};
    // All of its deltas came before the stream was resumed: this is the first event that tells the text.
    const of = isJoined(item, part) ? PART_TEXT.get(textAt(part.done, 'type') ?? '') : undefined;
    if (of !== undefined) part.growing ??= new Growing(of, true);
    const value = part.growing === null ? undefined : textIn(part.done, part.growing.of.path);
    if (value !== undefined) part.growing?.settle(value);
  }

  private applyText(item: Item, { kind, of }: TextStep, json: JsonObject): void {
    const holder = of.home === 'item' ? item : this.partOrNew(item, of.home, json);
    holder.growing ??= new Growing(of, kind !== 'added' && isJoined(item, holder));
    const { growing } = holder;
    if (kind === 'done') {
      growing.closed = true;
      const value = textAt(json, of.done);
      if (value !== undefined) growing.settle(value);
    } else {
      growing.add(textAt(json, kind === 'delta' ? 'delta' : of.done) ?? '', itemsOf(json, 'logprobs'));
    }
  }
}

/**
 * Splits off what comes after the terminal event and is neither `[DONE]` nor, after a failure, an
 * error frame (facts section 5 rule 8). A second stream glued to the first is one fault this way.
 */
export function splitSurplus(events: readonly ParsedEvent[]): {
  readonly events: readonly ParsedEvent[];
  readonly surplus: readonly ParsedEvent[];
} {
  const end = events.findIndex(({ type }) => TERMINAL.has(type));
  if (end === -1) return { events, surplus: [] };
  const failed = events[end]?.type === 'response.failed';
  const belongs = ({ type }: ParsedEvent): boolean => type === DONE || (failed && type === 'error');
  const after = events.slice(end + 1);
  const surplus = after.filter((event) => !belongs(event));
  return surplus.length === 0 ? { events, surplus } : { events: [...events.slice(0, end + 1)], surplus };
}

/** The id of the item an event is about. */
export function itemIdOf(event: ParsedEvent): string | undefined {
  return textAt(event.json, 'item_id') ?? textAt(objectAt(event.json, 'item'), 'id');
}
