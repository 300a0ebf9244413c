/**
 * Redaction of a stream: line by line, and across lines, because a model may spell a secret out over many
 * deltas, where no single line shows it (facts/engineering.md, "Redaction by regex misses secrets split
 * over SSE deltas"). The ends of the recorded chunks move along with the text.
 */
import { isRecord } from './canonical.ts';
import type { Finding } from './secrets.ts';

export interface StreamRules {
  /** Redact the data of one line. */
  line(data: string): string;
  scan(text: string): readonly Finding[];
  replacement(finding: Finding, text: string): string;
}

export interface RedactedStream {
  readonly text: string;
  /** Byte offsets in the new text, as many as were given. */
  readonly ends: readonly number[];
}

export function redactSse(text: string, ends: readonly number[], rules: StreamRules): RedactedStream {
  const lines = text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
  const redacted = [...lines];
  // First across: half an e-mail address can look like a whole one and would get another pseudonym.
  redactAcross(redacted, rules);
  redacted.forEach((line, index) => {
    redacted[index] = redactLine(line, rules);
  });
  if (redacted.every((line, index) => line === lines[index])) return { text, ends };
  return { text: redacted.join(''), ends: moveEnds(lines, redacted, ends) };
}

interface Line {
  readonly head: string;
  readonly data: string;
  readonly tail: string;
}

function splitLine(line: string): Line | null {
  const [, head, data, tail] = /^(\uFEFF?data: ?)([^\r\n]*)([\r\n]*)$/.exec(line) ?? [];
  return head === undefined || data === undefined || tail === undefined ? null : { head, data, tail };
}

function redactLine(line: string, rules: StreamRules): string {
  const parts = splitLine(line);
  return parts === null ? rules.line(line) : `${parts.head}${rules.line(parts.data)}${parts.tail}`;
}

/** One piece of a text that the service streams: where it stands and what it says. */
interface Piece {
  readonly line: number;
  readonly path: readonly string[];
  readonly text: string;
}

/** Find what only the joined deltas show, and take it out of the pieces it is spread over. */
function redactAcross(lines: string[], rules: StreamRules): void {
  for (const pieces of streamedPieces(lines)) {
    const joined = pieces.map(({ text }) => text).join('');
    const spread = rules.scan(joined);
    if (spread.length === 0) continue;
    const starts = offsets(pieces.map(({ text }) => text.length));
    pieces.forEach((piece, index) => {
      const start = starts[index] ?? 0;
      const text = withoutFindings(piece.text, start, spread, joined, rules);
      const line = lines[piece.line];
      if (text !== piece.text && line !== undefined) lines[piece.line] = replaceIn(line, piece.path, text);
    });
  }
}

/** The piece with its share of each finding cut out; the piece in which a finding begins gets its stand-in. */
function withoutFindings(
  piece: string,
  start: number,
  findings: readonly Finding[],
  joined: string,
  rules: StreamRules,
): string {
  let result = '';
  let from = 0;
  for (const finding of findings) {
    const [left, right] = [finding.start - start, finding.end - start];
    if (right <= 0 || left >= piece.length) continue;
    result += piece.slice(from, Math.max(from, left));
    if (left >= 0) result += rules.replacement(finding, joined.slice(finding.start, finding.end));
    from = Math.min(piece.length, right);
  }
  return result + piece.slice(from);
}

/** The texts that a stream spells out piece by piece, each joined. */
export function streamedTexts(body: string): string[] {
  return [...streamedPieces(body.split(/\r\n|\n|\r/))].map((pieces) =>
    pieces.map(({ text }) => text).join(''),
  );
}

function streamedPieces(lines: readonly string[]): Iterable<readonly Piece[]> {
  const streams = new Map<string, Piece[]>();
  const add = (key: string, piece: Piece) => {
    const pieces = streams.get(key);
    if (pieces === undefined) streams.set(key, [piece]);
    else pieces.push(piece);
  };
  lines.forEach((text, line) => {
    const value = text.startsWith('data:') ? parse(splitLine(text)?.data ?? '') : undefined;
    if (!isRecord(value)) return;
    if (typeof value.delta === 'string') {
      const key = ['type', 'item_id', 'output_index', 'content_index', 'summary_index'].map(
        (name) => value[name],
      );
      add(key.join(' '), { line, path: ['delta'], text: value.delta });
    }
    if (!Array.isArray(value.choices)) return;
    for (const leaf of leavesOf(value.choices, ['choices'], '')) {
      add(leaf.key, { line, path: leaf.path, text: leaf.text });
    }
  });
  return streams.values();
}

interface Leaf {
  readonly path: readonly string[];
  /** The path with the `index` that an array item states in the place of its position. */
  readonly key: string;
  readonly text: string;
}

function* leavesOf(value: unknown, path: readonly string[], key: string): Generator<Leaf> {
  if (typeof value === 'string') yield { path, key, text: value };
  else if (Array.isArray(value)) {
    for (const [position, item] of value.entries()) {
      const index: unknown = isRecord(item) ? item.index : undefined;
      yield* leavesOf(
        item,
        [...path, String(position)],
        `${key}/${typeof index === 'number' ? index : position}`,
      );
    }
  } else if (isRecord(value)) {
    for (const [name, member] of Object.entries(value))
      yield* leavesOf(member, [...path, name], `${key}/${name}`);
  }
}

function replaceIn(line: string, path: readonly string[], text: string): string {
  const parts = splitLine(line);
  const value = parts === null ? undefined : parse(parts.data);
  if (parts === null || value === undefined) return line;
  return `${parts.head}${JSON.stringify(withMember(value, path, text))}${parts.tail}`;
}

function withMember(value: unknown, path: readonly string[], leaf: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  if (Array.isArray(value))
    return value.map((item, at) => (String(at) === key ? withMember(item, rest, leaf) : item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === key ? withMember(member, rest, leaf) : member,
    ]),
  );
}

function parse(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function offsets(lengths: readonly number[]): number[] {
  let sum = 0;
  return lengths.map((length) => {
    const start = sum;
    sum += length;
    return start;
  });
}

/** A chunk that ended at the end of a line still does; inside a changed line it ends as near as it can. */
function moveEnds(before: readonly string[], after: readonly string[], ends: readonly number[]): number[] {
  const moved: number[] = [];
  let [line, oldStart, newStart] = [0, 0, 0];
  let oldLength = Buffer.byteLength(before[0] ?? '');
  let newLength = Buffer.byteLength(after[0] ?? '');
  for (const end of ends) {
    while (end > oldStart + oldLength && line < before.length - 1) {
      oldStart += oldLength;
      newStart += newLength;
      line += 1;
      oldLength = Buffer.byteLength(before[line] ?? '');
      newLength = Buffer.byteLength(after[line] ?? '');
    }
    const inside = end - oldStart;
    moved.push(newStart + (inside >= oldLength ? newLength : Math.min(inside, newLength)));
  }
  return moved;
}
