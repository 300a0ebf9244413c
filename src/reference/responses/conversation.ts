/** The conversation a request is about: what it continues, and what it brings. */
import { invalidRequest, previousResponseNotFound } from '../refusal.ts';
import { type InputItem, inputItem } from '../requests/responses.ts';
import type { State } from '../state.ts';
import { stored } from './items.ts';

interface Continuing {
  readonly input?: string | readonly InputItem[] | null | undefined;
  readonly previous_response_id?: string | null | undefined;
}

/** All items, oldest first, each with its id. Throws for a response or an item that is not there. */
export function conversationOf(request: Continuing, responseId: string, state: State): InputItem[] {
  const earlier = earlierItems(request.previous_response_id, state);
  return resolveReferences([...earlier, ...stored(request.input ?? [], responseId)], state);
}

/** The conversation a response continues. Its instructions stay behind (documentation of `instructions`). */
function earlierItems(id: string | null | undefined, state: State): InputItem[] {
  if (id === null || id === undefined) return [];
  const previous = state.responses.get(id);
  if (previous === undefined) throw previousResponseNotFound(id);
  const ended = ['completed', 'incomplete'].includes(previous.status(state.now()));
  const output = ended ? previous.facts.conducted.items : [];
  return [...previous.input, ...output.map((item) => inputItem.parse(item))];
}

/** Replaces each reference by the stored item it names. */
function resolveReferences(items: readonly InputItem[], state: State): InputItem[] {
  return items.map((item) => {
    if (item.type !== 'item_reference') return item;
    for (const job of state.responses.values()) {
      const output = job.facts.conducted.items.find(({ id }) => id === item.id);
      const found =
        output === undefined ? job.input.find((input) => idOf(input) === item.id) : inputItem.parse(output);
      if (found !== undefined) return found;
    }
    throw invalidRequest(`Item with id '${item.id}' not found.`, { status: 404, param: 'input' });
  });
}

export function idOf(item: InputItem): string {
  return ('id' in item ? item.id : undefined) ?? '';
}
