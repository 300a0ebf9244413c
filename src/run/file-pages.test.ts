import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { createReference, DEFAULT_KEY } from '../reference/index.ts';
import { execute, referenceCases } from './reference-cases.ts';

it('finds its files where a service lists the oldest first, behind pages of those of others', async () => {
  const reference = createReference();
  const baseURL = 'http://reference.invalid/openai/v1/';
  const client = new OpenAI({ baseURL, apiKey: DEFAULT_KEY, fetch: reference.fetch });
  for (let at = 0; at < 250; at++) {
    await client.files.create({ file: new File([`${at}`], `${at}.txt`), purpose: 'assistants' });
  }
  const item = referenceCases.find(({ feature }) => feature === 'files/list');
  if (item === undefined) throw new Error('there is no such case');
  const result = await execute(item, (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    url.searchParams.delete('order');
    return reference.fetch(new Request(url.searchParams.has('limit') ? `${url}&order=asc` : url, request));
  });
  expect(result.checks.find(({ id }) => id === 'contains')).toMatchObject({ outcome: 'passed' });
});
