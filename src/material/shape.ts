import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { correctedFor } from '../checks/schema/build/files.ts';
import { readOverlay } from '../checks/schema/build/overlay.ts';
import type { Definitions } from '../checks/schema/build/schema.ts';

/** The documented shape of answers: the types of the `openai` package, corrected by the overlay. */
export function readShape(home: string): Definitions {
  const read = (name: string) => readFileSync(join(home, 'fixtures/schemas', name), 'utf8');
  const base: Definitions = JSON.parse(read('base.json')).definitions;
  const overlay = { file: 'fixtures/schemas/overlay.yaml', text: read('overlay.yaml') };
  return correctedFor('answers', base, readOverlay(overlay, JSON.parse(read('overlay.schema.json')), base));
}
