import type { ErrorObject } from 'ajv';
import type { Findings } from './findings.ts';

/** Keywords whose errors say everything about themselves: what they mean does not depend on the value. */
const TELLING: ReadonlySet<string> = new Set(['required', 'additionalProperties', 'if']);

/** Kinds of events in one stream that break rules of their own; a few more are read anew each time. */
const MOST = 8;

interface Told {
  readonly errors: readonly ErrorObject[];
  readonly findings: Findings;
}

/** The errors that events of one stream had, with what was made of them: the next event most often has the same. */
export class ToldErrors {
  readonly #told: Told[] = [];

  /** What the same errors meant before; undefined for errors that were not met. */
  find(errors: readonly ErrorObject[]): Findings | undefined {
    return this.#told.find((told) => areSame(told.errors, errors))?.findings;
  }

  add(errors: readonly ErrorObject[], { faults }: Findings): void {
    if (this.#told.length >= MOST || !errors.every(({ keyword }) => TELLING.has(keyword))) return;
    this.#told.push({ errors, findings: { faults, drift: [] } });
  }
}

function areSame(a: readonly ErrorObject[], b: readonly ErrorObject[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const one = a[i];
    const other = b[i];
    // The path inside the schema names the keyword as well.
    if (
      one?.schemaPath !== other?.schemaPath ||
      one?.instancePath !== other?.instancePath ||
      one?.params.missingProperty !== other?.params.missingProperty ||
      one?.params.additionalProperty !== other?.params.additionalProperty
    )
      return false;
  }
  return true;
}
