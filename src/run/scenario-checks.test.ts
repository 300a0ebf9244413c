import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createReference } from '../reference/index.ts';
import { execute, referenceCases, scenarios } from './reference-cases.ts';
import { checksOfScenario } from './scenario-checks.ts';

const HOME = fileURLToPath(new URL('../..', import.meta.url));

describe('the checks that a scenario names', () => {
  it('are those it makes, in every scenario', async () => {
    const made = new Set<string>();
    for (const item of referenceCases) {
      const { checks } = await execute(item, createReference().fetch);
      for (const { id } of checks) if (!id.includes('.')) made.add(`${item.feature}#${id}`);
    }
    const named = [...scenarios.keys()].flatMap((feature) =>
      checksOfScenario(HOME, feature).map((id) => `${feature}#${id}`),
    );
    expect(made.size).toBeGreaterThan(30);
    expect([...made].filter((name) => !named.includes(name))).toEqual([]);
    for (const feature of scenarios.keys()) expect(checksOfScenario(HOME, feature), feature).not.toEqual([]);
  });

  it('are none where there is no scenario', () => {
    expect(checksOfScenario(HOME, 'responses/no-such-thing')).toEqual([]);
  });
});
