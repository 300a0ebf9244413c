import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leftoversFile, noteLeftover, readLeftovers, tidyLeftovers } from './leftovers.ts';

let folder: string;
let list: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aoai-leftovers-'));
  list = leftoversFile(join(folder, 'run.jsonl'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = { target: 'sweden', kind: 'file', id: 'assistant-1' } as const;
const response = { target: 'sweden', kind: 'response', id: 'resp_1' } as const;

describe('the list of what a run has created', () => {
  it('lies beside the results', () => {
    expect(list).toBe(join(folder, 'run.created.jsonl'));
    expect(leftoversFile('x')).toBe('x.created.jsonl');
  });

  it('names what was created and not deleted, of each target for itself', () => {
    noteLeftover(list, { event: 'created', ...file });
    noteLeftover(list, { event: 'created', ...response });
    noteLeftover(list, { event: 'created', ...file, target: 'eastus2' });
    noteLeftover(list, { event: 'deleted', ...file });
    expect(readLeftovers(list)).toEqual([response, { ...file, target: 'eastus2' }]);
  });

  it('is read past a line that was cut off, and past lines of another shape', () => {
    noteLeftover(list, { event: 'created', ...file });
    writeFileSync(
      list,
      `${readFileSync(list, 'utf8')}{"event":"created","target":"sweden","kind":"castle","id":"x"}\n[]\n\n{"event":"crea`,
    );
    expect(readLeftovers(list)).toEqual([file]);
  });

  it('is gone when nothing is left, and else holds nothing but that', () => {
    for (const thing of [file, response]) noteLeftover(list, { event: 'created', ...thing });
    noteLeftover(list, { event: 'deleted', ...response });
    expect(tidyLeftovers(list)).toEqual([file]);
    expect(readFileSync(list, 'utf8').trim().split('\n')).toHaveLength(1);
    noteLeftover(list, { event: 'deleted', ...file });
    expect(tidyLeftovers(list)).toEqual([]);
    expect(existsSync(list)).toBe(false);
    expect(tidyLeftovers(list)).toEqual([]);
  });
});
