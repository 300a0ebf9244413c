import { isObject, type JsonObject, objectAt, show, textAt } from '../stream/json.ts';
import type { Answer } from './answer.ts';
import { schemaFault } from './requested-schema.ts';
import type { SemanticFinding, SemanticRule } from './rule.ts';

/** The output format of a request: `response_format` in chat, `text.format` in responses. */
function formatOf(request: JsonObject | null, api: Answer['api']): JsonObject | undefined {
  return api === 'chat'
    ? objectAt(request, 'response_format')
    : objectAt(objectAt(request, 'text'), 'format');
}

/** A refusal, a cut or a tool call takes the place of the JSON. */
function holdsJson(answer: Answer): boolean {
  return answer.whole && !answer.refused && answer.texts.some(({ text }) => text !== '');
}

function parsed(answer: Answer): { value: unknown; text: string; pointer: string; ok: boolean }[] {
  return answer.texts
    .filter(({ text }) => text !== '')
    .map(({ text, pointer }) => {
      try {
        return { value: JSON.parse(text), text, pointer, ok: true };
      } catch {
        return { value: undefined, text, pointer, ok: false };
      }
    });
}

const mode: SemanticRule = {
  id: 'json.mode',
  severity: 'must',
  says: 'in JSON mode the text is a JSON object',
  reference: 'openai@7.55.0#ResponseFormatJSONObject',
  check(answer, request, { created }) {
    if (!created || textAt(formatOf(request, answer.api), 'type') !== 'json_object' || !holdsJson(answer))
      return null;
    return parsed(answer).flatMap(({ value, text, pointer }): SemanticFinding[] =>
      isObject(value)
        ? []
        : [{ message: 'the text is no JSON object', pointer, expected: 'a JSON object', found: show(text) }],
    );
  },
};

const schema: SemanticRule = {
  id: 'json.schema',
  severity: 'must',
  says: 'structured output keeps the schema that was asked for',
  reference: 'openai@7.55.0#ResponseFormatJSONSchema',
  check(answer, request, { created }) {
    const format = formatOf(request, answer.api);
    if (!created || textAt(format, 'type') !== 'json_schema' || !holdsJson(answer)) return null;
    const given = answer.api === 'chat' ? objectAt(format, 'json_schema') : format;
    // Without strict the model is only asked to keep the schema.
    const severity = given?.strict === true ? 'must' : 'should';
    return parsed(answer).flatMap(({ value, text, pointer, ok }): SemanticFinding[] => {
      if (!ok)
        return [{ message: 'the text is no JSON', pointer, expected: 'JSON', found: show(text), severity }];
      const fault = schemaFault(given?.schema, value);
      if (fault === null) return [];
      const message = `the output does not keep its schema: ${fault.pointer || 'it'} ${fault.message}`;
      return [{ message, pointer, expected: 'the requested schema', found: show(text), severity }];
    });
  },
};

export const jsonRules: readonly SemanticRule[] = [mode, schema];
