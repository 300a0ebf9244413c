import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from './leak.ts';
import { readOutgoing } from './outgoing.ts';
import { createRedactor } from './redact.ts';

const GUID = '3b241101-e2bb-4255-8caf-4136c566a962';
const JWT = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxMjM0NTY3ODkwIn0'}.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U`;
const AZURE_KEY = `${'aB3'.repeat(17)}xJQQJ99AKACYeBjFXJ3w3AAABACOGv1Xy`;
const SECRETS: Readonly<Record<string, string>> = {
  'a bearer token': 'Authorization: Bearer abcdef0123456789abcdef',
  'a JSON web token': `token ${JWT} end`,
  'an api-key header in text': 'api-key: 0123456789abcdef0123456789abcdef',
  'an api key in escaped JSON': '{\\"api_key\\": \\"0123456789abcdef0123456789abcdef\\"}',
  'an API key in prose': 'Incorrect API key provided: 0123456789abcdef0123456789abcdef.',
  'an Azure key of 84 characters': `the key ${AZURE_KEY} leaked`,
  'an OpenAI key': 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789',
  'a GitHub token': `ghp_${'a1B2'.repeat(9)}`,
  'a client secret of Entra': 'abc8Q~abcdefghijklmnopqrstuvwxyz0123456.~',
  'a SAS signature': 'https://x.example/c?sv=2024&sig=abcdEFGH1234%2Babcd%3D&se=1',
  'a storage key': `AccountName=x;AccountKey=${'Ab1+'.repeat(21)}==;`,
  'a private key': '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----',
  'a subscription id': `/subscriptions/${GUID}/providers`,
  'a tenant id': `tenantId: "${GUID}"`,
  'a sign-in address': `https://login.microsoftonline.com/${GUID}/oauth2`,
  'a principal in an error': `The principal ${GUID} lacks the required data action`,
  'a resource group': '/resourceGroups/contoso-prod/providers',
  'the host of a resource': 'https://contoso-east.openai.azure.com/openai/v1',
  'the host of a resource of the US Government': 'https://contoso.openai.azure.us/openai/v1',
  'the host of a resource in China': 'contoso.cognitiveservices.azure.cn',
  'the host of a blob store': 'contosodata.blob.core.windows.net',
  'an e-mail address': 'ask someone.else+x@example.org please',
};
const HARMLESS = [
  'Bearer authentication is required',
  'Missing api-key header',
  'scope https://cognitiveservices.azure.com/.default or https://ai.azure.com/.default',
  'see https://go.microsoft.com/fwlink/?linkid=2197993 and learn.microsoft.com',
  'resp_0123456789abcdef0123456789abcdef0123456789abcdef',
  `msg ${GUID} call_abc123 chatcmpl-ABC file-0123456789abcdef`,
  '{"total_tokens": 12, "token": "Hi", "logprob": -0.1}',
  'deployments/gpt-4.1 prompt_cache_key sigma=12',
];

describe('what looks like a secret', () => {
  for (const [name, text] of Object.entries(SECRETS)) {
    it(`is found and replaced: ${name}`, () => {
      const redacted = createRedactor({ salt: 's' }).text(text);
      expect(redacted).not.toBe(text);
      expect(findSecrets(text)).not.toEqual([]);
      expect(findSecrets(redacted)).toEqual([]);
      expect(createRedactor({ salt: 's' }).text(redacted)).toBe(redacted);
    });
  }

  it.each(HARMLESS)('leaves alone: %s', (text) => {
    expect(createRedactor().text(text)).toBe(text);
  });

  it('is found in linear time, also in a long run of letters without an end', () => {
    const long = 'a'.repeat(5_000_000);
    expect(
      findSecrets(
        `${long}@ api-key bearer eyJ sk- JQQJ99 8Q~ sig= AccountKey subscription .azure.com ${long}`,
      ),
    ).toEqual([]);
  });
});

