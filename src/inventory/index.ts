/**
 * What a resource holds: read once by `discover`, committed beside the matrix, then read by `plan` and `run`,
 * so that a run never shrinks because a deployment is gone.
 *
 *   const inventory = parseInventory({ file, text }, 'sweden');
 *   deployedModels(inventory);                      // { 'gpt-4.1@2025-04-14': 'prod-41' }
 *   compareInventories(inventory, found).vanished;  // ['prod-41 (gpt-4.1@2025-04-14)']
 */
export { compareInventories, type InventoryDifference, isUsable } from './compare.ts';
export { deployedModels } from './deployed.ts';
export { inventoryFile, parseInventory, renderInventory } from './file.ts';
export type * from './types.ts';
