import type { ExchangeCheck, OwnCheck } from '../checks/own.ts';
import { ConfigurationFailure } from '../failure.ts';
import type { OwnModule } from '../matrix/types.ts';
import { loadModule } from './module.ts';

/** `contoso/first-byte`; ids of the harness have dots and no stroke. */
const ID = /^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9.-]*$/;
const SEVERITIES: readonly unknown[] = ['must', 'should', 'info'];

/**
 * The checks that modules export, by whatever name, one by one or in lists. Throws ConfigurationFailure for a module
 * that cannot be loaded or exports none, for an export that is no check, and for an id that stands twice.
 */
export async function loadChecks(modules: readonly OwnModule[]): Promise<readonly OwnCheck[]> {
  const checks: OwnCheck[] = [];
  for (const module of modules) {
    const exported: unknown = await loadModule(module);
    const values = Object.values(Object(exported)).flat();
    if (values.length === 0) throw wrong(module, 'the module exports no check');
    for (const value of values) {
      const check = checkOf(value, module);
      const other = checks.find(({ id }) => id === check.id);
      if (other !== undefined)
        throw wrong(module, `there is a check ${check.id} already, in ${other.module}`);
      checks.push(check);
    }
  }
  return checks;
}

function checkOf(value: unknown, module: OwnModule): OwnCheck {
  const problem = problemOf(value);
  if (problem !== null) throw wrong(module, problem);
  const { id, severity, says, source, check } = value as ExchangeCheck;
  return { id, severity, says, source, check, module: module.shown };
}

function problemOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return `it exports ${typeof value}, which is no check`;
  const member = (name: string): unknown => Reflect.get(value, name);
  const id = member('id');
  if (typeof id !== 'string' || !ID.test(id))
    return `${JSON.stringify(id) ?? 'a missing id'} is no id of a check: it needs a prefix of your own, e.g. contoso/first-byte`;
  if (!SEVERITIES.includes(member('severity'))) return `the severity of ${id} is none of must, should, info`;
  for (const name of ['says', 'source']) {
    if (typeof member(name) !== 'string' || member(name) === '') return `"${name}" of ${id} is no text`;
  }
  return typeof member('check') === 'function' ? null : `"check" of ${id} is no function`;
}

function wrong({ shown }: OwnModule, message: string): ConfigurationFailure {
  return new ConfigurationFailure(message, {
    place: { file: shown },
    remedy: 'Export objects with id, severity, says, source and check; docs/extend.md shows one.',
  });
}
