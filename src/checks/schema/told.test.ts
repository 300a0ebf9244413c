import { describe, expect, it } from 'vitest';
import { checkEvents } from './events.ts';
import { findingsOf } from './findings.ts';
import { ToldErrors } from './told.ts';
import { chunkValidator } from './validators.ts';

const chunk = (over: object, choice: object = {}) => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'm',
  choices: [{ index: 0, delta: {}, finish_reason: null, ...choice }],
  ...over,
});
const { id: _id, ...nameless } = chunk({});

describe('what the events of one stream break again', () => {
  it('is the same fault, and no drift a second time', () => {
    const told = new ToldErrors();
    const first = findingsOf(chunkValidator(), { ...nameless, novelty: 1 }, told);
    const second = findingsOf(chunkValidator(), { ...nameless, novelty: 2 }, told);
    expect(first.faults.map(({ pointer }) => pointer)).toEqual(['/id']);
    expect(first.drift.map(({ pointer }) => pointer)).toEqual(['/novelty']);
    expect(second.faults[0]).toBe(first.faults[0]);
    expect(second.drift).toEqual([]);
  });

  it('is not taken for what is broken elsewhere', () => {
    const told = new ToldErrors();
    const pointers = (value: unknown) =>
      findingsOf(chunkValidator(), value, told).faults.map(({ pointer }) => pointer);
    const { model: _model, ...modelless } = chunk({});
    const indexless = { ...chunk({}), choices: [chunk({}).choices[0], { delta: {}, finish_reason: null }] };
    for (let round = 0; round < 2; round++) {
      expect(pointers(nameless)).toEqual(['/id']);
      expect(pointers(modelless)).toEqual(['/model']);
      expect(pointers(indexless)).toEqual(['/choices/1/index']);
      expect(pointers(chunk({}))).toEqual([]);
    }
  });

  it('is read anew where it depends on the value', () => {
    const told = new ToldErrors();
    const found = (model: unknown) => findingsOf(chunkValidator(), chunk({ model }), told).faults[0]?.found;
    expect(found(1)).toBe('1');
    expect(found(2)).toBe('2');
  });

  it('is counted with its first event, however many kinds of events there are', () => {
    const events = Array.from({ length: 40 }, (_, i) => ({
      event: null,
      data: JSON.stringify(i < 2 ? chunk({}) : { ...nameless, [`novelty${i % 20}`]: 1 }),
    }));
    const { checks, drift } = checkEvents(events, { hostKind: 'openai', operation: 'chat.create' });
    const [violation] = checks.find(({ id }) => id === 'schema.event')?.violations ?? [];
    expect(violation?.event).toBe(2);
    expect(violation?.message).toMatch(/^event 2: missing \/id.* \(and 37 more such\)$/);
    expect(drift).toHaveLength(20);
  });
});
