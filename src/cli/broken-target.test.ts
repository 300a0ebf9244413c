/** Targets that break, as a run meets them: each row of the fault table. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALM, type ChaosServer, serveChaos } from '../reference/chaos.ts';
import type { CaseResult } from '../verdict/types.ts';
import { type BrokenTarget, CHAOS_ROWS, FOREIGN_ROWS, HEAVY } from './fault-table.fixture.ts';
import { freePort, type Mountebank, startMountebank } from './mountebank.fixture.ts';
import { rowsOf, start, temporaryProject } from './project.fixture.ts';

const QUICK =
  'concurrency: 16, case_timeout: 6s, first_byte_timeout: 1s, between_events_timeout: 1s, request_timeout: 3s, retries: 1';
const PATIENT = 'concurrency: 1, case_timeout: 60s, retries: 1';
const FEATURES = ['chat/completion', 'chat/streaming'];

interface Met {
  readonly rows: readonly CaseResult[];
  readonly code: number;
  /** Megabytes of memory that the run and its workers held at most, together. */
  readonly peakMb: number;
}

/** Runs the features against one target an address. */
async function meet(addresses: ReadonlyMap<string, string>, limits: string): Promise<Met> {
  const targets = [...addresses].map(
    ([name, url]) =>
      `  ${nameOf(name)}: { kind: reference, endpoint: "${url}", features: [${FEATURES}], models: [ref-general] }`,
  );
  const matrix = ['version: 1', 'targets:', ...targets, 'features: ["chat/*"]', `limits: { ${limits} }`];
  using project = temporaryProject(matrix.join('\n'));
  const { child, done } = start(project, ['run', '--mode', 'live', '--out', 'run.jsonl']);
  let peakMb = 0;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, groupMemory(child.pid ?? 0));
  }, 50);
  const { code } = await done;
  clearInterval(timer);
  return { rows: [...rowsOf(project.read('run.jsonl')).values()], code, peakMb };
}

function nameOf(fault: string): string {
  return fault.replaceAll(/[^A-Za-z]+/g, '-').toLowerCase();
}

/** Resident memory of a process group in megabytes; 0 where /proc does not tell. */
function groupMemory(group: number): number {
  let pages = 0;
  let processes: string[] = [];
  try {
    processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  } catch {}
  for (const pid of processes) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      if (Number(fields[2]) === group) pages += Number(fields[21]);
    } catch {}
  }
  return (pages * 4096) / 1_000_000;
}

function expectRow(rows: readonly CaseResult[], { fault, status, reason, retried }: BrokenTarget): void {
  const met = rows.filter(({ target }) => target === nameOf(fault));
  expect(met.map(({ feature }) => feature).sort()).toEqual(FEATURES);
  for (const row of met) {
    expect({ fault, status: row.status }).toEqual({ fault, status });
    expect(row.reason.slice(0, reason.length)).toBe(reason);
    expect({ fault, attempts: row.attempts?.length ?? 0 }).toEqual({ fault, attempts: retried ? 1 : 0 });
  }
}

describe('a target that breaks below HTTP', () => {
  let server: ChaosServer;
  let quick: Met;
  let heavy: Met;
  const urlOf = (name: string) => `${server.url}/${name}`;

  beforeAll(async () => {
    server = await serveChaos();
    const names = [CALM, ...CHAOS_ROWS.map(({ fault }) => fault)];
    const addresses = (wanted: (name: string) => boolean) =>
      new Map(names.filter(wanted).map((name) => [name, urlOf(name)]));
    quick = await meet(
      addresses((name) => !HEAVY.has(name)),
      QUICK,
    );
    heavy = await meet(
      addresses((name) => HEAVY.has(name)),
      PATIENT,
    );
  }, 180_000);
  afterAll(() => server.close());

  it.each(CHAOS_ROWS.filter(({ fault }) => !HEAVY.has(fault)))('reports $fault', (row) => {
    expectRow(quick.rows, row);
  });

  it.each(CHAOS_ROWS.filter(({ fault }) => HEAVY.has(fault)))('reports $fault in bounded memory', (row) => {
    expectRow(heavy.rows, row);
    // Six bodies of up to a gigabyte: what is kept of each is 64 MB, on top of four processes.
    expect(heavy.peakMb).toBeLessThan(1_500);
  });

  it('does no harm to a target beside it', () => {
    const calm = quick.rows.filter(({ target }) => target === CALM);
    expect(calm.map(({ status }) => status)).toEqual(['supported', 'supported']);
  });
});

describe('a target that others break', () => {
  let mountebank: Mountebank;
  let met: Met;

  beforeAll(async () => {
    mountebank = await startMountebank();
    const sound = { is: { statusCode: 200, body: '{}' } };
    const plain = await mountebank.imposter('http', sound);
    met = await meet(
      new Map([
        [
          'CONNECTION_RESET_BY_PEER',
          await mountebank.imposter('http', { fault: 'CONNECTION_RESET_BY_PEER' }),
        ],
        ['RANDOM_DATA_THEN_CLOSE', await mountebank.imposter('http', { fault: 'RANDOM_DATA_THEN_CLOSE' })],
        ['wait behaviour', await mountebank.imposter('http', { ...sound, behaviors: [{ wait: 4_000 }] })],
        ['invalid TLS', await mountebank.imposter('https', sound)],
        ['no TLS', plain.replace('http:', 'https:')],
        ['nobody listens', `http://127.0.0.1:${await freePort()}`],
      ]),
      QUICK,
    );
  }, 120_000);
  afterAll(() => mountebank.close());

  it.each(FOREIGN_ROWS)('reports $fault', (row) => expectRow(met.rows, row));
});

describe('a service that refuses', () => {
  it('tells refusals from a target that cannot be asked', async () => {
    const server = await serveChaos();
    const target = `  refusing: { kind: reference, endpoint: "${server.url}/${CALM}", models: [ref-chat-only] }`;
    using project = temporaryProject(`version: 1\ntargets:\n${target}\nfeatures: ["responses/*"]\n`);
    await start(project, ['run', '--mode', 'live', '--out', 'run.jsonl']).done;
    await server.close();
    const rows = [...rowsOf(project.read('run.jsonl')).values()];
    // As many in a row as would open the breaker, were they failures.
    expect(rows.length).toBeGreaterThanOrEqual(5);
    for (const row of rows) expect(row).toMatchObject({ status: 'unsupported' });
    expect(rows.filter((row) => row.attempts !== undefined)).toEqual([]);
  });
});
