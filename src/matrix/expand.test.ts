import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expand } from './expand.ts';
import { loadMatrix } from './load.ts';
import { SMALL_MATRIX, smallCatalogue, smallMatrix } from './small-catalogue.ts';
import type { Case, Feature, Matrix, Model, Target } from './types.ts';

const today = '2026-11-21';
const idsOf = (matrix: Matrix) => expand(matrix, { today }).map(({ id }) => id);
const find = (matrix: Matrix, id: string) => expand(matrix, { today }).find((entry) => entry.id === id);

describe('expansion', () => {
  it('asks each feature of each model of its kinds, on each target', () => {
    expect(idsOf(smallMatrix(SMALL_MATRIX))).toEqual([
      'chat/completion:gpt-4.1@2025-04-14:sweden',
      'chat/completion:gpt-5-chat@2025-08-07:sweden',
      'chat/completion:gpt-5-chat@2025-10-03:sweden',
      'chat/completion:gpt-5@2025-08-07:sweden',
      'chat/completion:o3-mini@2025-01-31:sweden',
      'chat/completion:ref-chat-only@2026-11-01:reference',
      'chat/completion:ref-general@2026-11-01:reference',
      'files/upload:-:reference',
      'files/upload:-:sweden',
      'responses/create:gpt-4.1@2025-04-14:sweden',
      'responses/create:gpt-5-chat@2025-08-07:sweden',
      'responses/create:gpt-5-chat@2025-10-03:sweden',
      'responses/create:gpt-5@2025-08-07:sweden',
      'responses/create:o3-mini@2025-01-31:sweden',
      'responses/create:ref-chat-only@2026-11-01:reference',
      'responses/create:ref-general@2026-11-01:reference',
      'responses/file-base64:gpt-4.1@2025-04-14:sweden',
      'responses/file-base64:gpt-5@2025-08-07:sweden',
      'responses/file-base64:ref-general@2026-11-01:reference',
    ]);
  });

  it('asks a feature only where the target authenticates as the feature needs it', () => {
    const matrix = smallMatrix(SMALL_MATRIX);
    const needing = (auth: NonNullable<Feature['auth']>): Matrix => ({
      ...matrix,
      features: matrix.features.filter(({ id }) => id === 'files/upload').map((one) => ({ ...one, auth })),
    });
    expect(idsOf(needing(['entra']))).toEqual(['files/upload:-:sweden']);
    expect(idsOf(needing(['api-key', 'any']))).toEqual(['files/upload:-:reference']);
    expect(idsOf(needing(['none']))).toEqual([]);
  });

  it('asks a feature that needs a lack only of models that lack an API', () => {
    const matrix = smallMatrix(SMALL_MATRIX);
    const lacking: Matrix = {
      ...matrix,
      models: matrix.models.map((model) =>
        model.kind === 'chat' ? { ...model, lacks: ['responses'] } : model,
      ),
      features: matrix.features
        .filter(({ id }) => id === 'chat/completion')
        .map((one) => ({ ...one, needsLack: true })),
    };
    expect(idsOf(lacking)).toEqual([
      'chat/completion:gpt-5-chat@2025-08-07:sweden',
      'chat/completion:gpt-5-chat@2025-10-03:sweden',
      'chat/completion:ref-chat-only@2026-11-01:reference',
    ]);
    expect(idsOf({ ...lacking, models: matrix.models })).toEqual([]);
  });

  it('asks a model that lacks an API once of it, and the reference target of everything', () => {
    const matrix = smallMatrix(SMALL_MATRIX, { ENDPOINT_SWEDEN: 'https://sweden.example.com' });
    const lacking: Matrix = {
      ...matrix,
      models: matrix.models.map((model) => ({ ...model, vision: true, lacks: ['responses'] as const })),
      features: matrix.features.map((one) => ({ ...one, plainest: one.id === 'responses/create' })),
    };
    const asked = expand(lacking, { today: '2026-11-21' }).filter(({ notRun }) => notRun === undefined);
    const of = (model: string) => asked.filter((item) => item.model === model).map(({ feature }) => feature);
    expect(of('gpt-4.1@2025-04-14')).toEqual(['chat/completion', 'responses/create']);
    expect(of('ref-general@2026-11-01')).toEqual([
      'chat/completion',
      'responses/create',
      'responses/file-base64',
    ]);
    expect(find(lacking, 'responses/file-base64:gpt-4.1@2025-04-14:sweden')?.notRun).toEqual({
      reason: 'excluded',
      note: expect.stringMatching(/^documented-unsupported: gpt-4\.1@2025-04-14 lacks responses/),
    });
  });

  it('says everything that a run needs of a case', () => {
    expect(find(smallMatrix(SMALL_MATRIX), 'chat/completion:gpt-4.1@2025-04-14:sweden')).toEqual({
      id: 'chat/completion:gpt-4.1@2025-04-14:sweden',
      formerly: ['chat/complete:gpt-4.1@2025-04-14:sweden'],
      feature: 'chat/completion',
      api: 'chat',
      model: 'gpt-4.1@2025-04-14',
      carrier: 'gpt-4.1@2025-04-14',
      target: 'sweden',
      deployment: 'gpt-4.1',
    });
  });

  it('is silent about an unset endpoint: whether that matters is for the run to say', () => {
    const set = smallMatrix(SMALL_MATRIX, { ENDPOINT_SWEDEN: 'https://a.openai.azure.com' });
    expect(expand(smallMatrix(SMALL_MATRIX), { today })).toEqual(expand(set, { today }));
  });

  it('takes the name as deployment, and name-version where one name has several versions here', () => {
    const matrix = smallMatrix(SMALL_MATRIX);
    const deployments = expand(matrix, { today }).map(({ carrier, deployment }) => [carrier, deployment]);
    expect(Object.fromEntries(deployments)).toMatchObject({
      'gpt-5@2025-08-07': 'gpt-5',
      'gpt-5-chat@2025-08-07': 'gpt-5-chat-2025-08-07',
      'gpt-5-chat@2025-10-03': 'gpt-5-chat-2025-10-03',
      'ref-general@2026-11-01': 'ref-general',
    });
  });

  it('names the deployment of the model that a feature calls, and does not run where there is none', () => {
    const matrix = smallMatrix(SMALL_MATRIX);
    const features = matrix.features.map(
      (feature): Feature =>
        feature.id === 'responses/create' ? { ...feature, callsModel: 'image' } : feature,
    );
    const calling = { ...matrix, features };
    expect(find(calling, 'responses/create:gpt-4.1@2025-04-14:sweden')).toMatchObject({
      deployment: 'gpt-4.1',
      calledDeployment: 'gpt-image-1',
    });
    expect(find(calling, 'responses/create:ref-general@2026-11-01:reference')?.notRun).toEqual({
      reason: 'not-deployed',
      note: 'responses/create calls a model of kind image, and reference has none that is tested',
    });
    const models = matrix.models.map(
      (model): Model => (model.kind === 'image' ? { ...model, retires: today } : model),
    );
    expect(find({ ...calling, models }, 'responses/create:gpt-4.1@2025-04-14:sweden')?.notRun?.reason).toBe(
      'not-deployed',
    );
  });

  it('does not run what the inventory of a target does not hold, and says which file and how old', () => {
    const text = SMALL_MATRIX.replace(
      'region: swedencentral',
      `region: swedencentral, deployments: discover, resource_id: "\${ID}"`,
    );
    const inventory = {
      target: 'sweden',
      discovered: '2026-11-20',
      asked: ['resource-manager' as const],
      // Named after another model that is not deployed: no two models share it.
      deployments: [{ name: 'gpt-4.1', model: 'gpt-5@2025-08-07', state: 'Succeeded' }],
      models: [],
      unknown: [],
    };
    const casesWith = (inventories: ReadonlyMap<string, typeof inventory>) =>
      expand(loadMatrix({ file: 'matrix.yaml', text }, smallCatalogue, {}, inventories), { today });
    const found = (cases: readonly Case[], model: string) =>
      cases.find(({ id }) => id === `chat/completion:${model}:sweden`);
    const some = casesWith(new Map([['sweden', inventory]]));
    expect(found(some, 'gpt-5@2025-08-07')).toMatchObject({ deployment: 'gpt-4.1' });
    expect(found(some, 'gpt-5@2025-08-07')).not.toHaveProperty('notRun');
    expect(found(some, 'gpt-4.1@2025-04-14')?.notRun).toEqual({
      reason: 'not-deployed',
      note: 'inventory/sweden.yaml of 2026-11-20 has no deployment of gpt-4.1@2025-04-14; look again with: aoai-conform discover sweden',
    });
    expect(found(casesWith(new Map()), 'gpt-5@2025-08-07')?.notRun).toMatchObject({
      reason: 'not-deployed',
      note: 'there is no inventory/sweden.yaml yet; make it with: aoai-conform discover sweden',
    });
  });

  it('does not run a model that is not among the deployments a target lists', () => {
    const matrix = smallMatrix(
      SMALL_MATRIX.replace(
        'region: swedencentral',
        'region: swedencentral, deployments: { gpt-5@2025-08-07: five }',
      ),
    );
    expect(find(matrix, 'chat/completion:gpt-5@2025-08-07:sweden')).toMatchObject({ deployment: 'five' });
    expect(find(matrix, 'chat/completion:gpt-4.1@2025-04-14:sweden')?.notRun).toEqual({
      reason: 'not-deployed',
      note: 'sweden lists its deployments, and gpt-4.1@2025-04-14 is not among them',
    });
    expect(find(matrix, 'files/upload:-:sweden')).toMatchObject({
      carrier: 'gpt-5@2025-08-07',
      deployment: 'five',
    });
  });

  it.each([
    ['2026-06-28', undefined],
    ['2026-06-29', 'gpt-5-chat@2025-08-07 was retired on 2026-06-29'],
  ])('on %s a model that retires on 2026-06-29: %s', (day, note) => {
    const models = smallCatalogue.models.map(
      (model): Model => (model.id === 'gpt-5-chat@2025-08-07' ? { ...model, lifecycle: 'preview' } : model),
    );
    const cases = expand({ ...smallMatrix(SMALL_MATRIX), models }, { today: day });
    const retired = cases.find(({ id }) => id === 'chat/completion:gpt-5-chat@2025-08-07:sweden')?.notRun;
    expect(retired).toEqual(note && { reason: 'retired', note });
  });

  it('does not run what is excluded, and says the class of the reason and the note', () => {
    const matrix = smallMatrix(`${SMALL_MATRIX}exclude:
  - { cases: "responses/create:gpt-5", reason: cost, note: weekly }
  - { cases: "chat", reason: safety }
`);
    expect(find(matrix, 'responses/create:gpt-5@2025-08-07:sweden')?.notRun).toEqual({
      reason: 'excluded',
      note: 'cost: weekly',
    });
    expect(find(matrix, 'chat/completion:gpt-5-chat@2025-10-03:sweden')?.notRun).toEqual({
      reason: 'excluded',
      note: 'safety',
    });
  });

  it('lets a model of unknown lifecycle carry a feature of the target only where no other can', () => {
    const carrierWhenUnknown = (...unknown: string[]) => {
      const matrix = smallMatrix(SMALL_MATRIX.replace('models: ["*"]', 'models: [gpt-4.1, gpt-5]'));
      const models = matrix.models.map(
        (model): Model => (unknown.includes(model.name) ? { ...model, lifecycle: 'unknown' } : model),
      );
      return find({ ...matrix, models }, 'files/upload:-:sweden')?.carrier;
    };
    expect(carrierWhenUnknown()).toBe('gpt-4.1@2025-04-14');
    expect(carrierWhenUnknown('gpt-4.1')).toBe('gpt-5@2025-08-07');
    expect(carrierWhenUnknown('gpt-4.1', 'gpt-5')).toBe('gpt-4.1@2025-04-14');
  });

  it('lets a model that lacks an API carry a feature of the target only where no other can', () => {
    const carrierWhenLacking = (...names: string[]) => {
      const matrix = smallMatrix(SMALL_MATRIX.replace('models: ["*"]', 'models: [gpt-4.1, gpt-5]'));
      const models = matrix.models.map(
        (model): Model => (names.includes(model.name) ? { ...model, lacks: ['chat'] } : model),
      );
      return find({ ...matrix, models }, 'files/upload:-:sweden')?.carrier;
    };
    expect(carrierWhenLacking()).toBe('gpt-4.1@2025-04-14');
    expect(carrierWhenLacking('gpt-4.1')).toBe('gpt-5@2025-08-07');
    expect(carrierWhenLacking('gpt-4.1', 'gpt-5')).toBe('gpt-4.1@2025-04-14');
  });

  it('still has a case for a feature of the target when every carrier is gone, and says why it is not run', () => {
    const matrix = smallMatrix(SMALL_MATRIX.replace('models: ["*"]', 'models: [gpt-5]'));
    const later = expand(matrix, { today: '2030-01-01' }).find(({ id }) => id === 'files/upload:-:sweden');
    expect(later?.notRun?.reason).toBe('retired');
  });

  it('keeps to the models and features of a target that names its own', () => {
    const matrix = smallMatrix(
      SMALL_MATRIX.replace(
        '{ kind: reference }',
        '{ kind: reference, models: [ref-general], features: [chat] }',
      ),
    );
    expect(idsOf(matrix).filter((id) => id.endsWith(':reference'))).toEqual([
      'chat/completion:ref-general@2026-11-01:reference',
    ]);
  });
});

