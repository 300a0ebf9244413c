import { describe, expect, it } from 'vitest';
import { FAULTS } from '../reference/index.ts';
import { meaning, type Outcome, outcomeWith, soundCases } from './fault-outcomes.ts';

/** A check of what the harness sends: no target can break it. */
const OF_THE_HARNESS = meaning(['schema.request']);

// Once everything is broken, "nothing unrelated" has no meaning: that is null-target.test.ts.
const SINGLE = FAULTS.filter(({ name }) => name !== 'target.null');

describe('the faults of the reference', async () => {
  const sound = await soundCases();
  const made = [
    ...new Set(
      sound.flatMap(({ item, result }) => [
        `${item.feature}#status`,
        ...result.checks.map(({ id }) => `${item.feature}#${id}`),
      ]),
    ),
  ];
  const outcomes = new Map<string, Promise<Outcome>>();
  const outcomeOf = (fault: (typeof FAULTS)[number]) => {
    const known = outcomes.get(fault.name) ?? outcomeWith(fault, sound);
    outcomes.set(fault.name, known);
    return known;
  };

  it('are not there when they are not asked for', () => {
    const failed = sound.flatMap(({ item, result }) =>
      result.checks.filter(({ outcome }) => outcome === 'failed').map(({ id }) => `${item.id} ${id}`),
    );
    expect(failed).toEqual([]);
  });

  it('each have a unique name and a sentence', () => {
    expect(new Set(FAULTS.map((fault) => fault.name)).size).toBe(FAULTS.length);
    for (const { breaks } of FAULTS) expect(breaks).toMatch(/^[A-Z].*\.$/s);
  });

  it.each(SINGLE)('$name is caught by $caughtBy and by nothing unrelated', async (fault) => {
    const { caughtBy, also = [] } = fault;
    expect(made.filter(meaning([caughtBy])), 'the check is made of the sound target').not.toEqual([]);
    const { failed, weighing, cases } = await outcomeOf(fault);
    expect(cases, 'the fault touches a case').not.toEqual([]);
    expect([...failed].filter(meaning([caughtBy])), 'the check fails').not.toEqual([]);
    const expected = meaning([caughtBy, ...also]);
    expect([...weighing].filter((name) => !expected(name))).toEqual([]);
  });

  it('together make every check fail that is made of the sound target', async () => {
    const caught = new Set<string>();
    for (const fault of SINGLE) for (const name of (await outcomeOf(fault)).failed) caught.add(name);
    const seen = new Set([...caught].map((name) => name.slice(name.indexOf('#') + 1)));
    // A check that is made of every exchange has bitten once it has bitten in one feature.
    const unproven = made.filter((name) => {
      const check = name.slice(name.indexOf('#') + 1);
      return !caught.has(name) && !OF_THE_HARNESS(name) && !(isAutomatic(check) && seen.has(check));
    });
    const distinct = new Set(unproven.map((name) => name.replace(/^.*#(?=\w+\.)/, '')));
    expect([...distinct].sort()).toEqual([]);
  }, 120_000);
});

/** Ids of the checks that happen by themselves have two parts; those of a scenario have one. */
function isAutomatic(check: string): boolean {
  return check === 'status' || check.includes('.');
}
