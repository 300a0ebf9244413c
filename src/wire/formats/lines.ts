import { refuse, spotOnLine } from './spot.ts';

/** Bytes one line may have. An answer of 20 MB is legitimate; a file without line ends is none. */
const MAX_LINE_BYTES = 256 * 1024 * 1024;

export interface Line {
  readonly text: string;
  /** 1-based. */
  readonly number: number;
}

/** The non-blank lines of a text; LF or CRLF. */
export function* splitLines(text: string): Generator<Line> {
  let number = 1;
  for (let start = 0; start < text.length; number++) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end === -1 ? text.length : end);
    if (line.trim() !== '') yield { text: line, number };
    if (end === -1) return;
    start = end + 1;
  }
}

/** The non-blank lines of a byte stream, holding no more than one line and one chunk. */
export async function* splitLineStream(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
): AsyncGenerator<Line> {
  let pending: Uint8Array[] = [];
  let held = 0;
  let number = 0;
  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      number++;
      const text =
        held === 0
          ? bytes.toString('utf8', start, end)
          : Buffer.concat([...pending, bytes.subarray(start, end)]).toString('utf8');
      pending = [];
      held = 0;
      start = end + 1;
      if (text.trim() !== '') yield { text, number };
    }
    if (start < bytes.length) {
      pending.push(bytes.subarray(start));
      held += bytes.length - start;
      if (held > MAX_LINE_BYTES) {
        throw refuse(
          spotOnLine(file, number + 1),
          `the line is longer than ${MAX_LINE_BYTES / 1024 / 1024} MB`,
        );
      }
    }
  }
  const rest = Buffer.concat(pending).toString('utf8');
  if (rest.trim() !== '') yield { text: rest, number: number + 1 };
}

const LF = 0x0a;
