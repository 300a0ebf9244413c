import { firstDifference, isObject, itemsOf, objectAt, show } from '../stream/json.ts';
import type { SemanticRule } from './rule.ts';

/** A parameter of a request that the response repeats. */
interface Echo {
  readonly parameter: string;
  readonly read: (body: unknown) => unknown;
}

const member =
  (...path: readonly string[]) =>
  (body: unknown): unknown =>
    path.reduce<unknown>((here, key) => (isObject(here) ? here[key] : undefined), body);

/** What a response repeats of its request (openai@7.55.0#Response). */
const ECHOES: readonly Echo[] = [
  ...[
    'temperature',
    'top_p',
    'max_output_tokens',
    'max_tool_calls',
    'background',
    'store',
    'metadata',
    'previous_response_id',
    'instructions',
    'parallel_tool_calls',
    'truncation',
    'top_logprobs',
  ].map((parameter): Echo => ({ parameter, read: member(parameter) })),
  { parameter: 'reasoning.effort', read: member('reasoning', 'effort') },
  { parameter: 'text.format', read: member('text', 'format', 'type') },
  {
    parameter: 'tools',
    read: (body) =>
      objectAt({ body }, 'body')?.tools === undefined ? undefined : itemsOf(body, 'tools').length,
  },
];

/**
 * `echo.<parameter>`: the response repeats the value that was sent. Some models answer with their
 * own default instead (facts sections 2 and 3: temperature 1, top_p 0.98 on reasoning models), which
 * means that the parameter was accepted and ignored: worth showing, no broken contract.
 */
export const echoRules: readonly SemanticRule[] = ECHOES.map(({ parameter, read }) => ({
  id: `echo.${parameter}`,
  severity: 'should',
  says: `the response repeats the ${parameter} of its request`,
  reference: 'openai@7.55.0#Response',
  check(answer, request, { created }) {
    if (answer.api !== 'responses' || !created) return null;
    const sent = read(request);
    const echoed = read(answer.body);
    // Null asks for the default, and what a service does not repeat is the schema's matter.
    if (sent === undefined || sent === null || echoed === undefined) return null;
    if (firstDifference(sent, echoed) === null) return [];
    return [
      {
        message: `${parameter} was sent and comes back with another value`,
        pointer: `/${parameter.replace('.', '/')}`,
        expected: show(sent),
        found: show(echoed),
      },
    ];
  },
}));
