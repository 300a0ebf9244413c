import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveReference } from '../reference/index.ts';
import {
  call,
  rowsOf,
  type Said,
  start,
  type TemporaryProject,
  temporaryProject,
  verdictsOf,
} from './project.fixture.ts';

describe('a target on loopback', () => {
  let project: TemporaryProject;
  let server: Awaited<ReturnType<typeof serveReference>>;
  const said = new Map<string, Said>();
  const journal = (mode: string) => project.read(`${mode}.jsonl`);

  beforeAll(async () => {
    server = await serveReference();
    project = temporaryProject(
      `version: 1\ntargets:\n  loopback: { kind: reference, endpoint: "${server.url}" }\nfeatures: ["*"]\n`,
    );
    for (const mode of ['live', 'record', 'replay']) {
      if (mode === 'replay') await server.close();
      said.set(mode, await start(project, ['run', '--mode', mode, '--out', `${mode}.jsonl`]).done);
    }
  }, 60_000);
  afterAll(() => project[Symbol.dispose]());

  it('gets the same verdicts live, recorded, and replayed with the server gone', () => {
    const live = verdictsOf(journal('live'));
    expect(Object.keys(live).length).toBeGreaterThan(40);
    expect(verdictsOf(journal('record'))).toEqual(live);
    expect(verdictsOf(journal('replay'))).toEqual(live);
  });

  it('exits with the same code and nothing but its progress on the error stream', () => {
    for (const { code, err } of said.values()) {
      expect(code).toBe(0);
      expect(err.replaceAll(/^\d+ of \d+ cases\n/gm, '')).toBe('');
    }
  });

  it('says of each case what it rests on', () => {
    for (const [id, recorded] of rowsOf(journal('record'))) {
      const { evidence } = rowsOf(journal('replay')).get(id) ?? recorded;
      expect(recorded.evidence).toMatchObject({ mode: 'record', replayedAt: null });
      expect(evidence).toMatchObject({ mode: 'replay', cassette: recorded.evidence.cassette });
      expect(evidence.sha256).toBe(recorded.evidence.sha256);
      expect(evidence.cassette).toMatch(/^recordings\/loopback\//);
      expect(evidence.observedLiveAt).not.toBeNull();
    }
  });

  it('leaves no tag of its run in any recording, so that another run asks the same', () => {
    const tags = new Set<string>();
    for (const { evidence } of rowsOf(journal('record')).values()) {
      const found = project.read(evidence.cassette ?? '').match(/aoai-conform-[0-9a-f]{12}/g);
      for (const tag of found ?? []) tags.add(tag);
    }
    expect(tags).toEqual(new Set(['aoai-conform-000000000000']));
  });

  it('leaves neither the address nor the key of the server in any recording', () => {
    for (const { evidence } of rowsOf(journal('record')).values()) {
      const text = project.read(evidence.cassette ?? '');
      expect(text).not.toContain(new URL(server.url).host);
      expect(text).not.toContain('reference-key');
      expect(text).not.toContain('reference-token');
      expect(text).not.toMatch(/no-(key|token)-of-anybody/);
    }
  });

  it('is reported from its own folder, with the recordings that lie there', async () => {
    const said = await call(project, ['report', 'replay.jsonl', '--format', 'html', '--out', 'report']);
    expect(said).toMatchObject({ code: 0, err: '' });
    expect(project.read('report/index.html')).toContain('recordings/loopback/');
  });

  it('is not reported from a recording that lies elsewhere, whatever its run says', async () => {
    project.write('elsewhere.json', '{}');
    project.write(
      'forged.jsonl',
      journal('replay').replaceAll(/"cassette":"[^"]+"/g, '"cassette":"recordings/../elsewhere.json"'),
    );
    const said = await call(project, ['report', 'forged.jsonl', '--out', 'report']);
    expect(said.code).toBe(4);
    expect(said.err).toMatch(/elsewhere\.json: this path leads out of the recordings folder\n/);
  });
});

/** Whether this machine lets a user make a network namespace with nothing in it. */
const canUnshare = spawnSync('unshare', ['-rn', 'true']).status === 0;

describe('a replay', () => {
  it.skipIf(!canUnshare)(
    'needs no network: it finds the same where there is none (unshare -rn)',
    async () => {
      using project = temporaryProject();
      project.record('reference');
      const replay = (out: string, wrapper: string[] = []) =>
        start(project, ['run', '--out', out], {}, wrapper).done;
      const [outside, inside] = [await replay('a.jsonl'), await replay('b.jsonl', ['unshare', '-rn'])];
      expect(inside.out).toBe(outside.out.replaceAll('a.jsonl', 'b.jsonl'));
      expect(inside.code).toBe(outside.code);
      expect(verdictsOf(project.read('b.jsonl'))).toEqual(verdictsOf(project.read('a.jsonl')));
    },
  );
});
