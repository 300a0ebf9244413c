/**
 * Time to check a streamed answer, against the time the openai SDK takes to iterate the same bytes
 * from memory. Run with `node bench/stream.ts`; the ratio should stay below 1. Also shows that the
 * time grows with the length of a stream, not faster.
 */
import OpenAI from 'openai';
import { checkStream, type StreamInput } from '../src/checks/stream/index.ts';
import { ofEvents } from '../src/checks/stream/testing/inputs.ts';
import { emitResponse, PLAIN } from '../src/checks/stream/testing/responses-stream.ts';

/** A stream of `count` events: one message. */
function streamOf(count: number): StreamInput {
  const pieces = Array.from({ length: count - 8 }, (_, i) => `word${i} `);
  const items = [
    { kind: 'message', parts: [{ refusal: false, pieces, annotations: 0, logprobs: false }] },
  ] as const;
  return ofEvents('responses.create', emitResponse({ ...PLAIN, items, queued: false, done: false }));
}

function bytesOf({ events }: StreamInput): Uint8Array {
  return new TextEncoder().encode(
    events.map(({ event, data }) => `event: ${event}\ndata: ${data}\n\n`).join(''),
  );
}

async function iterate(bytes: Uint8Array): Promise<number> {
  const body = Uint8Array.from(bytes);
  const headers = { 'content-type': 'text/event-stream' };
  const client = new OpenAI({
    apiKey: 'none',
    baseURL: 'http://bench.invalid/v1',
    fetch: async () => new Response(body, { headers }),
  });
  const stream = await client.responses.create({ model: 'm', input: 'x', stream: true });
  let count = 0;
  for await (const _event of stream) count += 1;
  return count;
}

async function median(runs: number, work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}

const input = streamOf(100);
const bytes = bytesOf(input);
const failing = checkStream(input).checks.filter(({ outcome }) => outcome === 'failed');
if (input.events.length !== 100 || failing.length > 0)
  throw new Error('the benchmark does not measure a legal stream of 100 events');
if ((await iterate(bytes)) !== 100) throw new Error('the SDK did not see 100 events');

for (let warmUp = 0; warmUp < 2; warmUp++) {
  await median(200, () => checkStream(input));
  await median(200, () => iterate(bytes));
}
const check = await median(400, () => checkStream(input));
const sdk = await median(400, () => iterate(bytes));
console.log(
  `100 events: check ${(check * 1000).toFixed(0)} µs, SDK ${(sdk * 1000).toFixed(0)} µs, ratio ${(check / sdk).toFixed(2)} (target < 1)`,
);

for (const count of [1_000, 10_000, 100_000]) {
  const long = streamOf(count);
  const time = await median(count > 50_000 ? 3 : 11, () => checkStream(long));
  console.log(`${count} events: ${time.toFixed(1)} ms, ${((time * 1000) / count).toFixed(2)} µs an event`);
}
