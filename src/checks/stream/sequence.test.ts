import { describe, expect, it } from 'vitest';
import { parseEvents } from './event.ts';
import { mendSequence } from './sequence.ts';

/** Events with these numbers; null for one without, each with a letter of its own unless given. */
function stream(...numbers: readonly (number | null | readonly [number, string])[]) {
  return parseEvents(
    numbers.map((given, i) => {
      const [number, name] = Array.isArray(given) ? given : [given, String.fromCharCode(97 + i)];
      return {
        event: null,
        data: JSON.stringify({ type: name, ...(number === null ? {} : { sequence_number: number }) }),
      };
    }),
  );
}

describe('mending a sequence', () => {
  it.each([
    ['counts from 0', stream(0, 1, 2, 3), undefined, 'abcd', []],
    ['goes on after the number it is resumed from', stream(5, 6, 7), 4, 'abc', []],
    [
      'marks a gap once',
      stream(0, 1, 4, 5),
      undefined,
      'abcd',
      ['event 2 (c) follows a gap: 2 events are missing'],
    ],
    [
      'drops a repeat',
      stream(0, [1, 'b'], [1, 'b'], 2),
      undefined,
      'abd',
      ['event 2 (b) repeats the event with sequence_number 1'],
    ],
    [
      'puts swapped neighbours in order',
      stream(0, 2, 1, 3),
      undefined,
      'acbd',
      ['event 1 (b) comes before sequence_number 1: out of order'],
    ],
    [
      'puts a straggler in its place',
      stream(0, 2, 3, 4, 1, 5),
      undefined,
      'aebcdf',
      ['event 1 (b) comes before sequence_number 1: out of order'],
    ],
    [
      'keeps a misnumbered event where it is',
      stream(0, 41, 2, 3),
      undefined,
      'abcd',
      ['event 1 (b) has sequence_number 41 in the place of 1'],
    ],
    [
      'follows a restart',
      stream(0, 1, 2, 0, 1, 2),
      undefined,
      'abcdef',
      ['event 3 (d) goes back to sequence_number 0'],
    ],
    [
      'keeps an extra event with an old number',
      stream(0, 1, 0, 2),
      undefined,
      'abcd',
      ['event 2 (c) is an extra event with the earlier sequence_number 0'],
    ],
    [
      'reports a missing number once',
      stream(0, null, null, 3, 4),
      undefined,
      'abcde',
      ['event 1 (b) carries no sequence_number'],
    ],
    [
      'reports a stream without numbers once',
      stream(null, null, null),
      undefined,
      'abc',
      ['no event carries a sequence_number'],
    ],
    ['starts late', stream(1, 2), undefined, 'ab', ['event 0 (a) follows a gap: 1 event is missing']],
  ])('%s', (_name, events, startingAfter, order, messages) => {
    const mended = mendSequence(events, startingAfter);
    expect(mended.events.map(({ type }) => type).join('')).toBe(order);
    expect(mended.findings.map(({ message }) => message)).toEqual(messages);
  });

  it('says which event follows a gap, so that nothing is concluded from what is missing', () => {
    const { events } = mendSequence(stream(0, 1, 4, 5), undefined);
    expect(events.map(({ afterGap }) => afterGap)).toEqual([false, false, true, false]);
  });

  it('takes any number after an event that cannot be read', () => {
    const events = parseEvents([
      { event: null, data: '{"type":"a","sequence_number":0}' },
      { event: null, data: '{"type":"b","seq' },
      { event: null, data: '{"type":"c","sequence_number":2}' },
    ]);
    expect(mendSequence(events, undefined).findings).toEqual([]);
  });
});
