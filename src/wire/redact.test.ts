import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeCassette } from './cassette.ts';
import { findSecrets } from './leak.ts';
import { live } from './live.ts';
import { readOutgoing } from './outgoing.ts';
import { createRedactor } from './redact.ts';
import { cassetteOf } from './sample.fixture.ts';
import { readSse } from './sse.ts';
import { createTap } from './tap.ts';

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

describe('a stream', () => {
  const secret = 'canary-5f1d7e9a2b';
  const redactor = () => createRedactor({ secrets: [secret], salt: 's' });
  const bodyOf = (text: string, ends: readonly number[] = []) => {
    const { body, ends: moved } = redactor().responseBody(Buffer.from(text), 'text/event-stream', ends);
    if (body.kind !== 'sse') throw new Error('a stream stays a stream');
    return { text: body.text, ends: moved };
  };
  const joined = (text: string) =>
    readSse(text)
      .events.map(({ data }) => JSON.parse(data))
      .map((value) => value.delta ?? value.choices?.[0]?.delta?.content ?? '')
      .join('');

  it('loses a secret that is spelled out over its deltas, at any cut', () => {
    const content = `the key is ${secret}, and a@example.org 繁體`;
    fc.assert(
      fc.property(fc.array(fc.nat(content.length), { maxLength: 12 }), fc.boolean(), (cuts, chat) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), content.length];
        const pieces = at.slice(1).map((end, index) => content.slice(at[index], end));
        const frames = pieces.map((piece, index) =>
          chat
            ? `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: piece } }] })}\n\n`
            : `event: response.output_text.delta\ndata: ${JSON.stringify({ type: 'response.output_text.delta', item_id: 'msg_1', output_index: 0, content_index: 0, delta: piece, sequence_number: index })}\n\n`,
        );
        const { text } = bodyOf(frames.join(''));
        expect(joined(text)).toBe(redactor().text(content));
        expect(findSecrets(text, [secret])).toEqual([]);
        expect(readSse(text).events).toHaveLength(pieces.length);
      }),
      { numRuns: 200 },
    );
  });

  it('is found by the scanner although no single line shows it', () => {
    const frames = [...secret].map(
      (character) =>
        `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: character } }] })}\n\n`,
    );
    expect(frames.join('').includes(secret)).toBe(false);
    expect(findSecrets(frames.join(''), [secret])).not.toEqual([]);
    expect(findSecrets(JSON.stringify({ exchanges: [{ response: frames.join('') }] }), [secret])).toEqual([
      { kind: 'known-secret', pointer: '/exchanges/0/response' },
    ]);
  });

  it('keeps its chunks adding up to its bytes when the text changes', () => {
    const text = `data: {"a":"繁 someone@example.org"}\n\ndata: {"b":1}\n\n`;
    const total = Buffer.byteLength(text);
    fc.assert(
      fc.property(fc.array(fc.nat(total)), (cuts) => {
        const ends = [...cuts.toSorted((a, b) => a - b), total];
        const moved = bodyOf(text, ends);
        expect(moved.ends).toHaveLength(ends.length);
        expect(moved.ends.at(-1)).toBe(Buffer.byteLength(moved.text));
        expect([...moved.ends].sort((a, b) => a - b)).toEqual(moved.ends);
      }),
    );
  });

  it('stays byte for byte what it was where nothing has to go', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('data: x', 'data: {"a": 1}', 'event: y', ': c', '\n', '\r', '\r\n', '\uFEFF', '漢'),
        ),
        (parts) => {
          const text = parts.join('');
          expect(bodyOf(text).text).toBe(text);
        },
      ),
    );
  });
});

describe('a planted canary', () => {
  const CANARY = 'C4n@ry+k3y/7f9d2c81e4b6==';
  const forms = (value: string) => {
    const bytes = Buffer.from(value);
    return [
      value,
      encodeURIComponent(value),
      bytes.toString('hex'),
      bytes.toString('base64'),
      Buffer.from(`:${value}`).toString('base64'),
      Buffer.from(`u:${value}`).toString('base64'),
    ];
  };

  it('reaches neither exchange, nor cassette, nor error, in any encoding or place', async () => {
    for (const form of forms(CANARY)) {
      const echo: typeof fetch = async (_, init) => {
        const sent = await new Response(init?.body ?? null).text();
        const frames = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: form.slice(0, 5) } }] })}\n\ndata: ${JSON.stringify({ choices: [{ index: 0, delta: { content: form.slice(5) } }] })}\n\ndata: [DONE]\n\n`;
        if (sent.includes('fail')) throw new TypeError(`fetch failed for ${form}`);
        if (sent.includes('stream'))
          return new Response(frames, {
            headers: { 'content-type': 'text/event-stream', 'x-request-id': form },
          });
        return Response.json(
          { error: { message: `bad key ${form}`, [`k${form}`]: form } },
          { status: 401, headers: { 'www-authenticate': form, 'x-ms-region': form } },
        );
      };
      const tap = createTap({ source: live(echo), redactor: createRedactor({ secrets: [CANARY] }) });
      const url = `https://h.test/v1/chat/completions?code=${encodeURIComponent(form)}`;
      const headers = { authorization: `Bearer ${form}`, 'api-key': form, accept: form };
      const body = (mode: string) => JSON.stringify({ mode, messages: [form], [form]: 1 });
      await (await tap.fetch(url, { method: 'POST', headers, body: body('json') })).text();
      await (await tap.fetch(url, { method: 'POST', headers, body: body('stream') })).text();
      const upload = new FormData();
      upload.set('file', new File(['x'], `${form.replaceAll('/', '%2F')}.txt`));
      upload.set('note', form);
      await (await tap.fetch(url, { method: 'POST', headers, body: upload })).text();
      const error = await tap
        .fetch(url, { method: 'POST', headers, body: body('fail') })
        .catch((reason: unknown) => reason);
      const exchanges = await tap.exchanges();
      const written = writeCassette(cassetteOf(...exchanges.slice(0, 3)));
      const message = error instanceof Error ? `${error.message} ${error.stack} ${String(error.cause)}` : '';
      for (const artifact of [JSON.stringify(exchanges), written, message]) {
        expect(findSecrets(artifact, [CANARY])).toEqual([]);
        for (const other of forms(CANARY)) expect(artifact.includes(other), other).toBe(false);
      }
      expect(message).toContain('fetch failed');
    }
  });

  it('is never named by the scanner that finds it', () => {
    expect(JSON.stringify(findSecrets(JSON.stringify({ a: CANARY }), [CANARY]))).not.toContain(
      CANARY.slice(0, 6),
    );
  });

  it('may be learned while the case runs', () => {
    const redactor = createRedactor();
    redactor.learn(CANARY);
    expect(redactor.text(`x${CANARY}y`)).toBe('xredacted-credentialy');
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
