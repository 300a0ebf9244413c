import { indexAt, type JsonObject, objectAt, textAt, valueAt } from '../json.ts';
import { type Home, ITEM_TEXT, PART_INDEX, PART_TEXT, type StreamedText, textIn } from './streamed.ts';

/** A text on its way: the deltas so far, and what later events said it was. */
export class Growing {
  readonly of: StreamedText;
  text = '';
  /** The done event was seen. */
  closed = false;
  /** Logprobs of the deltas, in order. */
  readonly logprobs: unknown[] = [];
  /** It began before the stream was resumed, and nothing has told the whole of it yet. */
  beginningUnknown: boolean;
  private said: readonly string[] | undefined;

  constructor(of: StreamedText, beginningUnknown = false) {
    this.of = of;
    this.beginningUnknown = beginningUnknown;
  }

  /** Appends a delta. One after the done event was reported; the text stays what the done event closed. */
  add(delta: string, logprobs: readonly unknown[]): void {
    if (this.closed) return;
    this.text += delta;
    for (const logprob of logprobs) this.logprobs.push(logprob);
  }

  /** The values a later event may repeat: the last agreed one, and both where two events disagree. */
  get values(): readonly string[] {
    return this.said ?? [this.text];
  }

  /** `value` is the end of a text of which only the end was streamed. */
  private isContinuedBy(value: string): boolean {
    return this.beginningUnknown && value.endsWith(this.text);
  }

  /** True where a later event may say that the text is `value`. */
  admits(value: string): boolean {
    return this.values.includes(value) || this.isContinuedBy(value);
  }

  /** A later event said the text is `value`; a disagreement was reported once and is now known. */
  settle(value: string): void {
    if (this.admits(value)) {
      this.said = [value];
      this.beginningUnknown = false;
    } else {
      this.said = [...this.values, value];
    }
  }

  /** Where `value` leaves what was streamed, in characters; null where nobody knows how the text begins. */
  firstDifference(value: string): number | null {
    if (this.beginningUnknown) return null;
    const known = this.values.at(-1) ?? '';
    let at = 0;
    while (at < known.length && known[at] === value[at]) at += 1;
    return at;
  }
}

export interface Part {
  readonly home: Home;
  readonly index: number;
  /** As the added event gave it; null when that event was not seen. */
  readonly added: JsonObject | null;
  open: boolean;
  /** As the done event gave it. */
  done: JsonObject | null;
  growing: Growing | null;
  readonly annotations: unknown[];
}

export interface Item {
  /** Its place in the output. */
  readonly index: number;
  /** The output_index of its first event: another number where it came out of turn. */
  readonly given: number;
  id: string | undefined;
  type: string;
  /** As output_item.added gave it; null when that event was not seen. */
  readonly added: JsonObject | null;
  /** As output_item.done gave it. */
  done: JsonObject | null;
  /** Events about it were lost, so nothing may be concluded from what is missing. */
  lossy: boolean;
  /** It was added before the stream was resumed: what was said of it until then is unknown, all that follows is seen. */
  joined: boolean;
  parts: Map<string, Part>;
  /** The text the item itself holds. */
  growing: Growing | null;
  /** Rank of the last phase its tool call announced, see `phases.ts`. */
  phase: number;
}

/** `event` is the output_item.added event, null where it was not seen. */
export function newItem(index: number, given: number, event: JsonObject | null): Item {
  const added = event === null ? null : (objectAt(event, 'item') ?? {});
  return {
    index,
    given,
    id: textAt(added, 'id'),
    type: textAt(added, 'type') ?? '',
    added,
    done: null,
    lossy: false,
    joined: false,
    parts: new Map(),
    growing: null,
    phase: -1,
  };
}

export function partAt(item: Item, home: Home, index: number): Part | undefined {
  return item.parts.get(`${home}/${index}`);
}

export function partsIn(item: Item, home: Home): Part[] {
  return [...item.parts.values()].filter((part) => part.home === home);
}

/** The item or the part began before the stream was resumed. */
export function isJoined(item: Item, holder: Item | Part): boolean {
  return item.joined && !item.lossy && holder.added === null;
}

/** A part that was added before the stream was resumed may turn up; parts are added in order. */
export function mayBeJoined(item: Item, home: Home, index: number): boolean {
  if (!item.joined || item.lossy || partAt(item, home, index) !== undefined) return false;
  return partsIn(item, home).every((part) => part.added === null || part.index > index);
}

/** The number of the part that is added next, as far as was seen. */
export function nextPartIndex(item: Item, home: Home): number {
  const parts = partsIn(item, home);
  return item.joined ? Math.max(-1, ...parts.map(({ index }) => index)) + 1 : parts.length;
}

/** Opens a part; one that was already used without being added keeps what it has. */
export function openPart(
  item: Item,
  home: Exclude<Home, 'item'>,
  json: JsonObject,
  added: JsonObject | null = objectAt(json, 'part') ?? {},
): Part {
  const given = indexAt(json, PART_INDEX[home]) ?? 0;
  // A part that is added out of turn stands in its turn.
  const inTurn = item.lossy || item.joined || added === null || partAt(item, home, given) !== undefined;
  const index = inTurn ? given : partsIn(item, home).length;
  const before = partAt(item, home, index);
  const part: Part = {
    home,
    index,
    added,
    open: true,
    done: null,
    growing: before?.growing ?? null,
    annotations: before?.annotations ?? [],
  };
  item.parts.set(`${home}/${index}`, part);
  return part;
}

/** What is known of a text of the item or of its part, null when too little of the stream was seen to know. */
export function knownText(item: Item, holder: Item | Part, of: StreamedText): Growing | null {
  const { growing, added } = holder;
  if (item.lossy) return growing?.closed === true ? growing : null;
  if (growing !== null) return growing;
  if (isJoined(item, holder)) return null;
  const whole = new Growing(of);
  whole.add(textIn(added, of.path) ?? '', []);
  return whole;
}

/** A text inside a finished item, with the growing text it should be. */
export interface HeldText {
  readonly part: Part | undefined;
  readonly of: StreamedText;
  readonly value: string | undefined;
  /** JSON pointer into the item. */
  readonly pointer: string;
}

/** Every text of a finished item that its events could have told before. */
export function heldTexts(item: Item, done: JsonObject): HeldText[] {
  const own = item.growing?.of ?? ITEM_TEXT.get(item.type);
  const texts: HeldText[] = [];
  if (own !== undefined) {
    texts.push({
      part: undefined,
      of: own,
      value: textIn(done, own.path),
      pointer: `/${own.path.join('/')}`,
    });
  }
  for (const part of item.parts.values()) {
    const of = part.growing?.of ?? PART_TEXT.get(textAt(part.added, 'type') ?? '');
    if (of === undefined) continue;
    const home = part.home === 'commands' ? '/action/commands' : `/${part.home}`;
    const held = valueAt(done, `${home}/${part.index}`);
    texts.push({ part, of, value: textIn(held, of.path), pointer: [home, part.index, ...of.path].join('/') });
  }
  return texts;
}
