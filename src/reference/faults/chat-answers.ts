/** Chat answers in one piece that say something wrong. */
import { elements, isJsonObject, type Json, type JsonObject, member, parseJson } from '../json.ts';
import { type Fault, onErrors, onJson, withUsage } from './fault.ts';

const onCompletions = (change: (body: JsonObject) => JsonObject) => onJson(['chat.create'], change);

/** Completions with each of their choices changed. */
const onChoices = (change: (choice: JsonObject) => JsonObject) =>
  onCompletions((body) => ({
    ...body,
    choices: elements(body.choices).map((choice) => (isJsonObject(choice) ? change(choice) : choice)),
  }));

const onMessages = (change: (message: JsonObject) => JsonObject) =>
  onChoices((choice) =>
    isJsonObject(choice.message) ? { ...choice, message: change(choice.message) } : choice,
  );

/** Texts that are a JSON object with this key. */
const onStructures = (key: string, change: (value: JsonObject) => JsonObject) =>
  onMessages((message) => {
    const value = typeof message.content === 'string' ? parseJson(message.content) : undefined;
    return isJsonObject(value) && key in value
      ? { ...message, content: JSON.stringify(change(value)) }
      : message;
  });

/** The log probabilities of each choice, where it has any. */
const onLogprobs = (change: (tokens: readonly Json[]) => readonly Json[]) =>
  onChoices((choice) =>
    isJsonObject(choice.logprobs)
      ? { ...choice, logprobs: { ...choice.logprobs, content: change(elements(choice.logprobs.content)) } }
      : choice,
  );

/** Counts of one side's details, where a usage has them. */
const onDetails = (key: string, change: (details: JsonObject, usage: JsonObject) => JsonObject) =>
  onCompletions((body) =>
    withUsage(body, (usage) => {
      const details = usage[key];
      return isJsonObject(details) ? { ...usage, [key]: change(details, usage) } : usage;
    }),
  );

const PROMPT = 'prompt_tokens_details';

/** The refusal of a prompt by the content filter, changed. */
const onFiltered = (change: (error: JsonObject) => JsonObject) =>
  onErrors(
    (error) => error.code === 'content_filter' && 'innererror' in error,
    (reply) => {
      const { error } = reply.body;
      return isJsonObject(error) ? { ...reply, body: { error: change(error) } } : reply;
    },
  );

const onInnerError = (change: (inner: JsonObject) => JsonObject) =>
  onFiltered((error) =>
    isJsonObject(error.innererror) ? { ...error, innererror: change(error.innererror) } : error,
  );

