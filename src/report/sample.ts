/**
 * Made-up but plausible input for the report's own tests, its browser test and its benchmark.
 * Nothing here was observed anywhere: no status, date, region or message is evidence of anything.
 */

import type { Claim, ClaimSource } from '../claims/types.ts';
import { entryOf } from '../history/index.ts';
import type { Api } from '../matrix/types.ts';
import { diffRuns } from '../verdict/diff.ts';
import type { CaseResult, Cell } from '../verdict/types.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { RecordedCase, ReportInput } from './model.ts';
import { SAMPLE_FEATURES, SAMPLE_MODELS } from './sample-catalogue.ts';
import { sampleCoverage } from './sample-coverage.ts';
import { SAMPLE_ERRORS } from './sample-errors.ts';
import { SAMPLE_FIELDS } from './sample-fields.ts';
import { sampleCell, sampleEvidence, sampleResult } from './sample-parts.ts';

const SOURCES: readonly ClaimSource[] = [
  {
    id: 'guide',
    title: 'Compatibility guide',
    url: null,
    date: '2026-01-16',
    language: 'zh-CN',
    retrieved: '2026-11-01',
    authority: 'user-guide',
  },
  {
    id: 'learn',
    title: 'Responses API',
    url: 'https://learn.example/azure/responses',
    date: '2026-07-30',
    language: 'en',
    retrieved: '2026-11-01',
    authority: 'vendor-documentation',
  },
];

function claim(source: string, at: string, statement: Claim['statement']): Claim {
  const [featureId = '', modelName = ''] = at.split(':');
  const api = featureId.slice(0, featureId.indexOf('/')) as Api;
  return {
    id: `${source}#${at}`,
    source,
    topic: 'support',
    subject: { model: modelName, api, feature: featureId },
    statement,
    where: 'table “Models”, row 3',
    quote: `${modelName} | ✅ | ✅ | standard`,
  };
}

const STREAM_TEXT = [
  'created',
  'in_progress',
  'output_item.added',
  'content_part.added',
  ...Array.from({ length: 24 }, () => 'output_text.delta'),
  'output_text.done',
  'completed',
]
  .map(
    (name, index) =>
      `event: response.${name}\ndata: {"type":"response.${name}","sequence_number":${index < 4 ? index : index + 1},"delta":"word ${index}"}\n\n`,
  )
  .join('');

export const SAMPLE_EXCHANGE: Exchange = {
  request: {
    method: 'POST',
    origin: 'https://sweden.target.invalid',
    path: '/openai/v1/responses',
    query: {},
    headers: { 'content-type': 'application/json' },
    body: { kind: 'json', value: { model: 'prod-41', input: "Say 'hello' in one word.", stream: true } },
  },
  response: {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-ms-region': 'Sweden Central' },
    body: {
      kind: 'sse',
      text: STREAM_TEXT,
      chunks: Array.from({ length: Math.ceil(STREAM_TEXT.length / 160) }, (_, i) => ({
        bytes: Math.min(160, STREAM_TEXT.length - i * 160),
        atMs: 210 + i * 17,
      })),
    },
    complete: true,
    firstByteMs: 208,
    totalMs: 812,
  },
};

/** What each sample cell is, by a fixed pattern over feature and model, so that every state occurs. */
export function sampleInput(): ReportInput {
  const cells: Cell[] = [];
  const claims: Claim[] = [];
  const results: CaseResult[] = [];
  const recordings = new Map<string, RecordedCase>();
  const say = (source: string, at: string, statement: Claim['statement']) => {
    const made = claim(source, at, statement);
    claims.push(made);
    return made;
  };
  const asked = SAMPLE_FEATURES.filter((each) => each.scope === 'model');
  SAMPLE_MODELS.forEach((each, row) => {
    asked.forEach((one, column) => {
      if (!one.kinds.includes(each.kind)) return;
      const at = `${one.id}:${each.id}`;
      if (each.publisher === 'reference') {
        results.push(
          sampleResult(
            at,
            one.api === 'chat' && each.name === 'ref-responses-only' ? 'unsupported' : 'supported',
          ),
        );
        return;
      }
      const made = sampleState(at, row, column, one.api, say);
      if (made === null) return;
      cells.push(made);
      for (const { result } of made.evidence) {
        if (result === undefined) continue;
        results.push(result);
        if (result.evidence.cassette !== null) recordings.set(result.evidence.cassette, RECORDING);
      }
    });
  });
  cells.push(
    sampleCell(
      'service/region:-',
      'supported',
      'undocumented',
      [sampleEvidence('service/region:-', 'replay', 'supported', '2026-11-02T14:05:00Z')],
      [],
    ),
  );
  for (const { evidence } of results)
    if (evidence.cassette !== null) recordings.set(evidence.cassette, RECORDING);
  return {
    generatedAt: '2026-11-21T09:30:00Z',
    models: SAMPLE_MODELS,
    features: SAMPLE_FEATURES,
    cells: [
      ...cells,
      {
        ...sampleCell(
          'chat/completion:gpt-5@2025-08-07',
          'supported',
          'unknown',
          [sampleEvidence('chat/completion:gpt-5@2025-08-07', 'observation', 'supported', '2026-02-01')],
          [],
        ),
        targetKind: 'openai',
      },
    ],
    results,
    changes: { since: '2026-11-19T02:00:00Z', diff: diffRuns(yesterday(results), results) },
    header: {
      type: 'header',
      schema: 1,
      run: 'r-0001',
      startedAt: '2026-11-21T08:00:00Z',
      mode: 'replay',
      harness: '0.1.0',
      sdk: '7.55.0',
      plan: 'ab'.repeat(32),
      cases: results.length,
      shard: null,
    },
    footer: {
      type: 'footer',
      finishedAt: '2026-11-21T08:00:09Z',
      counts: { supported: 0, partial: 0, unsupported: 0, blocked: 0, errored: 0, 'not-run': 0 },
      resumed: false,
    },
    claims,
    sources: SOURCES,
    coverage: sampleCoverage(claims),
    recordings,
    errors: SAMPLE_ERRORS,
    fields: SAMPLE_FIELDS,
    history: [
      entryOf(RUN_BEFORE, yesterday(results), placeOf),
      entryOf({ run: 'r-0001', startedAt: '2026-11-21T08:00:00Z', mode: 'replay' }, results, placeOf),
    ],
  };
}

