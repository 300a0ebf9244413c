import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRecording, readRecordingFile, type SourcedExchange } from './index.ts';

/**
 * Real recordings of other projects, which stay outside this repository. They prove that the readers of
 * the original files and the collected rows of the same exchanges agree.
 */
const FOLDER = '../shared/traffic';
const ROWS = `${FOLDER}/dev.jsonl`;
const here = existsSync(ROWS) && existsSync(`${FOLDER}/raw`);

/** Original file, where it was published, and how many exchanges it has. */
const ORIGINALS: readonly (readonly [file: string, repository: string, path: string, exchanges: number])[] = [
  ['go-vcr.azure-chat-tool.yaml', 'charmbracelet/fantasy', 'TestAzureCommon/azure-o4-mini/tool.yaml', 2],
  [
    'go-vcr.azure-responses-thinking.yaml',
    'charmbracelet/fantasy',
    'TestAzureResponsesWithSummaryThinking/azure-gpt-5-mini/thinking.yaml',
    2,
  ],
  [
    'go-vcr.azure-responses-tool-stream.yaml',
    'charmbracelet/fantasy',
    'TestAzureResponsesCommon/azure-gpt-5-mini/tool_streaming.yaml',
    2,
  ],
  [
    'nock.chat-gzip-hex.json',
    'open-telemetry/opentelemetry-js-contrib',
    'openai-chat-completions-adds-genai-conventions.json',
    1,
  ],
  [
    'nock.chat-tool-calls.json',
    'open-telemetry/opentelemetry-js-contrib',
    'openai-chat-completions-records-tool-calls.json',
    2,
  ],
  [
    'nock.responses-code-interpreter.json',
    'open-telemetry/opentelemetry-js-contrib',
    'openai-responses-records-code-interpreter-calls.json',
    1,
  ],
  ['polly.responses-stream.har', '', '', 2],
  ['polly.tool.har', '', '', 1],
  ['req-llm.azure-responses-stream.json', 'neilberkman/req_llm', 'azure/codex_mini/streaming.json', 1],
  ['sse-events.azure-text.txt', 'vercel/ai', 'azure-text.1.chunks.txt', 1],
  ['test-proxy.background-cancel.json', 'openai/openai-dotnet', 'CanCancelBackgroundResponses.json', 2],
  ['test-proxy.compact.json', 'openai/openai-dotnet', 'CanCompactConversation.json', 2],
  ['test-proxy.delete.json', 'openai/openai-dotnet', 'ResponsesTests/CanDeleteResponse.json', 4],
  ['test-proxy.mcp-stream.json', 'openai/openai-dotnet', 'MCPToolStreamingWorks.json', 1],
  ['vcr-python.azure-404.yaml', 'traceloop/openllmetry', 'test_azure/test_chat_reasoning.yaml', 4],
  ['vcr-python.azure-chat-stream.yaml', 'traceloop/openllmetry', 'test_azure/test_chat_streaming.yaml', 4],
  [
    'vcr-python.azure-filter-hand-edited.yaml',
    'traceloop/openllmetry',
    'test_azure/test_prompt_content_filtering.yaml',
    4,
  ],
  ['vcr-ruby.responses-create.yml', 'alexrudall/ruby-openai', 'cassettes/responses_create.yml', 1],
];

describe.skipIf(!here)(`recordings under ${FOLDER}`, () => {
  const rows: SourcedExchange[] = [];

  beforeAll(async () => {
    for await (const row of readRecordingFile(ROWS)) rows.push(row);
  });

  it('reads every collected row', () => {
    expect(rows).toHaveLength(2329);
    expect(new Set(rows.map((row) => row.id)).size).toBe(2329);
    expect(countBy(rows, (row) => row.hostKind)).toEqual({ azure: 425, openai: 842, other: 1062 });
    expect(countBy(rows, (row) => row.exchange.response?.body.kind ?? 'no answer')).toEqual({
      binary: 1,
      json: 1587,
      none: 2,
      sse: 732,
      text: 7,
    });
    expect(countBy(rows, (row) => row.operation)).toMatchObject({
      'chat.create': 1678,
      'responses.create': 479,
      'responses.retrieve': 18,
      'responses.input-items': 8,
      'responses.delete': 5,
      'responses.cancel': 3,
      'responses.compact': 2,
      'files.create': 14,
      'models.list': 2,
    });
    expect(rows.filter((row) => row.synthetic).map((row) => row.citation?.path.split('/').at(-1))).toEqual([
      'test_chat_content_filtering.yaml',
      'test_prompt_content_filtering.yaml',
      'openai-custom-tool.1.json',
      'xai-file-search-tool.1.json',
      'xai-image-generation-tool.1.json',
    ]);
    expect(rows.filter((row) => row.recordedAt === null)).toHaveLength(22);
    expect(rows.filter((row) => row.citation === undefined)).toEqual([]);
  });

  it('has a test for every original file', () => {
    expect(readdirSync(`${FOLDER}/raw`).sort()).toEqual(ORIGINALS.map(([file]) => file).sort());
  });

  it.each(ORIGINALS)('reads %s as it was collected', (file, repository, path, exchanges) => {
    const read = [...readRecording({ file, text: readFileSync(`${FOLDER}/raw/${file}`) })];
    expect(read).toHaveLength(exchanges);
    const collected = rows.filter(
      ({ citation }) =>
        repository !== '' && citation?.repository === repository && citation.path.endsWith(path),
    );
    for (const row of collected) {
      const original = read[Number(row.citation?.index)];
      expect(comparable(original)).toEqual(comparable(row));
    }
    expect(collected.length).toBe(COLLECTED[file] ?? exchanges);
  });
});

/** Files of which not every exchange was collected. */
const COLLECTED: Readonly<Record<string, number>> = {
  'nock.chat-tool-calls.json': 1,
  'polly.responses-stream.har': 0,
  'polly.tool.har': 0,
  'test-proxy.compact.json': 1,
  'test-proxy.delete.json': 2,
  'vcr-python.azure-404.yaml': 2,
};

/** What both forms of an exchange must agree on. Dates may differ by the recorder's delay; SSE by white space in JSON. */
function comparable(sourced: SourcedExchange | undefined) {
  const { request, response } = sourced?.exchange ?? {};
  return {
    operation: sourced?.operation,
    synthetic: sourced?.synthetic,
    streaming: sourced?.hints.streaming,
    day: sourced?.recordedAt?.slice(0, 10),
    method: request?.method,
    request: normal(request?.body),
    status: response?.status,
    response: normal(response?.body),
  };
}

function normal(body: object | undefined): unknown {
  if (body !== undefined && 'value' in body) return body.value;
  if (body === undefined || !('text' in body) || typeof body.text !== 'string') return body;
  return body.text.split(/(?<=\n)/).map((line) => {
    if (!line.startsWith('data: {')) return line;
    const value: unknown = JSON.parse(line.slice(6));
    return value;
  });
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}
