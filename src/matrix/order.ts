/**
 * The order of everything that has an id: by code unit, the same on every machine and in every locale.
 *
 * A part of a case id is compared with the colon that ends it, because `chat/a-b:` stands before `chat/a:`.
 * Cells that are built from axes in this order come out in the order of their case ids, without a sort.
 */
export function byId(a: { readonly id: string }, b: { readonly id: string }): number {
  return compare(`${a.id}:`, `${b.id}:`);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
