import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigurationFailure, IncompleteFailure } from '../failure.ts';
import { makeFolder } from '../folder.ts';
import {
  compareInventories,
  type Inventory,
  type InventoryDifference,
  inventoryFile,
  isUsable,
  renderInventory,
} from '../inventory/index.ts';
import type { Target } from '../matrix/index.ts';
import { discoverTarget } from '../targets/discovery/discover.ts';
import { findSecrets } from '../wire/index.ts';
import { chooseTargets } from './choose-targets.ts';
import { now, openProject } from './project.ts';
import { jsonText, plain, type Terminal } from './terminal.ts';

export interface DiscoverOptions {
  readonly matrix: string;
  readonly accept: boolean;
  readonly json?: boolean;
}

interface Discovered {
  readonly target: string;
  readonly file: string;
  readonly written: boolean;
  readonly inventory: Inventory;
  readonly difference: InventoryDifference;
  readonly warnings: readonly string[];
}

/**
 * Looks at each target and writes what it holds beside the matrix. Where something vanished, the file stays
 * as it was and the exit code is 1, unless the loss is accepted.
 */
export async function discover(
  names: readonly string[],
  options: DiscoverOptions,
  terminal: Terminal,
): Promise<number> {
  const { matrix, catalogue, inventories } = openProject(terminal, options.matrix);
  const targets = chooseTargets(matrix, names, {
    byDefault: ({ inventory }) => inventory !== undefined,
    none: 'No target says deployments: discover. Name one that has a resource_id, or add it.',
  });
  const date = now().toISOString().slice(0, 10);
  const models = catalogue.models.filter(({ publisher }) => publisher !== 'reference');
  const found: Discovered[] = [];
  for (const target of targets) {
    refuseReference(target);
    const look = await discoverTarget(target, models, terminal.env, date);
    const difference = compareInventories(inventories.get(target.name) ?? null, look.inventory);
    const written = difference.vanished.length === 0 || options.accept;
    const file = join(dirname(options.matrix), inventoryFile(target.name));
    if (written) write(resolve(terminal.cwd, file), file, look.inventory, look.secrets);
    const entry = { target: target.name, file, written, difference, ...look };
    found.push(entry);
    if (options.json !== true) print(entry, terminal);
  }
  if (options.json === true) {
    terminal.out(
      jsonText(
        found.map(({ target, file, written, inventory, difference, warnings }) => ({
          target,
          file,
          written,
          inventory,
          difference,
          warnings,
        })),
        2,
      ),
    );
  }
  return found.every(({ written }) => written) ? 0 : 1;
}

function refuseReference({ name, kind }: Target): void {
  if (kind !== 'reference') return;
  throw new ConfigurationFailure(`target "${name}" is the reference target, which has nothing to discover`);
}

/** Only what changed is written, and never something that names the resource. */
function write(path: string, shown: string, inventory: Inventory, secrets: readonly string[]): void {
  const text = renderInventory(inventory);
  const [leak] = findSecrets(text, secrets);
  if (leak !== undefined) {
    throw new IncompleteFailure(
      `the inventory is not written: it would hold what must stay secret (${leak.kind})`,
      {
        place: { file: shown },
        remedy: 'A deployment is named after a secret; give it another name.',
      },
    );
  }
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  makeFolder(dirname(path));
  writeFileSync(path, text);
}

function print(
  { target, file, written, inventory, difference, warnings }: Discovered,
  terminal: Terminal,
): void {
  const usable = inventory.deployments.filter(isUsable).length;
  terminal.out(
    `${terminal.style('bold', target)}: ${usable} of ${inventory.deployments.length} deployments can be asked, ${inventory.models.length} models on offer`,
  );
  for (const line of difference.vanished) terminal.out(terminal.style('red', `  - ${plain(line)}`));
  for (const line of difference.added) terminal.out(terminal.style('green', `  + ${plain(line)}`));
  for (const line of difference.changed) terminal.out(`  ~ ${plain(line)}`);
  for (const line of warnings) terminal.out(terminal.style('yellow', `  warning: ${plain(line)}`));
  if (inventory.unknown.length > 0) {
    terminal.out(`  not in the catalogue: ${plain(inventory.unknown.join(', '))}`);
  }
  terminal.out(
    written
      ? `  ${file}`
      : `  ${file} is left as it was, because something vanished; accept the loss with --accept`,
  );
}
