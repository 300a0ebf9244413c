/** Faults in the fields of an answer or of an event: left out, renamed, of another type, null, of another value. */

import type { JsonType } from '../../src/checks/schema/build/schema.ts';
import { createdOf } from '../../src/checks/schema/result.ts';
import { isObject, type JsonObject } from '../../src/checks/stream/json.ts';
import { answerType, eventType, type Field, fieldsOf, isTolerated, jsonType } from './contract.ts';
import {
  type Excuse,
  type Fault,
  jsonOf,
  type Mutant,
  type Pick,
  type Subject,
  withEvents,
  withJson,
} from './mutant.ts';

/** A JSON object of the subject that has a type, and how to put another in its place. */
interface Holder {
  readonly value: JsonObject;
  readonly type: string;
  readonly label: string;
  readonly replace: (value: unknown) => Mutant['exchange'];
}

function holdersOf(subject: Subject, pick: Pick): Holder[] {
  if (subject.response.status >= 400 || subject.errorClass !== null) return [];
  const body = jsonOf(subject.response.body);
  const type = answerType(subject.operation);
  if (isObject(body) && type !== undefined)
    return [{ value: body, type, label: type, replace: (value) => withJson(subject, value) }];
  return pick([...subject.events.entries()]).flatMap(([index, event]): Holder[] => {
    const value = parsed(event.data);
    const name = isObject(value) ? eventType(subject.operation, value) : undefined;
    if (!isObject(value) || name === undefined) return [];
    const replace = (changed: unknown) =>
      withEvents(subject, subject.events.with(index, { ...event, data: JSON.stringify(changed) }));
    return [{ value, type: name, label: `event ${index} ${name}`, replace }];
  });
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** What to put in the place of a field; undefined where the fault does not apply to it. */
type Change = (field: Field) => { readonly member: unknown; readonly name?: string } | undefined;

function fieldFault(
  name: string,
  change: Change,
  excuse: (field: Field, subject: Subject, holder: Holder) => Excuse | null,
  drift = false,
): Fault {
  return {
    group: 'fields',
    name,
    drift,
    *mutants(subject, pick) {
      for (const holder of holdersOf(subject, pick)) {
        const fields = fieldsOf(holder.value, holder.type).filter((field) => change(field) !== undefined);
        for (const field of pick(fields)) {
          const changed = change(field);
          if (changed === undefined) continue;
          yield {
            exchange: holder.replace(changedAt(holder.value, field.pointer, changed)),
            place: `${holder.label} ${field.pointer}`,
            excuse: () => excuse(field, subject, holder),
          };
        }
      }
    },
  };
}

const GONE = Symbol('gone');

function changedAt(
  value: unknown,
  pointer: string,
  change: { readonly member: unknown; readonly name?: string },
): unknown {
  const [, head = '', ...rest] = pointer.split('/');
  const key = head.replaceAll('~1', '/').replaceAll('~0', '~');
  const inner = (child: unknown) =>
    rest.length === 0 ? change.member : changedAt(child, `/${rest.join('/')}`, change);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? inner(item) : item));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
      if (name !== key) return [[name, member]];
      if (rest.length > 0) return [[name, inner(member)]];
      if (change.name !== undefined) return [[change.name, member]];
      return change.member === GONE ? [] : [[name, change.member]];
    }),
  );
}

/** Null where the documents demand the field. */
function optionalOr(field: Field, subject: Subject, holder: Holder): Excuse | null {
  if (!field.known) return { kind: 'equivalent', why: 'a field that no document knows' };
  if (!field.required) return { kind: 'legal', why: 'the documents let the field be left out' };
  return tolerated(field, undefined, subject, holder);
}

function tolerated(field: Field, value: unknown, subject: Subject, holder: Holder): Excuse | null {
  return isTolerated(field, value, subject.hostKind, createdIn(subject, holder))
    ? { kind: 'legal', why: 'an erratum of the overlay: such hosts, or such old answers, do so' }
    : null;
}

function createdIn({ events }: Subject, holder: Holder): number | null {
  const own = createdOf(holder.value);
  if (own !== null) return own;
  for (const { data } of events) {
    const created = createdOf(parsed(data));
    if (created !== null) return created;
  }
  return null;
}

const OTHERS: readonly unknown[] = ['17', 17, true, {}, []];

function otherType({ value, types }: Field): unknown {
  const accepted: ReadonlySet<JsonType> = types ?? new Set();
  return OTHERS.find((other) => jsonType(other) !== jsonType(value) && !accepted.has(jsonType(other)));
}

/** `type` chooses the branch of a union: a value nobody knows is a new kind of thing. */
function isSwitch({ name, values }: Field): boolean {
  return name === 'type' && typeof values?.[0] === 'string';
}

export const FIELD_FAULTS: readonly Fault[] = [
  fieldFault('leave a field out', () => ({ member: GONE }), optionalOr),
  fieldFault('rename a field', ({ name }) => ({ member: null, name: `${name}_x` }), optionalOr),
  fieldFault(
    'give a field another type',
    (field) => {
      const other = field.types === null ? undefined : otherType(field);
      return other === undefined ? undefined : { member: other };
    },
    () => null,
  ),
  fieldFault(
    'null where it is not allowed',
    ({ value, types }) =>
      value === null || types === null || types.has('null') ? undefined : { member: null },
    (field, subject, holder) => tolerated(field, null, subject, holder),
  ),
  fieldFault(
    'another value than the only one',
    (field) => (field.values?.length === 1 && !isSwitch(field) ? { member: 'something_else' } : undefined),
    (field, subject, holder) => tolerated(field, 'something_else', subject, holder),
  ),
  fieldFault(
    'a value outside the listed ones',
    (field) =>
      typeof field.value === 'string' && field.values !== null && (field.values.length > 1 || isSwitch(field))
        ? { member: 'value_of_tomorrow' }
        : undefined,
    () => null,
    true,
  ),
];
