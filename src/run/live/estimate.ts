import { isRecord } from '../../wire/canonical.ts';
import type { WireRequest } from '../../wire/exchange.ts';
import { operationOf } from '../../wire/operation.ts';

/** Tokens of one request before it is sent. */
export interface RequestEstimate {
  readonly input: number;
  /** The most that was asked for; undefined where the request does not say. */
  readonly output: number | undefined;
  /** Whether a deployment answers it, and its limits count it. */
  readonly deployment: boolean;
}

/** The usual rule of thumb for English; the service counts a request alike before it knows better. */
const CHARACTERS_A_TOKEN = 4;
/** For a picture or a document in the request; its bytes are no characters. */
const TOKENS_AN_ATTACHMENT = 1_000;

export function estimateOf({ method, path, body }: WireRequest): RequestEstimate {
  const operation = operationOf(method, path);
  const deployment = operation === 'chat.create' || operation === 'responses.create';
  if (!deployment || body.kind !== 'json' || !isRecord(body.value))
    return { input: 0, output: 0, deployment };
  const { max_output_tokens, max_completion_tokens, max_tokens } = body.value;
  const limit = max_output_tokens ?? max_completion_tokens ?? max_tokens;
  return {
    input: Math.ceil(inputOf(body.value)),
    output: typeof limit === 'number' && Number.isFinite(limit) && limit >= 0 ? limit : undefined,
    deployment,
  };
}

function inputOf(value: unknown): number {
  if (typeof value === 'string') {
    return value.startsWith('data:') ? TOKENS_AN_ATTACHMENT : value.length / CHARACTERS_A_TOKEN;
  }
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + inputOf(item), 0);
  if (!isRecord(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [name, item]) => sum + name.length / CHARACTERS_A_TOKEN + inputOf(item),
    0,
  );
}
