import { describe, expect, it } from 'vitest';
import { ConfigurationFailure, formatPlace, IncompleteFailure, RecordingFailure } from './failure.ts';

describe('a place', () => {
  it.each([
    [{}, ''],
    [{ file: 'matrix.yaml' }, 'matrix.yaml'],
    [{ file: 'matrix.yaml', line: 12, column: 3 }, 'matrix.yaml:12:3'],
    [{ file: 'matrix.yaml', line: 12, column: 3, pointer: '/models/0' }, 'matrix.yaml:12:3 (/models/0)'],
    [{ pointer: '/models/0' }, '/models/0'],
    [{ file: 'matrix.yaml', pointer: '' }, 'matrix.yaml'],
  ])('%j is written %s', (place, expected) => {
    expect(formatPlace(place)).toBe(expected);
  });
});

describe('a failure', () => {
  it('says where, what, and on the next line what to do', () => {
    const failure = new ConfigurationFailure('no model "gpt-41"', {
      place: { file: 'matrix.yaml', line: 3, column: 1 },
      remedy: 'Name one of the catalogue.',
    });
    expect(failure.describe()).toBe('matrix.yaml:3:1: no model "gpt-41"\n  Name one of the catalogue.');
  });

  it('says only what it knows', () => {
    const failure = new ConfigurationFailure('nothing selected');
    expect(failure.describe()).toBe('nothing selected');
    expect(failure).not.toHaveProperty('cause');
  });

  it('keeps its cause and its name', () => {
    const cause = new Error('ENOENT');
    const failure = new RecordingFailure('unreadable', { cause });
    expect(failure.cause).toBe(cause);
    expect(failure.name).toBe('RecordingFailure');
  });

  it.each([
    [ConfigurationFailure, 2],
    [IncompleteFailure, 3],
    [RecordingFailure, 4],
  ])('%o ends the process with code %d', (Kind, code) => {
    expect(new Kind('x').exitCode).toBe(code);
  });
});
