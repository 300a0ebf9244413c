/**
 * What an operation answers, before it becomes bytes. Faults change a `Reply`, `render` turns it into
 * a Response; nothing else writes to the wire.
 */
import type { JsonObject } from './json.ts';

export interface Frame {
  /** The `event:` line; chat streams have none (facts section 5). */
  readonly event?: string;
  readonly data: JsonObject;
  /** Stands on the wire instead of the data; a fault sets it. */
  readonly text?: string;
}

export type Reply =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: JsonObject;
      /** Pretty-printed and without content type, as the recorded DeploymentNotFound. */
      readonly bare?: boolean;
    }
  | {
      readonly kind: 'events';
      readonly frames: readonly Frame[];
      /** Whether `data: [DONE]` ends the stream: chat yes, responses no (facts section 5). */
      readonly done: boolean;
      /** Bytes cut off the end of the body; a fault sets it. */
      readonly cut?: number;
      /** Called when the last frame has left. */
      readonly delivered?: () => void;
    }
  | {
      readonly kind: 'bytes';
      readonly status: number;
      readonly contentType: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    };

const encoder = new TextEncoder();

/** The reply as a Response with `headers`. A stream hands out one chunk a frame, on demand. */
export function render(reply: Reply, headers: Readonly<Record<string, string>>): Response {
  switch (reply.kind) {
    case 'json': {
      // Bytes, because a string body would be given a content type that the service did not send.
      const text = reply.bare ? JSON.stringify(reply.body, null, 2) : JSON.stringify(reply.body);
      const type = reply.bare ? {} : { 'content-type': 'application/json' };
      return new Response(encoder.encode(text), { status: reply.status, headers: { ...headers, ...type } });
    }
    case 'bytes':
      return new Response(reply.bytes, {
        status: reply.status,
        headers: { ...headers, 'content-type': reply.contentType },
      });
    case 'events':
      return new Response(streamOf(reply), {
        status: 200,
        headers: {
          ...headers,
          'content-type': 'text/event-stream; charset=utf-8',
          'cache-control': 'no-cache, must-revalidate',
          'x-accel-buffering': 'no',
        },
      });
  }
}

function streamOf(reply: Reply & { kind: 'events' }): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks = reply.frames.map(({ event, data, text = JSON.stringify(data) }) =>
    encoder.encode(`${event === undefined ? '' : `event: ${event}\n`}data: ${text}\n\n`),
  );
  if (reply.done) chunks.push(encoder.encode('data: [DONE]\n\n'));
  const whole = shortened(chunks, reply.cut ?? 0);
  let next = 0;
  return new ReadableStream(
    {
      pull(controller) {
        const chunk = whole[next++];
        if (chunk !== undefined) controller.enqueue(chunk);
        if (next >= whole.length) {
          controller.close();
          reply.delivered?.();
        }
      },
    },
    { highWaterMark: 0 },
  );
}

/** `chunks` without their last `cut` bytes. */
function shortened(chunks: readonly Uint8Array<ArrayBuffer>[], cut: number) {
  const kept: Uint8Array<ArrayBuffer>[] = [];
  let left = chunks.reduce((sum, chunk) => sum + chunk.length, 0) - cut;
  for (const chunk of chunks) {
    if (left <= 0) break;
    kept.push(chunk.length <= left ? chunk : chunk.slice(0, left));
    left -= chunk.length;
  }
  return kept;
}
