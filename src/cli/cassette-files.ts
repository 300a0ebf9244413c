import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ConfigurationFailure } from '../failure.ts';
import { type Cassette, loadCassetteFile } from '../wire/index.ts';
import type { Terminal } from './terminal.ts';

/** Paths of what lies below a folder of recordings, sorted; none where there is no such folder. */
export function cassetteFiles(root: string): string[] {
  if (!existsSync(root)) return [];
  return (
    readdirSync(root, { recursive: true, withFileTypes: true })
      // A link or a folder of that name counts as well: the loader says what is wrong with it.
      .filter((entry) => entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  );
}

/**
 * The cassettes of a folder, or of one file, in the order of their paths. Throws ConfigurationFailure where
 * there are none, RecordingFailure for one that is not sound.
 */
export async function cassettesAt(path: string, terminal: Terminal): Promise<readonly Cassette[]> {
  const full = resolve(terminal.cwd, path);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new ConfigurationFailure('there is no such file or folder', { place: { file: path } });
  }
  const [root, files] = stats.isDirectory() ? [full, cassetteFiles(full)] : [dirname(full), [full]];
  const cassettes: Cassette[] = [];
  for (const file of files) {
    const cassette = await loadCassetteFile(root, file);
    if (cassette !== null) cassettes.push(cassette);
  }
  if (cassettes.length > 0) return cassettes;
  throw new ConfigurationFailure('there is no cassette in this folder', {
    place: { file: relative(terminal.cwd, full) || '.' },
    remedy: 'Record cases first: aoai-conform run --mode record',
  });
}
