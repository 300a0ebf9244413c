import type OpenAI from 'openai';
import type { InputItem, ResponseRequest, Responses } from '../scenario.ts';
import { METADATA_KEY } from '../tag.ts';
import { collect } from './collect.ts';
import type { Created } from './created.ts';
import { usedContainers } from './stores.ts';

export function responsesOf(client: OpenAI, deployment: string, created: Created, tag: string): Responses {
  const remember = (id: string, stored: boolean | null | undefined) => {
    if (stored !== false) created.set(id, 'response');
  };
  const rememberContainers = (items: unknown) => {
    for (const id of usedContainers(items)) created.set(id, 'container');
  };
  const sent = (request: ResponseRequest) => ({
    ...tagged(request, tag),
    input: inputOf(request.input),
    model: deployment,
  });
  return {
    async create(request, options) {
      const response = await client.responses.create(sent(request), options);
      remember(response.id, request.store);
      rememberContainers(response.output);
      return untagged(response);
    },
    async stream(request, options) {
      const stream = await client.responses.create({ ...sent(request), stream: true }, options);
      return collect(stream, (event) => {
        if (event.type === 'response.created') remember(event.response.id, request.store);
        if (event.type === 'response.output_item.added') rememberContainers([event.item]);
        if ('response' in event) untagged(event.response);
      });
    },
    async retrieve(id) {
      const response = await client.responses.retrieve(id);
      // A background response names its containers only here.
      rememberContainers(response.output);
      return untagged(response);
    },
    async resume(id, after) {
      const stream = await client.responses.retrieve(id, { stream: true, starting_after: after });
      return collect(stream, (event) => {
        if (event.type === 'response.output_item.added') rememberContainers([event.item]);
        if ('response' in event) untagged(event.response);
      });
    },
    async delete(id) {
      await client.responses.delete(id);
      created.delete(id);
    },
    cancel: async (id) => untagged(await client.responses.cancel(id)),
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

/** What is stored is tagged; what is not stored leaves nothing behind. */
function tagged(request: ResponseRequest, tag: string): ResponseRequest {
  if (request.store === false) return request;
  return { ...request, metadata: { ...request.metadata, [METADATA_KEY]: tag } };
}

/** As the scenario asked for it: the tag is the business of the run. */
function untagged(response: OpenAI.Responses.Response): OpenAI.Responses.Response {
  const { metadata } = response;
  if (typeof metadata === 'object' && metadata !== null) Reflect.deleteProperty(metadata, METADATA_KEY);
  return response;
}
