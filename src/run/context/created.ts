import type OpenAI from 'openai';
import { classifyError, shippedCatalogue } from '../../checks/errors/index.ts';
import { KINDS, type KindName } from '../kinds.ts';
import { answerIn } from './refusal.ts';

/** Told at once of each thing that is created or deleted: the journal of the run. */
export type Note = (event: 'created' | 'deleted', kind: KindName, id: string) => void;

/** What a scenario made at the target and that is removed when the case ends. */
export class Created {
  readonly #kinds = new Map<string, KindName>();
  readonly #note: Note;

  constructor(note: Note = () => {}) {
    this.#note = note;
  }

  set(id: string, kind: KindName): void {
    if (this.#kinds.has(id)) return;
    this.#kinds.set(id, kind);
    this.#note('created', kind, id);
  }

  delete(id: string): void {
    const kind = this.#kinds.get(id);
    if (kind === undefined) return;
    this.#kinds.delete(id);
    this.#note('deleted', kind, id);
  }

  get size(): number {
    return this.#kinds.size;
  }

  /** Newest first. */
  get left(): readonly (readonly [string, KindName])[] {
    return [...this.#kinds].reverse();
  }
}

/**
 * Deletes the newest first; returns what could not be deleted, as `<kind> <id>`. What is not there is deleted: so
 * the second attempt finds it where the answer to the first was lost.
 */
export async function deleteCreated(client: OpenAI, created: Created): Promise<readonly string[]> {
  const leftovers: string[] = [];
  for (const [id, kind] of created.left) {
    const gone = (await isDeleted(client, kind, id)) || (await isDeleted(client, kind, id));
    if (gone) created.delete(id);
    else leftovers.push(`${kind} ${id}`);
  }
  return leftovers;
}

async function isDeleted(client: OpenAI, kind: KindName, id: string): Promise<boolean> {
  try {
    await KINDS[kind].delete(client, id);
    return true;
  } catch (error) {
    const answer = answerIn(error);
    if (answer?.status !== 404) return false;
    // A server without the path has deleted nothing.
    return classifyError(answer, shippedCatalogue()).entry !== 'path-not-found';
  }
}
