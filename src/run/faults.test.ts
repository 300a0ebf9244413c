import { describe, expect, it } from 'vitest';
import { createReference, FAULTS, type Fault } from '../reference/index.ts';
import { execute, referenceCases } from './reference-cases.ts';

interface Outcome {
  /** Failed checks that weigh, as `feature#check`. */
  readonly failed: ReadonlySet<string>;
  /** Checks that were made, likewise. */
  readonly made: ReadonlySet<string>;
}

/** Every case of the reference target, with these faults. */
async function outcomeWith(faults: readonly string[]): Promise<Outcome> {
  const failed = new Set<string>();
  const made = new Set<string>();
  for (const item of referenceCases) {
    const { checks } = await execute(item, createReference({ faults }).fetch);
    for (const { id, outcome, severity } of checks) {
      const name = `${item.feature}#${id}`;
      made.add(name);
      // That nobody knows an error is a remark, and the one thing to say about a wrong code.
      if (outcome === 'failed' && (severity !== 'info' || id === 'error.known')) failed.add(name);
    }
  }
  return { failed, made };
}

/** `id` in any feature, `feature#id` in that one. */
function isOf(name: string, ids: readonly string[]): boolean {
  return ids.includes(name) || ids.includes(name.slice(name.indexOf('#') + 1));
}

describe('the faults of the reference', async () => {
  const sound = await outcomeWith([]);

  it('are not there when they are not asked for', () => {
    expect([...sound.failed]).toEqual([]);
  });

  it('each have a unique name, a sentence, and a check that the sound target passes', () => {
    expect(new Set(FAULTS.map((fault) => fault.name)).size).toBe(FAULTS.length);
    for (const { breaks, caughtBy } of FAULTS) {
      expect(breaks).toMatch(/^[A-Z].*\.$/s);
      expect([...sound.made].filter((name) => isOf(name, [caughtBy]))).not.toEqual([]);
    }
  });

  // Once everything is broken, "nothing unrelated" has no meaning: that is null-target.test.ts.
  it.each(FAULTS.filter(({ name }) => name !== 'target.null'))(
    '$name is caught by $caughtBy and by nothing unrelated',
    async ({ name, caughtBy, also = [] }: Fault) => {
      const { failed } = await outcomeWith([name]);
      expect([...failed].filter((one) => isOf(one, [caughtBy]))).not.toEqual([]);
      expect([...failed].filter((one) => !isOf(one, [caughtBy, ...also]))).toEqual([]);
    },
  );
});