describe('pseudonyms', () => {
  const first = createRedactor({ salt: 'case' });

  it('are the same for the same value, in any order, place and process, and differ for others', () => {
    const mail = (name: string) => createRedactor({ salt: 'case' }).text(`${name}@example.org`);
    expect(first.text('/subscriptions/x a@example.org b@example.org')).toBe(
      `/subscriptions/x ${mail('a')} ${mail('b')}`,
    );
    expect(mail('a')).not.toBe(mail('b'));
    expect(createRedactor({ salt: 'other' }).text('a@example.org')).not.toBe(mail('a'));
  });

  it('keep the shape of what they replace', () => {
    expect(first.text(`/subscriptions/${GUID}`)).toMatch(
      /^\/subscriptions\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    expect(first.text('a@example.org')).toMatch(/^user-[0-9a-f]{12}@example\.invalid$/);
  });

  it('let a request that quotes an earlier answer still match', () => {
    const answer = first.value({ owner: 'someone@example.org' });
    const again = createRedactor({ salt: 'case' });
    expect(again.value(answer)).toEqual(answer);
    expect(again.value({ owner: 'someone@example.org' })).toEqual(answer);
  });

  it('stand for a request id in the header and in the message that quotes it', () => {
    const redactor = createRedactor({ salt: 'case' });
    const headers = redactor.responseHeaders(
      new Headers({ 'x-request-id': GUID, 'apim-request-id': 'req_abcdef0123456789' }),
    );
    expect(headers['x-request-id']).toMatch(/^00000000-0000-4000-8000-/);
    expect(headers['apim-request-id']).toMatch(/^req_redacted/);
    expect(redactor.text(`include the request ID ${GUID.toUpperCase()}`)).toBe(
      `include the request ID ${headers['x-request-id']}`,
    );
  });
});

describe('the headers of a request for an MCP server', () => {
  const tool = {
    type: 'mcp',
    server_label: 'docs',
    server_url: 'https://mcp.test/mcp',
    headers: { 'x-anything': 'open-sesame-7', Authorization: 'Bearer abcdef0123456789' },
  };

  it('are not kept, whatever their names, in text or as a value', async () => {
    const redactor = createRedactor();
    const outgoing = await readOutgoing('https://h.test/v1/responses', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'm', tools: [tool] }),
    });
    const kept = JSON.stringify(redactor.request(outgoing));
    expect(kept).not.toContain('sesame');
    expect(kept).not.toContain('abcdef');
    expect(kept).toContain('x-anything');
    expect(redactor.redactions()).toContain('mcp-headers');
    expect(redactor.value(redactor.value(tool))).toEqual(redactor.value(tool));
  });

  it('are not kept where an answer quotes them', () => {
    const redactor = createRedactor();
    redactor.value(tool);
    const answer = JSON.stringify({ output: [{ text: 'the header was open-sesame-7' }] });
    const bytes = new TextEncoder().encode(answer);
    expect(JSON.stringify(redactor.responseBody(bytes, 'application/json', []))).not.toContain('sesame');
  });

  it('leave other members called headers alone', () => {
    const table = { type: 'table', headers: { first: 'animal' } };
    expect(createRedactor().value(table)).toBe(table);
  });
});

describe('headers', () => {
  it('are kept by name only, never by what they hold', async () => {
    const outgoing = await readOutgoing('https://h.test/v1', {
      method: 'POST',
      headers: {
        'Api-Key': 'x',
        authorization: 'y',
        cookie: 'z',
        'x-new-secret': 'w',
        accept: '*/*',
        'content-type': 'multipart/form-data; boundary=q',
      },
    });
    const redactor = createRedactor();
    expect(redactor.request(outgoing).headers).toEqual({
      accept: '*/*',
      'content-type': 'multipart/form-data',
    });
    const response = new Headers({
      'set-cookie': 'a=b',
      'openai-organization': 'contoso',
      'x-ms-region': 'East US 2',
      server: 'x',
    });
    expect(redactor.responseHeaders(response)).toEqual({ 'x-ms-region': 'East US 2' });
    expect(redactor.redactions()).toEqual([
      'header:api-key',
      'header:authorization',
      'header:cookie',
      'header:set-cookie',
    ]);
  });
});

