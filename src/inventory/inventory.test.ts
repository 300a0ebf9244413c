import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareInventories } from './compare.ts';
import { deployedModels } from './deployed.ts';
import { parseInventory, renderInventory } from './file.ts';
import type { Deployment, Inventory } from './types.ts';

const inventory = (over: Partial<Inventory> = {}): Inventory => ({
  target: 'sweden',
  discovered: '2026-11-20',
  asked: ['resource-manager'],
  deployments: [],
  models: [],
  unknown: [],
  ...over,
});
const deployment = (name: string, over: Partial<Deployment> = {}): Deployment => ({
  name,
  model: 'gpt-4.1@2025-04-14',
  state: 'Succeeded',
  ...over,
});

describe('the file of an inventory', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/);
  const capabilities = fc.dictionary(word, word, { maxKeys: 3, noNullPrototype: true });

  it('is the same inventory again when it is read, whatever it holds', () => {
    const some = fc.record({
      deployments: fc.array(
        fc.record({
          name: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,12}$/),
          model: fc.constantFrom('gpt-4.1@2025-04-14', 'gpt-5@2025-08-07'),
          state: fc.constantFrom('Succeeded', 'Creating'),
          capabilities,
        }),
        { maxLength: 4 },
      ),
      models: fc.array(fc.record({ id: fc.constantFrom('a@1', 'b@2'), capabilities }), { maxLength: 3 }),
      unknown: fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9.@-]{0,9}$/), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(some, (parts) => {
        const whole = inventory(parts);
        expect(parseInventory({ file: 'x.yaml', text: renderInventory(whole) }, 'sweden')).toEqual(whole);
      }),
    );
  });

  it.each([
    [
      'another target',
      renderInventory(inventory({ target: 'norway' })),
      /inventory of "norway", in the place of "sweden"/,
    ],
    ['an unknown key', `${renderInventory(inventory())}subscription: x\n`, /unknown key "subscription"/],
    [
      'a model without a version',
      renderInventory(inventory({ deployments: [deployment('x', { model: 'gpt-5' })] })),
      /a model id with its version/,
    ],
  ])('is refused with %s', (_, text, reason) => {
    expect(() => parseInventory({ file: 'x.yaml', text }, 'sweden')).toThrow(reason);
  });
});

describe('two looks', () => {
  it.each<[string, readonly Deployment[], readonly Deployment[], object]>([
    ['the same twice', [deployment('a')], [deployment('a')], { vanished: [], added: [], changed: [] }],
    ['one gone', [deployment('a')], [], { vanished: ['a (gpt-4.1@2025-04-14)'], added: [] }],
    ['one new', [], [deployment('a')], { vanished: [], added: ['a (gpt-4.1@2025-04-14)'] }],
    [
      'another version',
      [deployment('a')],
      [deployment('a', { model: 'gpt-4.1@2026-01-01' })],
      { vanished: ['a (gpt-4.1@2025-04-14)'], added: ['a (gpt-4.1@2026-01-01)'] },
    ],
    [
      'no longer answering',
      [deployment('a')],
      [deployment('a', { state: 'Disabled' })],
      { vanished: ['a (gpt-4.1@2025-04-14)'] },
    ],
    [
      'never answering',
      [deployment('a', { state: 'Creating' })],
      [],
      { vanished: [], added: [], changed: [] },
    ],
    [
      'less capacity',
      [deployment('a', { capacity: 9 })],
      [deployment('a', { capacity: 1 })],
      { vanished: [], changed: ['a (gpt-4.1@2025-04-14): capacity 9 → 1'] },
    ],
    [
      'a capability withdrawn',
      [deployment('a', { capabilities: { responses: 'true' } })],
      [deployment('a')],
      { changed: ['a (gpt-4.1@2025-04-14): responses true → unset'] },
    ],
  ])('%s', (_, before, after, expected) => {
    expect(
      compareInventories(inventory({ deployments: before }), inventory({ deployments: after })),
    ).toMatchObject(expected);
  });

  it('tell what is offered, without taking it for a loss', () => {
    const before = inventory({ models: [{ id: 'a@1', lifecycle: 'Preview' }, { id: 'b@1' }] });
    const after = inventory({ models: [{ id: 'a@1', lifecycle: 'GenerallyAvailable' }, { id: 'c@1' }] });
    expect(compareInventories(before, after)).toEqual({
      vanished: [],
      added: [],
      changed: ['a@1: lifecycle Preview → GenerallyAvailable', 'b@1: no longer offered', 'c@1: offered now'],
    });
    expect(compareInventories(null, after).changed).toEqual([]);
  });
});

describe('the deployment of a model', () => {
  it('is the first by name that answers', () => {
    const deployments = [deployment('z'), deployment('b'), deployment('a', { state: 'Failed' })];
    expect(deployedModels(inventory({ deployments }))).toEqual({ 'gpt-4.1@2025-04-14': 'b' });
  });
});
