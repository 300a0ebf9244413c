import { APIConnectionError, APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './refusal.ts';

const refused = (status: number, error: object) =>
  Promise.reject(APIError.generate(status, { error }, undefined, new Headers()));

describe('a request that has to be refused', () => {
  it('says how it was: status, code, parameter, message and the whole error', async () => {
    const error = {
      code: 'invalid_value',
      param: 'n',
      message: 'No.',
      type: null,
      innererror: { code: 'x' },
    };
    expect(await refusalOf(refused(400, error))).toEqual({
      status: 400,
      code: 'invalid_value',
      param: 'n',
      message: 'No.',
      body: error,
    });
  });

  it('has null for what the error leaves out or has as another type', async () => {
    const refusal = await refusalOf(refused(404, { code: 404, message: 'Resource not found' }));
    expect(refusal).toMatchObject({ code: null, param: null, message: 'Resource not found' });
  });

  it('is null where it is accepted', async () => {
    expect(await refusalOf(Promise.resolve({ choices: [] }))).toBeNull();
  });

  it.each([401, 403, 408, 429, 500, 503])(
    'is none with status %d: the service was not asked',
    async (status) => {
      await expect(refusalOf(refused(status, { message: 'Later.' }))).rejects.toThrow('Later.');
    },
  );

  it('is none when the wire breaks, or the scenario does', async () => {
    await expect(refusalOf(Promise.reject(new APIConnectionError({ message: 'reset' })))).rejects.toThrow(
      'reset',
    );
    await expect(refusalOf(Promise.reject(new TypeError('ours')))).rejects.toThrow('ours');
  });
});
