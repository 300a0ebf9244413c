import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from './secrets.ts';

// Made up, and put together here so that no scanner of this repository takes them for real ones.
const HEX = '0123456789abcdef'.repeat(2);
const LONG = `${'A1b2'.repeat(13)}JQQJ99${'C3d4'.repeat(6)}XY`;
const JWT = ['eyJhbGciOiJI', 'eyJzdWIiOiIx', 'c2lnbmF0dXJl'].join('.');

describe('secrets in a file', () => {
  it.each([
    [HEX, 'an Azure resource key'],
    [LONG, 'an Azure resource key'],
    [`sk-${'proj-abc123'.repeat(3)}`, 'an OpenAI key'],
    [JWT, 'a token (JWT)'],
    [`https://a.example/?sv=1&sig=${'aB3%2F'.repeat(6)}`, 'a shared access signature'],
    [`AccountKey=${'aB3/'.repeat(20)}==`, 'a storage account key'],
    [`abc8Q~${'x'.repeat(34)}`, 'an Entra client secret'],
    [`ghp_${'a1'.repeat(20)}`, 'a GitHub token'],
    ['https://user:password@a.example', 'a user name and password in an address'],
  ])('%s is found', (secret, kind) => {
    expect(findSecrets(`a: 1\nkey: "${secret}"\n`)).toEqual([
      expect.objectContaining({ kind, line: 2, column: expect.any(Number) }),
    ]);
  });

  it.each([
    ['a commit', 'a'.repeat(20) + '1'.repeat(20)],
    ['a SHA-256', 'ab12'.repeat(16)],
    ['a UUID', '01234567-89ab-cdef-0123-456789abcdef'],
    ['a number', '1'.repeat(32)],
    ['a variable', `\${AZURE_OPENAI_API_KEY_SWEDEN}`],
    ['a model', 'gpt-5.1-codex-mini@2025-11-13'],
    ['a short word', 'sk-test'],
  ])('%s is none', (_, text) => {
    expect(findSecrets(`value: ${text}`)).toEqual([]);
  });

  it('is found at its line and column wherever it stands', () => {
    const filler = fc.string({ unit: fc.constantFrom('x', ' ', '\n', ':'), maxLength: 60 });
    fc.assert(
      fc.property(filler, filler, (before, after) => {
        const found = findSecrets(`${before} ${HEX} ${after}`);
        const lines = `${before} `.split('\n');
        expect(found).toEqual([
          { kind: 'an Azure resource key', line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 },
        ]);
      }),
    );
  });
});
