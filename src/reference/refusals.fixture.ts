/** Requests that the reference target has to refuse. */
import { expect, it } from 'vitest';
import { open, posted } from './test-client.ts';

export const CHAT = { model: 'ref-general', messages: [{ role: 'user', content: 'Hello' }] };
export const RESPONSE = { model: 'ref-general', input: 'Hello' };
export const CHAT_TOOL = {
  type: 'function',
  function: { name: 'f', parameters: { type: 'object', properties: { a: {} } } },
};

/** Title, API, body, and what the error has to say. Every member not named is as in a good request. */
export type Refused = readonly [
  title: string,
  api: 'chat' | 'responses',
  body: object,
  error: Readonly<Record<string, unknown>>,
];

/** A test of each; the status is 400 where the error names none. */
export function itRefuses(refused: readonly Refused[]): void {
  it.each(refused)('%s (%s)', async (_, api, body, refusal) => {
    const { send } = await open();
    const [path, good] = api === 'chat' ? ['v1/chat/completions', CHAT] : ['v1/responses', RESPONSE];
    const response = await send(path, posted({ ...good, ...body }));
    const { error } = await response.json();
    expect({ status: response.status, ...error }).toMatchObject({ status: 400, ...refusal });
  });
}
