import { type Place, RecordingFailure } from '../../failure.ts';

/** The value of a JSON text, or undefined where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

/**
 * Parses JSON. Throws RecordingFailure with the line and column of the first mistake, and never with a
 * piece of the text, which may hold a secret. `line`: the line the text stands on, for one value a line.
 */
export function parseJson(text: string, file: string, line = 1): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    const { offset, problem } = findJsonError(text);
    throw new RecordingFailure(`not valid JSON: ${problem}`, {
      place: placeOf(text, offset, file, line),
      remedy: problem.includes('ends')
        ? 'The file was cut off; get the whole recording.'
        : 'Mend the file, or record it again.',
      // The engine's own message quotes the text, so it goes no further than its kind.
      cause: cause instanceof RangeError ? cause : undefined,
    });
  }
}

/** 1-based line and column (in UTF-16 units) of an offset. */
function placeOf(text: string, offset: number, file: string, firstLine: number): Place {
  let line = firstLine;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', start)) {
    line++;
    start = at + 1;
  }
  return { file, line, column: offset - start + 1 };
}

export interface JsonError {
  /** 0-based, in UTF-16 units. */
  readonly offset: number;
  /** What was expected there; never quotes the text. */
  readonly problem: string;
}

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or ]' | ', or }' | 'end';

const NAMES: Readonly<Record<Expected, string>> = {
  value: 'a value',
  'value or ]': 'a value or "]"',
  key: 'a quoted key',
  'key or }': 'a quoted key or "}"',
  ':': '":"',
  ', or ]': '"," or "]"',
  ', or }': '"," or "}"',
  end: 'nothing more',
};

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Finds the first mistake in a text that JSON.parse refused. Iterative, so depth does not matter. */
export function findJsonError(text: string): JsonError {
  const stack: ('[' | '{')[] = [];
  let expected: Expected = 'value';
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const afterValue = (): Expected =>
    stack.length === 0 ? 'end' : stack.at(-1) === '[' ? ', or ]' : ', or }';
  for (;;) {
    while (isSpace(text.charCodeAt(at))) at++;
    if (at >= text.length)
      return { offset: text.length, problem: `the text ends where ${NAMES[expected]} should be` };
    const mark = text[at] ?? '';
    if (mark === '"' && (expected.startsWith('value') || expected.startsWith('key'))) {
      const end = endOfString(text, at);
      if (typeof end !== 'number') return end;
      at = end;
      expected = expected.startsWith('key') ? ':' : afterValue();
    } else if ((mark === '[' || mark === '{') && expected.startsWith('value')) {
      stack.push(mark);
      expected = mark === '[' ? 'value or ]' : 'key or }';
      at++;
    } else if ((mark === ']' && expected.endsWith(']')) || (mark === '}' && expected.endsWith('}'))) {
      stack.pop();
      expected = afterValue();
      at++;
    } else if (mark === ',' && expected.startsWith(',')) {
      expected = stack.at(-1) === '[' ? 'value' : 'key';
      at++;
    } else if (mark === ':' && expected === ':') {
      expected = 'value';
      at++;
    } else if (expected.startsWith('value')) {
      const end = endOfScalar(text, at);
      if (end === null) return { offset: at, problem: `expected ${NAMES[expected]}` };
      at = end;
      expected = afterValue();
    } else {
      return { offset: at, problem: `expected ${NAMES[expected]}` };
    }
  }
}

function endOfScalar(text: string, at: number): number | null {
  for (const pattern of [NUMBER, WORD]) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) return at + match[0].length;
  }
  return null;
}

function endOfString(text: string, start: number): number | JsonError {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return { offset: at, problem: 'a line end or control character inside a string' };
    if (code === 0x5c) {
      const known = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;
      known.lastIndex = at + 1;
      const match = known.exec(text);
      if (match === null && at + 6 < text.length)
        return { offset: at, problem: 'an unknown escape in a string' };
      at += match?.[0].length ?? 1;
    }
  }
  return { offset: text.length, problem: 'the text ends inside a string' };
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
