import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingsOf } from '../findings.ts';
import { isTolerated } from '../result.ts';
import { sample, withValue } from '../samples.ts';
import { compileDefinition } from './compile.ts';
import { toDispatchForm } from './dispatch.ts';
import { correctedFor } from './files.ts';
import { type Erratum, readOverlay, type Trip } from './overlay.ts';
import type { Definitions } from './schema.ts';

const read = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/schemas/${name}`, import.meta.url), 'utf8');
const base: Definitions = JSON.parse(read('base.json')).definitions;
const schema = JSON.parse(read('overlay.schema.json'));
const errata = readOverlay({ file: 'overlay.yaml', text: read('overlay.yaml') }, schema, base);

/** The value of a trip-wire: the sample with its changes, or the value as it stands. */
function tripValue(trip: Trip): unknown {
  const start = trip.sample === undefined ? trip.value : sample(trip.sample);
  const set = Object.entries(trip.set ?? {}).reduce((value, [at, to]) => withValue(value, at, to), start);
  return (trip.remove ?? []).reduce((value, at) => withValue(value, at, undefined), set);
}

function findings(erratum: Erratum, applied: readonly Erratum[]) {
  const definitions = toDispatchForm(correctedFor(erratum.only ?? 'answers', base, applied));
  const name = erratum.trip.sample ?? erratum.trip.definition ?? erratum.definition;
  return findingsOf(compileDefinition(definitions, name), tripValue(erratum.trip));
}

describe('every erratum of overlay.yaml', () => {
  const changes = errata.filter(({ change }) => change.kind !== 'tolerate');
  const tolerances = errata.filter(({ change }) => change.kind === 'tolerate');

  it.each(changes.map((erratum) => [erratum.id, erratum] as const))(
    '%s is needed, and enough',
    (_id, erratum) => {
      const without = findings(
        erratum,
        errata.filter(({ id }) => id !== erratum.id),
      );
      expect(without.faults.length + without.drift.length).toBeGreaterThan(0);
      expect(findings(erratum, errata)).toEqual({ faults: [], drift: [] });
    },
  );

  it.each(tolerances.map((erratum) => [erratum.id, erratum] as const))(
    '%s is needed, there only',
    (_id, erratum) => {
      const { faults } = findings(erratum, errata);
      expect(faults).toHaveLength(1);
      const [fault] = faults;
      if (fault === undefined || erratum.change.kind !== 'tolerate') throw new Error('no fault');
      const { hosts = ['azure', 'openai', 'other'], before } = erratum.change;
      const value = tripValue(erratum.trip);
      for (const hostKind of ['azure', 'openai', 'other'] as const) {
        const context = { hostKind, operation: 'other' } as const;
        const early = before === undefined ? null : Date.parse(before) / 1000 - 1;
        expect(isTolerated(fault, value, context, early)).toBe(hosts.includes(hostKind));
        if (before !== undefined) {
          expect(isTolerated(fault, value, context, Date.parse(before) / 1000)).toBe(false);
          expect(isTolerated(fault, value, context, null)).toBe(false);
        }
      }
    },
  );
});

describe('readOverlay', () => {
  const entry = (patch: string) => `version: 1
errata:
  - id: one
    definition: Response
    property: user
    change: { kind: nullable }
    why: Because of the test.
    first_seen: 2025-01-01
    evidence: ['facts: none']
    trip: { sample: Response }
${patch}`;
  const overlay = (text: string) => () => readOverlay({ file: 'overlay.yaml', text }, schema, base);

  it('reads a good entry', () => {
    expect(overlay(entry(''))()).toHaveLength(1);
  });

  it.each([
    [
      'an unknown definition',
      entry('').replace('definition: Response', 'definition: Respond'),
      'no definition "Respond"',
    ],
    ['an unknown property', entry('').replace('property: user', 'property: usr'), 'has no property "usr"'],
    [
      'a property that exists already',
      entry('').replace('{ kind: nullable }', '{ kind: property, schema: {} }'),
      'has "user" already',
    ],
    [
      'a change that needs a property',
      entry('').replace('    property: user\n', ''),
      '"nullable" needs a property',
    ],
    ['a kind with a typo', entry('').replace('kind: nullable', 'kind: nulable'), 'did you mean "nullable"'],
    [
      'a change without its schema',
      entry('').replace('kind: nullable', 'kind: branch'),
      'key "schema" is missing',
    ],
  ])('refuses %s, with its place', (_name, text, message) => {
    expect(overlay(text)).toThrow(message);
  });

  it('refuses an id that is used twice', () => {
    const twice = entry(entry('').split('\n').slice(2).join('\n'));
    expect(overlay(twice)).toThrow('the id "one" is used twice');
  });
});
