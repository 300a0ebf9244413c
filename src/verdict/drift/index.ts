/**
 * What changed between two recordings of a case:
 *
 *   const drifts = compareRecordings(older, newer);     // by case
 *   drifts.some(({ kind }) => kind === 'breaking')
 *
 * It compares status, form of the body, and shape; headers and times are left out, they differ every time.
 */
import { canonicalJson } from '../../wire/canonical.ts';
import { type Cassette, type Exchange, exchangeOperation, exchangesOf } from '../../wire/index.ts';
import { compareShapes } from './compare-shapes.ts';
import { compareStreams } from './compare-streams.ts';
import { addTo, emptyShape, type Shape } from './shape.ts';
import type { CaseDrift, Drift, RequestDrift } from './types.ts';

export type { CaseDrift } from './types.ts';

type Recorded = Pick<Cassette, 'case' | 'exchanges'>;

const WORST_FIRST = ['breaking', 'additive', 'content'] as const;
const ORDER: readonly CaseDrift['kind'][] = [...WORST_FIRST, 'removed', 'added', 'same'];

/** Every case of either side, worst first. */
export function compareRecordings(
  older: readonly Recorded[],
  newer: readonly Recorded[],
): readonly CaseDrift[] {
  const [before, after] = [byCase(older), byCase(newer)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .map((id): CaseDrift => {
      const [was, is] = [before.get(id), after.get(id)];
      if (was === undefined || is === undefined)
        return { case: id, kind: was === undefined ? 'added' : 'removed', drifts: [] };
      const drifts = compareExchanges(exchangesOf(was), exchangesOf(is));
      const worst = WORST_FIRST.find((kind) => drifts.some((drift) => drift.kind === kind));
      return { case: id, kind: worst ?? 'same', drifts };
    })
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

function byCase(cassettes: readonly Recorded[]): ReadonlyMap<string, Recorded> {
  return new Map(cassettes.map((cassette) => [cassette.case, cassette]));
}

/** Requests of one operation are compared in turn, the last with the last: a poll may take more turns or fewer. */
function compareExchanges(older: readonly Exchange[], newer: readonly Exchange[]): RequestDrift[] {
  const [before, after] = [byOperation(older), byOperation(newer)];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((operation) => {
    const [was, is] = [before.get(operation) ?? [], after.get(operation) ?? []];
    const count = Math.min(was.length, is.length);
    const found: RequestDrift[] = [];
    for (let turn = 0; turn < count; turn++) {
      const [old, now] = turn === count - 1 ? [was.at(-1), is.at(-1)] : [was[turn], is[turn]];
      if (old !== undefined && now !== undefined)
        found.push(...compareAnswers(old, now).map((drift) => ({ request: nameOf(now), ...drift })));
    }
    const [some] = [...is, ...was];
    if (was.length !== is.length && some !== undefined) {
      const message = `was asked ${was.length} times, is asked ${is.length} times`;
      found.push({ request: nameOf(some), kind: 'content', pointer: '', message });
    }
    return distinct(found);
  });
}

function distinct(drifts: readonly RequestDrift[]): RequestDrift[] {
  return [...new Map(drifts.map((drift) => [canonicalJson(drift), drift])).values()];
}

function byOperation(exchanges: readonly Exchange[]): ReadonlyMap<string, Exchange[]> {
  return Map.groupBy(exchanges, (exchange) => {
    const operation = exchangeOperation(exchange);
    return operation === 'other' ? nameOf(exchange) : operation;
  });
}

function nameOf({ request }: Exchange): string {
  return `${request.method} ${request.path}`;
}

function compareAnswers({ response: older }: Exchange, { response: newer }: Exchange): Drift[] {
  if (older === null || newer === null) return [];
  if (older.status !== newer.status)
    return [{ kind: 'breaking', pointer: '', message: `status was ${older.status}, is ${newer.status}` }];
  const [was, is] = [older.body, newer.body];
  if (was.kind !== is.kind)
    return [{ kind: 'breaking', pointer: '', message: `the body was ${was.kind}, is ${is.kind}` }];
  const found: Drift[] = [];
  if (was.kind === 'sse' && is.kind === 'sse') found.push(...compareStreams(was.text, is.text));
  if (was.kind === 'json' && is.kind === 'json')
    found.push(...compareShapes(shapeOf(was.value), shapeOf(is.value)));
  if (found.length > 0 || contentOf(was) === contentOf(is)) return found;
  return [{ kind: 'content', pointer: '', message: 'other content in the same shape' }];
}

function shapeOf(value: unknown): Shape {
  const shape = emptyShape();
  addTo(shape, value);
  return shape;
}

/** Without where chunks ended and when they came. */
function contentOf(body: NonNullable<Exchange['response']>['body']): string {
  return body.kind === 'sse' ? body.text : canonicalJson(body);
}
