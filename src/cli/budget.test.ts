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
    // What the cases before it are expected to take is as good as spent.
    expect(said.out).toMatch(
      /max_requests: 0 of 5 requests are sent, [1-5] are reserved, and this takes \d+$/m,
    );
    expect(JSON.parse((await call(project, ['plan', '--json'])).out).unaffordable.length).toBeGreaterThan(0);
  });

  it('is planned with the repeats of the matrix, from the fewest to the most', async () => {
    const total = async (more: string, mode = 'live') => {
      using project = temporaryProject(`${matrixOf('max_requests: 1000')}${more}`);
      const { out } = await call(project, ['plan', '--mode', mode]);
      return { out, cells: out.match(/^total .*$/m)?.[0].split(/ {2,}/) ?? [] };
    };
    const once = await total('');
    expect(once.out).not.toContain('Each case is run');
    const requests = Number(once.cells[3]);
    const tokens = Number(once.cells[4]);
    expect(requests).toBeGreaterThan(0);
    const thrice = await total('repeat: 3\n');
    expect(thrice.cells.slice(1, 5)).toEqual([...once.cells.slice(1, 3), `${3 * requests}`, `${3 * tokens}`]);
    expect(thrice.out).toContain('Each case is run 3 times (repeat of the matrix)');
    const range = await total('repeat: { min: 1, max: 10 }\n');
    expect(range.cells[3]).toBe(`${requests}–${10 * requests}`);
    expect(range.out).toContain('Each case is run 1 to 10 times (repeat of the matrix)');
    // A replay asks once, whatever the matrix says.
    expect((await total('repeat: 3\n', 'replay')).cells[3]).toBe((await total('', 'replay')).cells[3]);
  });

  it('shows less than a cent as what it is', async () => {
    using project = temporaryProject(
      'version: 1\ntargets:\n  sweden: { kind: azure, endpoint: "https://contoso.openai.azure.com", region: swedencentral }\nfeatures: [chat/completion]\nmodels: [gpt-4.1-nano]\nlimits: { max_cost_usd: 0.000001 }\n',
    );
    const { out } = await call(project, ['plan'], { env: { AZURE_OPENAI_API_KEY: 'k' } });
    expect(out).toMatch(/^total .* 0\.00\d*[1-9]\d* /m);
    expect(out).toMatch(/\$0\.00 of \$0\.000001 are spent, and this takes \$0\.00\d*[1-9]/);
  });
});
