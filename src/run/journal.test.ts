import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseResult, RunFooter, RunHeader } from '../verdict/types.ts';
import {
  appendLine,
  mendJournal,
  openForAppend,
  readCompleteJournal,
  readJournal,
  startJournal,
} from './journal.ts';

const header: RunHeader = {
  type: 'header',
  schema: 1,
  run: 'r',
  startedAt: '2026-11-21T00:00:00.000Z',
  mode: 'replay',
  harness: '0',
  sdk: '7',
  plan: 'p',
  cases: 2,
  shard: null,
};
const footer: RunFooter = {
  type: 'footer',
  finishedAt: '2026-11-21T00:01:00.000Z',
  counts: { supported: 2, partial: 0, unsupported: 0, blocked: 0, errored: 0, 'not-run': 0 },
  resumed: false,
};
const row = (id: string): CaseResult => ({
  type: 'result',
  case: id,
  feature: 'chat/completion',
  model: 'm@1',
  target: 't',
  targetKind: 'reference',
  status: 'supported',
  reason: '',
  notRun: null,
  checks: [],
  drift: [],
  error: null,
  evidence: { mode: 'replay', observedLiveAt: null, replayedAt: null, cassette: null, sha256: null },
  region: null,
  surface: 'v1',
  modelEchoed: null,
  usage: { requests: 1, inputTokens: 0, outputTokens: 0 },
  leftovers: [],
  durationMs: 1,
});

describe('the journal of a run', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aoai-journal-'));
    file = join(folder, 'run.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('gives back what was appended, in order', () => {
    startJournal(file, header);
    const append = openForAppend(file);
    append(row('a'));
    append(row('b'));
    appendLine(file, footer);
    const journal = readCompleteJournal(file);
    expect(journal.results.map((result) => result.case)).toEqual(['a', 'b']);
    expect(journal.footer).toEqual(footer);
  });

  it('drops a half-written last line and continues cleanly after it', () => {
    startJournal(file, header);
    appendLine(file, row('a'));
    appendFileSync(file, '{"type":"result","case":"b","sta');
    const cut = readJournal(file);
    expect(cut.results.map((result) => result.case)).toEqual(['a']);
    mendJournal(file, cut);
    appendLine(file, row('b'));
    expect(readJournal(file).results.map((result) => result.case)).toEqual(['a', 'b']);
    expect(readFileSync(file, 'utf8')).not.toContain('"sta\n');
  });

  it.each([
    ['without a footer', () => [header, row('a'), row('b')]],
    ['with fewer rows than its header promises', () => [header, row('a'), footer]],
  ])('refuses to publish a run %s', (_, lines) => {
    writeFileSync(
      file,
      lines()
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    );
    expect(() => readCompleteJournal(file)).toThrow(/incomplete/);
  });

  it.each([
    ['an empty file', '', /no header/],
    ['a file that starts with a result', `${JSON.stringify(row('a'))}\n`, /no header/],
    ['a line that is no JSON', `${JSON.stringify(header)}\n{oops\n`, /no JSON/],
    ['a line of another kind', `${JSON.stringify(header)}\n{"type":"x"}\n`, /neither/],
    [
      'a case that stands there twice',
      [header, row('a'), row('a')].map((line) => `${JSON.stringify(line)}\n`).join(''),
      /twice/,
    ],
  ])('refuses %s', (_, text, message) => {
    writeFileSync(file, text);
    expect(() => readJournal(file)).toThrow(message);
  });

  it('says what to do when there is no such file', () => {
    expect(() => readJournal(join(folder, 'absent.jsonl'))).toThrow(/cannot be read/);
  });
});
