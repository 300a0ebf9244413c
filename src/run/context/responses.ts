import type OpenAI from 'openai';
import type { InputItem, Responses } from '../scenario.ts';
import { collect } from './collect.ts';
import type { Created } from './created.ts';

export function responsesOf(client: OpenAI, deployment: string, created: Created): Responses {
  const remember = (id: string, stored: boolean | null | undefined) => {
    if (stored !== false) created.set(id, 'response');
  };
  return {
    async create(request) {
      const response = await client.responses.create({
        ...request,
        input: inputOf(request.input),
        model: deployment,
      });
      remember(response.id, request.store);
      return response;
    },
    async stream(request) {
      const events = await collect(
        await client.responses.create({
          ...request,
          input: inputOf(request.input),
          model: deployment,
          stream: true,
        }),
      );
      for (const event of events)
        if (event.type === 'response.created') remember(event.response.id, request.store);
      return events;
    },
    retrieve: (id) => client.responses.retrieve(id),
    async resume(id, after) {
      return collect(await client.responses.retrieve(id, { stream: true, starting_after: after }));
    },
    async delete(id) {
      await client.responses.delete(id);
      created.delete(id);
    },
    cancel: (id) => client.responses.cancel(id),
    async inputItems(id, page) {
      const { data, has_more } = await client.responses.inputItems.list(id, page);
      return { items: data, hasMore: has_more };
    },
    compact: (request) =>
      client.responses.compact({ ...request, input: inputOf(request.input), model: deployment }),
  };
}

function inputOf(input: string | readonly InputItem[]): string | OpenAI.Responses.ResponseInput {
  return typeof input === 'string' ? input : input.filter(isInput);
}

/** The one kind of item whose output is typed more widely than the input it may become (openai 7.55.0). */
function isInput(item: InputItem): item is OpenAI.Responses.ResponseInputItem {
  return item.type !== 'additional_tools' || item.role === 'developer';
}
