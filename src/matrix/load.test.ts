import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { SMALL_MATRIX, smallMatrix } from './small-catalogue.ts';
import { ENVIRONMENT, refusal, withModels } from './variants.fixture.ts';

describe('a matrix', () => {
  it('resolves targets, models, features and limits', () => {
    const matrix = smallMatrix(
      `${SMALL_MATRIX}limits: { requests_per_minute: 60, max_cost_usd: 0.5, case_timeout: 2m }\n`,
      ENVIRONMENT,
    );
    expect(matrix.file).toBe('matrix.yaml');
    expect(matrix.targets).toEqual([
      {
        name: 'reference',
        kind: 'reference',
        region: 'reference',
        surface: 'v1',
        auth: 'any',
        mcpServerUrl: 'https://mcp.reference.invalid/mcp',
        picture: { url: 'https://images.reference.invalid/red.png', shows: ['red'] },
      },
      {
        name: 'sweden',
        kind: 'azure',
        endpoint: 'https://my-resource.openai.azure.com',
        endpointVariable: 'ENDPOINT_SWEDEN',
        region: 'swedencentral',
        surface: 'v1',
        auth: 'entra',
        mcpServerUrl: 'https://learn.microsoft.com/api/mcp',
        picture: expect.objectContaining({ url: expect.stringMatching(/^https:/) }),
      },
    ]);
    expect(matrix.limits).toEqual({
      concurrency: 8,
      requestsPerMinute: 60,
      maxCostUsd: 0.5,
      caseTimeoutMs: 120_000,
      timeouts: { firstByteMs: 100_000, betweenEventsMs: 60_000, totalMs: 110_000 },
    });
    expect(matrix.features).toHaveLength(4);
    expect(matrix.models).toHaveLength(8);
  });

  it('needs no models when there is only the reference target, which always has its own', () => {
    const matrix = smallMatrix('version: 1\ntargets: { reference: { kind: reference } }\nfeatures: [chat]\n');
    expect(matrix.models.map(({ name }) => name)).toEqual(['ref-chat-only', 'ref-general']);
  });

  it.each([
    ['[gpt-4.1@2025-04-14]', ['gpt-4.1@2025-04-14']],
    ['[gpt-5-chat]', ['gpt-5-chat@2025-08-07', 'gpt-5-chat@2025-10-03']],
    ['["gpt-5*"]', ['gpt-5-chat@2025-08-07', 'gpt-5-chat@2025-10-03', 'gpt-5@2025-08-07']],
    ['[{ series: gpt-5 }, gpt-5]', ['gpt-5-chat@2025-08-07', 'gpt-5-chat@2025-10-03', 'gpt-5@2025-08-07']],
    ['[{ kind: reasoning }]', ['gpt-5@2025-08-07', 'o3-mini@2025-01-31']],
  ])('selects models by id, name, glob, series and kind: %s', (models, expected) => {
    const ids = smallMatrix(withModels(models)).models.map(({ id }) => id);
    expect(ids.filter((id) => !id.startsWith('ref-'))).toEqual(expected);
  });
});

describe('a selection', () => {
  it.each([
    ['[gpt-41]', 'no model "gpt-41", did you mean "gpt-4.1"?'],
    ['[gpt-4.1@2025-04-15]', 'no version of gpt-4.1 is called so; its versions are 2025-04-14'],
    ['[{ series: gpt-7 }]', 'no series "gpt-7", did you mean "GPT-5"?'],
    ['[{ series: Llama }]', 'no series "Llama"; the series are GPT-4.1'],
    ['[{ kind: codex }]', 'no model of kind codex here'],
    ['[{ seris: gpt-5 }]', 'unknown key "seris", did you mean "series"?'],
    ['[gpt-5, gpt-5]', '"gpt-5" stands here twice'],
    ['[ref-general]', 'needs no entry: a reference target always has its own models'],
    ['[]', 'must NOT have fewer than 1 items'],
    ['[gpt-image-1]', 'no case for target "sweden"'],
    ['[42]', 'expected string or object, found 42'],
  ])('models: %s is refused in words', (models, reason) => {
    expect(refusal(withModels(models))).toContain(reason);
  });

  it.each([
    ['[chat/completon]', 'no feature "chat/completon", did you mean "chat/completion"?'],
    ['[chat, chat]', '"chat" stands here twice'],
    ['chat', 'expected array, found "chat"'],
  ])('features: %s is refused in words', (features, reason) => {
    expect(refusal(SMALL_MATRIX.replace('features: ["*"]', `features: ${features}`))).toContain(reason);
  });

  it('that names a feature which none of its models can be asked is refused', () => {
    const text = 'version: 1\ntargets: { a: { kind: openai-compatible, endpoint: "https://a.example" } }\n';
    const message = refusal(`${text}models: [o3-mini]\nfeatures: [chat, responses/file-base64]\n`);
    expect(message).toContain('matrix.yaml:4:18 (/features/1): no case for "responses/file-base64"');
  });

  it('needs models as soon as there is a real target', () => {
    expect(refusal(SMALL_MATRIX.replace('models: ["*"]\n', ''))).toContain('key "models" is missing');
  });
});

const WAIVER =
  'check: schema, fingerprint: x, reason: r, issue: "https://a.example/1", owner: me, expires: 2027-03-01';