export const CHAT_ANSWER_FAULTS: readonly Fault[] = [
  {
    name: 'chat.finish-wrong',
    breaks: 'A completion that ends of itself says that it was cut.',
    caughtBy: 'chat/completion#finish',
    also: ['chat/*#finish'],
    reply: onChoices((choice) =>
      choice.finish_reason === 'stop' ? { ...choice, finish_reason: 'length' } : choice,
    ),
  },
  {
    name: 'chat.usage-missing',
    breaks: 'A completion does not say what it cost.',
    caughtBy: 'chat/completion#usage',
    also: [
      'chat/max-completion-tokens#limit',
      'chat/max-tokens#limit',
      'chat/multi-turn#grows',
      'chat/reasoning-effort#thinks',
      'chat/reasoning-effort#default',
      'chat/prompt-caching#*',
    ],
    reply: onCompletions(({ usage: _, ...body }) => body),
  },
  {
    name: 'tools.arguments-elsewhere',
    breaks: 'A function is called for another place than the one that was asked about.',
    caughtBy: 'chat/function-calling#arguments',
    reply: onMessages((message) => ({
      ...message,
      ...('tool_calls' in message && {
        tool_calls: parseJson(JSON.stringify(message.tool_calls).replaceAll('Oslo', 'Elsewhere')) ?? [],
      }),
    })),
  },
  {
    name: 'structured-outputs.key-missing',
    breaks: 'Structured output lacks a key that its schema requires.',
    caughtBy: 'chat/structured-outputs#keys',
    also: ['json.schema'],
    reply: onStructures('participants', ({ participants: _, ...value }) => value),
  },
  {
    name: 'structured-outputs.value-wrong',
    breaks: 'Structured output keeps its schema and holds another day than the text.',
    caughtBy: 'chat/structured-outputs#value',
    reply: onStructures('day', (value) => ({ ...value, day: 'Monday' })),
  },
  {
    name: 'logprobs.token-lost',
    breaks: 'The first token has no log probability.',
    caughtBy: 'chat/logprobs#spell-text',
    reply: onLogprobs((tokens) => tokens.slice(1)),
  },
  {
    name: 'logprobs.positive',
    breaks: 'Log probabilities are above 0.',
    caughtBy: 'chat/logprobs#probabilities',
    reply: onLogprobs((tokens) =>
      tokens.map((token) => (isJsonObject(token) ? { ...token, logprob: 0.5 } : token)),
    ),
  },
  {
    name: 'reasoning-effort.uncounted',
    breaks: 'Reasoning tokens are not counted.',
    caughtBy: 'chat/reasoning-effort#thinks',
    also: ['chat/reasoning-effort#default'],
    reply: onDetails('completion_tokens_details', (details) => ({ ...details, reasoning_tokens: 0 })),
  },
  {
    name: 'seed.fingerprint-changes',
    breaks: 'Each answer names another system_fingerprint.',
    caughtBy: 'chat/seed#fingerprint',
    reply: onCompletions((body) => ({ ...body, system_fingerprint: `fp_${String(body.id).slice(-10)}` })),
  },
  {
    name: 'n.index-repeated',
    breaks: 'All choices have the index 0.',
    caughtBy: 'chat/n#indexes',
    reply: onChoices((choice) => ({ ...choice, index: 0 })),
  },
  {
    name: 'content-filter.prompt-unannotated',
    breaks: 'A completion has no results of the filter for its prompt.',
    caughtBy: 'chat/content-filter#prompt',
    also: ['chat/content-filter#categories'],
    reply: onCompletions(({ prompt_filter_results: _, ...body }) => body),
  },
  {
    name: 'content-filter.completion-unannotated',
    breaks: 'A choice has no results of the filter.',
    caughtBy: 'chat/content-filter#completion',
    also: ['chat/content-filter#categories'],
    reply: onChoices(({ content_filter_results: _, ...choice }) => choice),
  },
  {
    name: 'content-filter.category-missing',
    breaks: 'The results of the filter for a choice say nothing of hate.',
    caughtBy: 'chat/content-filter#categories',
    reply: onChoices((choice) => {
      const { content_filter_results: results } = choice;
      if (!isJsonObject(results)) return choice;
      const { hate: _, ...others } = results;
      return { ...choice, content_filter_results: others };
    }),
  },
  {
    name: 'content-filter.refusal-unnamed',
    breaks: 'A prompt is refused by the filter without its code.',
    caughtBy: 'chat/content-filter#refusal',
    reply: onFiltered((error) => ({ ...error, code: null })),
  },
  {
    name: 'content-filter.inner-error-unnamed',
    breaks: 'The inner error of a refusal by the filter does not name the policy.',
    caughtBy: 'chat/content-filter#inner-error',
    also: ['chat/content-filter#error.envelope'],
    reply: onInnerError((inner) => ({ ...inner, code: null })),
  },
  {
    name: 'content-filter.no-category',
    breaks: 'A refusal by the filter names no category that was filtered.',
    caughtBy: 'chat/content-filter#category',
    reply: onInnerError(({ content_filter_result: _, ...inner }) => inner),
  },
  {
    name: 'prompt-caching.uncounted',
    breaks: 'Cached tokens are not counted.',
    caughtBy: 'chat/prompt-caching#counted',
    also: ['chat/prompt-caching#part', 'chat/prompt-caching#hit'],
    reply: onDetails(PROMPT, ({ cached_tokens: _, ...details }) => details),
  },
  {
    name: 'prompt-caching.more-than-all',
    breaks: 'More tokens are cached than the prompt has.',
    caughtBy: 'chat/prompt-caching#part',
    also: ['usage.details'],
    reply: onDetails(PROMPT, (details, usage) =>
      Number(member(details, 'cached_tokens')) > 0
        ? { ...details, cached_tokens: Number(usage.prompt_tokens) + 1 }
        : details,
    ),
  },
  {
    name: 'prompt-caching.never-hits',
    breaks: 'A prefix that was sent before is not cached.',
    caughtBy: 'chat/prompt-caching#hit',
    reply: onDetails(PROMPT, (details) => ({ ...details, cached_tokens: 0 })),
  },
];
