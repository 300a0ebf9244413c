/** An answer as a chat completion: one JSON object, or its chunks. Keys are alphabetical, as on Azure. */
import { versionedName } from '../catalog.ts';
import { hexOf, lettersOf, obfuscation } from '../identity.ts';
import type { Json, JsonObject } from '../json.ts';
import { annotations } from '../model/limits.ts';
import type { Answer, Prompt } from '../model/prompt.ts';
import { tokensOf } from '../model/tokens.ts';
import type { Frame } from '../reply.ts';
import type { ChatRequest } from '../requests/chat.ts';
import { asynchronousFilter } from './asynchronous-filter.ts';

export interface Completion {
  readonly request: ChatRequest;
  readonly prompt: Prompt;
  /** One for each of `n` choices. */
  readonly answers: readonly Answer[];
  readonly ordinal: number;
  /** Tokens of the prompt that an earlier one began with. */
  readonly cachedTokens: number;
  /** Unix seconds. */
  readonly created: number;
}

/** The plain answer. */
export function completionObject(completion: Completion): JsonObject {
  return {
    choices: completion.answers.map((answer, index) => ({
      content_filter_results: answer.text === null ? {} : annotations('completion'),
      finish_reason: finishReason(answer),
      index,
      logprobs: logprobsOf(completion, answer.text),
      message: {
        annotations: [],
        content: answer.text,
        refusal: null,
        role: 'assistant',
        ...(answer.calls.length === 0 ? {} : { tool_calls: toolCalls(completion, answer, index) }),
      },
    })),
    ...head(completion),
    object: 'chat.completion',
    prompt_filter_results: promptFilter(),
    system_fingerprint: fingerprint(completion),
    usage: usageOf(completion),
  };
}

/** The same answer in chunks: prelude, role, deltas, finish, usage where asked for (facts section 2). */
export function completionFrames(completion: Completion): Frame[] {
  const frames: JsonObject[] = [
    { choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: promptFilter() },
  ];
  for (const [index, answer] of completion.answers.entries()) {
    const add = (delta: JsonObject, extra: { finish?: string; filtered?: boolean; logprobs?: Json } = {}) =>
      frames.push(chunk(completion, index, delta, extra, frames.length));
    add({ content: answer.text === null ? null : '', refusal: null, role: 'assistant' });
    for (const [at, call] of toolCalls(completion, answer, index).entries()) {
      const { arguments: text, name } = call.function;
      add({ tool_calls: [{ function: { arguments: '', name }, id: call.id, index: at, type: 'function' }] });
      for (const token of tokensOf(text))
        add({ tool_calls: [{ function: { arguments: token }, index: at }] });
    }
    const { asynchronousFilter: later = false } = completion.prompt.model;
    const filter = asynchronousFilter(index);
    for (const token of tokensOf(answer.text ?? '')) {
      add({ content: token }, { filtered: !later, logprobs: logprobsOf(completion, token) });
      if (later) frames.push(...filter.read(token));
    }
    add({}, { finish: finishReason(answer) });
    if (later) frames.push(...filter.rest());
  }
  if (completion.request.stream_options?.include_usage) {
    frames.push({
      ...chunkHead(completion, '', frames.length),
      choices: [],
      usage: usageOf(completion),
    });
  }
  return frames.map((data) => ({ data }));
}

function chunk(
  completion: Completion,
  index: number,
  delta: JsonObject,
  extra: { finish?: string; filtered?: boolean; logprobs?: Json },
  at: number,
): JsonObject {
  return {
    choices: [
      {
        content_filter_results: extra.filtered ? annotations('completion') : {},
        delta,
        finish_reason: extra.finish ?? null,
        index,
        logprobs: extra.logprobs ?? null,
      },
    ],
    ...chunkHead(completion, JSON.stringify(delta), at),
    // With include_usage every chunk has the key, null until the last (openai 7.55.0, ChatCompletionChunk).
    ...(completion.request.stream_options?.include_usage ? { usage: null } : {}),
  };
}

function chunkHead(completion: Completion, hidden: string, at: number): JsonObject {
  const hide = completion.request.stream_options?.include_obfuscation ?? true;
  return {
    ...head(completion),
    ...(hide ? { obfuscation: obfuscation(hidden, completion.ordinal, at) } : {}),
    object: 'chat.completion.chunk',
    system_fingerprint: fingerprint(completion),
  };
}

function head({ ordinal, created, prompt }: Completion): { created: number; id: string; model: string } {
  return {
    created,
    id: `chatcmpl-${lettersOf(29, 'chatcmpl', ordinal)}`,
    model: versionedName(prompt.model),
  };
}

function fingerprint({ prompt }: Completion): string {
  return `fp_${hexOf(10, versionedName(prompt.model))}`;
}

function promptFilter(): Json {
  return [{ prompt_index: 0, content_filter_results: annotations('prompt') }];
}

function finishReason({ ended }: Answer): string {
  return ended === 'calls' ? 'tool_calls' : ended;
}

function toolCalls({ ordinal }: Completion, answer: Answer, index: number) {
  return answer.calls.map((call, at) => ({
    function: { arguments: call.arguments, name: call.callable.name },
    id: `call_${lettersOf(24, 'call', ordinal, index, at)}`,
    type: 'function',
  }));
}

/** Made-up but well-formed: the chosen token is certain, the alternatives are ever less likely. */
export function tokenLogprobs(text: string, alternatives: number): JsonObject[] {
  return tokensOf(text).map((token) => ({
    bytes: [...Buffer.from(token)],
    logprob: 0,
    token,
    top_logprobs: Array.from({ length: alternatives }, (_, rank) => {
      const other = rank === 0 ? token : `${token}~${rank}`;
      return { bytes: [...Buffer.from(other)], logprob: rank * -5, token: other };
    }),
  }));
}

function logprobsOf({ request }: Completion, text: string | null): Json {
  if (!request.logprobs || text === null) return null;
  return { content: tokenLogprobs(text, request.top_logprobs ?? 0), refusal: null };
}

function usageOf({ answers, cachedTokens }: Completion): JsonObject {
  const completion = answers.reduce((sum, answer) => sum + answer.outputTokens, 0);
  const prompt = answers[0]?.inputTokens ?? 0;
  return {
    completion_tokens: completion,
    completion_tokens_details: {
      accepted_prediction_tokens: 0,
      audio_tokens: 0,
      reasoning_tokens: answers.reduce((sum, answer) => sum + answer.thoughtTokens, 0),
      rejected_prediction_tokens: 0,
    },
    prompt_tokens: prompt,
    prompt_tokens_details: { audio_tokens: 0, cached_tokens: cachedTokens },
    total_tokens: prompt + completion,
  };
}
