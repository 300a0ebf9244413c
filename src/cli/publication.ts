/** The folder a report is written to: what was written there, by hash, and whether that changed anything. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '../folder.ts';
import type { Subject } from '../report/index.ts';

export interface Publication {
  /** Writes a file, by its name seen from the folder; one that holds the text already is left alone. */
  put(name: string, text: string): void;
  readonly files: readonly Subject[];
  /** Files that were not there, or held something else. */
  readonly changed: number;
}

export function openPublication(folder: string): Publication {
  makeFolder(folder);
  const files: Subject[] = [];
  let changed = 0;
  return {
    put(name, text) {
      const path = join(folder, name);
      files.push({ name, sha256: sha256Of(text) });
      if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
      makeFolder(dirname(path));
      writeFileSync(path, text);
      changed += 1;
    },
    get files() {
      return files;
    },
    get changed() {
      return changed;
    },
  };
}

export function sha256Of(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
