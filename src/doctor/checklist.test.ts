import { describe, expect, it } from 'vitest';
import { claim, sourceOf } from '../claims/sample.fixture.ts';
import { azureTarget, sampleModel } from '../matrix/sample.fixture.ts';
import type { Model, Target } from '../matrix/types.ts';
import { examineAccess, examineOffer } from './checklist.ts';

const model = (id: string, access?: Model['access']) => sampleModel(id, access && { access });

describe('access', () => {
  it('is no matter where no model is gated', () => {
    expect(examineAccess([model('a@1', 'open'), model('b@1')], new Set())).toMatchObject([{ outcome: 'ok' }]);
  });

  it('has to be asked for, unless the model answers', () => {
    const models = [
      model('gpt-5-pro@1', 'registration'),
      model('gpt-image-1@1', 'limited'),
      model('x@1', 'limited'),
    ];
    expect(examineAccess(models, new Set(['x@1']))).toMatchObject([
      {
        outcome: 'warning',
        says: 'gpt-5-pro@1 needs registration access',
        remedy: expect.stringContaining('gpt5access'),
      },
      { outcome: 'warning', remedy: expect.stringContaining('gptimage1access') },
      { outcome: 'ok', says: 'x@1 needs limited access, and answers' },
    ]);
  });
});

describe('the offer of a region', () => {
  const target = azureTarget({ region: 'swedencentral' });
  const placed = (model: string, region: string) =>
    claim('page', { model, region }, 'supported', { topic: 'region', where: 'Global Standard' });
  const claims = [placed('a@1', 'swedencentral'), placed('b', 'eastus2')];
  const offer = (ids: readonly string[], over: Partial<Target> = {}) =>
    examineOffer(
      { ...target, ...over },
      ids.map((id) => model(id)),
      claims,
      [sourceOf('page')],
    );

  it('has the models that a document places there', () => {
    expect(offer(['a@1', 'unplaced@1'])).toMatchObject([
      { outcome: 'ok', says: 'documents offer 1 of 2 models in swedencentral' },
    ]);
  });

  it('lacks a model that documents place elsewhere, with who says so and when', () => {
    expect(offer(['a@1', 'b@2'])).toMatchObject([
      {
        outcome: 'warning',
        says: 'b@2 is not documented in swedencentral (Global Standard; page, 2026-07-30)',
      },
    ]);
  });

  it('is not looked at without documents, and not asked of other services', () => {
    expect(offer(['c@1'])).toMatchObject([{ outcome: 'skipped' }]);
    expect(offer(['b@2'], { kind: 'openai-compatible' })).toEqual([]);
  });
});
