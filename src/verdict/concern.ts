import type { ClassifiedError } from '../checks/check.ts';

/** A feature, and the request parameters it consists of. */
export interface Concern {
  readonly feature: string;
  /** Left out: the parameter the feature is named after (`chat/top-p`: `top_p`). */
  readonly parameters?: readonly string[] | undefined;
}

/** How the service names a parameter in its message where `param` is null (fixtures/catalog/errors.yaml). */
const NAMED =
  /^(?:Unsupported (?:parameter|value): '|Invalid parameter: '|Unrecognized request arguments? supplied: |This model does not support the ')([A-Za-z_]+)/;

/** The parameter that a refusal names, without its inner path: `tools[0].type` is `tools`. Null: it names none. */
export function refusedParameter({
  param,
  message,
}: Pick<ClassifiedError, 'param' | 'message'>): string | null {
  return /^[A-Za-z_]+/.exec(param ?? '')?.[0] ?? NAMED.exec(message)?.[1] ?? null;
}

/** Whether a feature consists of this parameter, so that a refusal of the one is a refusal of the other. */
export function consistsOf({ feature, parameters }: Concern, parameter: string): boolean {
  const own = parameters ?? [feature.replace(/^[^/]*\//, '').replaceAll('-', '_')];
  return own.includes(parameter);
}
