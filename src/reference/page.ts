/** One page of a list that is read with `limit`, `order`, `after` and `before`, as containers and vector stores are. */
import type { JsonObject } from './json.ts';
import { invalidRequest, invalidValue } from './refusal.ts';
import type { Reply } from './reply.ts';

const MOST = 100;

/** `all`: oldest first. Newest first and 20 a page unless asked otherwise. Throws the service's refusals. */
export function page<T extends { readonly id: string }>(
  all: readonly T[],
  query: URLSearchParams,
  objectOf: (item: T) => JsonObject,
): Reply {
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw invalidValue('order', order, ['asc', 'desc']);
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw invalidRequest(`Invalid 'limit': expected an integer between 1 and ${MOST}.`, { param: 'limit' });
  }
  const ordered = order === 'asc' ? [...all] : [...all].reverse();
  const place = (name: string) => ordered.findIndex(({ id }) => id === query.get(name));
  const to = query.get('before') === null ? ordered.length : Math.max(0, place('before'));
  const from = query.get('after') === null ? 0 : place('after') + 1;
  const shown = ordered.slice(from, Math.min(to, from + limit));
  return {
    kind: 'json',
    status: 200,
    body: {
      object: 'list',
      data: shown.map(objectOf),
      first_id: shown[0]?.id ?? null,
      last_id: shown.at(-1)?.id ?? null,
      has_more: from + limit < to,
    },
  };
}