// Without a hyphen: `a@1` beside `a-1@1` can mean the same deployment, which contradictions.ts refuses.
const name = fc.stringMatching(/^[a-z][a-z0-9.]{0,5}$/);
const arbitraryModel = fc
  .record({
    name,
    // One is the beginning of the other, with a hyphen after it: the order of ids is not that of their parts.
    version: fc.constantFrom('1', '1-2', '2025-01-01'),
    kind: fc.constantFrom('general' as const, 'reasoning' as const, 'image' as const),
    publisher: fc.constantFrom('openai' as const, 'reference' as const),
    vision: fc.boolean(),
    retires: fc.constantFrom('2026-01-01', '2028-01-01'),
  })
  .map(
    (model): Model => ({
      ...model,
      id: `${model.name}@${model.version}`,
      series: 'S',
      lifecycle: 'unknown',
      sources: [],
    }),
  );
const arbitraryFeature = fc
  .record({
    name,
    api: fc.constantFrom('chat' as const, 'responses' as const),
    scope: fc.constantFrom('model' as const, 'target' as const),
    needsVision: fc.boolean(),
  })
  .map(
    ({ name: feature, ...rest }): Feature => ({
      ...rest,
      id: `${rest.api}/${feature}`,
      title: { en: '', 'zh-CN': '', 'zh-TW': '' },
      kinds: ['general', 'reasoning'],
      estimate: { requests: 1, inputTokens: 1, outputTokens: 1 },
      source: '',
    }),
  );
