import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isUntracked, trackCoverage } from '../claims/index.ts';
import { isMet, sentencesOf } from '../claims/sentences.ts';
import { claimsOf, coverageOf } from '../material/claims.ts';
import { readProject } from '../matrix/index.ts';
import type { CoverageReport } from './coverage.ts';
import { call, HOME, temporaryProject } from './project.fixture.ts';

const { catalogue } = readProject({ home: HOME, folder: HOME, matrixFile: 'matrix.yaml', env: {} });
const loaded = claimsOf(HOME, catalogue);
const coverage = coverageOf(HOME, loaded);
const { tracked, rules, reasons } = coverage;

describe('what the documents say', () => {
  it('is followed up, every statement of every source', () => {
    expect(tracked.length).toBeGreaterThan(2000);
    expect(tracked.filter(isUntracked).map(({ id }) => id)).toEqual([]);
  });

  it('has every claim in exactly one statement', () => {
    const claims = tracked.flatMap((statement) => statement.claims.map(({ id }) => id));
    expect(new Set(tracked.map(({ id }) => id)).size).toBe(tracked.length);
    expect(claims.toSorted()).toEqual(loaded.claims.map(({ id }) => id).toSorted());
  });

  it('is excused in the user’s two documents by a reason, never by nobody having asked', () => {
    const own = tracked.filter(({ source }) => coverage.documents.includes(source));
    expect(own.filter((statement) => statement.reasons.includes('not-asked'))).toEqual([]);
  });

  it('needs every rule and every reason', () => {
    const outcomes = (list: typeof rules, statements = loaded.statements) =>
      trackCoverage(statements, list).map(({ tests, reasons }) => `${tests} ${reasons}`);
    const needless = rules.filter((rule) => {
      const { tested: _, ...signs } = rule;
      const rest = { claims: ['*'], reason: 'rest' };
      const probe = trackCoverage(loaded.statements, [{ ...signs, reason: 'fits' }, rest]);
      const touched = loaded.statements.filter((_, at) => probe[at]?.reasons.includes('fits'));
      const without = rules.filter((one) => one !== rule);
      return outcomes(without, touched).join() === outcomes(rules, touched).join();
    });
    expect(needless).toEqual([]);
    const given = new Set(rules.map(({ reason }) => reason));
    expect(Object.keys(reasons).filter((reason) => !given.has(reason))).toEqual([]);
  });

  it('names no feature that the catalogue does not have', () => {
    const known = new Set(catalogue.features.map(({ id }) => id));
    const named = new Set(tracked.flatMap(({ tests }) => tests));
    expect([...named].filter((feature) => !known.has(feature)).sort()).toEqual([]);
  });
});

it('has a case for every statement that is said to be tested', async () => {
  using project = temporaryProject(readFileSync(`${HOME}/matrix.yaml`, 'utf8'));
  const said = await call(project, ['plan', '--coverage', '--json']);
  const { documents }: CoverageReport = JSON.parse(said.out);
  const rows = documents.flatMap(({ statements }) => statements);
  expect(rows.length).toBeGreaterThan(200);
  expect(rows.filter(({ tests, cases }) => tests.length > 0 && cases === 0).map(({ id }) => id)).toEqual([]);
});

const DOCUMENTS: readonly (readonly [string, string, number])[] = [
  ['compatibility-guide', '../shared/seeds/compatibility-guide.zh-CN.md', 70],
  ['learn-responses-2025-12', '../shared/seeds/responses-api.zh-TW.md', 170],
];

