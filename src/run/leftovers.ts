/**
 * Beside the journal of a run: what was created at a target and not deleted yet. Written the moment an answer
 * names the new thing, so that a killed run leaves a list; a thing that the API cannot list (a stored response)
 * is found by nothing else. A later run appends to the same file, never starts it anew.
 */
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isKindName, type KindName } from './kinds.ts';

export interface Leftover {
  readonly target: string;
  readonly kind: KindName;
  readonly id: string;
}

interface Line extends Leftover {
  readonly event: 'created' | 'deleted';
}

/** `reports/run.jsonl` → `reports/run.created.jsonl` */
export function leftoversFile(journal: string): string {
  return journal.replace(/(?:\.jsonl)?$/, '.created.jsonl');
}

export function noteLeftover(file: string, line: Line): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/** Oldest first. A half-written last line and lines of another shape are passed over: each line stands alone. */
export function readLeftovers(file: string): readonly Leftover[] {
  if (!existsSync(file)) return [];
  const left = new Map<string, Leftover>();
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = lineOf(text);
    if (line === null) continue;
    const { event, target, kind, id } = line;
    const key = JSON.stringify([target, kind, id]);
    if (event === 'created') left.set(key, { target, kind, id });
    else left.delete(key);
  }
  return [...left.values()];
}

/** Drops what is gone; without anything left there is no file. */
export function tidyLeftovers(file: string): readonly Leftover[] {
  const left = readLeftovers(file);
  if (left.length > 0) {
    writeFileSync(file, left.map((thing) => `${JSON.stringify({ event: 'created', ...thing })}\n`).join(''));
  } else rmSync(file, { force: true });
  return left;
}

function lineOf(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : null;
  } catch {
    return null;
  }
}

function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  const [event, kind, id, target] = ['event', 'kind', 'id', 'target'].map((name) => Reflect.get(value, name));
  return (
    (event === 'created' || event === 'deleted') &&
    typeof kind === 'string' &&
    isKindName(kind) &&
    typeof id === 'string' &&
    typeof target === 'string'
  );
}
