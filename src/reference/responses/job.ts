/** A stored response and, for one in the background, its progress. */
import type { JsonObject } from '../json.ts';
import type { Frame } from '../reply.ts';
import type { InputItem } from '../requests/responses.ts';
import { eventsOf } from './events.ts';
import { finalStatus, type ResponseFacts, responseObject, type Status } from './object.ts';

/** Milliseconds after which a background response moves on by itself; a poll moves it on at once. */
const STAGE = 30_000;
const STAGES = ['queued', 'in_progress'] as const;

export class StoredResponse {
  readonly facts: ResponseFacts;
  /** Everything the model was given, earlier responses included. */
  readonly input: readonly InputItem[];
  readonly #startedAt: number;
  #stage: number;
  #cancelled = false;

  /** `startedAt`: milliseconds. */
  constructor(facts: ResponseFacts, input: readonly InputItem[], startedAt: number) {
    this.facts = facts;
    this.input = input;
    this.#startedAt = startedAt;
    this.#stage = facts.request.background ? 0 : STAGES.length;
  }

  get background(): boolean {
    return this.facts.request.background ?? false;
  }

  status(now: number): Status {
    if (this.#cancelled) return 'cancelled';
    const stage = Math.max(this.#stage, Math.floor((now - this.#startedAt) / STAGE));
    return STAGES[stage] ?? finalStatus(this.facts);
  }

  object(now: number): JsonObject {
    return responseObject(this.facts, this.status(now));
  }

  /** A poll: queued, in_progress, ended, one step each time somebody looks. */
  advance(): void {
    this.#stage += 1;
  }

  /** A stream was read to its end, so the work is done. */
  finish(): void {
    this.#stage = STAGES.length;
  }

  /** Idempotent; what has ended stays as it ended. */
  cancel(now: number): void {
    const status = this.status(now);
    this.#cancelled = status !== 'completed' && status !== 'incomplete';
  }

  /** The events of the stream it was created with. A cancelled response has no more than its beginning. */
  frames(): Frame[] {
    const all = eventsOf(this.facts);
    if (!this.#cancelled) return all;
    const first = all.findIndex((frame) => frame.event === 'response.output_item.added');
    return all.slice(0, first);
  }
}
