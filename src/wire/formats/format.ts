import type { Context } from './recorded.ts';
import type { FormatName, SourcedExchange } from './sourced.ts';

interface Named {
  readonly name: FormatName;
  /** For messages: what it is and who writes it. */
  readonly title: string;
  /** Whether the beginning of a text looks like this format. `file` helps where the text alone does not tell. */
  clue(head: string, file: string): boolean;
}

/** One JSON or YAML value with many exchanges in it. */
export interface DocumentFormat extends Named {
  readonly kind: 'document';
  readonly syntax: 'json' | 'json-or-yaml';
  /** Whether a parsed document has the outer shape of this format. */
  fits(value: unknown): boolean;
  read(value: unknown, context: Context): Iterable<SourcedExchange>;
}

/** A text that is one exchange as a whole. */
export interface TextFormat extends Named {
  readonly kind: 'text';
  read(text: string, context: Context): Iterable<SourcedExchange>;
}

/** One JSON value a line, each an exchange; read as a stream, whatever the size. */
export interface LineFormat extends Named {
  readonly kind: 'lines';
  /** Whether one parsed line has the shape of this format. */
  fits(value: unknown): boolean;
  /** `line` is 1-based. */
  readLine(value: unknown, line: number, context: Context): SourcedExchange;
}

export type Format = DocumentFormat | TextFormat | LineFormat;
