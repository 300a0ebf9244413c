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
const FOREIGN: Partial<Record<Call['api'], Omission>> = {}; // filled in from feed.json

/** Which API to use, what to leave out, what to send instead; models that are not offered any more are not listed. */
const MODELS: Partial<Record<string, Call>> = {}; // filled in from feed.json

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