describe('exclusions and waivers', () => {
  it.each([
    ['exclude: [{ cases: "responses/backgrund", reason: cost }]', '/exclude/0/cases'],
    [`waivers: [{ cases: "responses/creat", ${WAIVER} }]`, '/waivers/0/cases'],
  ])('must match something: %s', (text, pointer) => {
    expect(refusal(SMALL_MATRIX + text)).toMatch(
      new RegExp(`matrix.yaml:7:\\d+ \\(${pointer}\\): selector .* matches no case`),
    );
  });

  it.each([
    ['exclude: [{ cases: "!chat", reason: cost }]', '"!" has no meaning here'],
    ['exclude: [{ cases: "a:b:c:d", reason: cost }]', 'is not a selector'],
    ['exclude: [{ cases: chat, reason: because }]', '"because" is not one of cost'],
    ['exclude: [{ cases: chat, reason: cost }, { cases: chat, reason: cost }]', 'says the same as entry 1'],
    ['exclude: [{ cases: chat, reason: other }]', 'key "note" is missing'],
    [
      `waivers: [{ cases: chat, ${WAIVER.replace('2027-03-01', '2027-02-30')} }]`,
      '"2027-02-30" is not a valid date',
    ],
    [`waivers: [{ cases: chat, ${WAIVER.replace('2027-03-01', 'soon')} }]`, '"soon" is not a valid date'],
    [`waivers: [{ cases: chat, ${WAIVER.replace('owner: me, ', '')} }]`, 'key "owner" is missing'],
    ['limits: { case_timeout: 0s }', '"0s" leaves no time'],
    ['limits: { case_timeout: 120 }', 'expected string, found 120; write 120s'],
    ['limits: { case_timeout: "120" }', '; write 120s'],
    ['limits: { case_timeout: soon }', 'a number with ms, s or m'],
    ['limits: { concurrency: 0 }', 'must be >= 1, found 0'],
    ['limit: {}', 'unknown key "limit", did you mean "limits"?'],
    [`mcp_server_url: "\${NOPE}"`, 'the environment variable NOPE is not set'],
  ])('%s is refused in words', (text, reason) => {
    expect(refusal(`${SMALL_MATRIX}${text}\n`)).toContain(reason);
  });

  it('must not meet over one case', () => {
    const text = `${SMALL_MATRIX}exclude: [{ cases: "chat", reason: cost }]\nwaivers: [{ cases: "*:gpt-5", ${WAIVER} }]\n`;
    expect(refusal(text)).toContain(
      'waives chat/completion:gpt-5@2025-08-07:sweden, which "chat" excludes: a case that is not run cannot deviate',
    );
  });
});

const BOMB = `a: &a [x, x]
b: &b [*a, *a]
c: &c [*b, *b, *b]
d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c, *c]
`;

describe('a file that is no matrix', () => {
  it.each([
    ['nothing', '', 'the matrix is empty'],
    ['another version', 'version: 2', 'expected 1, found 2'],
    ['broken YAML', 'targets: [', 'matrix.yaml:1:'],
    [
      'no targets',
      '{"version": 1, "targets": {}, "features": ["*"]}',
      'must NOT have fewer than 1 properties',
    ],
    ['an alias bomb', BOMB, 'too many aliases'],
    ['a very deep one', '['.repeat(20_000), 'nested too deeply'],
    ['a deep one that ends', `a: ${'['.repeat(700)}${']'.repeat(700)}`, 'unknown key "a"'],
    ['a huge one', `x: ${'y'.repeat(9 * 1024 * 1024)}`, 'larger than 8 MB'],
    ['a list as key', '[a, b]: c', 'matrix.yaml:1:1'],
  ])('%s is refused in words', (_, text, reason) => {
    expect(refusal(text)).toContain(reason);
  });

  it('lists every problem at its line, first things first', () => {
    const text = SMALL_MATRIX.replace('features: ["*"]', 'features: [nope/x]').replace(
      'swedencentral',
      'atlantis',
    );
    const lines = refusal(text).split('\n');
    expect(lines[0]).toBe('matrix.yaml: 2 problems');
    expect(lines[1]).toMatch(/^matrix\.yaml:4:\d+ \(\/targets\/sweden\/region\)/);
    expect(lines[2]).toMatch(/^matrix\.yaml:6:\d+ \(\/features\/0\)/);
  });

  it('fails with a ConfigurationFailure or not at all, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        'version: 1\n',
        'targets:\n',
        '  a: { kind: reference }\n',
        'features: ["*"]\n',
        '&a ',
        '*a',
        '? ',
        '- ',
        '!!x ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          smallMatrix(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationFailure);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a secret in the file', () => {
  const secret = '0123456789abcdef'.repeat(2);
  it.each([
    [`sweden: { kind: azure, key: "${secret}"`],
    [`# the key is ${secret}`],
    [`${secret}: x`],
    [`{ kind: [ ${secret}`],
  ])('is refused where it stands and never printed, even in a file that is otherwise wrong', (line) => {
    const message = refusal(`version: 1\n${line}\n`);
    expect(message).toMatch(/^matrix\.yaml:2:\d+: this looks like an Azure resource key/);
    expect(message).not.toContain(secret);
  });
});
