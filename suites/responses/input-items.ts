import { scenario } from '#scenario';

/** What a response was given can be listed, in either order and page by page. */
export default scenario('responses/input-items', {
  async run({ responses, check }) {
    const texts = [
      'My first number is 2.',
      'My second number is 3.',
      'What is 2 + 3? Answer with the number.',
    ];
    const { id } = await responses.create({ input: texts.map((content) => ({ role: 'user', content })) });

    const oldestFirst = await responses.inputItems(id, { order: 'asc' });
    check.must(
      'all',
      texts.length === oldestFirst.items.length &&
        texts.every((text, at) => JSON.stringify(oldestFirst.items[at]).includes(text)),
      'every input item is listed, in the order it was sent in',
    );
    const ids = oldestFirst.items.map((item) => item.id);
    check.must(
      'ids',
      ids.every((item) => typeof item === 'string') && new Set(ids).size === texts.length,
      'each item has an id of its own',
    );
    const newestFirst = await responses.inputItems(id, { order: 'desc' });
    check.must(
      'order',
      newestFirst.items.map((item) => item.id).join() === ids.toReversed().join(),
      'the other order is the reverse',
    );
    const first = await responses.inputItems(id, { order: 'asc', limit: 2 });
    check.must(
      'limit',
      first.items.map((item) => item.id).join() === ids.slice(0, 2).join(),
      'a page is no longer than its limit',
    );
    check.must('has-more', first.hasMore, 'a page that is not the last says so');
    const rest = await responses.inputItems(id, { order: 'asc', limit: 2, after: ids[1] ?? '' });
    check.must(
      'after',
      rest.items.map((item) => item.id).join() === ids.slice(2).join(),
      'the next page starts behind the item that is named',
    );
    check.must('last', !rest.hasMore, 'the last page says so');
  },
  recognise: ({ operation }) => (operation === 'responses.input-items' ? [] : null),
});
