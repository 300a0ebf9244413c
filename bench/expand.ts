/**
 * Expansion of a matrix at 1,000 / 10,000 / 100,000 cases, beside what nothing can undercut: the same three
 * nested loops that only join the ids. Both in this process, in turn, median of the rounds.
 *
 *   node bench/expand.ts
 */
import { performance } from 'node:perf_hooks';
import type { Catalogue, Feature, Matrix, Model, Target } from '../src/matrix/index.ts';
import { expand, NO_RENAMES, plan, select } from '../src/matrix/index.ts';

const ROUNDS = 9;
const today = '2026-11-21';

/** `size` cases: ten targets, twenty features, and as many models as it takes. */
function matrixOf(size: number): Matrix {
  const targets = numbers(10).map(
    (n): Target => ({
      name: `target-${n}`,
      kind: 'azure',
      surface: 'v1',
      auth: 'entra',
      mcpServerUrl: '',
      picture: { url: '', shows: [] },
    }),
  );
  const features = numbers(20).map(
    (n): Feature => ({
      id: `responses/feature-${n}`,
      api: 'responses',
      title: { en: '', 'zh-CN': '', 'zh-TW': '' },
      scope: 'model',
      kinds: ['general'],
      estimate: { requests: 1, inputTokens: 30, outputTokens: 300 },
      source: '',
    }),
  );
  const models = numbers(size / 200).map(
    (n): Model => ({
      id: `model-${n}@2026-01-01`,
      name: `model-${n}`,
      version: '2026-01-01',
      series: 'S',
      kind: 'general',
      publisher: 'openai',
      lifecycle: 'generally-available',
      retires: n % 7 === 0 ? '2026-01-01' : '2028-01-01',
      sources: [],
    }),
  );
  return {
    file: 'matrix.yaml',
    targets,
    features,
    models,
    exclude: [
      { cases: 'responses/feature-1*:model-3*:target-2', reason: 'cost' },
      { cases: '*:*-4@*', reason: 'access' },
    ],
    waivers: [],
    limits: { concurrency: 8, requestsPerMinute: 60, caseTimeoutMs: 120_000 },
  };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function joinIds({ features, models, targets }: Matrix): string[] {
  const ids: string[] = [];
  for (const feature of features) {
    for (const model of models) {
      for (const target of targets) ids.push(`${feature.id}:${model.id}:${target.name}`);
    }
  }
  return ids;
}

/** Median milliseconds of each action, measured in turn so that a busy machine is busy for all. */
function measure(actions: readonly (() => number)[]): number[] {
  const times = actions.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    actions.forEach((action, index) => {
      const start = performance.now();
      const cases = action();
      times[index]?.push(performance.now() - start);
      if (cases === 0) throw new Error('nothing was expanded');
    });
  }
  return times.map((list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? Number.NaN);
}

const thought = { none: 0, minimal: 0, low: 0, medium: 0, high: 0, xhigh: 0, max: 0 };
const catalogue: Catalogue = {
  models: [],
  features: [],
  prices: new Map(),
  extras: { thought, tools: new Map() },
  regions: [],
  renames: NO_RENAMES,
};

const rows = [1_000, 10_000, 100_000].map((size) => {
  const matrix = matrixOf(size);
  const cases = expand(matrix, { today });
  if (cases.length !== size) throw new Error(`expected ${size} cases, got ${cases.length}`);
  const [bare = 0, expansion = 0, selection = 0, planning = 0] = measure([
    () => joinIds(matrix).length,
    () => expand(matrix, { today }).length,
    () => select(cases, ['responses/feature-1*', '!*:model-1*', '!*:*:target-3']).length,
    () => plan(cases, matrix, catalogue).ids.length,
  ]);
  return {
    cases: size,
    'bare ids ms': round(bare),
    'expand ms': round(expansion),
    'expand / bare': round(expansion / bare),
    'expand µs a case': round((expansion * 1000) / size),
    'select ms': round(selection),
    'plan ms': round(planning),
  };
});
console.table(rows);

function round(value: number): number {
  return Number(value.toPrecision(3));
}
