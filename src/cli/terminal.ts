import { stripVTControlCharacters, styleText } from 'node:util';

type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'gray' | 'bold' | 'dim';

/** Where a command talks to its user. Tests pass their own. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
  style(colour: Colour, text: string): string;
  /** Shows a passing line on a terminal, replaced by the next; does nothing when piped. */
  status(line: string): void;
  /** Characters a line may have. */
  readonly columns: number;
  /** True on an interactive terminal. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** The process as a terminal; honours NO_COLOR and FORCE_COLOR through `styleText`. */
export function openTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr } = process;
  const interactive = stderr.isTTY === true;
  let shown = false;
  const clear = () => {
    if (shown) stderr.write('\r\u001b[2K');
    shown = false;
  };
  return {
    out(line) {
      clear();
      stdout.write(`${line}\n`);
    },
    err(line) {
      clear();
      // `style` asks the output stream; this one may be a file while that one is a terminal.
      stderr.write(`${stdout.isTTY === true && !interactive ? stripVTControlCharacters(line) : line}\n`);
    },
    style: (colour, text) => styleText(colour, text, { stream: stdout }),
    status(line) {
      if (!interactive) return;
      clear();
      if (line === '') return;
      stderr.write(line.slice(0, (stderr.columns ?? 80) - 1));
      shown = true;
    },
    columns: stdout.columns ?? 100,
    interactive,
    env: process.env,
    cwd: process.cwd(),
  };
}

/** What a terminal would obey, and the marks that reorder a line or break it; not line feed and tab. */
const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Foreign text, harmless: control characters and escape sequences are replaced. */
export function plain(text: string): string {
  return text.replace(OBEYED, '\ufffd');
}

/** The same for a text inside a list: its further lines are set in, so that none passes for one of ours. */
export function plainBlock(text: string, indent: string): string {
  return plain(text).replaceAll('\n', `\n${indent}`);
}

/** JSON of foreign text, harmless on a terminal as well, and the same value when read. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    OBEYED,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
