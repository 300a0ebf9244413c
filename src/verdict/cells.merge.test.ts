import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build, day, GPT, observationOf, resultOf } from './cells.samples.ts';
import type { CaseResult, Cell, Observation, Status } from './types.ts';

describe('merging', () => {
  const statuses: readonly Status[] = [
    'supported',
    'partial',
    'unsupported',
    'blocked',
    'errored',
    'not-run',
  ];
  const anyResult = fc
    .record({
      mode: fc.constantFrom<CaseResult['evidence']['mode']>('live', 'replay', 'record'),
      status: fc.constantFrom(...statuses),
      at: fc.constantFrom(null, day(1), day(1, '05:00'), day(2), day(3)),
      replayed: fc.constantFrom(null, day(4), day(5)),
      target: fc.constantFrom('sweden', 'east', 'gw'),
      model: fc.constantFrom(GPT, 'gpt-4o@2024-08-06'),
      feature: fc.constantFrom('chat/completion', 'chat/streaming'),
    })
    .map(({ target, ...change }) =>
      resultOf({ ...change, target, targetKind: target === 'gw' ? 'openai-compatible' : 'azure' }),
    );
  const anyObservation = fc
    .record({
      status: fc.constantFrom<Observation['status']>('supported', 'unsupported', 'blocked', 'errored'),
      date: fc.constantFrom(null, '2026-11-01', '2026-11-03'),
      version: fc.constantFrom(null, '2025-04-14'),
    })
    .map(observationOf);
  const anyInput = fc.record({
    results: fc.array(anyResult, { maxLength: 8 }),
    observations: fc.array(anyObservation, { maxLength: 4 }),
  });
  const verified = ({ status }: Cell) =>
    status === 'supported' || status === 'partial' || status === 'unsupported';
  const keyOf = ({ targetKind, model, feature }: Cell) => `${targetKind} ${model} ${feature}`;

  it('does not depend on the order of its input', () => {
    const shuffled = anyInput.chain((input) =>
      fc.record({
        input: fc.constant(input),
        results: fc.shuffledSubarray(input.results, { minLength: input.results.length }),
        observations: fc.shuffledSubarray(input.observations, { minLength: input.observations.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ input, results, observations }) => {
        expect(build({ results, observations })).toEqual(build(input));
      }),
    );
  });

  it('never lets what could not be asked change what was verified', () => {
    const empty = anyResult.map((result) => ({ ...result, status: 'blocked' as const }));
    const failing = fc.oneof(
      empty,
      empty.map((result) => ({ ...result, status: 'errored' as const })),
      empty.map((result) => ({ ...result, status: 'not-run' as const })),
    );
    fc.assert(
      fc.property(anyInput, failing, (input, late) => {
        const after = new Map(
          build({ ...input, results: [...input.results, late] }).map((cell) => [keyOf(cell), cell]),
        );
        for (const cell of build(input).filter(verified)) {
          const { status, observedAt, mixed, assessment } = cell;
          expect(after.get(keyOf(cell))).toMatchObject({ status, observedAt, mixed, assessment });
        }
      }),
    );
  });

  it('has one cell for each key', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const keys = build(input).map(keyOf);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });
});
