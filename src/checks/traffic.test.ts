/**
 * The checks on real recorded traffic, which lies beside the project and is not part of it. What they
 * report there is pinned, and every report has one of four explanations; none is a false alarm.
 */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Body, Exchange } from '../wire/exchange.ts';
import type { Operation } from '../wire/operation.ts';
import type { ExchangeReport } from './check.ts';
import { shippedCatalogue } from './errors/index.ts';
import { checkExchange } from './exchange.ts';
import { eventsOf } from './schema/samples.ts';

const file = new URL('../../../shared/traffic/dev.jsonl', import.meta.url);

interface Row {
  readonly repo: string;
  readonly path: string;
  readonly host_kind: 'azure' | 'openai' | 'other';
  readonly method: string;
  readonly url_path: string | null;
  readonly api: string;
  readonly operation: string;
  readonly response_model: string | null;
  readonly deployment: string | null;
  readonly request_body: unknown;
  readonly request_body_kind: string;
  readonly status: number | null;
  readonly response_headers: Record<string, string> | null;
  readonly response_body: unknown;
  readonly response_body_kind: string;
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  'chat create': 'chat.create',
  'responses create': 'responses.create',
  'responses retrieve': 'responses.retrieve',
  'responses cancel': 'responses.cancel',
  'responses delete': 'responses.delete',
  'responses input_items': 'responses.input-items',
  'responses compact': 'responses.compact',
  'files create': 'files.create',
  'files list': 'files.list',
  'files retrieve': 'files.retrieve',
  'files content': 'files.content',
  'files delete': 'files.delete',
  'models list': 'models.list',
  'models retrieve': 'models.retrieve',
};

function bodyOf(kind: string, value: unknown): Body {
  if (kind === 'json') return { kind, value };
  if (kind === 'sse' || kind === 'text') return { kind, text: String(value) };
  return { kind: 'none' };
}

function exchangeOf(row: Row): Exchange {
  return {
    request: {
      method: row.method,
      origin: 'https://recorded.target.invalid',
      path: row.url_path ?? '',
      query: {},
      headers: {},
      body: bodyOf(row.request_body_kind, row.request_body),
    },
    response: {
      // Recordings of answers only have no status; what they hold says which it was.
      status: row.status ?? (JSON.stringify(row.response_body).startsWith('{"error":') ? 400 : 200),
      headers: row.response_headers ?? {},
      body: bodyOf(row.response_body_kind, row.response_body),
      complete: true,
    },
  };
}

function check(row: Row): ExchangeReport | null {
  const operation = OPERATIONS[`${row.api} ${row.operation}`];
  if (operation === undefined) return null;
  const events = row.response_body_kind === 'sse' ? eventsOf(String(row.response_body)) : [];
  const context = { hostKind: row.host_kind, operation, catalogue: shippedCatalogue() };
  return checkExchange(exchangeOf(row), events, context);
}

/** Why a recording breaks the contract although the service did, or did not, send it so. */
function explain(row: Row): string {
  const served = `${row.response_model} ${row.deployment} ${row.url_path} ${row.path}`;
  if (JSON.stringify(row.response_body).startsWith('{"$truncated"')) return 'shortened by the collection';
  if (row.host_kind === 'azure' && /deepseek|mai-ds|mai_ds/i.test(served))
    return 'model of another maker on Azure';
  if (
    /mock-responses|content_filtering|test_tools_streaming_variant|with_(json_)?error_response/.test(row.path)
  ) {
    return 'written or edited by its author';
  }
  if (/ChatWithBasicAudioOutput/.test(row.path)) return 'body altered by its recorder';
  return `unexplained: ${row.repo} ${row.path}`;
}

function tally(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of [...keys].sort()) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

