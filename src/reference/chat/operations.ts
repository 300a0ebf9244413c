/** `chat.create`. */

import { answer } from '../model/answer.ts';
import { annotations, type Filter, filterOf, refuseParameters } from '../model/limits.ts';
import { deployed, type Operate } from '../operation.ts';
import { invalidRequest, operationNotSupported, Refusal } from '../refusal.ts';
import { chatRequest } from '../requests/chat.ts';
import { parseRequest } from '../requests/parse.ts';
import { completionFrames, completionObject } from './emit.ts';
import { promptOf } from './translate.ts';

export const createCompletion: Operate = async ({ address, body, state, ordinal, deployments, spent }) => {
  // On the dated surface the path names the deployment and `model` is ignored (facts section 7).
  const named = address.deployment ?? body.model;
  if (typeof named === 'string') {
    const model = deployed(deployments, named);
    if (!model.apis.includes('chat')) throw operationNotSupported(model.name);
    refuseParameters(model, 'chat', body);
  }
  const request = parseRequest(chatRequest, address.deployment === null ? body : { ...body, model: named });
  const model = deployed(deployments, request.model);
  const prompt = promptOf(request, model, state, ordinal);
  const filter = filterOf(prompt);
  if (filter !== null) throw filtered(filter);
  const answers = Array.from({ length: request.n ?? 1 }, (_, index) =>
    answer({ ...prompt, variation: prompt.variation + index }),
  );
  const tokens = answers.reduce((sum, { outputTokens }) => sum + outputTokens, answers[0]?.inputTokens ?? 0);
  if ((answers[0]?.inputTokens ?? 0) > model.context) throw contextExceeded(model.context, tokens);
  spent(request.model, tokens);
  const cachedTokens = state.prompts.cachedTokens(request.model, prompt);
  const completion = { request, prompt, answers, ordinal, cachedTokens, created: state.seconds() };
  return request.stream
    ? { kind: 'events', frames: completionFrames(completion), done: true }
    : { kind: 'json', status: 200, body: completionObject(completion) };
};

/** catalogue `ctx_messages_only`. */
function contextExceeded(limit: number, found: number): Refusal {
  return invalidRequest(
    `This model's maximum context length is ${limit} tokens. However, your messages resulted in ${found} tokens. Please reduce the length of the messages.`,
    { param: 'messages', code: 'context_length_exceeded' },
  );
}

/** catalogue `content_filter_innererror`: envelope (c) of facts section 2, type null. */
function filtered(filter: Filter): Refusal {
  return new Refusal(400, 'model', {
    message:
      "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
    type: null,
    param: 'prompt',
    code: 'content_filter',
    status: 400,
    innererror: {
      code: 'ResponsibleAIPolicyViolation',
      content_filter_result: annotations('prompt', filter),
    },
  });
}
