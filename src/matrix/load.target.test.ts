import { describe, expect, it } from 'vitest';
import { SMALL_MATRIX, smallMatrix } from './small-catalogue.ts';
import { ENVIRONMENT, refusal, withModels, withTarget } from './variants.fixture.ts';

const target = (text: string, name = 'other', environment = ENVIRONMENT) =>
  smallMatrix(withTarget(text), environment).targets.find((entry) => entry.name === name);

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
