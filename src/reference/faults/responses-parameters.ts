/** What can be wrong with the parameters of a response: read wrongly, echoed wrongly, without bounds. */
import { isJsonObject, isRecord, type JsonObject } from '../json.ts';
import { type Body, type Fault, onJson } from './fault.ts';
import { answered, created, told, unread, withText } from './response-changes.ts';

function formatOf({ text }: Body | JsonObject): Readonly<Record<string, unknown>> {
  return isRecord(text) && isRecord(text.format) ? text.format : {};
}

const formatted = (type: string) => (body: Body | JsonObject) => formatOf(body).type === type;
const above = (parameter: string, most: number) =>
  created(
    (body) => Number(body[parameter]) > most,
    (body) => ({ ...body, [parameter]: most }),
  );

export const RESPONSES_PARAMETERS_FAULTS: readonly Fault[] = [
  {
    name: 'format.schema-ignored',
    breaks: 'A JSON schema is accepted and not kept.',
    caughtBy: 'responses/structured-outputs#keys',
    also: ['responses/structured-outputs#*', 'echo.text.format', 'json.schema'],
    request: created(formatted('json_schema'), ({ text: _, ...body }) => body),
  },
  {
    name: 'format.other-values',
    breaks: 'Structured output has the right keys and values from nowhere.',
    caughtBy: 'responses/structured-outputs#content',
    reply: answered(formatted('json_schema'), (response) =>
      withText(response, () => '{"name":"","date":"","participants":[]}'),
    ),
  },
  {
    name: 'format.unechoed',
    breaks: 'A response with a format says that it is plain text.',
    caughtBy: 'responses/structured-outputs#echoed',
    also: ['responses/json-mode#echoed', 'echo.text.format'],
    reply: told((response) => ({
      ...response,
      text: { ...(isJsonObject(response.text) && response.text), format: { type: 'text' } },
    })),
  },
  {
    name: 'format.loose-taken',
    breaks: 'A strict schema that leaves objects open is taken.',
    caughtBy: 'responses/structured-outputs#loose-refused',
    request: created(
      (body) => isRecord(formatOf(body).schema),
      (body) => {
        const format = formatOf(body);
        const closed = { ...(isRecord(format.schema) && format.schema), additionalProperties: false };
        return { ...body, text: { format: { ...format, schema: closed } } };
      },
    ),
  },
  {
    name: 'json.ignored',
    breaks: 'JSON mode is accepted and the text is no JSON.',
    caughtBy: 'responses/json-mode#object',
    also: ['responses/json-mode#*', 'echo.text.format', 'json.mode'],
    request: created(formatted('json_object'), ({ text: _, ...body }) => body),
  },
  {
    name: 'json.word-unneeded',
    breaks: 'JSON mode is taken for a prompt that does not speak of JSON.',
    caughtBy: 'responses/json-mode#word-needed',
    request: created(formatted('json_object'), (body) => ({
      ...body,
      input: `${String(body.input)} (JSON)`,
    })),
  },
  {
    name: 'instructions.ignored',
    breaks: 'Instructions are accepted and not followed.',
    caughtBy: 'responses/instructions#followed',
    also: ['responses/instructions#echoed', 'responses/instructions#replaced', 'echo.instructions'],
    request: unread('instructions'),
  },
  {
    name: 'instructions.unechoed',
    breaks: 'A response does not say what instructions it was given.',
    caughtBy: 'responses/instructions#echoed',
    also: ['echo.instructions'],
    reply: told((response) => ({ ...response, instructions: null })),
  },
  {
    name: 'instructions.carried-over',
    breaks: 'The instructions of a response hold for those that continue it.',
    caughtBy: 'responses/instructions#not-carried-over',
    instead: {
      'responses.create': (incoming, sound) => {
        const { body, state } = incoming;
        const previous = state.responses.get(String(body.previous_response_id))?.facts.request;
        return sound(
          previous?.instructions && body.instructions === undefined
            ? { ...incoming, body: { ...body, instructions: previous.instructions } }
            : incoming,
        );
      },
    },
  },
  {
    name: 'instructions.unreplaced',
    breaks: 'The instructions of a response hold even against new ones.',
    caughtBy: 'responses/instructions#replaced',
    also: ['echo.instructions'],
    instead: {
      'responses.create': (incoming, sound) => {
        const { body, state } = incoming;
        const previous = state.responses.get(String(body.previous_response_id))?.facts.request;
        return sound(
          previous?.instructions && body.instructions !== undefined
            ? { ...incoming, body: { ...body, instructions: previous.instructions } }
            : incoming,
        );
      },
    },
  },
  {
    name: 'temperature.unechoed',
    breaks: 'A response says that its temperature is 1 whatever it was.',
    caughtBy: 'responses/temperature#echoed',
    also: ['echo.temperature'],
    reply: told((response) => ({ ...response, temperature: 1 })),
  },
  {
    name: 'temperature.unbounded',
    breaks: 'A temperature beyond 2 is read as 2.',
    caughtBy: 'responses/temperature#range',
    also: ['echo.temperature'],
    request: above('temperature', 2),
  },
  {
    name: 'top-p.unechoed',
    breaks: 'A response says that its top_p is 1 whatever it was.',
    caughtBy: 'responses/top-p#echoed',
    also: ['echo.top_p'],
    reply: told((response) => ({ ...response, top_p: 1 })),
  },
  {
    name: 'top-p.unbounded',
    breaks: 'A top_p beyond 1 is read as 1.',
    caughtBy: 'responses/top-p#range',
    also: ['echo.top_p'],
    request: above('top_p', 1),
  },
  {
    name: 'max-output-tokens.ignored',
    breaks: 'The limit of output tokens is accepted and not kept.',
    caughtBy: 'responses/max-output-tokens#incomplete',
    also: ['responses/max-output-tokens#*', 'echo.max_output_tokens', 'usage.limit'],
    request: unread('max_output_tokens'),
  },
  {
    name: 'max-output-tokens.unechoed',
    breaks: 'A response does not say what limit it was given.',
    caughtBy: 'responses/max-output-tokens#echoed',
    also: ['echo.max_output_tokens'],
    reply: told((response) => ({ ...response, max_output_tokens: null })),
  },
  {
    name: 'max-output-tokens.other-reason',
    breaks: 'A response that was cut at its limit blames the content filter.',
    caughtBy: 'responses/max-output-tokens#reason',
    reply: answered(
      (response) => response.status === 'incomplete',
      (response) => ({ ...response, incomplete_details: { reason: 'content_filter' } }),
    ),
  },
  {
    name: 'max-output-tokens.unbounded',
    breaks: 'A limit below the smallest one is read as that.',
    caughtBy: 'responses/max-output-tokens#minimum',
    also: ['echo.max_output_tokens', 'usage.limit'],
    request: created(
      (body) => Number(body.max_output_tokens) < 16,
      (body) => ({ ...body, max_output_tokens: 16 }),
    ),
  },
  {
    name: 'truncation.ignored',
    breaks: 'The value auto of truncation is accepted and read as disabled.',
    caughtBy: 'responses/truncation#echoed',
    also: ['echo.truncation', 'responses/computer-use#status', 'responses/create#status'],
    request: unread('truncation'),
  },
  {
    name: 'truncation.other-default',
    breaks: 'Conversations are truncated unless it is forbidden.',
    caughtBy: 'responses/truncation#default',
    request: created(
      (body) => body.truncation === undefined,
      (body) => ({ ...body, truncation: 'auto' }),
    ),
  },
  {
    name: 'metadata.ignored',
    breaks: 'Metadata are accepted and dropped.',
    caughtBy: 'responses/metadata#echoed',
    also: ['responses/metadata#*', 'echo.metadata'],
    request: unread('metadata'),
  },
  {
    name: 'metadata.lost',
    breaks: 'A stored response has lost its metadata.',
    caughtBy: 'responses/metadata#kept',
    reply: onJson(['responses.retrieve'], (body) => ({ ...body, metadata: {} })),
  },
  {
    name: 'metadata.unbounded',
    breaks: 'Of too many metadata the first sixteen are kept.',
    caughtBy: 'responses/metadata#limit',
    also: ['echo.metadata'],
    request: created(
      ({ metadata }) => isRecord(metadata) && Object.keys(metadata).length > 16,
      (body) => ({
        ...body,
        metadata: Object.fromEntries(Object.entries(Object(body.metadata)).slice(0, 16)),
      }),
    ),
  },
];
