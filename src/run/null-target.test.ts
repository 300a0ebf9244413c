import { fileURLToPath } from 'node:url';
import { OpenAI } from 'openai';
import { describe, expect, it } from 'vitest';
import { expand, readProject } from '../matrix/index.ts';
import type { Case } from '../matrix/types.ts';
import { createReference, DEFAULT_KEY, FAULTS } from '../reference/index.ts';
import type { CaseResult } from '../verdict/types.ts';
import { createRedactor, createTap, live } from '../wire/index.ts';
import { documentsOf } from './documents.ts';
import { executeCase } from './execute.ts';
import { loadScenarios } from './scenarios.ts';

const HOME = fileURLToPath(new URL('../..', import.meta.url));

const { matrix } = readProject({ home: HOME, folder: HOME, matrixFile: 'matrix.yaml', env: {} });
const scenarios = await loadScenarios(HOME, ['chat', 'responses', 'files', 'models', 'service']);
const cases = expand(matrix, { today: '2026-11-21' }).filter(
  (item) => item.target === 'reference' && item.notRun === undefined && scenarios.has(item.feature),
);

/** Runs a case as `run` does in live mode, against any fetch. */
async function execute(item: Case, fetch: typeof globalThis.fetch): Promise<CaseResult> {
  const target = matrix.targets.find(({ name }) => name === item.target);
  const model = matrix.models.find(({ id }) => id === item.carrier);
  const scenario = scenarios.get(item.feature);
  if (target === undefined || model === undefined || scenario === undefined) throw new Error(item.id);
  const { result } = await executeCase({
    item,
    scenario,
    target,
    model,
    mode: 'live',
    tap: createTap({
      source: live(fetch),
      redactor: createRedactor({ secrets: [], aliases: {}, salt: item.id }),
    }),
    connect: (tapped) =>
      new OpenAI({
        fetch: tapped,
        maxRetries: 0,
        logLevel: 'off',
        apiKey: DEFAULT_KEY,
        baseURL: 'https://reference.target.invalid/openai/v1/',
      }),
    document: documentsOf(HOME),
    timeoutMs: 10_000,
    now: Date.now,
    pause: async () => {},
    cassette: null,
  });
  return result;
}

const NULL_TARGETS: Readonly<Record<string, () => typeof fetch>> = {
  'the fault target.null of the reference': () => createReference({ faults: ['target.null'] }).fetch,
  'a 200 without a body': () => async () => new Response(null, { status: 200 }),
  'a 200 with an empty text': () => async () => new Response('', { status: 200 }),
  'a 200 with {}': () => async () => Response.json({}),
  'a 200 with an empty stream': () => async () =>
    new Response('', { status: 200, headers: { 'content-type': 'text/event-stream' } }),
  'a 200 with [DONE] only': () => async () =>
    new Response('data: [DONE]\n\n', { status: 200, headers: { 'content-type': 'text/event-stream' } }),
};

describe('a target that answers nothing', () => {
  it('has cases of every scenario to answer', () => {
    expect(new Set(cases.map(({ feature }) => feature))).toEqual(new Set(scenarios.keys()));
  });

  it.each(Object.keys(NULL_TARGETS))('passes no check that must hold: %s', async (name) => {
    for (const item of cases) {
      const result = await execute(item, NULL_TARGETS[name]?.() ?? fetch);
      const passed = result.checks.filter(
        ({ severity, outcome }) => severity === 'must' && outcome === 'passed',
      );
      expect({ case: item.id, status: result.status, passed: passed.map(({ id }) => id) }).toEqual({
        case: item.id,
        status: 'errored',
        passed: [],
      });
    }
  });
});

/** Faults whose check no scenario makes yet. */
const NO_SCENARIO_YET: readonly string[] = [
  'responses.store-forgotten',
  'files.content-wrong',
  'temperature.ignored',
];

interface Failures {
  /** Failed checks that weigh, as `id` and as `feature#id`. */
  readonly failed: ReadonlySet<string>;
  /** Checks that were made, likewise. */
  readonly made: ReadonlySet<string>;
}

async function failuresWith(faults: readonly string[]): Promise<Failures> {
  const failed = new Set<string>();
  const made = new Set<string>();
  for (const item of cases) {
    const { checks } = await execute(item, createReference({ faults }).fetch);
    for (const { id, outcome, severity } of checks) {
      for (const name of [id, `${item.feature}#${id}`]) {
        made.add(name);
        // That nobody knows an error is a remark, and the one thing to say about a wrong code.
        if (outcome === 'failed' && (severity !== 'info' || id === 'error.known')) failed.add(name);
      }
    }
  }
  return { failed, made };
}

describe('the faults of the reference', async () => {
  const sound = await failuresWith([]);

  it('are not there when they are not asked for', () => {
    expect([...sound.failed]).toEqual([]);
  });

  it.each(
    FAULTS.filter(({ name }) => !NO_SCENARIO_YET.includes(name)).map(({ name, caughtBy }) => [
      name,
      caughtBy,
    ]),
  )('%s is caught by %s', async (name, caughtBy) => {
    expect([...(await failuresWith([name])).failed]).toContain(caughtBy);
  });

  it('wait for a scenario only where none makes their check', () => {
    const unmade = FAULTS.filter(({ caughtBy }) => caughtBy.includes('#') && !sound.made.has(caughtBy));
    expect(unmade.map(({ name }) => name)).toEqual(NO_SCENARIO_YET);
  });
});
