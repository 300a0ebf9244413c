/** `responses.*`: create, retrieve (and resume), delete, cancel, input items. */
import { hexOf } from '../identity.ts';
import { type JsonObject, plain } from '../json.ts';
import { inputCost } from '../model/answer.ts';
import { annotations, type Filter, filterOf, refuseParameters, refuseTruncation } from '../model/limits.ts';
import type { Prompt } from '../model/prompt.ts';
import { deployed, type Operate } from '../operation.ts';
import {
  contextExceeded,
  invalidRequest,
  invalidValue,
  Refusal,
  requestedOperationUnsupported,
  responseNotFound,
} from '../refusal.ts';
import type { Reply } from '../reply.ts';
import { parseRequest } from '../requests/parse.ts';
import { type InputItem, responsesRequest } from '../requests/responses.ts';
import type { State } from '../state.ts';
import { openHosted } from '../tools/hosted.ts';
import { conduct } from './conduct.ts';
import { conversationOf, idOf } from './conversation.ts';

import { StoredResponse } from './job.ts';
import type { ResponseFacts } from './object.ts';
import { promptOf } from './translate.ts';

/** Parameters of chat that have another name here (catalogue `messages_moved_to_input`). */
const MOVED: Readonly<Record<string, string>> = {
  messages: 'input',
  max_tokens: 'max_output_tokens',
  max_completion_tokens: 'max_output_tokens',
  response_format: 'text.format',
  reasoning_effort: 'reasoning.effort',
  verbosity: 'text.verbosity',
};

export const createResponse: Operate = async (incoming) => {
  const { body, state, ordinal, deployments, spent } = incoming;
  refuseMoved(body);
  const named = body.model;
  if (typeof named === 'string') {
    const model = deployed(deployments, named);
    if (!model.apis.includes('responses')) throw requestedOperationUnsupported();
    refuseParameters(model, 'responses', body);
  }
  const request = parseRequest(responsesRequest, body);
  const model = deployed(deployments, request.model);
  refuseTruncation(model, request.truncation);
  const id = `resp_${hexOf(50, 'resp', ordinal)}`;
  const input = conversationOf(request, id, state);
  const prompt = fitting(input, request.truncation === 'auto', (items) =>
    promptOf(request, items, model, state, ordinal),
  );
  const filter = filterOf(prompt);
  if (filter !== null) throw filtered(filter);
  const hosted = openHosted({
    request,
    conversation: input,
    model,
    state,
    deployments,
    ordinal,
    imageDeployment: incoming.request.headers.get('x-ms-oai-image-generation-deployment'),
  });
  const conducted = await conduct(id, request, input, prompt, hosted, incoming.signal);
  spent(request.model, conducted.inputTokens + conducted.outputTokens);
  const promptLength = prompt.turns.reduce((sum, turn) => sum + turn.text.length, 0);
  const facts: ResponseFacts = {
    id,
    request,
    model,
    effort: prompt.effort,
    createdAt: state.seconds(),
    conducted,
    promptLength,
  };
  const job = new StoredResponse(facts, input, state.now());
  if (request.store ?? true) state.responses.set(id, job);
  return request.stream ? streamed(job, -1) : json(job.object(state.now()));
};

/** The prompt of as much of a conversation as the model takes; what is too long is refused unless it may be cut. */
function fitting(
  conversation: readonly InputItem[],
  mayCut: boolean,
  promptOf: (items: readonly InputItem[]) => Prompt,
): Prompt {
  const prompt = promptOf(conversation);
  if (inputCost(prompt) <= prompt.model.context) return prompt;
  const next = conversation.findIndex(
    (item, at) => at > 0 && item.type === 'message' && item.role === 'user',
  );
  if (!mayCut || next < 0) throw contextExceeded();
  return fitting(conversation.slice(next), mayCut, promptOf);
}

