/** The cassettes of bench/replay.ts through nock: read, define, one call, one assertion. */
import { readFileSync } from 'node:fs';
import nock from 'nock';
import OpenAI from 'openai';
import { expect, inject, test } from 'vitest';
import { cassettePath } from '../src/wire/index.ts';

const { count, recordings } = inject('bench');
nock.disableNetConnect();

for (let index = 0; index < count; index++) {
  test(`case ${index}`, async () => {
    const model = `bench@${String(index).padStart(6, '0')}`;
    const path = cassettePath(recordings, { target: 'reference', feature: 'chat/completion', model });
    const { exchanges } = JSON.parse(readFileSync(path, 'utf8'));
    for (const scope of nock.define(exchanges)) scope.persist(false);
    const baseURL = 'https://reference.target.invalid/openai/v1/';
    const client = new OpenAI({ baseURL, apiKey: 'replay', maxRetries: 0 });
    // What was recorded is what is asked, so that the scenario may change its words.
    const completion = await client.chat.completions.create(exchanges[0].body);
    expect(completion.choices).toHaveLength(1);
    nock.cleanAll();
  });
}
