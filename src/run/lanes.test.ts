import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const FIXTURE = fileURLToPath(new URL('lanes/many.fixture.ts', import.meta.url));

it.skipIf(availableParallelism() < 2)(
  'a large replay is dealt to lanes: each case has its row, a damaged recording costs its own alone',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'aoai-lanes-'));
    try {
      const said = execFileSync(process.execPath, [FIXTURE, folder], {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, HOME: process.env.HOME },
      });
      const { counts, errored, progress } = JSON.parse(said.trimEnd().split('\n').at(-1) ?? '');
      expect(counts).toMatchObject({ supported: 1049, errored: 1 });
      expect(errored).toEqual(['chat/completion:many@2:reference']);
      // Told by tests of many cases each, up to the last one.
      expect(progress.at(-1)).toBe(1050);
      expect(progress.length).toBeLessThan(20);
      expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
