/**
 * The models of the reference target, as data. None of them is a language model: what they answer is
 * decided by the conventions in `model/`. What they ACCEPT follows the kinds of real models
 * (facts section 3): a general model, a reasoning model, one for each API alone.
 */
export interface ReferenceModel {
  /** Default deployment name. */
  readonly name: string;
  /** ISO date; the id in lists is `name-version`, as Azure writes it. */
  readonly version: string;
  readonly apis: readonly ('chat' | 'responses')[];
  readonly vision: boolean;
  /** Types of the hosted tools it offers. */
  readonly hosted: readonly string[];
  /** Takes pictures by file id, and streams the ones it has generated; documented as unsupported on Azure. */
  readonly aheadWithPictures: boolean;
  /** Efforts it accepts and the one it takes by default; null for a model that does not reason. */
  readonly reasoning: { readonly efforts: readonly string[]; readonly byDefault: string } | null;
  /** Top-level parameters it refuses, by API. */
  readonly refuses: { readonly chat: readonly string[]; readonly responses: readonly string[] };
  /** Takes `truncation: auto` alone, as the guide to computer use demands. */
  readonly mustTruncate?: true;
  /** Its content filter reads beside the stream and says so in chunks of its own, as a deployment can be set up. */
  readonly asynchronousFilter?: true;
  /** Tokens. */
  readonly context: number;
  /** Tokens. */
  readonly maxOutput: number;
}

/** Unix seconds; the day the models were "released". */
export const RELEASED = Date.UTC(2026, 10, 1) / 1000;
const VERSION = '2026-11-01';

/** facts section 3, "Params unsupported on reasoning models". */
const SAMPLING_CHAT = [
  'temperature',
  'top_p',
  'presence_penalty',
  'frequency_penalty',
  'logprobs',
  'top_logprobs',
  'logit_bias',
  'max_tokens',
];
const SAMPLING_RESPONSES = ['temperature', 'top_p', 'top_logprobs'];

const SEARCHES = ['file_search', 'web_search', 'web_search_preview'];

export const MODELS: readonly ReferenceModel[] = [
  {
    name: 'ref-general',
    version: VERSION,
    apis: ['chat', 'responses'],
    vision: true,
    hosted: ['code_interpreter', 'image_generation', ...SEARCHES],
    aheadWithPictures: false,
    reasoning: null,
    refuses: { chat: ['reasoning_effort', 'verbosity'], responses: [] },
    context: 128_000,
    maxOutput: 16_384,
  },
  {
    name: 'ref-reasoning',
    version: VERSION,
    apis: ['chat', 'responses'],
    vision: true,
    hosted: ['code_interpreter', 'image_generation', ...SEARCHES],
    // One model has to, so that the checks of what the others refuse are made at all.
    aheadWithPictures: true,
    reasoning: { efforts: ['none', 'low', 'medium', 'high'], byDefault: 'medium' },
    refuses: { chat: SAMPLING_CHAT, responses: SAMPLING_RESPONSES },
    context: 200_000,
    maxOutput: 100_000,
  },
  {
    name: 'ref-responses-only',
    version: VERSION,
    apis: ['responses'],
    vision: true,
    hosted: ['code_interpreter', ...SEARCHES],
    aheadWithPictures: false,
    reasoning: { efforts: ['low', 'medium', 'high'], byDefault: 'medium' },
    refuses: { chat: SAMPLING_CHAT, responses: SAMPLING_RESPONSES },
    context: 200_000,
    maxOutput: 100_000,
  },
  {
    name: 'ref-chat-only',
    version: VERSION,
    apis: ['chat'],
    vision: false,
    hosted: [],
    aheadWithPictures: false,
    reasoning: null,
    refuses: { chat: ['reasoning_effort', 'verbosity'], responses: [] },
    asynchronousFilter: true,
    context: 16_384,
    maxOutput: 4_096,
  },
  {
    name: 'ref-computer-use',
    version: VERSION,
    apis: ['responses'],
    vision: true,
    hosted: ['computer_use_preview'],
    aheadWithPictures: false,
    reasoning: null,
    refuses: { chat: [], responses: [] },
    mustTruncate: true,
    context: 8_192,
    maxOutput: 1_024,
  },
  // Answers no API itself: the image generation tool calls it.
  {
    name: 'ref-image',
    version: VERSION,
    apis: [],
    vision: false,
    hosted: [],
    aheadWithPictures: false,
    reasoning: null,
    refuses: { chat: [], responses: [] },
    context: 4_000,
    maxOutput: 4_096,
  },
];

/** `ref-general-2026-11-01`: the id that chat answers and the model list carry. */
export function versionedName(model: ReferenceModel): string {
  return `${model.name}-${model.version}`;
}

/** Tokens of thought an effort costs. */
export const THINKING_TOKENS: Readonly<Record<string, number>> = {
  none: 0,
  minimal: 16,
  low: 64,
  medium: 192,
  high: 448,
};
