/** A response as its stream of events, in the order of facts section 5, rules 1 to 7. */
import { obfuscation } from '../identity.ts';
import { type JsonObject, plain } from '../json.ts';
import { tokensOf } from '../model/tokens.ts';
import type { Frame } from '../reply.ts';
import { type OutputItem, opened } from './items.ts';
import { finalStatus, type ResponseFacts, responseObject } from './object.ts';

/** All events of a response that runs to its end. */
export function eventsOf(facts: ResponseFacts): Frame[] {
  const { background, stream_options: options, tools = [] } = facts.request;
  const painter = tools.find((tool) => tool.type === 'image_generation');
  const script = new Script(facts.id, options?.include_obfuscation ?? true, painter?.partial_images ?? 0);
  const first = background ? 'queued' : 'in_progress';
  script.add('response.created', { response: responseObject(facts, first) });
  if (background) script.add('response.queued', { response: responseObject(facts, 'queued') });
  script.add('response.in_progress', { response: responseObject(facts, 'in_progress') });
  for (const [index, item] of facts.conducted.items.entries()) {
    script.add('response.output_item.added', { item: opened(item), output_index: index });
    script.item(item, index);
    script.add('response.output_item.done', { item, output_index: index });
  }
  const end = finalStatus(facts);
  script.add(`response.${end}`, { response: responseObject(facts, end) });
  return script.frames;
}

class Script {
  readonly frames: Frame[] = [];
  readonly #id: string;
  readonly #obfuscate: boolean;
  readonly #partialImages: number;

  constructor(id: string, obfuscate: boolean, partialImages: number) {
    this.#id = id;
    this.#obfuscate = obfuscate;
    this.#partialImages = partialImages;
  }

  add(type: string, fields: JsonObject): void {
    this.frames.push({ event: type, data: { type, ...fields, sequence_number: this.frames.length } });
  }

  /** The events between an item's `added` and its `done`. */
  item(item: OutputItem, index: number): void {
    const at = { item_id: item.id, output_index: index };
    switch (item.type) {
      case 'reasoning':
        for (const [part, { text }] of item.summary.entries()) this.#summary(at, part, text);
        return;
      case 'message':
        for (const [part, content] of item.content.entries()) this.#text(at, part, content);
        return;
      case 'function_call':
        this.#deltas('response.function_call_arguments.delta', at, item.arguments);
        // openai 7.55.0 declares `name`; no Azure capture carries it (facts section 1).
        this.add('response.function_call_arguments.done', { ...at, arguments: item.arguments });
        return;
      case 'mcp_list_tools':
        this.add('response.mcp_list_tools.in_progress', at);
        this.add(`response.mcp_list_tools.${item.error === undefined ? 'completed' : 'failed'}`, at);
        return;
      case 'mcp_call':
        this.add('response.mcp_call.in_progress', at);
        this.#deltas('response.mcp_call_arguments.delta', at, item.arguments);
        this.add('response.mcp_call_arguments.done', { ...at, arguments: item.arguments });
        this.add(`response.mcp_call.${item.error === null ? 'completed' : 'failed'}`, at);
        return;
      case 'code_interpreter_call':
        this.add('response.code_interpreter_call.in_progress', at);
        this.#deltas('response.code_interpreter_call_code.delta', at, item.code);
        this.add('response.code_interpreter_call_code.done', { ...at, code: item.code });
        this.add('response.code_interpreter_call.interpreting', at);
        this.add('response.code_interpreter_call.completed', at);
        return;
      case 'file_search_call':
      case 'web_search_call':
        for (const phase of ['in_progress', 'searching', 'completed']) {
          this.add(`response.${item.type}.${phase}`, at);
        }
        return;
      case 'image_generation_call':
        this.add('response.image_generation_call.in_progress', at);
        this.add('response.image_generation_call.generating', at);
        for (let part = 0; part < this.#partialImages; part++) this.#partialImage(at, part, item);
        this.add('response.image_generation_call.completed', at);
        return;
      case 'computer_call':
      case 'mcp_approval_request':
        return;
    }
  }

  /** The picture so far; ours is finished from the start. */
  #partialImage(
    at: JsonObject,
    index: number,
    {
      background,
      output_format,
      quality,
      result,
      size,
    }: Extract<OutputItem, { type: 'image_generation_call' }>,
  ): void {
    this.add('response.image_generation_call.partial_image', {
      ...at,
      partial_image_index: index,
      partial_image_b64: result ?? '',
      ...plain({ size, quality, background, output_format }),
    });
  }

  #summary(at: JsonObject, index: number, text: string): void {
    const part = { ...at, summary_index: index };
    this.add('response.reasoning_summary_part.added', { ...part, part: { type: 'summary_text', text: '' } });
    this.#deltas('response.reasoning_summary_text.delta', part, text);
    this.add('response.reasoning_summary_text.done', { ...part, text });
    this.add('response.reasoning_summary_part.done', { ...part, part: { type: 'summary_text', text } });
  }

  #text(
    at: JsonObject,
    index: number,
    content: Extract<OutputItem, { type: 'message' }>['content'][number],
  ): void {
    const part = { ...at, content_index: index };
    const empty = { ...content, annotations: [], logprobs: [], text: '' };
    this.add('response.content_part.added', { ...part, part: empty });
    for (const [place, token] of tokensOf(content.text).entries()) {
      this.#delta(
        'response.output_text.delta',
        { ...part, logprobs: content.logprobs.slice(place, place + 1) },
        token,
      );
    }
    for (const [place, annotation] of content.annotations.entries()) {
      this.add('response.output_text.annotation.added', { ...part, annotation, annotation_index: place });
    }
    this.add('response.output_text.done', { ...part, logprobs: content.logprobs, text: content.text });
    this.add('response.content_part.done', { ...part, part: content });
  }

  #deltas(type: string, at: JsonObject, text: string): void {
    for (const token of tokensOf(text)) this.#delta(type, at, token);
  }

  #delta(type: string, at: JsonObject, delta: string): void {
    const hidden = this.#obfuscate ? { obfuscation: obfuscation(delta, this.#id, this.frames.length) } : {};
    this.add(type, { ...at, delta, ...hidden });
  }
}
