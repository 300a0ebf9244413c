import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const FIXTURE = fileURLToPath(new URL('lanes/many.fixture.ts', import.meta.url));

/** What the fixture prints. */
function replay(...more: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'aoai-lanes-'));
  try {
    const said = execFileSync(process.execPath, [FIXTURE, folder, ...more], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    });
    return JSON.parse(said.trimEnd().split('\n').at(-1) ?? '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.skipIf(availableParallelism() < 2)('a large replay that is dealt to lanes', () => {
  const COUNTS = { supported: 1048, errored: 2 };
  const ERRORED = [
    ['chat/completion:many@2:reference', expect.stringMatching(/not valid JSON/)],
    [
      'chat/completion:many@3:reference',
      expect.stringMatching(/^the case ended without a result: .*ENAMETOOLONG/),
    ],
  ];

  it('gives each case its row: a damaged recording and a defect of the harness cost their own alone', () => {
    const { counts, errored, progress, broken } = replay();
    expect(broken).toBe('');
    expect(counts).toMatchObject(COUNTS);
    expect(errored.sort()).toEqual(ERRORED);
    // Told by tests of many cases each, up to the last one.
    expect(progress.at(-1)).toBe(1050);
    expect(progress.length).toBeLessThan(20);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
  });

  it('says that it is incomplete when a worker dies, and --resume gives the lost cases their rows', () => {
    const { counts, errored, broken, resumed } = replay('kill');
    expect(broken).toMatch(/run\.jsonl: the run broke off: .*\n.*continue with --resume/);
    expect(resumed).toBeGreaterThan(0);
    expect(resumed).toBeLessThan(1050);
    expect(counts).toMatchObject(COUNTS);
    expect(errored.sort()).toEqual(ERRORED);
  });
});
