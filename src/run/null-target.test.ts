import { describe, expect, it } from 'vitest';
import { createReference } from '../reference/index.ts';
import { referenceCases as cases, execute, scenarios } from './reference-cases.ts';

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
