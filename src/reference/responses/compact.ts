/** `responses.compact`: a conversation as its user messages and one item that holds the rest. */
import { hexOf, itemId } from '../identity.ts';
import { type JsonObject, plain } from '../json.ts';
import { inputCost } from '../model/answer.ts';
import { countTokens } from '../model/tokens.ts';
import { deployed, type Operate } from '../operation.ts';
import { contextExceeded, missingParameter, requestedOperationUnsupported } from '../refusal.ts';
import { parseRequest } from '../requests/parse.ts';
import { compactRequest, type InputItem } from '../requests/responses.ts';
import { conversationOf } from './conversation.ts';
import { usageOf } from './object.ts';
import { sealed, unsealed } from './seal.ts';
import { promptOf } from './translate.ts';

export const compactResponse: Operate = async ({ body, state, ordinal, deployments, spent }) => {
  const request = parseRequest(compactRequest, body);
  const model = deployed(deployments, request.model);
  if (!model.apis.includes('responses')) throw requestedOperationUnsupported();
  const id = `resp_${hexOf(50, 'resp', ordinal)}`;
  const conversation = conversationOf(request, id, state);
  if (conversation.length === 0) throw missingParameter('input');
  const { instructions } = request;
  const prompt = promptOf(
    { model: request.model, input: [], instructions },
    conversation,
    model,
    state,
    ordinal,
  );
  const inputTokens = inputCost(prompt);
  if (inputTokens > model.context) throw contextExceeded();
  const kept = conversation.filter(isUserMessage);
  const rest = conversation.filter((item) => !isUserMessage(item)).flatMap(opened);
  const content = sealed(rest);
  const outputTokens = countTokens(rest.map((item) => JSON.stringify(item)).join(''));
  spent(request.model, inputTokens + outputTokens);
  const compaction: JsonObject = {
    id: itemId('cmp', id, kept.length),
    type: 'compaction',
    encrypted_content: content,
  };
  return {
    kind: 'json',
    status: 200,
    body: {
      id,
      object: 'response.compaction',
      created_at: state.seconds(),
      output: [...kept.map(plain), compaction],
      usage: usageOf({ inputTokens, outputTokens, thoughtTokens: 0 }),
    },
  };
};

function isUserMessage(item: InputItem): boolean {
  return item.type === 'message' && item.role === 'user';
}

/** A conversation that was compacted before is compacted as a whole. */
function opened(item: InputItem): InputItem[] {
  return item.type === 'compaction' ? unsealed(item) : [item];
}
