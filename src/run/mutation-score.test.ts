import { describe, expect, it } from 'vitest';
import { FAULTS, printScores, referenceSubjects, scoreFaults, totalsOf } from '../../bench/faults/index.ts';

/** A small, seeded sample over the committed recordings; `node bench/faults.ts` takes real traffic as well. */
describe('faults put into sound exchanges', () => {
  const subjects = referenceSubjects();
  const scores = scoreFaults(subjects, FAULTS, { most: 25, places: 2, seed: 1 });

  it('start from every kind of exchange', () => {
    const kinds = new Set(subjects.map(({ operation, response }) => `${operation} ${response.body.kind}`));
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'chat.create json',
        'chat.create sse',
        'responses.create json',
        'responses.create sse',
        'responses.retrieve json',
        'files.create json',
      ]),
    );
    expect(subjects.some(({ response }) => response.status >= 400)).toBe(true);
  });

  it('are all caught', () => {
    const survivors = scores.flatMap(({ name, survivors: left }) => left.map((place) => `${name}: ${place}`));
    expect(survivors, printScores(scores)).toEqual([]);
    const { faulty, caught } = totalsOf(scores);
    expect(caught).toBe(faulty);
    expect(caught).toBeGreaterThan(1_000);
  });

  it('are excused for few, stated reasons', () => {
    const reasons = new Set(scores.flatMap(({ excused }) => [...excused.keys()]));
    expect([...reasons].sort()).toMatchInlineSnapshot(`
      [
        "equivalent: the events add up to the same answer",
        "legal: a chat stream carries each piece of text once, without numbers: another text is another answer",
        "legal: a resumed stream names the model once: only the stream before it knows the model",
        "legal: the documents let the field be left out",
        "legal: the prelude is left out where annotations are off",
        "legal: the text alone tells the error; its code is known to differ (null, a number, a word)",
      ]
    `);
  });

  it('are the same in every run', () => {
    const few = FAULTS.slice(0, 4);
    const sampling = { most: 10, places: 1, seed: 7 };
    expect(scoreFaults(subjects, few, sampling)).toEqual(scoreFaults(subjects, few, sampling));
  });
});
