import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { loadCatalogue } from './catalogue.ts';
import { expand } from './expand.ts';
import {
  formerIds,
  NO_RENAMES,
  type RawRenames,
  renamedId,
  renamedSelector,
  resolveRenames,
} from './renames.ts';
import { compileSelector, partsOf } from './selector.ts';
import { SMALL_MATRIX, smallMatrix, smallSources } from './small-catalogue.ts';

const KNOWN = { features: ['chat/new', 'chat/other'], models: ['m@2', 'n@1'], targets: ['north'] };

function resolved(raw: RawRenames, before = NO_RENAMES) {
  const complaints: string[] = [];
  const renames = resolveRenames(
    raw,
    KNOWN,
    (pointer, message) => complaints.push(`${pointer}: ${message}`),
    before,
  );
  return { renames, complaints };
}

describe('renames', () => {
  it('lead through a chain to the name of today, in each part of an id', () => {
    const { renames, complaints } = resolved({
      features: { 'chat/oldest': 'chat/old', 'chat/old': 'chat/new' },
      models: { 'm@1': 'm@2' },
      targets: { nord: 'north' },
    });
    expect(complaints).toEqual([]);
    for (const old of [
      'chat/oldest:m@1:nord',
      'chat/old:m@2:nord',
      'chat/new:m@1:north',
      'chat/new:m@2:north',
    ])
      expect(renamedId(old, renames)).toBe('chat/new:m@2:north');
    expect(renamedId('chat/other:-:south', renames)).toBe('chat/other:-:south');
    expect(formerIds('chat/new:m@2:north', renames)).toHaveLength(3 * 2 * 2 - 1);
    expect(formerIds('chat/other:n@1:south', renames)).toEqual([]);
  });

  it.each<[string, RawRenames, string]>([
    [
      'a new name that there is not',
      { features: { 'chat/old': 'chat/nwe' } },
      '/renames/features/chat~1old: there is no feature "chat/nwe", did you mean "chat/new"?',
    ],
    ['a chain that ends nowhere', { features: { a: 'b', b: 'chat/nix' } }, 'there is no feature "chat/nix"'],
    ['an old name that still is', { models: { 'n@1': 'm@2' } }, 'there is a model "n@1" still'],
    ['a circle', { targets: { a: 'b', b: 'c', c: 'a' } }, '/renames/targets/a: "a" comes back to itself'],
    ['a name that is its own', { targets: { a: 'a' } }, '"a" comes back to itself'],
    ['a way into a circle', { targets: { x: 'a', a: 'b', b: 'a' } }, '"x" comes back to itself'],
    ['two that became one', { targets: { a: 'north', b: 'north' } }, '"a" became "north" as well'],
  ])('refuse %s', (_, raw, says) => {
    expect(resolved(raw).complaints.join('\n')).toContain(says);
  });

  it('refuse what the catalogue says already', () => {
    const { renames } = resolved({ features: { 'chat/old': 'chat/new' } });
    const { complaints } = resolved({ features: { 'chat/old': 'chat/other' } }, renames);
    expect(complaints[0]).toContain('the catalogue renames "chat/old" already, to "chat/new"');
  });

  it('agree with each other: a former id is the id of today, and a renamed selector finds what the old one found', () => {
    const old = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const chain = fc
      .uniqueArray(old, { minLength: 1 })
      .map((names) => Object.fromEntries(names.map((name, index) => [name, names[index + 1] ?? 'north'])));
    fc.assert(
      fc.property(chain, (targets) => {
        const { renames, complaints } = resolved({ targets, models: { 'm@1': 'm@2' } });
        expect(complaints).toEqual([]);
        for (const id of formerIds('chat/new:m@2:north', renames)) {
          expect(renamedId(id, renames)).toBe('chat/new:m@2:north');
          expect(renamedId(renamedId(id, renames), renames)).toBe(renamedId(id, renames));
          const { model, target } = partsOf(id);
          const selector = compileSelector(renamedSelector(`!*:${model}:${target}`, renames));
          expect(selector.negated).toBe(true);
          expect(selector.fits(partsOf('chat/new:m@2:north'))).toBe(true);
        }
      }),
    );
  });

  it('leave globs and other names of a selector as they are', () => {
    const { renames } = resolved({ features: { 'chat/old': 'chat/new' } });
    for (const text of ['chat/ol*', '!:m@2', 'chat', '', '::north'])
      expect(renamedSelector(text, renames)).toBe(text);
  });
});

describe('in the files', () => {
  it('an old feature name in a list, an exclusion and a waiver is the new one', () => {
    const matrix = smallMatrix(
      `${SMALL_MATRIX.replace('features: ["*"]', 'features: [chat/complete, responses/create]')}exclude: [{ cases: "chat/complete:o3-mini", reason: cost }]\n`,
    );
    expect(matrix.features.map(({ id }) => id)).toContain('chat/completion');
    expect(matrix.exclude[0]?.cases).toBe('chat/completion:o3-mini');
    const item = expand(matrix, { today: '2026-11-21' }).find(({ id }) =>
      id.startsWith('chat/completion:gpt-4.1@'),
    );
    expect(item?.formerly).toEqual(['chat/complete:gpt-4.1@2025-04-14:sweden']);
  });

  it.each([
    ['renames: { targets: { old: swedn } }', 'no target "swedn", did you mean "sweden"?'],
    ['renames: { models: { gpt-4@1: gpt-4.1@2025-04-13 } }', 'did you mean "gpt-4.1@2025-04-14"?'],
    [
      'renames: { features: { chat/complete: responses/create } }',
      'the catalogue renames "chat/complete" already',
    ],
    ['renames: { target: {} }', 'unknown key "target", did you mean "targets"?'],
  ])('%s is refused in words', (text, says) => {
    try {
      smallMatrix(`${SMALL_MATRIX}${text}\n`);
    } catch (error) {
      if (!(error instanceof ConfigurationFailure)) throw error;
      expect(error.describe()).toContain(says);
      expect(error.describe()).toMatch(/matrix\.yaml:7:\d+/);
      return;
    }
    throw new Error('the matrix was accepted');
  });

  it('a rename of the catalogue is refused where it stands', () => {
    const text = 'renames:\n  features:\n    chat/completion: responses/create\n';
    expect(() => loadCatalogue({ ...smallSources, renames: { file: 'renames.yaml', text } })).toThrow(
      /there is a feature "chat\/completion" still/,
    );
  });
});
