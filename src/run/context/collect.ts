/** A stream, read to its end; `each` sees an item when it comes. */
export async function collect<T>(stream: AsyncIterable<T>, each: (item: T) => void = () => {}): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) {
    each(item);
    items.push(item);
  }
  return items;
}