const rows = (): Row[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe.skipIf(!existsSync(file))('on recorded traffic of Azure and OpenAI', () => {
  const checked = existsSync(file)
    ? rows().flatMap((row) => {
        const report = check(row);
        return report === null || row.host_kind === 'other' ? [] : [{ row, report }];
      })
    : [];
  const broken = checked.filter(({ report }) =>
    report.checks.some(({ outcome, severity }) => outcome === 'failed' && severity === 'must'),
  );

  it('checks every chat, Responses, files and models exchange', () => {
    expect(tally(checked.map(({ row }) => `${row.host_kind} ${row.api}`))).toMatchInlineSnapshot(`
      {
        "azure chat": 284,
        "azure files": 2,
        "azure responses": 80,
        "openai chat": 353,
        "openai files": 34,
        "openai models": 5,
        "openai responses": 414,
      }
    `);
  });

  it('explains every exchange that fails a must', () => {
    expect(tally(broken.map(({ row }) => `${row.host_kind}: ${explain(row)}`))).toMatchInlineSnapshot(`
      {
        "azure: model of another maker on Azure": 55,
        "azure: written or edited by its author": 2,
        "openai: body altered by its recorder": 2,
        "openai: shortened by the collection": 6,
        "openai: written or edited by its author": 11,
      }
    `);
  });

  it('reports these causes and no others', () => {
    const causes = broken.flatMap(({ row, report }) =>
      report.checks
        .flatMap(({ violations }) => violations)
        .filter(({ severity }) => severity === 'must')
        .map(({ check: id, pointer, found }) => {
          return `${explain(row)}: ${id} ${pointer.replaceAll(/\/\d+/g, '/{i}')} ${found ?? ''}`.trim();
        }),
    );
    expect(tally(causes)).toMatchInlineSnapshot(`
      {
        "body altered by its recorder: schema.event /choices nothing": 2,
        "body altered by its recorder: schema.event /choices/{i}/finish_reason nothing": 2,
        "model of another maker on Azure: schema.event /choices/{i}/delta/role null": 8,
        "model of another maker on Azure: schema.event /choices/{i}/delta/tool_calls null": 8,
        "model of another maker on Azure: schema.response /choices/{i}/message/refusal nothing": 47,
        "model of another maker on Azure: schema.response /choices/{i}/message/tool_calls null": 15,
        "model of another maker on Azure: schema.response /prompt_filter_results null": 1,
        "model of another maker on Azure: schema.response /usage/prompt_tokens_details null": 18,
        "shortened by the collection: schema.response /data nothing": 6,
        "shortened by the collection: schema.response /object nothing": 6,
        "written or edited by its author: error.envelope  nothing": 1,
        "written or edited by its author: error.in-success /error 200": 1,
        "written or edited by its author: schema.event /choices nothing": 1,
        "written or edited by its author: schema.event /choices/{i}/delta/tool_calls/{i}/function/arguments null": 1,
        "written or edited by its author: schema.event /logprobs nothing": 4,
        "written or edited by its author: schema.event /response/created_at nothing": 2,
        "written or edited by its author: schema.event /response/error nothing": 3,
        "written or edited by its author: schema.event /response/incomplete_details nothing": 3,
        "written or edited by its author: schema.event /response/instructions nothing": 3,
        "written or edited by its author: schema.event /response/metadata nothing": 3,
        "written or edited by its author: schema.event /response/object nothing": 2,
        "written or edited by its author: schema.event /response/parallel_tool_calls nothing": 3,
        "written or edited by its author: schema.event /response/temperature nothing": 3,
        "written or edited by its author: schema.event /response/tool_choice nothing": 3,
        "written or edited by its author: schema.event /response/tools nothing": 3,
        "written or edited by its author: schema.event /response/top_p nothing": 3,
        "written or edited by its author: schema.event /response/usage/input_tokens_details nothing": 2,
        "written or edited by its author: schema.event /response/usage/output_tokens_details nothing": 2,
        "written or edited by its author: schema.event /sequence_number nothing": 6,
        "written or edited by its author: schema.response /choices/{i}/message nothing": 1,
        "written or edited by its author: schema.response /output/{i}/container_id nothing": 1,
        "written or edited by its author: schema.response /output/{i}/status nothing": 1,
        "written or edited by its author: schema.response /usage/input_tokens_details nothing": 5,
      }
    `);
  });

  it('knows every genuine error answer', () => {
    const errors = checked.flatMap(({ row, report }) =>
      report.error === null ? [] : [{ row, error: report.error }],
    );
    const named = errors.map(({ row, error }) => {
      return error.class === 'unknown' ? `unknown: ${explain(row)}` : `${error.class}, ${error.status}`;
    });
    expect(tally(named)).toMatchInlineSnapshot(`
      {
        "auth, blocked": 6,
        "content-filter, blocked": 1,
        "deployment-not-found, blocked": 11,
        "forbidden, blocked": 12,
        "invalid-request, errored": 9,
        "not-found, errored": 8,
        "outage, blocked": 1,
        "unknown: written or edited by its author": 3,
        "unsupported-operation, unsupported": 6,
        "unsupported-parameter, unsupported": 6,
      }
    `);
  });

  it('fails few of the softer checks', () => {
    const soft = checked.flatMap(({ row, report }) =>
      report.checks
        .filter(({ outcome, severity }) => outcome === 'failed' && severity === 'should')
        .map(({ id }) => `${row.host_kind} ${id}`),
    );
    expect(tally(soft)).toMatchInlineSnapshot(`
      {
        "azure error.status": 1,
      }
    `);
  });

  it('lists what is new as drift', () => {
    const kinds = checked.flatMap(({ report }) => report.drift.map(({ kind }) => kind));
    expect(tally(kinds)).toMatchInlineSnapshot(`
      {
        "unknown-enum-value": 6,
        "unknown-field": 359,
      }
    `);
  });
});

describe.skipIf(!existsSync(file))('on recorded traffic of other services', () => {
  it('reports their deviations without crashing', () => {
    const reports = rows()
      .filter((row) => row.host_kind === 'other')
      .flatMap((row) => check(row) ?? []);
    expect(reports.length).toBeGreaterThan(1000);
  });
});
