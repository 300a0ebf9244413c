import type OpenAI from 'openai';
import type { Models } from '../scenario.ts';

export function modelsOf(client: OpenAI): Models {
  return {
    list: async () => (await client.models.list()).data,
    retrieve: (id) => client.models.retrieve(id),
  };
}
