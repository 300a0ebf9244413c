import { describe, expect, it } from 'vitest';
import { ConfigurationFailure, RecordingFailure } from '../failure.ts';
import { azureTarget, sampleCase } from '../matrix/sample.fixture.ts';
import { MissingCredential } from '../targets/missing.ts';
import { isStale } from '../verdict/recording.ts';
import { failedResult } from './failed.ts';

const failed = (error: unknown) => failedResult(sampleCase(), azureTarget(), 'replay', error);

describe('the row of a case that could not be executed', () => {
  it('is blocked where there is no credential: the target was never asked', () => {
    const row = failed(new MissingCredential('KEY is not set', { remedy: 'Set KEY.' }));
    expect(row).toMatchObject({ status: 'blocked', reason: 'KEY is not set. Set KEY.', notRun: null });
    expect(row.checks).toEqual([]);
  });

  it('is errored, and a failed check, where the recording is damaged', () => {
    const place = { file: 'recordings/x.json', line: 3, column: 1 };
    const row = failed(new RecordingFailure('not valid JSON', { place, remedy: 'Record it again.' }));
    expect(row.status).toBe('errored');
    expect(row.reason).toBe('recordings/x.json:3:1: not valid JSON. Record it again.');
    expect(row.checks.map(({ id, message }) => [id, message])).toEqual([
      ['recording.intact', 'recordings/x.json:3:1: not valid JSON'],
    ]);
    expect(isStale(row)).toBe(true);
  });

  it('is errored, and no matter of the recording, for any other mistake', () => {
    const row = failed(new ConfigurationFailure('no content type is known for x.xyz'));
    expect(row).toMatchObject({ status: 'errored', checks: [] });
  });

  it('does not exist for a defect of the harness, which stays one', () => {
    const defect = new TypeError('x is undefined');
    expect(() => failed(defect)).toThrow(defect);
  });
});
