/** What a live run may spend: requests, tokens and time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALM, type ChaosServer, serveChaos } from '../reference/chaos.ts';
import type { CaseResult } from '../verdict/types.ts';
import { call, rowsOf, start, temporaryProject } from './project.fixture.ts';

describe('the budget of a run', () => {
  let server: ChaosServer;
  beforeAll(async () => {
    server = await serveChaos();
  });
  afterAll(() => server.close());

  const matrixOf = (limits: string) =>
    `version: 1\ntargets:\n  loopback: { kind: reference, endpoint: "${server.url}/${CALM}" }\nfeatures: ["chat/*"]\nlimits: { ${limits} }\n`;
  const asked = () => server.requests.get(CALM) ?? 0;
  const total = (rows: readonly CaseResult[]) =>
    rows.reduce((sum, { usage }) => sum + usage.inputTokens + usage.outputTokens, 0);

  it('sends no more requests than it may, and names what was left out', async () => {
    using project = temporaryProject(matrixOf('max_requests: 5'));
    const before = asked();
    const said = await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl']).done;
    const rows = [...rowsOf(project.read('run.jsonl')).values()];
    const left = rows.filter(({ notRun }) => notRun === 'budget');
    expect(asked() - before).toBeLessThanOrEqual(5);
    expect(asked() - before).toBeGreaterThan(0);
    expect(left.length).toBeGreaterThan(0);
    expect(left[0]?.reason).toMatch(/^max_requests: [1-5] of 5 requests are sent, and this takes/);
    expect(said.code).toBe(3);
    expect(said.out).toContain(`${left.length} cases did not fit the budget; nothing deviated`);
    expect(said.out).toContain(`not run, budget: ${left.length}`);
    expect(rows.some(({ status }) => status === 'supported')).toBe(true);
  });

  it('keeps to tokens by what the answers used, also over an interrupted run', async () => {
    using project = temporaryProject(matrixOf('max_tokens: 2000, concurrency: 2'));
    await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl']).done;
    const rows = [...rowsOf(project.read('run.jsonl')).values()];
    expect(rows.some(({ notRun }) => notRun === 'budget')).toBe(true);
    expect(total(rows)).toBeGreaterThan(0);
    expect(total(rows)).toBeLessThanOrEqual(2_000);
    // The first half again, as if the run had been killed there: what it spent still counts.
    const lines = project.read('run.jsonl').split('\n');
    const spent = lines.slice(0, 1 + rows.filter(({ notRun }) => notRun === null).length);
    project.write('run.jsonl', `${spent.join('\n')}\n`);
    await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl', '--resume']).done;
    expect(total([...rowsOf(project.read('run.jsonl')).values()])).toBeLessThanOrEqual(2_000);
  });

  it('is shown by plan before anything is sent', async () => {
    using project = temporaryProject(matrixOf('max_requests: 5'));
    const said = await call(project, ['plan']);
    expect(said.out).toMatch(/Budget: \d+ of \d+ cases do not fit by estimate; first .*max_requests/);
    expect(JSON.parse((await call(project, ['plan', '--json'])).out).unaffordable.length).toBeGreaterThan(0);
  });
});
