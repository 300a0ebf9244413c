import { describe, expect, it } from 'vitest';
import { readDeclared } from '../declared/index.ts';
import type { Target } from '../matrix/types.ts';
import { createReference } from '../reference/index.ts';
import { declaredScenario } from './declared.ts';
import { executeWhole, referenceCases } from './reference-cases.ts';

/** Runs steps against the reference target; `change` breaks its answers. */
async function run(
  steps: string,
  change: (response: Response) => Promise<Response> | Response = (same) => same,
  target: Partial<Target> = {},
) {
  const text = `feature: { title: x, kinds: [general], estimate: { requests: 1, inputTokens: 1, outputTokens: 1 },
  source: https://contoso.example }
steps:
${steps}`;
  const declared = readDeclared({ file: 'x.yaml', text }, { own: true, code: false });
  const item = referenceCases.find(({ id }) => id.startsWith('responses/create:ref-general'));
  if (item === undefined) throw new Error('no case');
  const reference = createReference();
  const fetch: typeof globalThis.fetch = async (...request) => change(await reference.fetch(...request));
  return executeWhole(item, fetch, target, { scenario: declaredScenario('responses/colour', declared) });
}

const ofCheck = async (id: string, ...given: Parameters<typeof run>) => {
  const { result } = await run(...given);
  return {
    status: result.status,
    reason: result.reason,
    check: result.checks.find((check) => check.id === id),
  };
};

describe('steps against the reference target', () => {
  it('hand values on, poll, and leave nothing behind', async () => {
    const { result, exchanges } = await run(`
  - name: made
    ask: responses.create
    body: { input: Name one colour., background: true }
  - ask: responses.retrieve
    id: \${made#/id}
    until: { at: /status, equals: completed }
    expect:
      - { check: same, says: it is the same, at: /id, equals: '\${made#/id}' }
      - { check: done, says: it is done, at: /status, equals: completed }
`);
    expect(result).toMatchObject({ status: 'supported', leftovers: [] });
    expect(exchanges.at(-1)?.request.method).toBe('DELETE');
    expect(exchanges[0]?.request.body).toMatchObject({ value: { model: 'ref-general' } });
  });

  it('read a stream as what it adds up to', async () => {
    const { check } = await ofCheck(
      'text',
      `
  - ask: chat.create
    stream: true
    body: { messages: [{ role: user, content: 'Repeat: blue' }] }
    expect: [{ check: text, says: a text comes, at: /choices/0/message/content, pattern: \\S }]
`,
    );
    expect(check?.outcome).toBe('passed');
  });

  it('send a picture of the harness, and upload a file that is deleted again', async () => {
    const { result, exchanges } = await run(`
  - name: file
    ask: files.create
    document: code-word.pdf
    purpose: assistants
    expect: [{ check: kept, says: it is kept, at: /object, equals: file }]
  - ask: chat.create
    body:
      messages:
        - role: user
          content: [{ type: text, text: 'Which colour?' }, { type: image_url, image_url: { url: '\${document:red.png}' } }]
    expect: [{ check: red, says: it is red, at: /choices/0/message/content, pattern: '(?i:red)' }]
`);
    expect(result).toMatchObject({ status: 'supported', leftovers: [] });
    expect(exchanges.at(-1)?.request).toMatchObject({ method: 'DELETE' });
  });

  it('do not hold a request that is wrong on purpose against the harness', async () => {
    const { result, exchanges } = await run(`
  - send: POST /responses
    raw: '[]'
    refused: true
    expect: [{ check: refused, says: a list is refused, status: 400 }]
`);
    expect(result).toMatchObject({ status: 'supported' });
    expect(result.checks.map(({ id }) => id)).not.toContain('schema.request');
    expect(exchanges).toHaveLength(1);
  });

  it('name the deployment in the path of a dated surface, even without a body', async () => {
    const steps = `
  - send: POST /chat/completions
    raw: ''
    refused: true
    expect: [{ check: refused, says: no body is refused, status: 400 }]
`;
    const { result, exchanges } = await run(steps, (same) => same, {
      kind: 'azure',
      surface: '2025-04-01-preview',
    });
    expect(result).toMatchObject({ status: 'supported' });
    expect(exchanges[0]?.request.path).toContain('/deployments/ref-general/chat/completions');
  });

  it('still hold the requests of the client to their schema', async () => {
    const { result } = await run(
      '\n  - { ask: responses.create, body: { input: Hello, temperature: warm } }\n',
    );
    expect(result).toMatchObject({ status: 'errored' });
    expect(result.reason).toContain('our own request is not as documented');
  });

  it('delete what a broken target makes of a request that it should have refused', async () => {
    const { result, exchanges } = await run(`
  - send: POST /responses
    body: { model: '\${deployment}', input: Name one colour. }
    refused: true
    expect: [{ check: refused, says: it is refused, status: 400 }]
`);
    expect(result).toMatchObject({ status: 'partial', leftovers: [] });
    expect(exchanges.at(-1)?.request.method).toBe('DELETE');
  });

  it('tell what was expected and what was found, with its place and its source', async () => {
    const { status, check } = await ofCheck(
      'three',
      `
  - ask: chat.create
    body: { messages: [{ role: user, content: Hello }] }
    expect: [{ check: three, says: it says three, at: /choices/0/index, equals: 3, source: https://contoso.example/3 }]
`,
    );
    expect(status).toBe('partial');
    expect(check?.message).toBe('does not hold: it says three (expected 3, found 0)');
    expect(check?.violations).toEqual([
      expect.objectContaining({
        pointer: '/choices/0/index',
        expected: '3',
        found: '0',
        reference: 'https://contoso.example/3',
      }),
    ]);
  });

  it.each([
    ['header: x-ms-region, pattern: ^Ref', 'passed'],
    ['header: x-no-such, absent: true', 'passed'],
    ['status: [200, 201]', 'passed'],
    ['status: 201', 'failed'],
    ['error: auth', 'failed'],
  ])('judge %s: %s', async (expectation, outcome) => {
    const { check } = await ofCheck(
      'it',
      `\n  - { ask: models.list, expect: [{ check: it, says: it is so, ${expectation} }] }\n`,
    );
    expect(check?.outcome).toBe(outcome);
  });

  it('see the class of a refusal and its envelope', async () => {
    const { result } = await run(`
  - ask: models.list
    as: { credential: { wrong: no-key-of-anybody } }
    refused: [auth]
    expect:
      - { check: class, says: it is about access, error: auth }
      - { check: code, says: it has a code, at: /error/code, equals: '401' }
`);
    expect(result).toMatchObject({ status: 'supported' });
  });

  it('are not to blame for an answer without the value that a later step needs', async () => {
    const steps = `
  - { name: made, ask: responses.create, body: { input: Name one colour. } }
  - { ask: responses.retrieve, id: '\${made#/id}' }
`;
    const { result } = await run(steps, async (response) => {
      const { id: _, ...rest } = await response.json();
      return Response.json(rest, response);
    });
    expect(result.status).toBe('partial');
    expect(result.checks.find(({ id }) => id === 'scenario.ends')?.message).toContain(
      'the answer of the step "made" has nothing at /id',
    );
  });
});
