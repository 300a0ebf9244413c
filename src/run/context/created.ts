import type OpenAI from 'openai';

/** What a scenario made at the target and that is removed when the case ends: id to kind. */
export type Created = Map<string, 'file' | 'response'>;

/** Deletes the newest first; returns what could not be deleted, as `<kind> <id>`. */
export async function deleteCreated(client: OpenAI, created: Created): Promise<readonly string[]> {
  const leftovers: string[] = [];
  for (const [id, kind] of [...created].reverse()) {
    try {
      if (kind === 'file') await client.files.delete(id);
      else await client.responses.delete(id);
    } catch {
      leftovers.push(`${kind} ${id}`);
    }
  }
  return leftovers;
}