describe.each(DOCUMENTS)('%s', (id, file, least) => {
  const own = loaded.statements.filter(({ source }) => source === id);
  const silent = coverage.silent?.[id] ?? [];

  it.skipIf(!existsSync(`${HOME}${file}`))('has no sentence that nobody accounts for', () => {
    const sentences = sentencesOf(readFileSync(`${HOME}${file}`, 'utf8'));
    expect(sentences.length).toBeGreaterThanOrEqual(least);
    const missing = sentences.filter(
      (sentence) => !isMet(sentence, own) && !silent.some(({ text }) => sentence.startsWith(text)),
    );
    expect(missing, `of ${sentences.length} sentences`).toEqual([]);
    const needless = silent.filter(
      ({ text }) => !sentences.some((sentence) => sentence.startsWith(text) && !isMet(sentence, own)),
    );
    expect(needless).toEqual([]);
  });

  it('would miss a sentence that is new, and one whose claim is gone', () => {
    expect(isMet('回應 API 現在支援語音輸出。', own)).toBe(false);
    const claimed = own.find(({ words }) => /支持|支援/.test(words) && words.length > 12);
    if (claimed === undefined) throw new Error('no statement to take away');
    expect(isMet(claimed.words, own)).toBe(true);
    expect(
      isMet(
        `${claimed.words}`,
        own.filter(({ words }) => words !== claimed.words),
      ),
    ).toBe(false);
  });
});

describe('plan --coverage', () => {
  const MATRIX = [
    'version: 1',
    'targets:',
    '  reference: { kind: reference }',
    '  sweden: { kind: azure, endpoint: "https://one.openai.azure.com", region: swedencentral, auth: entra }',
    'models: [gpt-4.1@2025-04-14]',
    'features: [chat/completion, responses/create, service/region]',
  ].join('\n');

  const reportOf = async (argv: readonly string[]): Promise<CoverageReport> => {
    using project = temporaryProject(MATRIX);
    const said = await call(project, ['plan', '--coverage', '--json', ...argv]);
    expect(said).toMatchObject({ code: 0, err: '' });
    return JSON.parse(said.out);
  };
  const rowOf = ({ documents }: CoverageReport, id: string) =>
    documents.flatMap(({ statements }) => statements).find((row) => row.id === id);

  it('names the scenarios and checks of each statement, and counts the cases that test it', async () => {
    const report = await reportOf([]);
    expect(report.documents.map(({ counts }) => counts.untracked)).toEqual([0, 0]);
    expect(rowOf(report, 'compatibility-guide#table/gpt-4.1/gpt-4.1/chat')).toMatchObject({
      words: '✅',
      tests: [{ feature: 'chat/completion', checks: expect.arrayContaining(['text', 'finish']) }],
      notTestable: [],
      cases: 1,
      toRun: 1,
    });
    // One of the 25 regions is in the matrix: one case each of responses/create and service/region.
    expect(rowOf(report, 'learn-responses-2025-12#region')).toMatchObject({ cases: 2, toRun: 2 });
    expect(rowOf(report, 'compatibility-guide#table/gpt-5/gpt-5/chat')).toMatchObject({ cases: 0 });
    expect(rowOf(report, 'compatibility-guide#gpt-5/context')).toMatchObject({
      tests: [],
      notTestable: [{ reason: 'cost', says: expect.stringMatching(/^A test would/) }],
    });
  });

  it('counts the selected cases only, and never those of the reference target', async () => {
    const report = await reportOf(['chat/completion']);
    expect(rowOf(report, 'learn-responses-2025-12#region')).toMatchObject({ cases: 0 });
    const none = await reportOf(['::reference']);
    expect(none.documents.flatMap(({ statements }) => statements.map((row) => row.cases))).not.toContain(1);
  });

  it('prints each statement, and below it what tests it', async () => {
    using project = temporaryProject(MATRIX);
    const { code, out } = await call(project, ['plan', '--coverage']);
    expect(code).toBe(0);
    expect(out).toMatch(/\(compatibility-guide\): \d+ statements, \d+ tested, \d+ not testable, 0 untracked/);
    expect(out).toMatch(
      /^ +1\/1 {2}table\/gpt-4\.1\/gpt-4\.1\/chat {2}“✅”\n +chat\/completion: one-choice /m,
    );
    expect(out).toMatch(/^ +gpt-5\/context {2}“.*”\n +not testable: cost$/m);
  });
});
