/** A request of either API in the words of the model: what was said, what may be called, what is wanted. */
import type { ReferenceModel } from '../catalog.ts';
import type { JsonObject } from '../json.ts';

/** An attached file, read: the text of a document, the colour of a picture. */
export interface Attachment {
  readonly kind: 'document' | 'image';
  readonly text: string;
}

export type Turn =
  | { readonly role: 'instructions' | 'assistant'; readonly text: string }
  | { readonly role: 'user'; readonly text: string; readonly attachments: readonly Attachment[] }
  /** What a function or an MCP tool returned. */
  | { readonly role: 'tool'; readonly text: string };

export interface Callable {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the arguments; null: none. */
  readonly parameters: JsonObject | null;
  /** Label of the MCP server that offers it; null: a function of the caller. */
  readonly server: string | null;
}

export interface Prompt {
  readonly model: ReferenceModel;
  readonly turns: readonly Turn[];
  readonly callables: readonly Callable[];
  readonly choice: 'none' | 'auto' | 'required' | { readonly name: string };
  readonly parallel: boolean;
  readonly format:
    | { readonly type: 'text' | 'json_object' }
    | { readonly type: 'json_schema'; readonly schema: JsonObject };
  /** 0: the one answer of temperature 0; others choose another wording. */
  readonly variation: number;
  /** One of `THINKING_TOKENS`; null for a model that does not reason. */
  readonly effort: string | null;
  /** Most output tokens, thought included; null: the model's own limit. */
  readonly limit: number | null;
  readonly stops: readonly string[];
}

export interface Call {
  readonly callable: Callable;
  /** JSON text, valid against the callable's parameters. */
  readonly arguments: string;
}

export interface Answer {
  /** Shown as the summary of a reasoning item; null for a model that does not reason. */
  readonly thought: string | null;
  readonly thoughtTokens: number;
  readonly calls: readonly Call[];
  /** Null where the answer consists of calls, or the limit was spent on thought. */
  readonly text: string | null;
  readonly ended: 'stop' | 'length' | 'calls';
  readonly inputTokens: number;
  /** Thought included. */
  readonly outputTokens: number;
}