const arbitraryTarget = fc
  .record({ name, kind: fc.constantFrom('azure' as const, 'reference' as const) })
  .map(
    (target): Target => ({
      ...target,
      surface: 'v1',
      auth: 'none',
      mcpServerUrl: '',
      picture: { url: '', shows: [] },
    }),
  );
const arbitraryMatrix = fc.record({
  file: fc.constant('matrix.yaml'),
  targets: fc.uniqueArray(arbitraryTarget, { selector: (target) => target.name, maxLength: 4 }),
  models: fc.uniqueArray(arbitraryModel, { selector: (model) => model.id, maxLength: 8 }),
  features: fc.uniqueArray(arbitraryFeature, { selector: (feature) => feature.id, maxLength: 6 }),
  exclude: fc.constantFrom([], [{ cases: 'chat/a*', reason: 'cost' as const }]),
  waivers: fc.constant([]),
  limits: fc.constant({ concurrency: 1, caseTimeoutMs: 1 }),
});

describe('expansion of any matrix', () => {
  it('has unique ids, sorted by code unit', () => {
    fc.assert(
      fc.property(arbitraryMatrix, (matrix) => {
        const ids = idsOf(matrix);
        expect(new Set(ids).size).toBe(ids.length);
        expect([...ids].sort()).toEqual(ids);
      }),
    );
  });

  it('does not depend on the order of its lists', () => {
    const shuffled = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length });
    const pairs = arbitraryMatrix.chain((matrix) =>
      fc.tuple(
        fc.constant(matrix),
        fc.record({
          targets: shuffled(matrix.targets),
          models: shuffled(matrix.models),
          features: shuffled(matrix.features),
        }),
      ),
    );
    fc.assert(
      fc.property(pairs, ([matrix, axes]) => {
        expect(expand({ ...matrix, ...axes }, { today })).toEqual(expand(matrix, { today }));
      }),
    );
  });

  it('never lets a reference model and a real target meet', () => {
    fc.assert(
      fc.property(arbitraryMatrix, (matrix) => {
        for (const { carrier, target } of expand(matrix, { today })) {
          const model = matrix.models.find(({ id }) => id === carrier);
          const kind = matrix.targets.find((entry) => entry.name === target)?.kind;
          expect(model?.publisher === 'reference').toBe(kind === 'reference');
        }
      }),
    );
  });

  it('gives two models of one target never the same deployment', () => {
    fc.assert(
      fc.property(arbitraryMatrix, (matrix) => {
        const owners = new Map<string, string>();
        for (const { target, deployment, carrier } of expand(matrix, { today })) {
          const key = `${target} ${deployment}`;
          expect(owners.get(key) ?? carrier).toBe(carrier);
          owners.set(key, carrier);
        }
      }),
    );
  });
});
