/**
 * Removes what runs have left behind at a target: what the list of a run names, and what the API lists with the
 * tag of a run. What carries no tag is never touched, whoever names it, unless it is of a kind that can carry none.
 */
import { APIError, type OpenAI } from 'openai';
import { KIND_NAMES, KINDS, type KindName } from './kinds.ts';
import type { Leftover } from './leftovers.ts';

export interface Cleaned {
  readonly kind: KindName;
  readonly id: string;
  /** Null where it has none (a container), or where it is not known: it is gone, or could not be asked. */
  readonly tag: string | null;
  /** `found`: a dry run. `gone`: somebody else has deleted it. `untagged`: not ours, left alone. */
  readonly outcome: 'found' | 'deleted' | 'gone' | 'untagged' | 'failed';
  /** Why it is still there; empty otherwise. Text of the service. */
  readonly reason: string;
}

export interface CleanOptions {
  readonly client: OpenAI;
  /** What a run created at this target and did not delete, oldest first. */
  readonly noted: readonly Pick<Leftover, 'kind' | 'id'>[];
  readonly dryRun: boolean;
}

export interface CleanedTarget {
  readonly things: readonly Cleaned[];
  /** Kinds that could not be listed, and why. */
  readonly unlisted: readonly { readonly kind: KindName; readonly reason: string }[];
}

/** The newest first, since a thing may hold on to an older one. */
export async function cleanTarget({ client, noted, dryRun }: CleanOptions): Promise<CleanedTarget> {
  const { tagged, unlisted } = await listTagged(client);
  const things: Cleaned[] = [];
  const unseen = noted.filter(
    ({ kind, id }) => !tagged.some((thing) => thing.kind === kind && thing.id === id),
  );
  for (const { kind, id } of unseen.toReversed()) things.push(await lookUp(client, kind, id));
  for (const { kind, id, tag } of tagged) things.push({ kind, id, tag, outcome: 'found', reason: '' });
  if (dryRun) return { things, unlisted };
  const cleaned: Cleaned[] = [];
  for (const thing of things) cleaned.push(thing.outcome === 'found' ? await remove(client, thing) : thing);
  return { things: cleaned, unlisted };
}

async function listTagged(client: OpenAI) {
  const tagged: { readonly kind: KindName; readonly id: string; readonly tag: string }[] = [];
  const unlisted: { kind: KindName; reason: string }[] = [];
  for (const kind of KIND_NAMES) {
    const { list } = KINDS[kind];
    if (list === undefined) continue;
    try {
      for await (const { id, tag } of list(client)) tagged.push({ kind, id, tag });
    } catch (error) {
      // A target that does not have the API has nothing of this kind.
      if (statusOf(error) !== 404 && statusOf(error) !== 405) unlisted.push({ kind, reason: told(error) });
    }
  }
  return { tagged, unlisted };
}

async function lookUp(client: OpenAI, kind: KindName, id: string): Promise<Cleaned> {
  try {
    const tag = await KINDS[kind].tagOf(client, id);
    if (tag !== null || KINDS[kind].untaggable) return { kind, id, tag, outcome: 'found', reason: '' };
    return { kind, id, tag, outcome: 'untagged', reason: 'it does not carry the tag of a run' };
  } catch (error) {
    return notThere(error, kind, id, null);
  }
}

async function remove(client: OpenAI, thing: Cleaned): Promise<Cleaned> {
  try {
    await KINDS[thing.kind].delete(client, thing.id);
    return { ...thing, outcome: 'deleted' };
  } catch (error) {
    return notThere(error, thing.kind, thing.id, thing.tag);
  }
}

function notThere(error: unknown, kind: KindName, id: string, tag: string | null): Cleaned {
  if (statusOf(error) === 404) return { kind, id, tag, outcome: 'gone', reason: '' };
  return { kind, id, tag, outcome: 'failed', reason: told(error) };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof APIError ? error.status : undefined;
}

function told(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
