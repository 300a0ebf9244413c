/** Attempts that say nothing about the contract, from the wire to the recording. */
import { afterEach, describe, expect, it } from 'vitest';
import { CHAOS, type ChaosServer, serveChaos } from '../reference/chaos.ts';
import type { CaseResult } from '../verdict/types.ts';
import { rowsOf, start, type TemporaryProject, temporaryProject } from './project.fixture.ts';

let server: ChaosServer | undefined;
afterEach(() => server?.close());

/** A target that plays a chaos on some of its requests and answers soundly otherwise. */
async function targetWith(chaos: string, when: (ordinal: number) => boolean): Promise<TemporaryProject> {
  if (!CHAOS.some(({ name }) => name === chaos)) throw new Error(`no ${chaos}`);
  server = await serveChaos({ when });
  const target = `{ kind: reference, endpoint: "${server.url}/${chaos}", models: [ref-general] }`;
  return temporaryProject(
    `version: 1\ntargets:\n  loopback: ${target}\nfeatures: [chat/completion]\nlimits: { case_timeout: 12s, first_byte_timeout: 1s }\n`,
  );
}

const only = (project: TemporaryProject, file: string): CaseResult => {
  const [row] = rowsOf(project.read(file)).values();
  if (row === undefined) throw new Error('no row');
  return row;
};

describe('a request that finds nobody the first time', () => {
  it.each([
    ['chaos.throttled', 'HTTP 429'],
    ['chaos.error-page', 'HTTP 503'],
    ['chaos.reset', 'network: fetch failed: read ECONNRESET'],
    ['chaos.silence', 'timeout-first-byte: no status line came within 1000 ms'],
  ])('%s: is sent again, the verdict is that of the answer, and the attempt stays', async (chaos, cause) => {
    using project = await targetWith(chaos, (ordinal) => ordinal < 2);
    const recorded = await start(project, ['run', '--mode', 'record', '--out', 'record.jsonl']).done;
    expect(recorded).toMatchObject({ code: 0, err: '' });
    const row = only(project, 'record.jsonl');
    expect(row).toMatchObject({ status: 'supported', usage: { requests: 3 } });
    expect(row.attempts?.map((attempt) => [attempt.request, attempt.cause])).toEqual([
      [0, cause],
      [0, cause],
    ]);

    const cassette = JSON.parse(project.read(row.evidence.cassette ?? ''));
    expect(cassette.exchanges).toHaveLength(1);
    expect(cassette.attempts).toHaveLength(2);
    await server?.close();
    const replayed = await start(project, ['run', '--out', 'replay.jsonl']).done;
    expect(replayed.code).toBe(0);
    expect(only(project, 'replay.jsonl').checks).toEqual(row.checks);
  });

  it('begins its case anew where the connection was lost in an answer, and keeps what broke', async () => {
    using project = await targetWith('chaos.half-body', (ordinal) => ordinal < 1);
    await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl']).done;
    expect(server?.requests.get('chaos.half-body')).toBe(2);
    const row = only(project, 'run.jsonl');
    expect(row).toMatchObject({ status: 'supported', usage: { requests: 2 } });
    expect(row.attempts).toEqual([
      { request: 0, cause: expect.stringMatching(/^network: terminated/), pauseMs: 0 },
    ]);
  });
});
