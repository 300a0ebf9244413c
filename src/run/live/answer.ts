import { isRecord } from '../../wire/canonical.ts';
import type { Exchange } from '../../wire/exchange.ts';
import { readSse } from '../../wire/sse.ts';

/** The part of an answer that says what it used: its JSON, or the last event of its stream that does. */
export function answerOf({ response }: Exchange): unknown {
  const body = response?.body;
  if (body?.kind === 'json') return body.value;
  if (body?.kind !== 'sse' || !body.text.includes('"usage"')) return null;
  const { events } = readSse(body.text);
  for (const event of events.toReversed()) {
    const value = parse(event.data);
    const answer = isRecord(value) && isRecord(value.response) ? value.response : value;
    if (isRecord(answer) && isRecord(answer.usage)) return answer;
  }
  return null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
