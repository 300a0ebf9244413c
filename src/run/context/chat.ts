import type OpenAI from 'openai';
import type { Chat } from '../scenario.ts';
import { collect } from './collect.ts';

export function chatOf(client: OpenAI, deployment: string): Chat {
  return {
    create: (request) => client.chat.completions.create({ ...request, model: deployment }),
    async stream(request) {
      return collect(await client.chat.completions.create({ ...request, model: deployment, stream: true }));
    },
  };
}
