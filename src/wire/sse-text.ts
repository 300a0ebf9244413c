import type { SseEvent } from './sse.ts';

const LF = '\n'.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);

/**
 * The events of a text in which every block is a `data:` line, or an `event:` and a `data:` line, with LF for a
 * line end: what services send. Null for anything else (CR, a byte order mark, comments, ids, several data
 * lines, a cut-off end, half a surrogate pair), which the reader on bytes judges. No byte is copied.
 */
export function plainEvents(text: string): SseEvent[] | null {
  if (!text.endsWith('\n\n') || text.includes('\r') || !text.isWellFormed()) return null;
  const ascii = Buffer.byteLength(text) === text.length;
  const events: SseEvent[] = [];
  let bytes = 0;
  for (let start = 0; start < text.length; ) {
    let line = start;
    let event: string | null = null;
    if (text.startsWith('event:', line)) {
      const end = text.indexOf('\n', line);
      event = text.slice(valueFrom(text, line + 6), end) || null;
      line = end + 1;
    }
    if (!text.startsWith('data:', line)) return null;
    const end = text.indexOf('\n', line);
    if (text.charCodeAt(end + 1) !== LF) return null;
    const next = end + 2;
    bytes = ascii ? next : bytes + Buffer.byteLength(text.slice(start, next));
    events.push({
      event,
      data: text.slice(valueFrom(text, line + 5), end),
      id: null,
      retry: null,
      end: bytes,
    });
    start = next;
  }
  return events;
}

/** One space behind the colon is not part of the value. */
function valueFrom(text: string, at: number): number {
  return text.charCodeAt(at) === SPACE ? at + 1 : at;
}
