import { APIConnectionError, APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { attempt } from './attempt.ts';

const refused = (status: number, error: object) =>
  Promise.reject(APIError.generate(status, { error }, undefined, new Headers()));

describe('a request that may be refused', () => {
  it('gives its answer where it is accepted', async () => {
    expect(await attempt(Promise.resolve('an answer'))).toEqual({ answer: 'an answer', refusal: null });
  });

  it('says how it was refused: status, code, parameter, message and the whole error', async () => {
    const error = {
      code: 'invalid_value',
      param: 'n',
      message: 'No.',
      type: null,
      innererror: { code: 'x' },
    };
    expect(await attempt(refused(400, error))).toEqual({
      answer: null,
      refusal: { status: 400, code: 'invalid_value', param: 'n', message: 'No.', body: error },
    });
  });

  it('has null for what the error leaves out or has as another type', async () => {
    const { refusal } = await attempt(refused(404, { code: 404, message: 'Resource not found' }));
    expect(refusal).toMatchObject({ code: null, param: null, message: 'Resource not found' });
  });

  it.each([401, 403, 408, 429, 500, 503])(
    'is thrown on with status %d: the service was not asked',
    async (status) => {
      await expect(attempt(refused(status, { message: 'Later.' }))).rejects.toThrow('Later.');
    },
  );

  it('is thrown on when the wire breaks, or the scenario does', async () => {
    await expect(attempt(Promise.reject(new APIConnectionError({ message: 'reset' })))).rejects.toThrow(
      'reset',
    );
    await expect(attempt(Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
  });
});
