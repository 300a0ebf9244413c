import { describe, expect, it } from 'vitest';
import {
  build,
  catalogue,
  claimOf,
  day,
  GPT,
  live,
  observationOf,
  replay,
  resultOf,
  seen,
} from './cells.samples.ts';
import { type CellsInput, unplacedObservations } from './cells.ts';
import type { CaseResult, Cell, Observation } from './types.ts';

describe('the status of a cell', () => {
  it.each<[string, CaseResult[], Observation[], Pick<Cell, 'status' | 'observedAt' | 'mixed'>]>([
    [
      'nothing but a case that was not run',
      [live('not-run', null)],
      [],
      { status: 'not-run', observedAt: null, mixed: false },
    ],
    [
      'a live run before a newer replay',
      [live('unsupported', day(1)), replay('supported', day(9))],
      [],
      { status: 'unsupported', observedAt: day(1), mixed: false },
    ],
    [
      'a replay before a newer observation',
      [replay('partial', day(1))],
      [seen('supported', '2026-11-20')],
      { status: 'partial', observedAt: day(1), mixed: false },
    ],
    [
      'an observation where nothing else is verified',
      [live('blocked', day(20))],
      [seen('supported')],
      { status: 'supported', observedAt: '2026-03-01', mixed: false },
    ],
    [
      'the newest run of one case, without disagreement',
      [live('supported', day(1)), live('unsupported', day(2))],
      [],
      { status: 'unsupported', observedAt: day(2), mixed: false },
    ],
    [
      'the newest of one case within a day',
      [live('supported', day(2, '01:00')), live('unsupported', day(2, '09:00'))],
      [],
      { status: 'unsupported', observedAt: day(2, '09:00'), mixed: false },
    ],
    [
      'the later replay of one recording',
      [replay('supported', day(1), day(10)), replay('partial', day(1), day(11))],
      [],
      { status: 'partial', observedAt: day(1), mixed: false },
    ],
    [
      'regions that disagree on one night',
      [live('unsupported', day(2, '03:00'), 'east'), live('supported', day(2, '02:00'))],
      [],
      { status: 'supported', observedAt: day(2, '02:00'), mixed: true },
    ],
    [
      'observations that disagree',
      [],
      [seen('unsupported', '2026-02-01'), seen('supported', '2026-03-01')],
      { status: 'supported', observedAt: '2026-03-01', mixed: true },
    ],
    [
      'an undated observation after a dated one',
      [],
      [seen('supported', null), seen('unsupported', '2025-01-01')],
      { status: 'unsupported', observedAt: '2025-01-01', mixed: true },
    ],
    [
      'weaker evidence that disagrees',
      [live('supported', day(1))],
      [seen('unsupported')],
      { status: 'supported', observedAt: day(1), mixed: false },
    ],
    [
      'a block after a verified run',
      [live('supported', day(1)), live('blocked', day(9))],
      [],
      { status: 'supported', observedAt: day(1), mixed: false },
    ],
    [
      'an error after a verified run',
      [live('unsupported', day(1)), live('errored', day(9))],
      [],
      { status: 'unsupported', observedAt: day(1), mixed: false },
    ],
    [
      'only blocks',
      [live('blocked', day(1)), live('blocked', day(2), 'east')],
      [],
      { status: 'blocked', observedAt: day(2), mixed: false },
    ],
    [
      'a block rather than a case that was not run',
      [live('blocked', day(1)), live('not-run', null, 'east')],
      [],
      { status: 'blocked', observedAt: day(1), mixed: false },
    ],
  ])('is that of %s', (_, results, observations, expected) => {
    const cells = build({ results, observations });
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({
      model: GPT,
      feature: 'chat/completion',
      targetKind: 'azure',
      ...expected,
    });
    expect(cells[0]?.evidence).toHaveLength(results.length + observations.length);
  });

  it('lists the evidence strongest and newest first, what was not run last', () => {
    const results = [
      live('not-run', null, 'east'),
      replay('supported', day(9)),
      live('blocked', day(3)),
      live('supported', day(2)),
    ];
    const [cell] = build({ results, observations: [seen('supported')] });
    expect(cell?.evidence.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'live blocked',
      'live supported',
      'replay supported',
      'observation supported',
      'live not-run',
    ]);
  });
});

