import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareSources, conflicts } from './conflicts.ts';
import { claim, sourceOf } from './sample.fixture.ts';
import type { Claim } from './types.ts';

const sources = [
  sourceOf('guide', '2026-01-16', 'user-guide'),
  sourceOf('catalogue', '2026-08-06', 'third-party-catalogue'),
  sourceOf('learn-old', '2025-12-04', 'vendor-documentation'),
  sourceOf('learn-new', '2026-07-30', 'vendor-documentation'),
];

/** `superseded gpt-5 chat/completion: no learn-new | yes guide` */
const summary = (claims: readonly Claim[]) =>
  conflicts(claims, sources).map(({ kind, subject, sides }) => {
    const said = sides.map(
      ({ says, claims: group }) => `${says} ${group.map(({ source }) => source).join('+')}`,
    );
    return `${kind} ${subject}: ${said.join(' | ')}`;
  });

describe('compareSources', () => {
  it('puts the vendor first, then the later date', () => {
    expect(sources.toSorted(compareSources).map(({ id }) => id)).toEqual([
      'learn-new',
      'learn-old',
      'catalogue',
      'guide',
    ]);
  });
});

describe('conflicts', () => {
  it.each<[string, Claim[], string[]]>([
    [
      'a later document against an earlier one',
      [
        claim('guide', { model: 'c', api: 'chat' }, 'supported'),
        claim('learn-new', { model: 'c', api: 'chat' }, 'unsupported'),
      ],
      ['superseded c chat/completion: no learn-new | yes guide'],
    ],
    [
      'a vendor that was overtaken by a catalogue',
      [
        claim('catalogue', { model: 'c', api: 'chat' }, 'supported'),
        claim('learn-new', { model: 'c', api: 'chat' }, 'unsupported'),
      ],
      ['open c chat/completion: no learn-new | yes catalogue'],
    ],
    [
      'a document against itself',
      [
        claim('learn-old', { feature: 'responses/mcp' }, 'supported'),
        claim('learn-old', { feature: 'responses/mcp' }, 'unsupported'),
      ],
      ['open any model responses/mcp: yes learn-old | no learn-old'],
    ],
    [
      'absence against a sentence',
      [
        claim('guide', { model: 'c', api: 'responses' }, 'supported'),
        claim('learn-new', { model: 'c', api: 'responses' }, 'unsupported', { basis: 'absence' }),
      ],
      ['open c responses/create: no learn-new | yes guide'],
    ],
    [
      'a name against a version of it',
      [
        claim('guide', { model: 'm', feature: 'chat/seed' }, 'supported'),
        claim('learn-new', { model: 'm@1', feature: 'chat/seed' }, 'unsupported'),
      ],
      ['superseded m@1 chat/seed: no learn-new | yes guide'],
    ],
    [
      'an API that is ruled out against a feature of it',
      [
        claim('guide', { model: 'm', feature: 'chat/seed' }, 'supported'),
        claim('learn-new', { model: 'm', api: 'chat' }, 'unsupported'),
      ],
      ['superseded m chat/seed: no learn-new | yes guide'],
    ],
    [
      'a rule of the API against a model',
      [
        claim('learn-old', { feature: 'responses/mcp' }, 'unsupported'),
        claim('learn-new', { model: 'm', feature: 'responses/mcp' }, 'supported'),
      ],
      ['superseded m responses/mcp: yes learn-new | no learn-old'],
    ],
    [
      'two values of one limit',
      [
        claim('guide', { model: 'm', parameter: 'context-window' }, 'value', {
          topic: 'limit',
          value: 400_000,
        }),
        claim('learn-new', { model: 'm', parameter: 'context-window' }, 'value', {
          topic: 'limit',
          value: 128_000,
        }),
      ],
      ['superseded m limit context-window value: 128000 learn-new | 400000 guide'],
    ],
    [
      'nothing between support and support with limits',
      [
        claim('guide', { model: 'm', api: 'chat' }, 'supported'),
        claim('learn-new', { model: 'm', api: 'chat' }, 'preview'),
      ],
      [],
    ],
    [
      'nothing between two versions',
      [
        claim('guide', { model: 'm@1', api: 'chat' }, 'supported'),
        claim('learn-new', { model: 'm@2', api: 'chat' }, 'unsupported'),
      ],
      [],
    ],
    [
      'nothing between two pieces of advice',
      [
        claim('guide', { parameter: 'note' }, 'value', { topic: 'advice', value: 'a' }),
        claim('learn-new', { parameter: 'note' }, 'value', { topic: 'advice', value: 'b' }),
      ],
      [],
    ],
    [
      'nothing between two regions',
      [
        claim('guide', { api: 'responses', region: 'uksouth' }, 'supported', { topic: 'region' }),
        claim('learn-new', { api: 'responses', region: 'ukwest' }, 'unsupported', { topic: 'region' }),
      ],
      [],
    ],
  ])('finds %s', (_, claims, expected) => {
    expect(summary(claims)).toEqual(expected);
  });

  it('does not depend on the order of its input', () => {
    const subject = fc.record({
      model: fc.constantFrom('m', 'm@1', 'm@2'),
      feature: fc.constantFrom('chat/seed', 'chat/stop'),
    });
    const statement = fc.constantFrom<Claim['statement']>('supported', 'unsupported', 'preview');
    const any = fc
      .array(fc.tuple(fc.constantFrom('guide', 'catalogue', 'learn-old', 'learn-new'), subject, statement), {
        maxLength: 12,
      })
      .map((list) =>
        list.map(([source, about, says], index) => ({
          ...claim(source, about, says),
          id: `${source}#${index}`,
        })),
      );
    fc.assert(
      fc.property(any, fc.nat(), (claims, turn) => {
        const at = claims.length === 0 ? 0 : turn % claims.length;
        const turned = [...claims.slice(at), ...claims.slice(0, at)].reverse();
        expect(conflicts(turned, sources.toReversed())).toEqual(conflicts(claims, sources));
      }),
    );
  });
});
