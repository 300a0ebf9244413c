/** `inventory/<target>.yaml`: the only place that knows how an inventory is written. Pure. */
import { stringify } from 'yaml';
import inventorySchema from '../../fixtures/schemas/inventory.schema.json' with { type: 'json' };
import { type DocumentSource, parseDocument } from '../documents/index.ts';
import type { Inventory } from './types.ts';

/** Path of a target's inventory, relative to the folder of the matrix. */
export function inventoryFile(target: string): string {
  return `inventory/${target}.yaml`;
}

/** Throws ConfigurationFailure with file:line:column for what is no inventory of this target. */
export function parseInventory(source: DocumentSource, target: string): Inventory {
  const document = parseDocument<Inventory & { readonly version: 1 }>(source, inventorySchema);
  const { version: _, ...inventory } = document.value;
  if (inventory.target !== target) {
    document.reject([
      {
        pointer: '/target',
        message: `this is the inventory of "${inventory.target}", in the place of "${target}"`,
      },
    ]);
  }
  return inventory;
}

/** YAML text that reads well in a pull request: sorted, one deployment and one model a line. */
export function renderInventory(inventory: Inventory): string {
  const { deployments, models, unknown, ...head } = inventory;
  const list = (name: string, items: readonly unknown[]) =>
    items.length === 0
      ? `${name}: []\n`
      : `${name}:\n${items.map((item) => `  - ${JSON.stringify(item)}\n`).join('')}`;
  return [
    `# Written by: aoai-conform discover ${inventory.target}\n`,
    '# plan and run read this file; commit it, so that a deployment that vanishes is seen.\n',
    stringify({ version: 1, ...head }),
    list('deployments', deployments),
    list('models', models),
    list('unknown', unknown),
  ].join('');
}
