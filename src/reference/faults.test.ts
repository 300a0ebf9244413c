import { describe, expect, it } from 'vitest';
import { FAULTS } from './faults.ts';
import { open, posted, type Session } from './test-client.ts';

/** One request of each kind; a fault shows in the transcript of those it breaks, and in no other. */
const REQUESTS: Readonly<Record<string, (session: Session) => Promise<Response>>> = {
  chat: ({ send }) => send('v1/chat/completions', posted(CHAT)),
  'chat stream': ({ send }) =>
    send('v1/chat/completions', posted({ ...CHAT, stream: true, stream_options: { include_usage: true } })),
  'chat tools': ({ send }) =>
    send('v1/chat/completions', posted({ ...CHAT, tools: [TOOL], tool_choice: 'required' })),
  'chat temperature': ({ send }) =>
    send('v1/chat/completions', posted({ ...CHAT, model: 'ref-reasoning', temperature: 0.5 })),
  response: ({ send }) => send('v1/responses', posted(RESPONSE)),
  'response stream': ({ send }) => send('v1/responses', posted({ ...RESPONSE, stream: true })),
  retrieve: async ({ client, send }) => send(`v1/responses/${(await client.responses.create(RESPONSE)).id}`),
  poll: async ({ client, send }) => {
    const { id } = await client.responses.create({ ...RESPONSE, background: true });
    await send(`v1/responses/${id}`);
    return send(`v1/responses/${id}`);
  },
  upload: ({ client }) => client.files.create({ file: FILE(), purpose: 'assistants' }).asResponse(),
  content: async ({ client }) =>
    client.files
      .content((await client.files.create({ file: FILE(), purpose: 'assistants' })).id)
      .asResponse(),
  error: ({ send }) => send('v1/responses', posted({ ...RESPONSE, colour: 'red' })),
};
const CHAT = { model: 'ref-general', messages: [{ role: 'user', content: 'Count to 9.' }] };
const RESPONSE = { model: 'ref-general', input: 'Count to 9.' };
const TOOL = { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } };
const FILE = () => new File(['0123456789'], 'a.txt');

const ALL = Object.keys(REQUESTS);
/** What each fault breaks; `region.header-missing` and the null target are everywhere. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  'stream.sequence-gap': ['response stream'],
  'stream.sequence-repeat': ['response stream'],
  'stream.terminal-missing': ['response stream'],
  'stream.done-missing': ['chat stream'],
  'stream.delta-dropped': ['response stream'],
  'stream.event-name-mismatch': ['response stream'],
  'stream.role-twice': ['chat stream'],
  'stream.truncated': ['chat stream', 'response stream'],
  'usage.total-wrong': [
    'chat',
    'chat stream',
    'chat tools',
    'response',
    'response stream',
    'retrieve',
    'poll',
  ],
  'error.envelope-html': ['chat temperature', 'error'],
  'error.wrong-code': ['chat temperature', 'error'],
  'error.in-200': ['chat temperature', 'error'],
  'chat.schema-field-missing': ['chat', 'chat tools'],
  'responses.schema-field-retyped': ['response', 'retrieve', 'poll'],
  'responses.event-field-missing': ['response stream'],
  'responses.status-stuck': ['poll'],
  'responses.retrieve-other-id': ['retrieve', 'poll'],
  'responses.store-forgotten': ['response', 'response stream', 'retrieve', 'poll'],
  'files.bytes-wrong': ['upload'],
  'files.content-wrong': ['content'],
  'region.header-missing': ALL,
  'temperature.ignored': ['chat temperature'],
  'tools.ignored': ['chat tools'],
  'stream.ignored': ['chat stream', 'response stream'],
  'target.null': ALL,
};

async function transcript(
  request: (session: Session) => Promise<Response>,
  faults: readonly string[],
): Promise<string> {
  const session = await open({ faults });
  try {
    const response = await request(session);
    return JSON.stringify([response.status, [...response.headers], await response.text()]);
  } catch (error) {
    // The SDK itself may notice, for example a response without an id.
    return String(error);
  }
}

describe('faults', () => {
  it('each have a unique name, a sentence and a check that has to catch them', () => {
    expect(new Set(FAULTS.map((fault) => fault.name)).size).toBe(FAULTS.length);
    for (const { breaks, caughtBy } of FAULTS) {
      expect(breaks).toMatch(/^[A-Z].*\.$/);
      expect(caughtBy).not.toBe('');
    }
  });

  it.each(FAULTS)('$name breaks what it says and nothing else', async ({ name }) => {
    const changed: string[] = [];
    for (const [kind, request] of Object.entries(REQUESTS)) {
      if ((await transcript(request, [name])) !== (await transcript(request, []))) changed.push(kind);
    }
    expect(changed).toEqual(BROKEN[name]);
  });
});
