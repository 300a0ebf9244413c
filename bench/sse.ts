/**
 * The SSE reader against bare eventsource-parser and a hand-written split, on one Responses stream in
 * chunks of several sizes, all in one run: only the ratios mean something.
 *
 *   node bench/sse.ts
 *
 * The two others know less: neither says where an event ends or what was cut off, and the split reads
 * nothing but `data:` lines that end with LF.
 */
import { createParser } from 'eventsource-parser';
import { SseReader } from '../src/wire/sse.ts';

const EVENTS = 20_000;
const ROUNDS = 7;

const body = Buffer.from(
  Array.from({ length: EVENTS }, (_, index) => {
    const data = {
      type: 'response.output_text.delta',
      sequence_number: index,
      item_id: 'msg_0123456789abcdef',
      output_index: 0,
      content_index: 0,
      delta: index % 7 === 0 ? ' 繁體' : ' word',
      obfuscation: 'Kq3bX9',
    };
    return `event: response.output_text.delta\ndata: ${JSON.stringify(data)}\n\n`;
  }).join(''),
);

type Reader = (chunks: readonly Uint8Array[]) => number;

const ours: Reader = (chunks) => {
  const reader = new SseReader();
  let events = 0;
  for (const chunk of chunks) events += reader.push(chunk).length;
  reader.end();
  return events;
};

const bare: Reader = (chunks) => {
  const decoder = new TextDecoder();
  let events = 0;
  const parser = createParser({
    onEvent: () => {
      events += 1;
    },
  });
  for (const chunk of chunks) parser.feed(decoder.decode(chunk, { stream: true }));
  return events;
};

const split: Reader = (chunks) => {
  const decoder = new TextDecoder();
  const data: string[] = [];
  let rest = '';
  for (const chunk of chunks) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const at = block.indexOf('data: ');
      if (at !== -1) data.push(block.slice(at + 6));
    }
  }
  return data.length;
};

function cut(size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < body.length; at += size) chunks.push(body.subarray(at, at + size));
  return chunks;
}

/** Median milliseconds. */
function measure(read: Reader, chunks: readonly Uint8Array[]): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const started = performance.now();
    const events = read(chunks);
    const took = performance.now() - started;
    if (events !== EVENTS) throw new Error(`read ${events} events instead of ${EVENTS}`);
    return took;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

const sizes: readonly (readonly [string, number])[] = [
  ['whole body', body.length],
  ['64 KB', 65_536],
  ['an event', Math.round(body.length / EVENTS)],
  ['16 bytes', 16],
  ['1 byte', 1],
];
const rows = sizes.map(([name, size]) => {
  const chunks = cut(size);
  for (const read of [ours, bare, split]) read(chunks);
  const [own, parser, plain] = [measure(ours, chunks), measure(bare, chunks), measure(split, chunks)];
  return {
    chunks: name,
    'ours, µs an event': Number(((own * 1_000) / EVENTS).toFixed(2)),
    'to eventsource-parser': Number((own / parser).toFixed(2)),
    'to a split': Number((own / plain).toFixed(2)),
  };
});
process.stdout.write(`${EVENTS} events, ${(body.length / 1e6).toFixed(1)} MB, median of ${ROUNDS}\n`);
console.table(rows);
