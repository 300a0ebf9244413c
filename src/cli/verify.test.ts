import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PREDICATE_TYPE } from '../report/attestation.ts';
import { harnessVersion } from '../version.ts';
import { call, type TemporaryProject, temporaryProject } from './project.fixture.ts';

/** One case of the reference target with its committed recording, as a run would write it. */
const CASE = 'chat/completion:ref-general@2026-11-01:reference';
const CASSETTE = 'recordings/reference/chat/completion/ref-general@2026-11-01.json';
const REPORT = ['report', 'run.jsonl', '--format', 'json,feed,badges,attestation'];

let project: TemporaryProject;

beforeAll(async () => {
  project = temporaryProject();
  project.record('reference/chat/completion');
  const { lineage } = JSON.parse(project.read(CASSETTE));
  project.write('run.jsonl', runWith(lineage.sha256));
  expect((await call(project, REPORT)).code).toBe(0);
});
afterAll(() => project[Symbol.dispose]());

function runWith(sha256: string): string {
  const header = {
    type: 'header',
    schema: 1,
    run: 'r',
    startedAt: '2026-11-21T00:00:00Z',
    mode: 'replay',
    harness: '0',
    sdk: '0',
    plan: 'ab',
    cases: 1,
    shard: null,
  };
  const [feature = '', model = ''] = CASE.split(':');
  const result = {
    type: 'result',
    case: CASE,
    feature,
    model,
    target: 'reference',
    targetKind: 'reference',
    status: 'supported',
    reason: '',
    notRun: null,
    checks: [],
    drift: [],
    error: null,
    evidence: {
      mode: 'replay',
      observedLiveAt: '2026-11-21T00:00:00Z',
      replayedAt: '2026-11-21T00:00:00Z',
      cassette: CASSETTE,
      sha256,
    },
    region: null,
    surface: 'v1',
    modelEchoed: null,
    usage: { requests: 1, inputTokens: 1, outputTokens: 1 },
    leftovers: [],
    durationMs: 1,
  };
  const counts = { supported: 1, partial: 0, unsupported: 0, blocked: 0, errored: 0, 'not-run': 0 };
  const footer = { type: 'footer', finishedAt: '2026-11-21T00:00:01Z', counts, resumed: false };
  return [header, result, footer].map((line) => `${JSON.stringify(line)}\n`).join('');
}

const verify = () => call(project, ['report', '--verify']);

/** Runs `verify` with a file changed, and puts it back. */
async function verifyWith(name: string, change: (text: string) => string) {
  const text = project.read(name);
  const changed = change(text);
  expect(changed).not.toBe(text);
  project.write(name, changed);
  const said = await verify();
  project.write(name, text);
  return said;
}

