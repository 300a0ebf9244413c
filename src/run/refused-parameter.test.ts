import { describe, expect, it } from 'vitest';
import { execute, referenceCases, scenarios } from './reference-cases.ts';

const refusing = (param: string | null, message: string) => async () =>
  Response.json(
    { error: { message, type: 'invalid_request_error', param, code: 'unsupported_parameter' } },
    { status: 400 },
  );

/** One case of each feature. */
const cases = [...new Map(referenceCases.map((item) => [item.feature, item])).values()];

describe('a target that refuses a parameter in every request', () => {
  it('has a case of every scenario to refuse', () => {
    expect(new Set(cases.map(({ feature }) => feature))).toEqual(new Set(scenarios.keys()));
  });

  it.each([
    ['by name', 'user'],
    ['in its message alone', null],
  ])('refuses no feature where the parameter, told %s, is none of the feature', async (_, param) => {
    const fetch = refusing(param, "Unsupported parameter: 'user' is not supported with this model.");
    const statuses = await Promise.all(
      cases.map(async (item) => [item.feature, (await execute(item, fetch)).status]),
    );
    expect(statuses.filter(([, status]) => status !== 'errored')).toEqual([]);
  });

  it('refuses the feature where it is the parameter of that feature', async () => {
    const item = cases.find(({ feature }) => feature === 'responses/background');
    const fetch = refusing(
      'background',
      "Unsupported parameter: 'background' is not supported with this model.",
    );
    expect(item && (await execute(item, fetch)).status).toBe('unsupported');
  });
});
