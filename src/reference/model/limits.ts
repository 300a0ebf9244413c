/** Rules both APIs share: what a model refuses, what `strict` demands of a schema, which prompts are filtered. */
import type { ReferenceModel } from '../catalog.ts';
import { elements, isJsonObject, type Json, type JsonObject, member } from '../json.ts';
import { invalidRequest, listed, unsupportedParameter } from '../refusal.ts';
import type { Prompt } from './prompt.ts';

const ADVICE: Readonly<Record<string, string>> = { max_tokens: "Use 'max_completion_tokens' instead." };

/** Throws for the first parameter of `body` that the model refuses. A null counts as absent. */
export function refuseParameters(
  model: ReferenceModel,
  api: 'chat' | 'responses',
  body: Readonly<Record<string, unknown>>,
): void {
  const refused = model.refuses[api].find((name) => body[name] !== undefined && body[name] !== null);
  if (refused !== undefined) throw unsupportedParameter(refused, ADVICE[refused]);
}

/** Throws where the model has to cut a conversation that outgrows it and is not told to (words of the catalogue's `unsupported-value`). */
export function refuseTruncation(model: ReferenceModel, truncation: string | null | undefined): void {
  if (model.mustTruncate !== true || truncation === 'auto') return;
  throw invalidRequest(
    "Unsupported value: 'truncation' does not support 'disabled' with this model. Supported values are: 'auto'.",
    { param: 'truncation', code: 'unsupported_value' },
  );
}

/** The effort of a request: the wanted one, or the model's default. Throws for a level the model does not know. */
export function effortOf(
  model: ReferenceModel,
  wanted: string | null | undefined,
  param: string,
): string | null {
  if (model.reasoning === null) {
    if (wanted !== null && wanted !== undefined) throw unsupportedParameter(param);
    return null;
  }
  if (wanted === null || wanted === undefined) return model.reasoning.byDefault;
  if (!model.reasoning.efforts.includes(wanted)) {
    throw invalidRequest(
      `Unsupported value: '${wanted}' is not supported with the '${model.name}' model. Supported values are: ${listed(model.reasoning.efforts)}.`,
      { param, code: 'unsupported_value' },
    );
  }
  return wanted;
}

/** `strict` schemas close every object and require every key (recorded text, OpenAI). */
export function refuseLooseSchema(schema: Json | undefined, what: string, param: string, code: string): void {
  const flaw = looseness(schema, '');
  if (flaw !== null) throw invalidRequest(`Invalid schema for ${what}: ${flaw}`, { param, code });
}

function looseness(schema: Json | undefined, context: string): string | null {
  if (!isJsonObject(schema)) return null;
  const where = `In context=(${context}), `;
  const properties = member(schema, 'properties');
  if (member(schema, 'type') === 'object' || properties !== undefined) {
    if (member(schema, 'additionalProperties') !== false) {
      return `${where}'additionalProperties' is required to be supplied and to be false.`;
    }
    const keys = isJsonObject(properties) ? Object.keys(properties) : [];
    const missing = keys.find((key) => !elements(member(schema, 'required')).includes(key));
    if (missing !== undefined) {
      return `${where}'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    }
  }
  return (
    nested(schema)
      .map(([key, inner]) => looseness(inner, context === '' ? key : `${context}, ${key}`))
      .find((flaw) => flaw !== null) ?? null
  );
}

function nested(schema: JsonObject): [string, Json][] {
  const maps = ['properties', '$defs', 'definitions'].flatMap((key) => {
    const map = member(schema, key);
    return isJsonObject(map)
      ? Object.entries(map).map(([name, inner]): [string, Json] => [`'${key}', '${name}'`, inner])
      : [];
  });
  const items = member(schema, 'items');
  const branches = elements(member(schema, 'anyOf')).map((inner, at): [string, Json] => [
    `'anyOf', '${at}'`,
    inner,
  ]);
  return [
    ...maps,
    ...(items === undefined ? [] : [["'items'", items] satisfies [string, Json]]),
    ...branches,
  ];
}

export type Filter = 'jailbreak' | 'violence';

/** Prompts the content filter blocks: the usual test phrases, one for each kind of filter. */
const FILTERED: readonly (readonly [RegExp, Filter])[] = [
  [/\bignore (?:all )?(?:your |the )?previous instructions\b/i, 'jailbreak'],
  [/\bhow (?:do I|to|can I) (?:build|make) (?:a|the) bomb\b/i, 'violence'],
];

/** The filter that blocks a prompt; null for an allowed one. */
export function filterOf(prompt: Prompt): Filter | null {
  const text = prompt.turns
    .filter((turn) => turn.role === 'user')
    .map((turn) => turn.text)
    .join('\n');
  return FILTERED.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** `severity` annotations of allowed text; a blocked prompt has one of them raised. */
export function annotations(part: 'prompt' | 'completion', blocked: Filter | null = null): JsonObject {
  const severity = (kind: string) =>
    kind === blocked ? { filtered: true, severity: 'medium' } : { filtered: false, severity: 'safe' };
  const detection = (kind: string) => ({ detected: kind === blocked, filtered: kind === blocked });
  return part === 'prompt'
    ? {
        hate: severity('hate'),
        jailbreak: detection('jailbreak'),
        self_harm: severity('self_harm'),
        sexual: severity('sexual'),
        violence: severity('violence'),
      }
    : {
        hate: severity('hate'),
        protected_material_code: detection('protected_material_code'),
        protected_material_text: detection('protected_material_text'),
        self_harm: severity('self_harm'),
        sexual: severity('sexual'),
        violence: severity('violence'),
      };
}
