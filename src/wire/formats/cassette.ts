import type { DocumentFormat } from './format.ts';
import { readDefinition } from './nock.ts';
import { isObject, listOf, objectOf } from './shape.ts';
import { spotAt } from './spot.ts';

/** This project's cassettes: their `exchanges` are nock definitions (DESIGN section 5), and are read as such. */
export const cassette: DocumentFormat = {
  kind: 'document',
  name: 'cassette',
  title: 'cassette of aoai-conform',
  syntax: 'json',
  clue: (head) => /^\s*\{[^{[]{0,400}"format"\s*:\s*"aoai-conform\/cassette"/.test(head),
  fits: (value) =>
    isObject(value) && value.format === 'aoai-conform/cassette' && Array.isArray(value.exchanges),
  *read(value, context) {
    for (const [index, definition] of listOf(objectOf(value).exchanges).entries()) {
      yield readDefinition(definition, index, context, spotAt(context.file, `/exchanges/${index}`));
    }
  },
};