describe('which cells there are', () => {
  const keys = (input: Partial<CellsInput>) =>
    build(input).map(({ model, feature, targetKind }) => `${targetKind} ${feature} ${model}`);

  it.each<[string, Partial<CellsInput>, string[]]>([
    ['none of nothing', {}, []],
    [
      'none of the reference target',
      {
        results: [
          resultOf({ targetKind: 'reference' }),
          resultOf({ targetKind: 'reference', model: 'ref-general@2026-11-01' }),
        ],
      },
      [],
    ],
    [
      'none of a reference model on another target',
      { results: [resultOf({ model: 'ref-general@2026-11-01' })] },
      [],
    ],
    [
      'none of an unknown feature or model',
      { results: [resultOf({ feature: 'chat/x' }), resultOf({ model: 'x@1' })] },
      [],
    ],
    [
      'one a kind of target',
      {
        results: [resultOf({}), resultOf({ target: 'gw', targetKind: 'openai-compatible' })],
        observations: [observationOf({ targetKind: 'openai' })],
      },
      [`azure chat/completion ${GPT}`, `openai chat/completion ${GPT}`, `other chat/completion ${GPT}`],
    ],
    [
      'openai where the target is OpenAI',
      {
        results: [resultOf({ target: 'oai', targetKind: 'openai-compatible' })],
        openaiTargets: new Set(['oai']),
      },
      [`openai chat/completion ${GPT}`],
    ],
    [
      'a feature of the target, without a model',
      { results: [resultOf({ feature: 'service/region', model: '-' })] },
      ['azure service/region -'],
    ],
    [
      'a claim about the name gives one for each version',
      { claims: [claimOf({ model: 'gpt-4o', api: 'chat' })] },
      ['azure chat/completion gpt-4o@2024-05-13', 'azure chat/completion gpt-4o@2024-08-06'],
    ],
    [
      'a no about an API gives one for each feature of it',
      { claims: [claimOf({ model: GPT, api: 'chat' }, 'unsupported')] },
      [`azure chat/completion ${GPT}`, `azure chat/streaming ${GPT}`],
    ],
    [
      'none of a claim about a feature that does not apply',
      { claims: [claimOf({ model: 'gpt-image-1', api: 'responses' })] },
      [],
    ],
    [
      'none of a rule about no model',
      { claims: [claimOf({ feature: 'chat/streaming' }, 'unsupported')] },
      [],
    ],
    [
      'a version as served',
      { observations: [observationOf({ model: 'gpt-4o', version: 'gpt-4o-2024-08-06' })] },
      ['azure chat/completion gpt-4o@2024-08-06'],
    ],
  ])('%s', (_, input, expected) => {
    expect(keys(input)).toEqual(expected);
  });

  it('infers a version only where there is one, and lists what has no cell', () => {
    const observations = [
      observationOf({ version: null }),
      observationOf({ model: 'gpt-4o', version: null }),
      observationOf({ model: 'gpt-9', version: null }),
      observationOf({ version: '1999-01-01' }),
    ];
    const [cell, ...others] = build({ observations });
    expect(others).toEqual([]);
    expect(cell?.evidence).toMatchObject([{ versionInferred: true }]);
    expect(unplacedObservations({ ...catalogue, observations })).toEqual(observations.slice(1));
  });
});

describe('claims beside a cell', () => {
  it('fill nothing, and are assessed by what was seen', () => {
    const claims = [claimOf({ model: GPT, api: 'chat' })];
    expect(build({ claims })).toMatchObject([
      {
        status: 'unknown',
        evidence: [],
        observedAt: null,
        claims: [claims[0]?.id],
        assessment: 'unverified',
      },
    ]);
    expect(build({ claims, results: [live('supported', day(1))] })).toMatchObject([
      { assessment: 'confirmed' },
    ]);
    expect(build({ claims, results: [live('unsupported', day(1))] })).toMatchObject([
      { assessment: 'contradicted' },
    ]);
    expect(build({ claims, results: [live('blocked', day(1))] })).toMatchObject([
      { status: 'blocked', assessment: 'unverified' },
    ]);
  });

  it('say nothing of other services', () => {
    const observations = [observationOf({ targetKind: 'openai', status: 'unsupported' })];
    const cells = build({ claims: [claimOf({ model: GPT, api: 'chat' })], observations });
    expect(cells).toMatchObject([
      { targetKind: 'azure', status: 'unknown' },
      { targetKind: 'openai', status: 'unsupported', claims: [], assessment: 'unknown' },
    ]);
  });
});
