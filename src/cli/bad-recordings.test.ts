/** One run over cassettes that are each damaged in another way: every fault costs its own case and no other. */
import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseResult } from '../verdict/types.ts';
import { createCassette, exchangesOf, readCassette, writeCassette } from '../wire/index.ts';
import {
  call,
  REFERENCE_MATRIX,
  rowsOf,
  type Said,
  start,
  type TemporaryProject,
  temporaryProject,
} from './project.fixture.ts';

const COMPLETION = 'recordings/reference/chat/completion/ref-general@2026-11-01.json';

type Damage = (project: TemporaryProject, file: string) => void;

/** Records the case anew with another request, as if the scenario had changed since. */
const outdate: Damage = (project, file) => {
  const cassette = readCassette(project.read(file), file);
  const { sha256: _, modelEchoed: __, ...lineage } = cassette.lineage;
  const exchanges = exchangesOf(cassette).map((exchange) => {
    const { body } = exchange.request;
    if (body.kind !== 'json') return exchange;
    const value = { ...Object(body.value), temperature: 0.25 };
    return { ...exchange, request: { ...exchange.request, body: { kind: 'json' as const, value } } };
  });
  project.write(file, writeCassette(createCassette({ case: cassette.case, lineage, exchanges })));
};

const FAULTS: readonly [string, string, Damage, RegExp][] = [
  ['is no JSON', 'chat/completion:ref-general', (p, f) => p.write(f, '{ "format": '), /not valid JSON/],
  ['is empty', 'chat/completion:ref-reasoning', (p, f) => p.write(f, ''), /:1:1: not valid JSON/],
  [
    'was cut off',
    'chat/streaming:ref-general',
    (p, f) => p.write(f, p.read(f).slice(0, 900)),
    /not valid JSON/,
  ],
  [
    'was edited',
    'chat/function-calling:ref-general',
    (p, f) => p.write(f, p.read(f).replace('"status": 200', '"status": 201')),
    /does not have the hash it was recorded with/,
  ],
  [
    'has a key too many',
    'chat/function-calling:ref-reasoning',
    (p, f) => p.write(f, p.read(f).replace('"status": 200', '"status": 200, "statuss": 200')),
    /unknown key "statuss", did you mean "status"/,
  ],
  [
    'is of another version',
    'chat/streaming:ref-reasoning',
    (p, f) => p.write(f, p.read(f).replace('"version": 1', '"version": 9')),
    /format version 9 is not the one this harness reads \(1\)/,
  ],
  [
    'is that of another case',
    'chat/completion:ref-chat-only',
    (p, f) => cpSync(p.path('sound.json'), p.path(f)),
    /the recording of chat\/completion:ref-general@2026-11-01:reference, in the place of chat\/completion:ref-chat-only/,
  ],
  [
    'is a link out of the folder',
    'chat/streaming:ref-chat-only',
    (p, f) => {
      rmSync(p.path(f));
      symlinkSync(p.path('sound.json'), p.path(f));
    },
    /leads out of the recordings folder/,
  ],
  [
    'is a folder',
    'chat/temperature:ref-general',
    (p, f) => {
      rmSync(p.path(f));
      p.write(`${f}/x`, '');
    },
    /cannot be read \(EISDIR\)/,
  ],
  [
    'is of an older scenario',
    'chat/function-calling:ref-chat-only',
    outdate,
    /the recording has no answer for 1 request; record it again/,
  ],
];

/** Four features, each asked of the four models of the reference. */
const ASKED = ['chat/completion', 'chat/streaming', 'chat/temperature', 'chat/function-calling'];

describe('a run over damaged recordings', () => {
  let project: TemporaryProject;
  let said: Said;
  let rows: ReadonlyMap<string, CaseResult>;
  const idOf = (short: string) => `${short}@2026-11-01:reference`;
  const fileOf = (short: string) => `recordings/reference/${short.replace(':', '/')}@2026-11-01.json`;

  beforeAll(async () => {
    project = temporaryProject(REFERENCE_MATRIX);
    project.record('reference/chat');
    project.write('sound.json', project.read(COMPLETION));
    for (const [, short, damage] of FAULTS) damage(project, fileOf(short));
    said = await start(project, ['run', ...ASKED, '--out', 'run.jsonl']).done;
    rows = rowsOf(project.read('run.jsonl'));
  }, 30_000);
  afterAll(() => project[Symbol.dispose]());

  it.each(FAULTS)('tells which recording %s', (_, short, __, message) => {
    const row = rows.get(idOf(short));
    expect(row?.status).toBe('errored');
    expect(row?.notRun).toBeNull();
    expect(row?.reason).toMatch(message);
    expect(said.out).toContain(idOf(short));
  });

  it('shows the closest recorded request and the difference', () => {
    const row = rows.get(idOf('chat/function-calling:ref-chat-only'));
    const check = row?.checks.find(({ id }) => id === 'recording.matches');
    expect(check?.message).toContain('the closest is request 0, POST /openai/v1/chat/completions');
    expect(check?.message).toMatch(/\/body\/temperature: .*0\.25/);
    expect(said.out).toContain(check?.message.split('\n')[1]?.trim());
  });

  it('judges every other case, has a row for each, and exits with 4', () => {
    const sound = [...rows.values()].filter(({ status }) => status !== 'errored');
    expect(rows.size).toBe(17);
    expect(sound).toHaveLength(17 - FAULTS.length);
    expect(said.code).toBe(4);
    expect(said.out).toContain(`${FAULTS.length} cases cannot be judged by the recording`);
    expect(JSON.parse(project.read('run.jsonl').trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      type: 'footer',
      counts: { errored: FAULTS.length },
    });
  });

  it('prints no stack and no control character', () => {
    expect(said.err).toBe('');
    expect(said.out).not.toMatch(/\n\s+at /);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must be absent
    expect(said.out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  });

  it('is told the same by `recordings verify`, but for the recording that only its scenario has outgrown', async () => {
    const verified = await call(project, ['recordings', 'verify']);
    expect(verified.code).toBe(4);
    for (const [, short] of FAULTS.filter(([, , damage]) => damage !== outdate))
      expect(verified.out).toContain(`faulty  ${fileOf(short).replace('recordings/', '')}`);
    expect(verified.out).toContain(`${FAULTS.length - 1} faulty`);
  });
});

describe('a recording that is not there', () => {
  it('leaves the case not run, says how to make it, and nothing green comes out', async () => {
    using project = temporaryProject();
    const said = await call(project, ['run', 'chat/completion:ref-general', '--out', 'run.jsonl']);
    expect(said.code).toBe(3);
    expect(said.out).toContain('not run, no-recording: 1');
    expect(said.out).toContain(
      "aoai-conform run 'chat/completion:ref-general@2026-11-01:reference' --mode record",
    );
  });

  it('is missed beside those that are there', async () => {
    using project = temporaryProject();
    project.record('reference/chat/completion');
    rmSync(project.path(COMPLETION));
    const said = await start(project, ['run', 'chat/completion', '--out', 'run.jsonl']).done;
    expect(said.code).toBe(3);
    expect(said.out).toMatch(/1 case without a recording .*chat\/completion:ref-general/);
  });
});
