/** A `fetch` that hands its request to a handler instead of a network. */

/**
 * Behaves as fetch does where clients depend on it: an aborted signal rejects the call and breaks a
 * body that is still being read.
 */
export function inProcess(handle: (request: Request) => Response | Promise<Response>): typeof fetch {
  const fetchInProcess = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { signal } = request;
    signal.throwIfAborted();
    const response = await Promise.race([handle(request), rejection(signal)]);
    return response.body === null ? response : breakable(response, response.body, signal);
  };
  // openai 7.55.0 probes a fetch without this property by fetching `data:,` before an upload.
  return Object.assign(fetchInProcess, { Response });
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function breakable(response: Response, body: ReadableStream<Uint8Array>, signal: AbortSignal): Response {
  const reader = body.getReader();
  const guarded = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        signal.addEventListener(
          'abort',
          () => {
            controller.error(signal.reason);
            reader.cancel(signal.reason).catch(() => {});
          },
          { once: true },
        );
      },
      async pull(controller) {
        const { done, value } = await reader.read();
        if (signal.aborted) return;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return new Response(guarded, {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
  });
}
