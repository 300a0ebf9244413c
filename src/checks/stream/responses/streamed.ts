import { objectAt, textAt } from '../json.ts';

/** The checks that say whether what was streamed is what was delivered. */
export type FoldCheck =
  | 'fold.text'
  | 'fold.refusal'
  | 'fold.reasoning'
  | 'fold.arguments'
  | 'fold.code'
  | 'fold.mcp';

/** Where a text lives that is streamed in pieces: in a part of the item or in the item itself. */
export type Home = 'content' | 'summary' | 'commands' | 'item';

/** A text that is streamed as `<event>.delta` and closed by `<event>.done`. */
export interface StreamedText {
  readonly event: string;
  readonly check: FoldCheck;
  readonly home: Home;
  /** Member of the done event that repeats the whole text. */
  readonly done: string;
  /** Path of the text inside the part, or inside the item where the item is its home. */
  readonly path: readonly string[];
  /** `type` of the part or of the item that holds it. */
  readonly holder: string;
}

/** Every text the Responses API streams in pieces (facts section 5 rule 5; openai@7.55.0#ResponseStreamEvent). */
const STREAMED: readonly StreamedText[] = [
  text('response.output_text', 'fold.text', 'content', 'text', 'output_text'),
  text('response.refusal', 'fold.refusal', 'content', 'refusal', 'refusal'),
  text('response.reasoning_text', 'fold.reasoning', 'content', 'text', 'reasoning_text'),
  text('response.reasoning_summary_text', 'fold.reasoning', 'summary', 'text', 'summary_text'),
  text('response.function_call_arguments', 'fold.arguments', 'item', 'arguments', 'function_call'),
  text('response.custom_tool_call_input', 'fold.arguments', 'item', 'input', 'custom_tool_call'),
  text('response.mcp_call_arguments', 'fold.mcp', 'item', 'arguments', 'mcp_call'),
  text('response.code_interpreter_call_code', 'fold.code', 'item', 'code', 'code_interpreter_call'),
  {
    ...text('response.apply_patch_call_operation_diff', 'fold.code', 'item', 'diff', 'apply_patch_call'),
    path: ['operation', 'diff'],
  },
  text('response.shell_call_command', 'fold.code', 'commands', 'command', 'shell_call'),
];

function text(event: string, check: FoldCheck, home: Home, done: string, holder: string): StreamedText {
  return { event, check, home, done, path: home === 'commands' ? [] : [done], holder };
}

/** What an event does to a streamed text. */
export interface TextStep {
  readonly kind: 'added' | 'delta' | 'done';
  readonly of: StreamedText;
}

const STEPS: ReadonlyMap<string, TextStep> = new Map(
  STREAMED.flatMap((of) =>
    (['added', 'delta', 'done'] as const).map((kind): [string, TextStep] => [
      `${of.event}.${kind}`,
      { kind, of },
    ]),
  ),
);

export function textStepOf(type: string): TextStep | undefined {
  return STEPS.get(type);
}

/** What an event does to a part. */
interface PartStep {
  readonly kind: 'added' | 'done';
  readonly home: 'content' | 'summary';
}

const PART_STEPS: ReadonlyMap<string, PartStep> = new Map([
  ['response.content_part.added', { kind: 'added', home: 'content' }],
  ['response.content_part.done', { kind: 'done', home: 'content' }],
  ['response.reasoning_summary_part.added', { kind: 'added', home: 'summary' }],
  ['response.reasoning_summary_part.done', { kind: 'done', home: 'summary' }],
]);

export function partStepOf(type: string): PartStep | undefined {
  return PART_STEPS.get(type);
}

/** The member of an event that says which part of its home it is about. */
export const PART_INDEX: Readonly<Record<Exclude<Home, 'item'>, string>> = {
  content: 'content_index',
  summary: 'summary_index',
  commands: 'command_index',
};

/** The text at its path, undefined when there is none. */
export function textIn(holder: unknown, path: readonly string[]): string | undefined {
  if (path.length === 0) return typeof holder === 'string' ? holder : undefined;
  const last = path[path.length - 1] ?? '';
  let here: unknown = holder;
  for (const key of path.slice(0, -1)) here = objectAt(here, key);
  return textAt(here, last);
}

/** The text that an item itself holds, by the item's type. */
export const ITEM_TEXT: ReadonlyMap<string, StreamedText> = new Map(
  STREAMED.filter((of) => of.home === 'item').map((of) => [of.holder, of]),
);

/** The text that a part holds, by the part's type. */
export const PART_TEXT: ReadonlyMap<string, StreamedText> = new Map(
  STREAMED.filter((of) => of.home === 'content' || of.home === 'summary').map((of) => [of.holder, of]),
);
