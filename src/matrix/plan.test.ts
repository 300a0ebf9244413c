import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand } from './expand.ts';
import { comparePlans, plan } from './plan.ts';
import { select } from './selector.ts';
import { SMALL_MATRIX, smallCatalogue, smallMatrix } from './small-catalogue.ts';

const today = '2026-11-21';
const LIMITS = 'limits: { requests_per_minute: 6, tokens_per_minute: 1000 }\n';

function planOf(text: string, ...selectors: string[]) {
  const matrix = smallMatrix(text);
  return plan(select(expand(matrix, { today }), selectors), matrix, smallCatalogue);
}

describe('a plan', () => {
  it('adds up what the cases to run take, target by target and in total', () => {
    const { targets, total, ids } = planOf(
      SMALL_MATRIX,
      'responses/create:gpt-4.1',
      'chat:o3-mini',
      'chat:gpt-5-chat',
    );
    expect(ids).toHaveLength(4);
    expect(targets).toEqual([
      {
        target: 'sweden',
        cases: 4,
        toRun: 2,
        requests: 3,
        inputTokens: 200,
        outputTokens: 800,
        thoughtTokens: 400,
        // gpt-4.1: 100 x 2 + 200 x 8; o3-mini: 100 x 1 + (200 + 400) x 4; a millionth of a dollar each.
        cost: { usd: 0.0043, knownUsd: 0.0043, toolsUsd: 0, reason: null },
        minimumSeconds: 0,
        notRun: { retired: 2 },
      },
    ]);
    expect(total).toMatchObject({ cases: 4, toRun: 2, cost: { usd: 0.0043 }, notRun: { retired: 2 } });
  });

  it('never counts an unknown price as zero: the sum is unknown, and says whose', () => {
    const { total } = planOf(SMALL_MATRIX, 'chat:gpt-5', 'chat:gpt-4.1');
    expect(total.cost).toEqual({
      usd: null,
      knownUsd: 0.0018,
      toolsUsd: 0,
      reason: 'no price for gpt-5@2025-08-07',
    });
  });

  it('does not ask the price of what is not run', () => {
    expect(planOf(SMALL_MATRIX, 'chat:gpt-5-chat').total.cost).toEqual({
      usd: 0,
      knownUsd: 0,
      toolsUsd: 0,
      reason: null,
    });
  });

  it('costs nothing and waits for nothing on the reference target', () => {
    const { total } = planOf(SMALL_MATRIX + LIMITS, '*:*:reference');
    expect(total).toMatchObject({ toRun: 6, cost: { usd: 0 }, minimumSeconds: 0 });
  });

  it('does not know what another service charges', () => {
    const text = SMALL_MATRIX.replace(
      'models:',
      '  gateway: { kind: openai-compatible, endpoint: "https://a.example" }\nmodels:',
    );
    expect(planOf(text, 'chat:gpt-4.1:gateway').total.cost).toEqual({
      usd: null,
      knownUsd: 0,
      toolsUsd: 0,
      reason: 'what gateway charges is not known',
    });
  });

  it.each([
    ['responses/create:gpt-4.1', 20],
    ['responses/file-base64:gpt-4.1', 72],
    ['files:-:sweden', 30],
  ])('%s takes at least %s seconds at the tighter of both limits', (selector, seconds) => {
    expect(planOf(SMALL_MATRIX + LIMITS, selector).total.minimumSeconds).toBe(seconds);
  });

  it('lets targets run side by side', () => {
    const two = SMALL_MATRIX.replace(
      'models:',
      '  east: { kind: azure, endpoint: "https://a.example", region: eastus2 }\nmodels:',
    );
    expect(planOf(two + LIMITS, 'chat:gpt-4.1').total).toMatchObject({ requests: 2, minimumSeconds: 18 });
  });
});

describe('the difference of two plans', () => {
  it('says what was added and what was removed', () => {
    expect(comparePlans(['a', 'b', 'c'], ['d', 'b', 'a'])).toEqual({ added: ['d'], removed: ['c'] });
  });

  it('leads from the one to the other', () => {
    const ids = fc.uniqueArray(fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(ids, ids, (before, after) => {
        const { added, removed } = comparePlans(before, after);
        const rebuilt = new Set([...before.filter((id) => !removed.includes(id)), ...added]);
        expect(rebuilt).toEqual(new Set(after));
      }),
    );
  });
});
