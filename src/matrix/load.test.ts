import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { SMALL_MATRIX, smallMatrix } from './small-catalogue.ts';

const env = { ENDPOINT_SWEDEN: 'https://my-resource.openai.azure.com/' };

/** The message of the failure, as the terminal shows it. */
function refusal(text: string, environment: Readonly<Record<string, string | undefined>> = env): string {
  try {
    smallMatrix(text, environment);
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.describe();
    throw error;
  }
  throw new Error('the matrix was accepted');
}

/** The example with one target replaced or added. */
const withTarget = (target: string) => SMALL_MATRIX.replace('models:', `  other: ${target}\nmodels:`);
const withModels = (models: string) => SMALL_MATRIX.replace('models: ["*"]', `models: ${models}`);
const target = (text: string, name = 'other', environment = env) =>
  smallMatrix(withTarget(text), environment).targets.find((entry) => entry.name === name);

describe('a matrix', () => {
  it('resolves targets, models, features and limits', () => {
    const matrix = smallMatrix(
      `${SMALL_MATRIX}limits: { requests_per_minute: 60, max_cost_usd: 0.5, case_timeout: 2m }\n`,
      env,
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

describe('an endpoint', () => {
  it('that is not set is no error: the target keeps the name of its variable', () => {
    const [, sweden] = smallMatrix(SMALL_MATRIX, {}).targets;
    expect(sweden).not.toHaveProperty('endpoint');
    expect(sweden).toMatchObject({ endpointVariable: 'ENDPOINT_SWEDEN' });
  });

  it.each([
    ['https://a.openai.azure.com', 'https://a.openai.azure.com'],
    ['https://a.openai.azure.com///', 'https://a.openai.azure.com'],
    ['https://a.openai.azure.com/openai/v1/', 'https://a.openai.azure.com'],
    ['https://a.cognitiveservices.azure.com/', 'https://a.cognitiveservices.azure.com'],
    ['https://a.services.ai.azure.com/openai/v1', 'https://a.services.ai.azure.com'],
    ['https://A.OpenAI.azure.com/openai', 'https://a.openai.azure.com'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['https://models.contoso.example/aoai/openai/v1/', 'https://models.contoso.example/aoai'],
  ])('of azure is reduced to the resource: %s', (given, expected) => {
    expect(smallMatrix(SMALL_MATRIX, { ENDPOINT_SWEDEN: given }).targets[1]).toMatchObject({
      endpoint: expected,
    });
  });

  it('of another service keeps its path', () => {
    const gateway = target(
      '{ kind: openai-compatible, endpoint: "http://127.0.0.1:4010/v1/", auth: api-key }',
    );
    expect(gateway).toMatchObject({ endpoint: 'http://127.0.0.1:4010/v1', keyVariable: 'OTHER_API_KEY' });
  });

  it.each([
    ['ftp://a.example', 'is not an http(s) address'],
    ['internal-name', 'is not an http(s) address'],
    ['http://a.example', 'is not https'],
    ['https://me:pass@a.example', 'carries credentials'],
    ['https://a.example?api-version=x', 'has a query'],
    ['https://a.openai.azure.com/portal', 'has a path'],
    [
      'https://a.example/openai/deployments/x/chat/completions?api-version=2024-10-21',
      'is the address of one operation',
    ],
    ['https://a.example/openai/v1/responses', 'is the address of one operation'],
    ['https://a.services.ai.azure.com/models', 'is the address of one operation'],
    ['https://a.services.ai.azure.com/api/projects/p', 'is the address of a Foundry project'],
    ['https://a.privatelink.openai.azure.com', 'is a private link name'],
    ['https://swedencentral.api.cognitive.microsoft.com', 'is the address of a region'],
  ])('%s is refused, without printing what the environment holds', (value, reason) => {
    const message = refusal(SMALL_MATRIX, { ENDPOINT_SWEDEN: value });
    expect(message).toContain(
      `matrix.yaml:4:26 (/targets/sweden/endpoint): the value of ENDPOINT_SWEDEN ${reason}`,
    );
    expect(message).not.toContain('internal-name');
    expect(message).not.toContain('a.example');
  });

  it('of OpenAI itself gets the path of its API, and the operation is no part of it', () => {
    const openai = (endpoint: string) => `{ kind: openai-compatible, endpoint: "${endpoint}" }`;
    expect(target(openai('https://api.openai.com'))).toMatchObject({ endpoint: 'https://api.openai.com/v1' });
    expect(target(openai('https://api.openai.com/v1/'))).toMatchObject({
      endpoint: 'https://api.openai.com/v1',
    });
    expect(refusal(withTarget(openai('https://gw.example/team/v1/chat/completions')))).toContain(
      'is the address of one operation; give the base address',
    );
  });

  it("tells the cloud by its host, and by the region where the host is the user's own", () => {
    const at = (endpoint: string, region: string) =>
      target(`{ kind: azure, endpoint: "${endpoint}", region: ${region} }`);
    expect(at('https://a.openai.azure.us', 'usgovvirginia')).toMatchObject({ cloud: 'usgov' });
    expect(at('https://gateway.example', 'usgovvirginia')).toMatchObject({ cloud: 'usgov' });
    expect(at('https://a.openai.azure.com', 'eastus2')).not.toHaveProperty('cloud');
    expect(
      refusal(withTarget('{ kind: azure, endpoint: "https://a.openai.azure.us", region: eastus2 }')),
    ).toContain('eastus2 is a region of the cloud public, the endpoint of usgov');
  });

  it('asked with a key may name a credential for the discovery of its deployments', () => {
    const resource = 'kind: azure, endpoint: "https://a.openai.azure.com", region: eastus2, auth: api-key';
    expect(
      target(`{ ${resource}, credential: azure-cli, deployments: discover, resource_id: "\${ID}" }`),
    ).toMatchObject({ auth: 'api-key', credential: 'azure-cli', resourceIdVariable: 'ID', deployments: {} });
  });

  it('written with a slip of the pen is an error', () => {
    expect(refusal(withTarget('{ kind: openai-compatible, endpoint: $GATEWAY }'))).toContain(
      `written \${GATEWAY}`,
    );
  });
});

describe('the variable of the key', () => {
  it.each([
    [`endpoint: "\${AZURE_OPENAI_ENDPOINT_X}"`, 'AZURE_OPENAI_API_KEY_X'],
    [`endpoint: "\${WHERE}"`, 'WHERE_API_KEY'],
    ['endpoint: "https://a.example"', 'OTHER_API_KEY'],
    [`endpoint: "\${AZURE_OPENAI_ENDPOINT_X}", key_variable: MY_KEY`, 'MY_KEY'],
  ])('%s → %s; the key itself is never read', (endpoint, expected) => {
    expect(target(`{ kind: azure, ${endpoint}, region: eastus2, auth: api-key }`)).toMatchObject({
      keyVariable: expected,
    });
  });

  it('is not there when there is no key', () => {
    expect(target('{ kind: azure, endpoint: "https://a.example", region: eastus2 }')).not.toHaveProperty(
      'keyVariable',
    );
  });
});

describe('a target', () => {
  it.each(['v1', 'v1-preview', '2024-10-21', '2025-04-01-preview'])('speaks surface %s', (surface) => {
    const azure = target(
      `{ kind: azure, endpoint: "https://a.example", region: eastus2, surface: ${surface} }`,
    );
    expect(azure).toMatchObject({ surface });
  });

  it('takes its MCP server from itself, then from the matrix, then the public one of Microsoft Learn', () => {
    const gateway = `{ kind: openai-compatible, endpoint: "https://a.example"`;
    expect(target(`${gateway} }`)?.mcpServerUrl).toBe('https://learn.microsoft.com/api/mcp');
    expect(target(`${gateway}, mcp_server_url: "https://own.example/mcp" }`)?.mcpServerUrl).toBe(
      'https://own.example/mcp',
    );
    const all = smallMatrix(`${SMALL_MATRIX}mcp_server_url: "\${MCP:-https://all.example/mcp}"\n`).targets;
    expect(all.map(({ mcpServerUrl }) => mcpServerUrl)).toEqual([
      'https://mcp.reference.invalid/mcp',
      'https://all.example/mcp',
    ]);
  });

  it('takes its picture from itself, then from the matrix, then a public one; the reference has its own', () => {
    const all = smallMatrix(`${SMALL_MATRIX}picture: { url: "https://a.example/b.png", shows: [Blue] }\n`);
    expect(all.targets.map(({ picture }) => picture)).toEqual([
      { url: 'https://images.reference.invalid/red.png', shows: ['red'] },
      { url: 'https://a.example/b.png', shows: ['blue'] },
    ]);
    const own = target(
      `{ kind: openai-compatible, endpoint: "https://a.example", picture: { url: "https://a.example/g.png", shows: [green] } }`,
    );
    expect(own?.picture).toEqual({ url: 'https://a.example/g.png', shows: ['green'] });
    expect(() => smallMatrix(`${SMALL_MATRIX}picture: { url: "ftp://a.example", shows: [x] }\n`)).toThrow(
      /PNG, JPEG or WebP/,
    );
  });

  const azure = 'kind: azure, endpoint: "https://a.example"';
  it.each([
    [`{ ${azure} }`, 'key "region" is missing'],
    ['{ kind: azure, region: eastus2 }', 'key "endpoint" is missing'],
    [
      `{ ${azure}, region: swedncentral }`,
      '"swedncentral" is not a known Azure region, did you mean "swedencentral"?',
    ],
    [`{ ${azure}, region: "Sweden Central" }`, 'did you mean "swedencentral"?'],
    [`{ ${azure}, region: atlantis }`, 'a new region is a line in fixtures/catalog/regions.yaml'],
    [`{ ${azure}, region: "\${NOPE}" }`, 'the environment variable NOPE is not set'],
    [`{ ${azure}, region: eastus2, surface: v2 }`, '"v2" is not an API surface, did you mean "v1"?'],
    [`{ ${azure}, region: eastus2, surface: 2025-13-01 }`, '"2025-13-01" is not an API surface'],
    [`{ ${azure}, region: eastus2, auth: none }`, 'needs auth: entra or auth: api-key'],
    [`{ ${azure}, region: eastus2, auth: key }`, '"key" is not one of entra, api-key, none'],
    [`{ ${azure}, region: eastus2, key_variable: K }`, 'key_variable has no use with auth: entra'],
    [`{ ${azure}, region: eastus2, credential: cli }`, '"cli" is not one of default, workload-identity'],
    [`{ ${azure}, region: eastus2, scope: "https://ai.azure.com" }`, 'scope of the token'],
    [
      `{ ${azure}, region: eastus2, auth: api-key, credential: azure-cli }`,
      'credential has no use with auth: api-key',
    ],
    [`{ ${azure}, region: eastus2, regoin: x }`, 'unknown key "regoin", did you mean "region"?'],
    [`{ ${azure}, region: eastus2, deployments: auto }`, 'expected "discover", found "auto"'],
    [
      `{ ${azure}, region: eastus2, deployments: discover }`,
      'resource_id must name the variable with the ARM id',
    ],
    [
      `{ ${azure}, region: eastus2, resource_id: /subscriptions/x }`,
      'it names a subscription: let an environment variable hold it',
    ],
    ['{ kind: reference, deployments: discover }', 'the reference target has nothing to discover'],
    [`{ ${azure}, region: eastus2, deployments: { gpt-4.1: x } }`, 'a model id with its version'],
    [
      `{ ${azure}, region: eastus2, deployments: { gpt-4.1@2025-04-15: x } }`,
      'no model "gpt-4.1@2025-04-15", did you mean "gpt-4.1@2025-04-14"?',
    ],
    [
      `{ ${azure}, region: eastus2, deployments: { gpt-4.1@2025-04-14: x, gpt-5@2025-08-07: x } }`,
      'deployment "x" cannot be both',
    ],
    [`{ ${azure}, region: eastus2, features: [completions] }`, 'no feature "completions"'],
    [
      `{ ${azure}, region: eastus2, models: [gpt-6] }`,
      'no model "gpt-6", did you mean "gpt-5"? (among those selected for this target)',
    ],
    [`{ ${azure}, region: eastus2, models: [gpt-image-1] }`, 'no case for target "other"'],
    [
      '{ kind: openai-compatible, endpoint: "https://a.example", auth: entra }',
      'auth: entra is for azure targets',
    ],
    [
      '{ kind: openai-compatible, endpoint: "https://a.example", surface: 2024-10-21 }',
      'a dated api-version is for azure targets',
    ],
    [
      '{ kind: openai-compatible, endpoint: "https://a.example", deployments: { gpt-4.1@2025-04-14: x } }',
      'only azure targets have deployments',
    ],
    [
      '{ kind: openai-compatible, endpoint: "https://a.example", mcp_server_url: "ftp://x" }',
      'not an http(s) address',
    ],
    ['{ kind: reference, region: eastus2 }', 'the reference target has no region'],
    ['{ kind: azur }', '"azur" is not one of azure, openai-compatible, reference, did you mean "azure"?'],
    ['[]', 'expected object, found []'],
  ])('%s is refused in words', (text, reason) => {
    const message = refusal(withTarget(text));
    expect(message).toContain(reason);
    expect(message).toMatch(/matrix\.yaml:5:\d+/);
  });

  it('must be selected what it deploys', () => {
    const text = withModels('[gpt-5]').replace(
      'swedencentral',
      'swedencentral, deployments: { gpt-4.1@2025-04-14: x }',
    );
    expect(refusal(text)).toContain('gpt-4.1@2025-04-14 is deployed here but not selected');
  });

  it('must differ from the others and have a name that fits into an id', () => {
    expect(refusal(withTarget('{ kind: reference }'))).toContain('target "other" is the same as "reference"');
    expect(refusal(SMALL_MATRIX.replace('sweden:', 'Sweden:'))).toContain('lower-case letters');
    expect(refusal(SMALL_MATRIX.replace('sweden:', 'reference:'))).toContain('key "reference" appears twice');
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
    ['nothing', '', 'expected object, found null'],
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
