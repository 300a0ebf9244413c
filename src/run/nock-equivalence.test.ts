/**
 * The promise of the cassette format: `nock.define(cassette.exchanges)` works in anybody's test. Here each
 * committed cassette is played both ways, through our replay and through nock under the real global
 * fetch, and must be judged alike.
 *
 * nock patches the whole process: one case at a time, everything cleaned between two, and no request that
 * is aborted while it waits (facts/engineering.md section 2a).
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import nock from 'nock';
import * as sdk from 'openai';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expand, readProject } from '../matrix/index.ts';
import type { CaseResult } from '../verdict/types.ts';
import {
  type Cassette,
  createRedactor,
  createTap,
  live,
  loadCassette,
  replay,
  type Source,
} from '../wire/index.ts';
import { connectAs, REPLAY_CREDENTIALS } from './caller.ts';
import { documentsOf } from './documents.ts';
import { executeCase } from './execute.ts';
import { loadScenarios } from './scenarios.ts';
import { RECORDED_TAG } from './tag.ts';
import { hasCassette } from './workshop.ts';

const home = fileURLToPath(new URL('../..', import.meta.url));
const recordings = fileURLToPath(new URL('../../recordings', import.meta.url));
const { matrix } = readProject({ home, folder: home, matrixFile: 'matrix.yaml', env: {} });
const recorded = expand(matrix, { today: '2026-11-21' }).filter((item) => hasCassette(recordings, item));
const scenarios = await loadScenarios(home, ['chat', 'responses', 'files', 'models', 'service']);
const document = documentsOf(home);

type Recorded = (typeof recorded)[number];

async function play(item: Recorded, cassette: Cassette, source: Source): Promise<CaseResult> {
  const target = found(matrix.targets, ({ name }) => name === item.target);
  const { result } = await executeCase({
    item,
    target,
    scenario: found([...scenarios.values()], ({ feature }) => feature === item.feature),
    model: found(matrix.models, ({ id }) => id === item.carrier),
    mode: 'replay',
    tap: createTap({ source, redactor: createRedactor({ salt: item.id }) }),
    connect: (fetch, caller) =>
      connectAs(sdk, target, REPLAY_CREDENTIALS, { fetch, timeoutMs: 5_000 }, caller),
    tag: RECORDED_TAG,
    document,
    timeoutMs: 10_000,
    now: Date.now,
    pause: async () => {},
    cassette: { path: 'x', sha256: cassette.lineage.sha256, recordedAt: cassette.lineage.recordedAt },
  });
  return result;
}

function found<T>(list: readonly T[], fits: (item: T) => boolean): T {
  const item = list.find(fits);
  if (item === undefined) throw new Error('not in the matrix');
  return item;
}

/** Everything but when, how long and from where. */
function verdict({
  status,
  reason,
  checks,
  drift,
  error,
  region,
  modelEchoed,
  usage,
  leftovers,
}: CaseResult) {
  return { status, reason, checks, drift, error, region, modelEchoed, usage, leftovers };
}

describe('a committed cassette, played through nock', () => {
  beforeAll(() => nock.disableNetConnect());
  afterEach(() => nock.cleanAll());
  afterAll(() => {
    nock.enableNetConnect();
    nock.restore();
  });

  it.each(recorded.map((item) => [item.id, item] as const))(
    '%s is judged as in our replay',
    async (_, item) => {
      const cassette = await loadCassette(recordings, item);
      if (cassette === null) throw new Error('the cassette is gone');
      const ours = await play(item, cassette, replay(cassette));

      nock.define(JSON.parse(JSON.stringify(cassette.exchanges)));
      const theirs = await play(item, cassette, live(globalThis.fetch));

      expect(verdict(theirs)).toEqual(verdict(ours));
      expect(ours.checks.length).toBeGreaterThan(0);
      // Both have used the cassette up: the scenario sends what was recorded, no less.
      expect(nock.pendingMocks()).toEqual([]);
    },
  );

  it('is one of all there are: no recording escapes this test', () => {
    const files = readdirSync(recordings, { recursive: true, encoding: 'utf8' });
    expect(recorded).toHaveLength(files.filter((file) => file.endsWith('.json')).length);
  });

  it('would not pass by reaching the network', async () => {
    const [item] = recorded;
    if (item === undefined) throw new Error('nothing is recorded');
    const cassette = await loadCassette(recordings, item);
    if (cassette === null) throw new Error('the cassette is gone');
    const { status } = await play(item, cassette, live(globalThis.fetch));
    expect(status).toBe('errored');
  });
});
