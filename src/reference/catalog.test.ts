import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readCatalogue } from '../matrix/index.ts';
import { MODELS } from './catalog.ts';

const { models } = readCatalogue(fileURLToPath(new URL('../..', import.meta.url)));

it.each(MODELS)('the catalogue says of $name what the reference target does', (model) => {
  const listed = models.find(({ id }) => id === `${model.name}@${model.version}`);
  const { reasoning } = model;
  expect(listed?.reasoning).toEqual(
    reasoning === null ? undefined : { efforts: reasoning.efforts, default: reasoning.byDefault },
  );
  expect(listed?.vision).toBe(model.vision);
});
