/** The guide: words of `fixtures/guide.yaml`, causes and remedies of errors, and code with places for data. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shippedCatalogue } from '../checks/errors/index.ts';
import type { Claim } from '../claims/index.ts';
import type { Catalogue } from '../matrix/index.ts';
import { type GuideInput, readGuide } from '../report/index.ts';

const FILE = 'fixtures/guide.yaml';

export function guideOf(home: string, { models, features }: Catalogue, claims: readonly Claim[]): GuideInput {
  const { entries: errors } = shippedCatalogue();
  const read = (file: string) => readFileSync(join(home, file), 'utf8');
  const snippet = (name: string) => read(`src/report/templates/snippets/${name}`);
  const file = readGuide(
    { file: FILE, text: read(FILE) },
    {
      features: features.map(({ id }) => id),
      models: models.map(({ id }) => id),
      claims: claims.map(({ id }) => id),
      errors: errors.map(({ id }) => id),
      series: models.map(({ series }) => series),
    },
  );
  return {
    file,
    errors,
    snippets: {
      python: snippet('call_model.py'),
      typescript: snippet('call-model.ts'),
      handling: snippet('remedy.py'),
    },
  };
}
