import { describe, expect, it } from 'vitest';
import type { Exchange } from '../wire/exchange.ts';
import { withoutRepeated } from './repeated-deletions.ts';

const exchange = (method: string, path: string, failure?: 'network'): Exchange =>
  ({
    request: { method, path },
    response: { status: 200 },
    ...(failure === undefined ? {} : { failure: { kind: failure, message: 'read ECONNRESET' } }),
  }) as unknown as Exchange;

const CREATED = exchange('POST', '/responses');
const LOST = exchange('DELETE', '/responses/a', 'network');
const GONE = exchange('DELETE', '/responses/a');
const OTHER = exchange('DELETE', '/files/b');

describe('a deletion that was sent again', () => {
  it('is one exchange, and its lost answer an attempt of it', () => {
    const earlier = [
      { request: 0, exchange: CREATED, pauseMs: 5 },
      { request: 3, exchange: OTHER, pauseMs: 7 },
    ];
    const told = withoutRepeated({ exchanges: [CREATED, LOST, GONE, OTHER], attempts: earlier }, 1);
    expect(told.exchanges).toEqual([CREATED, GONE, OTHER]);
    expect(told.attempts.map(({ request, exchange: lost }) => [request, lost.request.path])).toEqual([
      [0, '/responses'],
      [2, '/files/b'],
      [1, '/responses/a'],
    ]);
  });

  it.each<[string, readonly Exchange[], number]>([
    ['was not sent again', [CREATED, LOST, OTHER], 1],
    ['was the last thing', [CREATED, LOST], 1],
    ['belongs to the scenario', [CREATED, LOST, GONE], 3],
    ['was answered twice', [CREATED, GONE, GONE], 1],
  ])('stays as it is where it %s', (_, exchanges, from) => {
    expect(withoutRepeated({ exchanges, attempts: [] }, from)).toEqual({ exchanges, attempts: [] });
  });
});
