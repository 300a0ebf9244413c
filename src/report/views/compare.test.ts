import { describe, expect, it } from 'vitest';
import type { Evidence, Status } from '../../verdict/types.ts';
import type { Place, ReportCell } from '../model.ts';
import { providerAgainstProvider, regionAgainstRegion } from './compare.ts';

function seen(
  status: Status,
  region: string | null,
  observedAt: string,
  kind: Evidence['kind'] = 'replay',
): Evidence {
  return { kind, status, observedAt, region, versionInferred: false };
}

function cell(
  feature: string,
  place: Place,
  evidence: readonly Evidence[],
  model = 'gpt-4.1@2025-04-14',
): ReportCell {
  const [first] = evidence;
  return {
    id: `${feature}:${model}`,
    feature,
    model,
    place,
    status: first?.status ?? 'unknown',
    shown: first?.status ?? 'unknown',
    says: null,
    basis: first?.kind ?? 'none',
    assessment: 'unknown',
    evidence,
    observedAt: first?.observedAt ?? null,
    mixed: false,
    versionInferred: false,
    stale: false,
    claims: [],
    refuted: [],
  };
}

const told = (compared: ReturnType<typeof regionAgainstRegion>) =>
  compared.map(({ model, places, features, common, different }) => ({
    model,
    places,
    common,
    different,
    features: features.map(({ feature, seen, differs }) => [
      feature,
      differs,
      ...[...seen].map(([place, { status }]) => `${place} ${status}`),
    ]),
  }));

describe('region against region', () => {
  it('puts the verdicts of one model version side by side, and says where they differ', () => {
    const cells = [
      cell('chat/completion', 'azure', [
        seen('supported', 'swedencentral', '2026-11-02'),
        seen('unsupported', 'eastus2', '2026-11-01'),
      ]),
      cell('chat/streaming', 'azure', [
        seen('supported', 'swedencentral', '2026-11-02'),
        seen('supported', 'eastus2', '2026-11-02'),
      ]),
      cell('chat/vision', 'azure', [seen('supported', 'swedencentral', '2026-11-02')]),
    ];
    expect(told(regionAgainstRegion(cells))).toEqual([
      {
        model: 'gpt-4.1@2025-04-14',
        places: ['eastus2', 'swedencentral'],
        common: 2,
        different: 1,
        features: [
          ['chat/completion', true, 'swedencentral supported', 'eastus2 unsupported'],
          ['chat/streaming', false, 'swedencentral supported', 'eastus2 supported'],
          ['chat/vision', false, 'swedencentral supported'],
        ],
      },
    ]);
  });

  it.each([
    ['another provider', [cell('chat/completion', 'openai', [seen('supported', 'a', '2026-11-02')])]],
    [
      'evidence without a region',
      [cell('chat/completion', 'azure', [seen('supported', null, '2026-11-02')])],
    ],
    [
      'a region in which nothing was verified',
      [cell('chat/completion', 'azure', [seen('blocked', 'a', '2026-11-02')])],
    ],
    [
      'another version',
      [cell('chat/completion', 'azure', [seen('supported', 'a', '2026-11-02')], 'gpt-4.1@2025-01-01')],
    ],
    ['another feature', [cell('chat/streaming', 'azure', [seen('supported', 'a', '2026-11-02')])]],
  ])('does not compare with %s', (_, others) => {
    const one = cell('chat/completion', 'azure', [seen('supported', 'b', '2026-11-02')]);
    expect(regionAgainstRegion([one, ...others])).toEqual([]);
  });

  it('takes the strongest evidence of each region, and of that the newest', () => {
    const both = [
      seen('unsupported', 'eastus2', '2026-11-20', 'observation'),
      seen('supported', 'eastus2', '2026-10-01', 'live'),
      seen('supported', 'swedencentral', '2026-09-01', 'observation'),
      seen('unsupported', 'swedencentral', '2026-11-01', 'observation'),
    ];
    const [compared] = regionAgainstRegion([cell('chat/completion', 'azure', both)]);
    const verdicts = [...(compared?.features[0]?.seen ?? [])].map(([place, { status }]) => [place, status]);
    expect(Object.fromEntries(verdicts)).toEqual({ eastus2: 'supported', swedencentral: 'unsupported' });
  });
});

describe('provider against provider', () => {
  it('compares Azure with OpenAI and others, Azure first', () => {
    const cells = [
      cell('chat/completion', 'other', [seen('supported', null, '2026-11-02', 'observation')]),
      cell('chat/completion', 'openai', [seen('supported', null, '2026-11-02', 'observation')]),
      cell('chat/completion', 'azure', [seen('unsupported', null, '2026-11-02')]),
    ];
    expect(told(providerAgainstProvider(cells))).toMatchObject([
      { places: ['azure', 'openai', 'other'], common: 1, different: 1 },
    ]);
  });
});
