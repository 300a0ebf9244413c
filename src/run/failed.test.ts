import { describe, expect, it } from 'vitest';
import { ConfigurationFailure, RecordingFailure } from '../failure.ts';
import type { Case, Target } from '../matrix/types.ts';
import { MissingCredential } from '../targets/missing.ts';
import { isStale } from '../verdict/recording.ts';
import { failedResult } from './failed.ts';

const target: Target = {
  name: 'sweden',
  kind: 'azure',
  surface: 'v1',
  auth: 'entra',
  mcpServerUrl: '',
  picture: { url: '', shows: [] },
};
const item: Case = {
  id: 'chat/completion:gpt-4.1@2025-04-14:sweden',
  feature: 'chat/completion',
  api: 'chat',
  model: 'gpt-4.1@2025-04-14',
  carrier: 'gpt-4.1@2025-04-14',
  target: 'sweden',
  deployment: 'gpt-4.1',
};
const failed = (error: unknown) => failedResult(item, target, 'replay', error);

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