const RECORDING: RecordedCase = {
  exchanges: [SAMPLE_EXCHANGE],
  lineage: {
    recordedAt: '2026-11-02T14:05:00Z',
    target: 'sweden',
    region: 'swedencentral',
    surface: 'v1',
    harness: '0.1.0',
    sdk: '7.55.0',
  },
};

const RUN_BEFORE = { run: 'r-0000', startedAt: '2026-11-19T02:00:00Z', mode: 'live' } as const;
const placeOf = ({ targetKind }: CaseResult) =>
  targetKind === 'openai-compatible' ? ('other' as const) : targetKind;

type Say = (source: string, at: string, statement: Claim['statement']) => Claim;

function sampleState(at: string, row: number, column: number, api: Api, say: Say): Cell | null {
  const old = `2026-0${1 + ((row + column) % 9)}-1${column % 10}`;
  const codexOnChat = api === 'chat' && /codex|pro/.test(at);
  if (codexOnChat) {
    const said = at.includes('5.2') ? [say('guide', at, 'supported')] : [say('guide', at, 'unsupported')];
    const assessment = at.includes('5.2') ? 'contradicted' : 'confirmed';
    return sampleCell(
      at,
      'unsupported',
      assessment,
      [sampleEvidence(at, 'observation', 'unsupported', old)],
      said,
    );
  }
  if (row > 10 && api === 'responses') {
    if (column > 8) return null;
    return sampleCell(
      at,
      'unknown',
      row === 12 ? 'disputed' : 'unverified',
      [],
      row === 12
        ? [say('guide', at, 'supported'), say('learn', at, 'unsupported')]
        : [say('guide', at, 'supported')],
    );
  }
  switch ((row * 5 + column * 3) % 11) {
    case 0:
      return null;
    case 1:
      return sampleCell(at, 'unknown', 'unverified', [], [say('learn', at, 'preview')]);
    case 2:
      return sampleCell(
        at,
        'partial',
        'confirmed',
        [sampleEvidence(at, 'replay', 'partial', '2026-11-02T14:05:00Z')],
        [say('learn', at, 'supported')],
      );
    case 3:
      return sampleCell(
        at,
        'supported',
        'undocumented',
        [sampleEvidence(at, 'observation', 'supported', old)],
        [],
      );
    case 4:
      return sampleCell(
        at,
        'blocked',
        'unverified',
        [sampleEvidence(at, 'live', 'blocked', '2026-11-20T10:00:00Z')],
        [say('learn', at, 'supported')],
      );
    case 5:
      return {
        ...sampleCell(
          at,
          'supported',
          'confirmed',
          [
            sampleEvidence(at, 'live', 'supported', '2026-11-20T10:00:00Z'),
            sampleEvidence(at, 'observation', 'unsupported', old),
          ],
          [say('guide', at, 'supported')],
        ),
        mixed: true,
      };
    case 6:
      return sampleCell(at, 'not-run', 'unknown', [sampleEvidence(at, 'replay', 'not-run', null)], []);
    default:
      return sampleCell(
        at,
        'supported',
        'confirmed',
        [sampleEvidence(at, 'replay', 'supported', '2026-11-02T14:05:00Z')],
        [say('guide', at, 'supported')],
      );
  }
}

/** The run before: what is partial now worked, what is refused was blocked, and one case more. */
function yesterday(results: readonly CaseResult[]): CaseResult[] {
  const [first] = results;
  const before = results.map((result): CaseResult => {
    if (result.status === 'partial') return { ...result, status: 'supported', checks: [], reason: '' };
    return result.status === 'unsupported' ? { ...result, status: 'blocked' } : result;
  });
  return first === undefined ? [] : [...before, { ...first, status: 'supported', case: `${first.case}-2` }];
}
