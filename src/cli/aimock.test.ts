import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseResult } from '../verdict/types.ts';
import { rowsOf, type Said, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

/**
 * A server by somebody else, run as a user runs a gateway: a matrix, a live run. @copilotkit/aimock speaks
 * chat completions well; its Responses API only looks like one, and each difference has to show.
 */
describe('@copilotkit/aimock as an openai-compatible target', () => {
  const mock = new LLMock({ port: 0, host: '127.0.0.1' });
  let project: TemporaryProject;
  let said: Said;
  let rows: ReadonlyMap<string, CaseResult>;

  const resultOf = (feature: string): CaseResult => {
    const row = [...rows.values()].find((one) => one.feature === feature);
    if (row === undefined) throw new Error(`no case of ${feature}`);
    return row;
  };
  /** What a check found, as pointers; nothing when it passed, undefined when it was not made. */
  const pointersOf = (feature: string, id: string): string[] | undefined =>
    resultOf(feature)
      .checks.find((check) => check.id === id)
      ?.violations.map(({ pointer }) => pointer);

  beforeAll(async () => {
    mock.on({ hasToolResult: true }, { content: 'In Oslo it is minus 7 degrees with snow.' });
    mock.onToolCall('get_weather', {
      toolCalls: [{ name: 'get_weather', arguments: '{"city":"Oslo"}' }],
    });
    mock.onMessage(/./, { content: 'One, two, three, four, five.' });
    await mock.start();
    project = temporaryProject(
      [
        'version: 1',
        `targets: { gateway: { kind: openai-compatible, endpoint: "${mock.url}/v1", auth: none } }`,
        'models: [gpt-4.1@2025-04-14]',
        `features: [${[...CHAT, ...RESPONSES, 'files/upload'].join(', ')}]`,
      ].join('\n'),
    );
    said = await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl']).done;
    rows = rowsOf(project.read('run.jsonl'));
  }, 60_000);

  afterAll(async () => {
    await mock.stop();
    project[Symbol.dispose]();
  });

  const CHAT = ['chat/completion', 'chat/streaming', 'chat/temperature', 'chat/function-calling'];
  const RESPONSES = [
    'responses/create',
    'responses/streaming',
    'responses/retrieve',
    'responses/background',
    'responses/mcp',
  ];

  it('runs to its end and says that there are deviations', () => {
    expect(said.code).toBe(1);
    expect(said.err).not.toMatch(/defect/);
    expect(said.out).toContain(`${CHAT.length + RESPONSES.length + 1} cases, mode live`);
  });

  it.each([...CHAT, 'files/upload'])('passes %s, with every check', (feature) => {
    const { status, checks } = resultOf(feature);
    expect(checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect({ status, made: checks.length > 10 }).toEqual({ status: 'supported', made: true });
  });

  it.each(RESPONSES)('is partial in %s: what it accepts it does not keep', (feature) => {
    const { status, reason } = resultOf(feature);
    expect({ status, reason }).toEqual({
      status: 'partial',
      reason: expect.stringMatching(/^accepted, but /),
    });
  });

  it('leaves out required fields of a response, each named by its pointer', () => {
    expect(pointersOf('responses/create', 'schema.response')).toEqual([
      '/error',
      '/incomplete_details',
      '/instructions',
      '/metadata',
      '/parallel_tool_calls',
      '/temperature',
      '/tool_choice',
      '/tools',
      '/top_p',
      '/usage/input_tokens_details',
      '/usage/output_tokens_details',
    ]);
  });

  it('gives a response an id of another form', () => {
    expect(pointersOf('responses/create', 'id.shape')).toEqual(['/id']);
    expect(resultOf('responses/create').checks.find(({ id }) => id === 'id.shape')).toMatchObject({
      violations: [{ expected: 'resp_…', found: expect.stringMatching(/^"resp-/) }],
    });
  });

  it('counts no tokens', () => {
    expect(pointersOf('responses/create', 'usage')).toEqual(['']);
    expect(resultOf('responses/create').usage).toMatchObject({ inputTokens: 0, outputTokens: 0 });
  });

  it('streams without sequence numbers, and with events that lack fields', () => {
    expect(pointersOf('responses/streaming', 'stream.sequence')).toEqual(['/sequence_number']);
    expect(pointersOf('responses/streaming', 'schema.event')).toEqual(
      expect.arrayContaining(['/sequence_number', '/response/error', '/response/tools']),
    );
  });

  it('does not find what it has just made', () => {
    const { error, reason } = resultOf('responses/retrieve');
    expect(error).toMatchObject({ class: 'not-found', entry: 'path-not-found', httpStatus: 404 });
    expect(reason).toContain('scenario.ends: the scenario could not go on: Error: 404');
  });

  it('ignores background and answers at once', () => {
    expect(pointersOf('responses/background', 'accepted')).toEqual(['']);
    expect(pointersOf('responses/background', 'not-done')).toEqual(['']);
  });

  it('cannot delete what was made, which is said of every case', () => {
    for (const feature of RESPONSES) {
      expect(resultOf(feature).leftovers).toEqual([expect.stringMatching(/^response resp-/)]);
    }
  });
});