export const retrieveResponse: Operate = async ({ address, url, state }) => {
  const job = known(state, address.id);
  const after = startingAfter(url.searchParams);
  if (url.searchParams.get('stream') === 'true') {
    if (!job.background || !job.facts.request.stream) {
      const what = job.background ? 'stream=true' : 'background=true';
      throw invalidRequest(`This response cannot be streamed because it was not created with ${what}.`, {
        param: 'stream',
      });
    }
    return streamed(job, after ?? -1);
  }
  if (after !== null) {
    throw invalidRequest("The 'starting_after' parameter is only allowed when 'stream' is enabled.", {
      param: 'starting_after',
    });
  }
  job.advance();
  return json(job.object(state.now()));
};

export const deleteResponse: Operate = async ({ address, state }) => {
  const { id } = known(state, address.id).facts;
  state.responses.delete(id);
  return json({ id, object: 'response.deleted', deleted: true });
};

export const cancelResponse: Operate = async ({ address, state }) => {
  const job = known(state, address.id);
  if (!job.background) throw invalidRequest('Cannot cancel a synchronous response.');
  job.cancel(state.now());
  return json(job.object(state.now()));
};

/** Newest first unless asked otherwise; 20 a page (documentation of the operation). */
export const listInputItems: Operate = async ({ address, url, state }) => {
  const query = url.searchParams;
  const order = query.get('order') ?? 'desc';
  if (order !== 'asc' && order !== 'desc') throw invalidValue('order', order, ['asc', 'desc']);
  const limit = Number(query.get('limit') ?? 20);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalidRequest("Invalid 'limit': expected an integer between 1 and 100.", { param: 'limit' });
  }
  const { input } = known(state, address.id);
  const ordered = order === 'asc' ? [...input] : [...input].reverse();
  const ids = ordered.map(idOf);
  const from = query.get('after') === null ? 0 : ids.indexOf(query.get('after') ?? '') + 1;
  const page = ordered.slice(from, from + limit);
  return json({
    object: 'list',
    data: page.map(plain),
    first_id: page[0] === undefined ? null : idOf(page[0]),
    has_more: from + limit < ordered.length,
    last_id: ids[from + page.length - 1] ?? null,
  });
};

function json(body: JsonObject): Reply {
  return { kind: 'json', status: 200, body };
}

function streamed(job: StoredResponse, after: number): Reply {
  const frames = job.frames().filter(({ data }) => Number(data.sequence_number) > after);
  return { kind: 'events', frames, done: false, delivered: () => job.finish() };
}

function startingAfter(query: URLSearchParams): number | null {
  const text = query.get('starting_after');
  if (text === null) return null;
  if (!/^\d+$/.test(text)) {
    throw invalidRequest(
      "Invalid type for 'starting_after': expected an integer, but got a string instead.",
      {
        param: 'starting_after',
        code: 'invalid_type',
      },
    );
  }
  return Number(text);
}

function known(state: State, id: string | null): StoredResponse {
  const job = state.responses.get(id ?? '');
  if (job === undefined) throw responseNotFound(id ?? '');
  return job;
}

function refuseMoved(body: Readonly<Record<string, unknown>>): void {
  const found = Object.keys(body).find((key) => Object.hasOwn(MOVED, key));
  if (found === undefined) return;
  throw invalidRequest(
    `Unsupported parameter: '${found}'. In the Responses API, this parameter has moved to '${MOVED[found]}'. Try again with the new parameter. See the API documentation for more information: https://platform.openai.com/docs/api-reference/responses/create.`,
    { code: 'unsupported_parameter' },
  );
}

/** catalogue `content_filter_responses`: envelope (e) of facts section 2. */
function filtered(filter: Filter): Refusal {
  return new Refusal(400, 'model', {
    message:
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
    type: 'invalid_request_error',
    param: 'prompt',
    code: 'content_filter',
    content_filters: [
      {
        blocked: true,
        source_type: 'prompt',
        content_filter_raw: [],
        content_filter_results: annotations('prompt', filter),
        content_filter_offsets: { start_offset: 0, end_offset: 0, check_offset: 0 },
      },
    ],
  });
}
