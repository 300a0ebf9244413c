import { expect, it } from 'vitest';
import { createReference } from '../reference/index.ts';
import { execute, referenceCases } from './reference-cases.ts';

/** As o1 and o3-pro answer. */
const REFUSAL = {
  error: {
    message:
      "Unsupported value: 'stream' does not support true with this model. Supported values are: false.",
    type: 'invalid_request_error',
    param: 'stream',
    code: 'unsupported_value',
  },
};

const unstreaming: typeof globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const body: unknown = request.method === 'POST' ? await request.clone().json() : null;
  const streams = typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
  return streams ? Response.json(REFUSAL, { status: 400 }) : createdOnce.fetch(request);
};
const createdOnce = createReference();

const caseOf = (feature: string) => {
  const item = referenceCases.find(({ id }) => id.startsWith(`${feature}:ref-reasoning@`));
  if (item === undefined) throw new Error(`no case of ${feature}`);
  return item;
};

it.each(['chat/n', 'responses/code-interpreter', 'responses/reasoning-summary'])(
  '%s is judged by what a model says that does not stream',
  async (feature) => {
    const { status, reason } = await execute(caseOf(feature), unstreaming);
    expect({ status, reason }).toEqual({ status: 'supported', reason: '' });
  },
);

it.each(['chat/streaming', 'responses/streaming', 'responses/background-streaming'])(
  '%s is not supported by such a model',
  async (feature) => {
    expect(await execute(caseOf(feature), unstreaming)).toMatchObject({ status: 'unsupported' });
  },
);
