import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classifyError, shippedCatalogue } from '../../checks/errors/index.ts';
import { Failure } from '../../failure.ts';
import { readGuide } from './load.ts';

const FILE = 'fixtures/guide.yaml';
const text = readFileSync(join(import.meta.dirname, '..', '..', '..', FILE), 'utf8');
const names = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);
const vocabulary = {
  features: names(/\b((?:chat|responses|service)\/[a-z0-9-]+)\b/g),
  // Whatever stands in the file is known here; that it is in the catalogue is shown by every report.
  models: ['gpt-5', 'o1', 'o3', 'o4-mini', 'codex-mini', 'computer-use'].concat(
    names(/\b((?:gpt|o\d|grok|codex)[\w.-]*\w)/g),
  ),
  claims: names(/\b((?:compatibility-guide|learn-responses-2026-07)#[^\s,\]"]+)/g),
  errors: shippedCatalogue().entries.map(({ id }) => id),
  series: names(/series: (.+)/g),
};
const read = (changed: string) => readGuide({ file: FILE, text: changed }, vocabulary);

describe('fixtures/guide.yaml', () => {
  it('is read', () => {
    expect(read(text).questions).toHaveLength(4);
  });

  it.each([
    [
      'a feature',
      'features: [chat/completion, chat/multi-turn]',
      'features: [chat/completio]',
      'did you mean',
    ],
    ['an error', 'errors: [operation-not-supported]', 'errors: [operation-not-suported]', 'no errors fit'],
    ['a model', 'models: [gpt-5.1-chat]', 'models: [gpt-9]', 'no models fit "gpt-9"'],
    ['a claim', 'claims: ["compatibility-guide#o/slower/*"]', 'claims: ["nobody#*"]', 'no claims fit'],
    ['a series', 'series: GPT-4.1\n', 'series: GPT-9\n', 'no series fit'],
  ])('is refused with its place for %s that nobody knows', (_, right, wrong, message) => {
    expect(text).toContain(right);
    let told = '';
    try {
      read(text.replace(right, wrong));
    } catch (error) {
      told = error instanceof Failure ? error.describe() : String(error);
    }
    expect(told).toContain(message);
    expect(told).toMatch(/guide\.yaml:\d+:\d+/);
  });

  it('is refused for a statement that rests on nothing', () => {
    expect(() =>
      read(text.replace('rests: { features: [chat/completion, chat/multi-turn] }', 'rests: {}')),
    ).toThrow();
  });

  it('prints error answers that the catalogue knows as the entry they stand for', () => {
    const catalogue = shippedCatalogue();
    for (const { entries, status, body } of read(text).errors) {
      expect(classifyError({ status, body, inStream: false }, catalogue).entry).toBe(entries[0]);
    }
  });
});
