/** Environment variables in values: `${NAME}`, `${NAME:-default}`; `$${` is a literal `${`. */

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Interpolation {
  /** Undefined when a variable without a default is unset or empty. */
  readonly value: string | undefined;
  /** Names of the variables it mentions, in order. */
  readonly variables: readonly string[];
  /** Names of those that are unset or empty and have no default. */
  readonly missing: readonly string[];
}

const REFERENCE = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^{}]*))?\}/g;

/** Replace every reference. An empty variable counts as unset: CI systems pass unset secrets as "". */
export function interpolate(text: string, environment: Environment): Interpolation {
  const variables: string[] = [];
  const missing: string[] = [];
  const value = text.replaceAll(REFERENCE, (reference, name?: string, fallback?: string) => {
    if (name === undefined) return '${';
    variables.push(name);
    const found = Object.hasOwn(environment, name) ? environment[name] || undefined : undefined;
    if (found === undefined && fallback === undefined) missing.push(name);
    return found ?? fallback ?? reference;
  });
  return { value: missing.length > 0 ? undefined : value, variables, missing };
}

/** A sentence about a `${` that is not a reference, or undefined. */
export function malformedReference(text: string): string | undefined {
  const rest = text.replaceAll(REFERENCE, '');
  if (rest.includes('${')) return `a variable is written \${NAME} or \${NAME:-default}`;
  const bare = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(rest);
  return bare === null ? undefined : `a variable is written \${${bare[1]}}, with braces`;
}
