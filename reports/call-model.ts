/** Calls each model through the API it offers, without the parameters it refuses. */
import type OpenAI from 'openai';

interface Omission {
  readonly omit: readonly string[];
  readonly instead: Readonly<Record<string, string>>;
}

interface Call extends Omission {
  readonly api: 'chat' | 'responses';
}

interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Parameters of the other API: refused of every model. */
const FOREIGN: Partial<Record<Call['api'], Omission>> = {
  "chat": {"omit":[],"instead":{}},
  "responses": {"omit":["messages","max_tokens","max_completion_tokens","reasoning_effort","response_format","presence_penalty","frequency_penalty","logit_bias","n","seed","stop"],"instead":{"messages":"input","max_tokens":"max_output_tokens","max_completion_tokens":"max_output_tokens","reasoning_effort":"reasoning.effort","response_format":"text.format"}},
};

/** Which API to use, what to leave out, what to send instead; models that are not offered any more are not listed. */
const MODELS: Partial<Record<string, Call>> = {
  "computer-use-preview": {"api":"responses","omit":[],"instead":{}},
  "gpt-4.1": {"api":"chat","omit":[],"instead":{}},
  "gpt-4.1-mini": {"api":"chat","omit":[],"instead":{}},
  "gpt-4.1-nano": {"api":"chat","omit":[],"instead":{}},
  "gpt-4o": {"api":"chat","omit":[],"instead":{}},
  "gpt-4o-mini": {"api":"chat","omit":[],"instead":{}},
  "gpt-5": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5-mini": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5-nano": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5-pro": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
  "gpt-5-codex": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
  "gpt-5.1": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
  "gpt-5.1-codex": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
  "gpt-5.1-codex-mini": {"api":"responses","omit":["temperature","top_p","parallel_tool_calls"],"instead":{}},
  "gpt-5.1-codex-max": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
  "gpt-5.2": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5.2-codex": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
  "gpt-5.3-codex": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
  "gpt-5.4": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5.4-mini": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens","parallel_tool_calls"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5.4-nano": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5.4-pro": {"api":"responses","omit":["temperature","top_p"],"instead":{}},
  "gpt-5.5": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5.6-luna": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5.6-sol": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-5.6-terra": {"api":"chat","omit":["temperature","top_p","presence_penalty","frequency_penalty","logprobs","top_logprobs","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-6-astra": {"api":"chat","omit":["max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-6-luna": {"api":"chat","omit":["presence_penalty","frequency_penalty","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-6-sol": {"api":"chat","omit":["presence_penalty","frequency_penalty","logit_bias","max_tokens"],"instead":{"max_tokens":"max_completion_tokens"}},
  "gpt-chat-latest": {"api":"responses","omit":[],"instead":{}},
  "deepseek-r1": {"api":"chat","omit":[],"instead":{}},
  "deepseek-r1-0528": {"api":"chat","omit":[],"instead":{}},
  "deepseek-v3-0324": {"api":"chat","omit":[],"instead":{}},
  "deepseek-v3.1": {"api":"chat","omit":[],"instead":{}},
  "deepseek-v4-pro": {"api":"chat","omit":[],"instead":{}},
  "mai-ds-r1": {"api":"chat","omit":[],"instead":{}},
};

/** The answer as text. `options` are those of Chat Completions, such as temperature or max_tokens. */
export async function callModel(
  client: OpenAI,
  model: string,
  messages: readonly Message[],
  options: Readonly<Record<string, unknown>> = {},
  deployment = model,
): Promise<string> {
  const call = MODELS[model];
  if (call === undefined)
    throw new Error(`${model} is not offered any more, or no API is known to work with it`);
  const omit = [...(FOREIGN[call.api]?.omit ?? []), ...call.omit];
  const instead = { ...FOREIGN[call.api]?.instead, ...call.instead };
  const sent: Record<string, unknown> = {};
  for (const [option, value] of Object.entries(options)) {
    const name = instead[option] ?? (omit.includes(option) ? undefined : option);
    if (name === undefined || value === undefined) continue;
    const [place = name, member] = name.split('.');
    sent[place] = member === undefined ? value : { ...Object(sent[place]), [member]: value };
  }
  if (call.api === 'responses') {
    const response = await client.responses.create({
      ...sent,
      model: deployment,
      input: [...messages],
      stream: false,
    });
    return response.output_text;
  }
  const completion = await client.chat.completions.create({
    ...sent,
    model: deployment,
    messages: [...messages],
    stream: false,
  });
  return completion.choices[0]?.message.content ?? '';
}