describe('hosts and resources', () => {
  const redactor = createRedactor({
    aliases: { 'Contoso-East.openai.azure.com': 'sweden', '127.0.0.1:8080': 'gateway' },
  });

  it.each([
    ['https://contoso-east.openai.azure.com/openai/v1', 'https://sweden.target.invalid/openai/v1'],
    ['CONTOSO-EAST.services.ai.azure.com', 'sweden.target.invalid'],
    ['resource contoso-east, not contoso-east-2', 'resource sweden, not contoso-east-2'],
    ['http://127.0.0.1:8080/x 127.0.0.1:80801', 'http://gateway.target.invalid/x 127.0.0.1:80801'],
    ['https://sweden.target.invalid/', 'https://sweden.target.invalid/'],
  ])('%s becomes %s', (text, expected) => {
    expect(redactor.text(text)).toBe(expected);
  });

  it('give the origin its alias', () => {
    expect(redactor.origin(new URL('https://contoso-east.openai.azure.com/x'))).toBe(
      'https://sweden.target.invalid',
    );
    expect(redactor.origin(new URL('http://127.0.0.1:8080/'))).toBe('https://gateway.target.invalid');
  });

  it('lose the path in front of the API, which belongs to the address', () => {
    const behind = createRedactor({
      aliases: { 'gw.example': 'gateway' },
      basePaths: { 'gw.example': '/team-7/v1/', 'other.example': '/' },
    });
    const pathOf = (url: string) =>
      behind.request({
        method: 'GET',
        url: new URL(url),
        headers: new Headers(),
        content: { kind: 'none' },
        signal: null,
        init: {},
      }).path;
    expect(pathOf('https://gw.example/team-7/v1/models')).toBe('/models');
    expect(pathOf('https://gw.example/team-7/v10/models')).toBe('/team-7/v10/models');
    expect(pathOf('https://other.example/v1/models')).toBe('/v1/models');
  });

  it('leave ordinary words alone although a resource has one for its name', () => {
    const unlucky = createRedactor({ aliases: { 'openai.openai.azure.com': 'one' } });
    expect(unlucky.text('openai at openai.openai.azure.com')).toBe('openai at one.target.invalid');
  });
});

describe('JSON', () => {
  const redactor = createRedactor({ secrets: ['hunter2-is/secret'] });

  it('loses credentials by the name of the member, and nothing else', () => {
    const value = {
      tools: [{ type: 'mcp', authorization: 'short', headers: { 'X-Api-Key': 'k' } }],
      usage: { total_tokens: 3 },
      token: 'Hi',
      password: { type: 'string' },
    };
    expect(redactor.value(value)).toEqual({
      tools: [
        {
          type: 'mcp',
          authorization: 'redacted-credential',
          headers: { 'X-Api-Key': 'redacted-credential' },
        },
      ],
      usage: { total_tokens: 3 },
      token: 'Hi',
      password: { type: 'string' },
    });
  });

  it('hides nothing behind escapes', () => {
    const text =
      '{"url":"https:\\/\\/x\\u002ftest?a=1\\u0026sig=abcdEFGH1234abcd5678","s":"hunter2-is\\/secret"}';
    const redacted = redactor.json(text);
    expect(JSON.parse(redacted)).toEqual({
      url: 'https://x/test?a=1&sig=redacted-credential',
      s: 'redacted-credential',
    });
  });

  it('keeps its layout where that is possible', () => {
    expect(redactor.json('{\n  "a": "x@example.org"\n}')).toMatch(
      /^\{\n {2}"a": "user-[0-9a-f]{12}@example\.invalid"\n\}$/,
    );
    const untouched = '{ "b" :  [1.0, "x"] }';
    expect(redactor.json(untouched)).toBe(untouched);
  });
});

describe('redaction', () => {
  it('done twice changes nothing more, on any mixture', () => {
    const part = fc.constantFrom(
      ...Object.values(SECRETS),
      ...HARMLESS,
      ' ',
      '"',
      '\n',
      'contoso-east',
      GUID,
      AZURE_KEY,
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const redactor = createRedactor({
          secrets: [GUID.slice(0, 13)],
          aliases: { 'contoso-east.openai.azure.com': 'sweden' },
        });
        const once = redactor.text(parts.join(''));
        expect(redactor.text(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a name that differs from run to run', () => {
  const RUN = 'aoai-conform-0123456789ab';
  const RECORDED = 'aoai-conform-000000000000';
  const upload = async (tag: string) => {
    const body = new FormData();
    body.set('file', new File(['text'], `${tag}-a.txt`));
    const redactor = createRedactor({ standIns: { [tag]: RECORDED } });
    const request = redactor.request(await readOutgoing('https://a.example/files', { method: 'POST', body }));
    return { request, redactions: redactor.redactions() };
  };

  it('has one and the same stand-in in requests and answers of every run', async () => {
    const [one, other, replayed] = await Promise.all(
      [RUN, 'aoai-conform-ba9876543210', RECORDED].map(upload),
    );
    expect(JSON.stringify(one?.request)).not.toContain(RUN);
    expect(one?.request).toEqual(other?.request);
    expect(one?.request).toEqual(replayed?.request);
    expect(one?.redactions).toContain('run-id');
    expect(replayed?.redactions).not.toContain('run-id');
    const text = createRedactor({ standIns: { [RUN]: RECORDED } }).text(`{"filename":"${RUN}-a.txt"}`);
    expect(text).toBe(`{"filename":"${RECORDED}-a.txt"}`);
  });
});