describe('report --verify', () => {
  it('passes a report whose runs and cassettes are as they were', async () => {
    const { code, out } = await verify();
    expect(out).toMatch(/1 runs, 1 cassettes, \d+ attested files, 0 faults/);
    expect(code).toBe(0);
  });

  it('names the run by its hash', () => {
    const [run] = JSON.parse(project.read('reports/compatibility.json')).runs;
    const sha256 = createHash('sha256').update(project.read('run.jsonl')).digest('hex');
    expect(run).toEqual({ file: '../run.jsonl', sha256 });
  });

  it('attests each file it wrote, the run and its cassette, in one statement that a signer takes', () => {
    const { _type, subject, predicateType, predicate } = JSON.parse(project.read('reports/attestation.json'));
    expect(_type).toBe('https://in-toto.io/Statement/v1');
    expect(predicateType).toBe(PREDICATE_TYPE);
    const byName = new Map<string, string>(
      subject.map(({ name, digest }: { name: string; digest: { sha256: string } }) => [name, digest.sha256]),
    );
    const written = readdirSync(project.path('reports'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'attestation.json')
      .map((entry) => relative(project.path('reports'), join(entry.parentPath, entry.name)));
    expect([...byName.keys()].sort()).toEqual([...written, '../run.jsonl', `../${CASSETTE}`].sort());
    for (const [name, sha256] of byName)
      expect(
        createHash('sha256')
          .update(project.read(join('reports', name)))
          .digest('hex'),
      ).toBe(sha256);
    expect(predicate).toMatchObject({
      harness: harnessVersion,
      files: written.length,
      materials: 2,
      runs: [{ id: 'r', mode: 'replay', cases: 1, results: 1, finishedAt: '2026-11-21T00:00:01Z' }],
    });
  });

  it('leaves files alone that would not change', async () => {
    const before = project.read('reports/attestation.json');
    const { generatedAt } = JSON.parse(before).predicate;
    vi.stubEnv('SOURCE_DATE_EPOCH', String(Math.floor(Date.parse(generatedAt) / 1000)));
    expect((await call(project, REPORT)).code).toBe(0);
    const again = await call(project, [...REPORT, '--json']);
    vi.unstubAllEnvs();
    expect(JSON.parse(again.out).changed).toBe(0);
  });

  it.each<[string, string, (text: string) => string, RegExp]>([
    [
      'an attested file that changed',
      'reports/call_model.py',
      (text) => `${text}# mine`,
      /attested file call_model\.py: the report names the hash/,
    ],
    [
      'an attestation that breaks its schema',
      'reports/attestation.json',
      (text) => text.replace('Statement/v1', 'Statement/v0'),
      /attestation\.json \(\/_type\)/,
    ],
    [
      'a run that changed',
      'run.jsonl',
      (text) => text.replace('"durationMs":1', '"durationMs":2'),
      /run \.\.\/run\.jsonl: the report names the hash/,
    ],
    [
      'a cassette that was edited',
      CASSETTE,
      (text) => text.replace('"recordedAt": "2', '"recordedAt": "3'),
      /ref-general@2026-11-01\.json: the content does not have the hash/,
    ],
    [
      'a report that breaks its schema',
      'reports/compatibility.json',
      (text) => text.replace('"status": "supported"', '"status": "fine"'),
      /compatibility\.json \(\/cells\/\d+\/status\)/,
    ],
    [
      'a hash that was changed in the report',
      'reports/compatibility.json',
      (text) => text.replace(/("cassette": "[^"]*",\s*"sha256": ")[0-9a-f]{4}/, '$10000'),
      /the report names the hash 0000/,
    ],
    ['a report that is no JSON', 'reports/compatibility.json', (text) => text.slice(0, -10), /is no JSON/],
    [
      'a feed that breaks its schema',
      'reports/feed.json',
      (text) => text.replace('"version": 1', '"version": 9'),
      /feed\.json \(\/version\)/,
    ],
  ])('refuses %s with 4', async (_, name, change, message) => {
    const { code, out } = await verifyWith(name, change);
    expect(out).toMatch(message);
    expect(code).toBe(4);
  });

  it('refuses a report whose cassette or run is gone', async () => {
    using other = temporaryProject();
    for (const name of ['compatibility.json', 'feed.json', 'attestation.json'])
      other.write(`reports/${name}`, project.read(`reports/${name}`));
    const { code, out } = await call(other, ['report', '--verify', '--json']);
    expect(JSON.parse(out).faults).toEqual(
      expect.arrayContaining(['run ../run.jsonl: it is gone', `${CASSETTE}: it is gone`]),
    );
    expect(code).toBe(4);
  });

  it('refuses a report whose attestation is gone, whatever else holds', async () => {
    const attestation = project.read('reports/attestation.json');
    rmSync(project.path('reports/attestation.json'));
    const said = await verify();
    const asJson = await call(project, ['report', '--verify', '--json']);
    project.write('reports/attestation.json', attestation);
    expect(said.out).toMatch(/faulty {2}reports\/attestation\.json: it is not there, so nothing proves/);
    expect(said.out).toContain('1 faults');
    expect(said.code).toBe(4);
    expect(JSON.parse(asJson.out)).toMatchObject({ subjects: 0, faults: [expect.any(String)] });
  });

  it('refuses an attestation that leaves the report out', async () => {
    const { code, out } = await verifyWith('reports/attestation.json', (text) => {
      const statement = JSON.parse(text);
      const named = (subject: { name: string }) => subject.name !== 'compatibility.json';
      return JSON.stringify({ ...statement, subject: statement.subject.filter(named) });
    });
    expect(out).toContain('it does not name reports/compatibility.json');
    expect(code).toBe(4);
  });

  it('says what to do where there is no report', async () => {
    using other = temporaryProject();
    const { code, err } = await call(other, ['report', '--verify']);
    expect(err).toContain('--format json');
    expect(code).toBe(2);
  });
});

describe('report --format feed,badges', () => {
  it('writes the feed with its snippets, and a badge a model, below reports/', () => {
    const names = readdirSync(project.path('reports'), { recursive: true }).map(String);
    expect(names).toEqual(expect.arrayContaining(['feed.json', 'call_model.py', 'call-model.ts']));
    expect(names.filter((name) => name.startsWith('badges/models/')).length).toBeGreaterThan(40);
    expect(project.read('reports/call_model.py')).toContain('"gpt-5-pro": {"api":"responses"');
  });
});
