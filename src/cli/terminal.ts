import { styleText } from 'node:util';

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
      stderr.write(`${line}\n`);
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

/** Removes what a terminal would obey: control characters and escape sequences in foreign text. */
export function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
