import { type ParsedEvent, UNREADABLE, UNTYPED } from '../event.ts';
import { indexAt, isObject, itemsOf, type JsonObject, listAt, objectAt, textAt } from '../json.ts';
import type { State } from '../rule.ts';
import { addDelta, type Growing, plain } from './merge.ts';

/** What is known of one choice after some of its chunks. */
export interface Choice {
  readonly index: number;
  /** A chunk named the role. */
  hasRole: boolean;
  finish: string | null;
  /** Number of delta chunks. */
  deltas: number;
  readonly message: Growing;
  /** Everything else of the choice: logprobs, content_filter_results, … */
  readonly rest: Growing;
  /** Ids and names of its tool calls by index. */
  readonly calls: Map<number, { readonly id: string; readonly name: string }>;
  checkOffset: number;
}

/** A choice of a chunk, with the state of its choice before the chunk. */
export interface GivenChoice {
  readonly given: JsonObject;
  readonly before: Choice | undefined;
  /** JSON pointer into the chunk. */
  readonly at: string;
}

/** Azure's first chunk (facts section 2), before 2024 under its first name. */
export function isPrelude(json: JsonObject): boolean {
  return json.prompt_filter_results !== undefined || json.prompt_annotations !== undefined;
}

/** A chunk of the asynchronous content filter: a verdict on text that was sent before, no delta (facts section 2). */
export function isFilterVerdict(choice: JsonObject): boolean {
  return (
    choice.delta === undefined &&
    (choice.content_filter_offsets !== undefined || choice.content_filter_results !== undefined)
  );
}

/** Chunks that stand beside the completion and have an empty id. */
export function isAside(json: JsonObject): boolean {
  if (isPrelude(json) && itemsOf(json, 'choices').length === 0) return true;
  const choices = itemsOf(json, 'choices');
  return choices.length > 0 && choices.every((choice) => isObject(choice) && isFilterVerdict(choice));
}

/** Members of a chunk that are about the chunk, not about the completion. */
const OF_THE_CHUNK: ReadonlySet<string> = new Set(['choices', 'object', 'obfuscation', 'usage']);

/** Members of a choice that are kept on their own. */
const APART: ReadonlySet<string> = new Set(['delta', 'finish_reason', 'index', 'content_filter_offsets']);

export class ChatState implements State {
  readonly choices = new Map<number, Choice>();
  /** Chunks so far, the prelude included. */
  chunks = 0;
  /** The first chunk of the completion itself: every other one repeats its id, model and time. */
  first: JsonObject | null = null;
  usage: unknown = null;
  error: ParsedEvent | null = null;
  /** Some chunk could not be read, so nothing may be concluded from what is missing. */
  lossy = false;
  private unreadable = false;
  private looked: { readonly event: ParsedEvent; readonly choices: readonly GivenChoice[] } | null = null;
  private readonly wanted: number | null;
  private prelude: JsonObject | null = null;
  private readonly header = new Map<string, unknown>();

  /** `wanted`: how many choices the request asks for, null where it is unknown. */
  constructor(wanted: number | null = null) {
    this.wanted = wanted;
  }

  /** The index of a choice; where only one was asked for, there is only one it can be. */
  indexOf(choice: JsonObject): number {
    return this.wanted === 1 ? 0 : (indexAt(choice, 'index') ?? 0);
  }

  /** Read once an event, for all rules. */
  choicesIn(event: ParsedEvent): readonly GivenChoice[] {
    if (this.looked !== null && this.looked.event === event) return this.looked.choices;
    const choices: GivenChoice[] = [];
    const all = itemsOf(event.json, 'choices');
    for (let i = 0; i < all.length; i++) {
      const given = all[i];
      if (!isObject(given)) continue;
      const at = i === 0 ? '/choices/0' : `/choices/${i}`;
      choices.push({ given, before: this.choices.get(this.indexOf(given)), at });
    }
    this.looked = { event, choices };
    return choices;
  }

  apply(event: ParsedEvent): void {
    const { json } = event;
    this.looked = null;
    if (event.type === 'error') this.error ??= event;
    if (json === null || !Array.isArray(json.choices)) {
      this.unreadable ||= event.type === UNREADABLE;
      this.lossy ||= this.unreadable || event.type === UNTYPED;
      return;
    }
    this.chunks += 1;
    if (isPrelude(json)) this.prelude ??= json;
    if (!isAside(json)) {
      this.first ??= json;
      for (const key of Object.keys(json)) {
        const known = this.header.get(key);
        if ((known === undefined || known === null) && !OF_THE_CHUNK.has(key))
          this.header.set(key, json[key]);
      }
    }
    if (isObject(json.usage)) this.usage = json.usage;
    for (const choice of itemsOf(json, 'choices')) if (isObject(choice)) this.applyChoice(choice);
  }

  private applyChoice(given: JsonObject): void {
    const index = this.indexOf(given);
    const choice = this.choices.get(index) ?? newChoice(index);
    this.choices.set(index, choice);
    const { delta, finish_reason: finish, content_filter_offsets: offsets } = given;
    addDelta(choice.rest, given, APART);
    if (typeof finish === 'string') choice.finish ??= finish;
    choice.checkOffset = indexAt(offsets, 'check_offset') ?? choice.checkOffset;
    if (!isObject(delta)) return;
    choice.deltas += 1;
    choice.hasRole ||= textAt(delta, 'role') !== undefined;
    for (const call of itemsOf(delta, 'tool_calls')) {
      const at = indexAt(call, 'index');
      if (at === undefined || choice.calls.has(at)) continue;
      const name = textAt(objectAt(call, 'function') ?? objectAt(call, 'custom'), 'name') ?? '';
      choice.calls.set(at, { id: textAt(call, 'id') ?? '', name });
    }
    addDelta(choice.message, delta);
  }

  /** The chat completion the chunks add up to; null when none had a choice or one could not be read. */
  completion(): JsonObject | null {
    if (this.choices.size === 0 || this.unreadable) return null;
    const choices = [...this.choices.values()].sort((a, b) => a.index - b.index).map(completedChoice);
    const filters = this.prelude?.prompt_filter_results;
    return {
      ...Object.fromEntries(this.header),
      object: 'chat.completion',
      choices,
      ...(this.usage === null ? {} : { usage: this.usage }),
      ...(filters === undefined ? {} : { prompt_filter_results: filters }),
    };
  }
}

function newChoice(index: number): Choice {
  return {
    index,
    hasRole: false,
    finish: null,
    deltas: 0,
    message: new Map(),
    rest: new Map(),
    calls: new Map(),
    checkOffset: 0,
  };
}

function completedChoice(choice: Choice): JsonObject {
  const message = plain(choice.message);
  const rest = plain(choice.rest);
  return {
    ...(isObject(rest) ? rest : {}),
    index: choice.index,
    // Members a message always has, where no delta named them.
    message: { role: 'assistant', content: null, refusal: null, ...(isObject(message) ? message : {}) },
    finish_reason: choice.finish,
  };
}

/** The text that logprobs spell, from their bytes where given; null without logprobs. */
export function spelled(choice: Choice, kind: 'content' | 'refusal'): string | null {
  const entries = listAt(objectAt(plain(choice.rest), 'logprobs'), kind);
  if (entries === undefined || entries.length === 0) return null;
  const encoder = new TextEncoder();
  const bytes = entries.flatMap((entry) => {
    const given = listAt(entry, 'bytes')?.filter((byte) => typeof byte === 'number');
    return given ?? [...encoder.encode(textAt(entry, 'token') ?? '')];
  });
  return new TextDecoder().decode(Uint8Array.from(bytes));
}
