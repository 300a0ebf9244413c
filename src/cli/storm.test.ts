/**
 * A live run of more than 500 cases against three resources with limits, a sign-in that is checked, and a network
 * that breaks: every verdict is right, nothing is told, nothing is left, no budget is exceeded. In three shards and
 * merged it is the same run.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENT_SECRET, openAuthority, type TestAuthority } from '../targets/testing/authority.ts';
import type { CaseResult } from '../verdict/types.ts';
import { formsOf, foundIn } from './canary.fixture.ts';
import {
  call,
  rowsOf,
  type Said,
  start,
  type TemporaryProject,
  temporaryProject,
  verdictsOf,
} from './project.fixture.ts';
import { STORMS, StormyResource } from './stormy-resource.fixture.ts';

const AUDIENCE = 'https://cognitiveservices.azure.com';
const GENERAL = { 'gpt-4.1@2025-04-14': 'prod-41', 'gpt-4.1-mini@2025-04-14': 'prod-41-mini' };
const REASONING = { 'gpt-5-mini@2025-08-07': 'prod-5-mini' };
/** Region, to the models that are deployed there. */
const RESOURCES = {
  swedencentral: { ...GENERAL, ...REASONING },
  eastus2: { ...GENERAL },
  japaneast: { ...REASONING, 'gpt-4.1@2025-04-14': 'prod-41' },
} as const;
const SERVED = { 'prod-41': 'ref-general', 'prod-41-mini': 'ref-general', 'prod-5-mini': 'ref-reasoning' };
/** In the environment of a job; nobody has a use for it. */
const RUNNER_TOKEN = 'runner.Passierschein_77';
/** Held to by the second. */
const LIMITS_OF = {
  swedencentral: { requestsPerMinute: 1_800, tokensPerMinute: 240_000, periodMs: 1_000 },
  eastus2: { requestsPerMinute: 600, tokensPerMinute: 240_000, periodMs: 1_000 },
  japaneast: { requestsPerMinute: 1_800, tokensPerMinute: 90_000, periodMs: 1_000 },
};
type Region = keyof typeof RESOURCES;
const REGIONS = Object.keys(RESOURCES) as Region[];

const variable = (region: Region) => `ENDPOINT_${region.toUpperCase()}`;

function matrixOf(limits: string): string {
  const targets = REGIONS.map((region) => {
    const deployments = JSON.stringify(RESOURCES[region]);
    const models = JSON.stringify(Object.keys(RESOURCES[region]));
    return `  ${region}: { kind: azure, endpoint: "\${${variable(region)}}", region: ${region}, auth: entra, credential: client-secret, models: ${models}, deployments: ${deployments} }`;
  });
  return [
    'version: 1',
    'targets:',
    ...targets,
    'models: [gpt-4.1, gpt-4.1-mini, gpt-5-mini]',
    'features: ["*"]',
    `limits: { ${limits} }`,
  ].join('\n');
}

/** What each run may spend; more than it needs. */
const MAX_REQUESTS = 6_000;
const MAX_TOKENS = 2_000_000;
const LIMITS = `concurrency: 24, retries: 10, max_requests: ${MAX_REQUESTS}, max_tokens: ${MAX_TOKENS}, case_timeout: 60s`;

class Weather implements Disposable {
  readonly resources: readonly StormyResource[];

  constructor(authority: TestAuthority, seen: Set<string>, calm: boolean) {
    this.resources = REGIONS.map(
      (region) =>
        new StormyResource({
          calm,
          keys: [],
          region,
          deployments: SERVED,
          limits: calm ? {} : LIMITS_OF[region],
          tokens: (token) => {
            seen.add(token);
            return authority.accepts(token, AUDIENCE);
          },
        }),
    );
  }

  async environment(): Promise<Record<string, string>> {
    const urls = await Promise.all(this.resources.map((resource) => resource.listen()));
    return Object.fromEntries(REGIONS.map((region, index) => [variable(region), urls[index] ?? '']));
  }

  sum(count: (resource: StormyResource) => number): number {
    return this.resources.reduce((total, resource) => total + count(resource), 0);
  }

  [Symbol.dispose](): void {
    for (const resource of this.resources) resource.close();
  }
}

/** A run, and the weather it had. */
interface Met extends Disposable {
  readonly weather: Weather;
  readonly project: TemporaryProject;
  readonly said: readonly Said[];
}

interface Asked {
  readonly authority: TestAuthority;
  readonly limits: string;
  readonly calm?: boolean;
  readonly shards?: number;
  readonly selectors?: readonly string[];
  /** Tokens that reached a resource. */
  readonly seen: Set<string>;
}

async function meet({
  authority,
  limits,
  calm = false,
  shards = 1,
  selectors = [],
  seen,
}: Asked): Promise<Met> {
  const weather = new Weather(authority, seen, calm);
  const project = temporaryProject(matrixOf(limits));
  const env = { ...authority.secretEnv, ...(await weather.environment()), SYSTEM_ACCESSTOKEN: RUNNER_TOKEN };
  const run = (more: readonly string[]) =>
    start(project, ['run', ...selectors, '--mode', 'record', ...more], env).done;
  const all = Array.from({ length: shards }, (_, index) => index + 1);
  const said =
    shards === 1
      ? [await run(['--out', 'run.jsonl'])]
      : await Promise.all(
          all.map((index) => run(['--shard', `${index}/${shards}`, '--out', `shard-${index}.jsonl`])),
        );
  if (shards > 1) {
    const files = all.map((index) => `shard-${index}.jsonl`);
    said.push(await call(project, ['merge', ...files, '--out', 'run.jsonl']));
  }
  const dispose = () => {
    weather[Symbol.dispose]();
    project[Symbol.dispose]();
  };
  return { weather, project, said, [Symbol.dispose]: dispose };
}

/**
 * Meets again where a machine under load let a case run out of attempts: `blocked` is then the right verdict, and
 * nothing to compare with calm weather.
 */
async function meetToTheEnd(asked: Asked, rounds = 3): Promise<Met> {
  const met = await meet(asked);
  if (rounds === 1 || [...rowsIn(met).values()].every(({ status }) => status !== 'blocked')) return met;
  met[Symbol.dispose]();
  return meetToTheEnd(asked, rounds - 1);
}

const rowsIn = ({ project }: Met) => rowsOf(project.read('run.jsonl'));

/**
 * A row without what two runs of the same cases cannot share: when and how long (and the hash of a recording, which
 * covers its date), and what the network did on the way, which counts as requests. `anew`: the case began anew in
 * one of the runs, so that the tokens of its first start are in one of the sums alone.
 */
function timeless({ durationMs: _, attempts = [], usage, evidence, ...row }: CaseResult, anew: boolean) {
  return {
    ...row,
    evidence: { ...evidence, observedLiveAt: null, sha256: null },
    usage: anew ? null : { ...usage, requests: usage.requests - attempts.length },
  };
}

/** Cases of which an answer broke off in one of the runs: only then is there no pause before the next attempt. */
function begunAnew(...runs: readonly Met[]): ReadonlySet<string> {
  const rows = runs.flatMap((met) => [...rowsIn(met).values()]);
  return new Set(
    rows.flatMap(({ case: id, attempts = [] }) =>
      attempts.some(({ pauseMs }) => pauseMs === 0) ? [id] : [],
    ),
  );
}

function timelessRows(met: Met, anew: ReadonlySet<string>) {
  return [...rowsIn(met).values()]
    .toSorted((a, b) => (a.case < b.case ? -1 : 1))
    .map((row) => timeless(row, anew.has(row.case)));
}

function artifactsOf({ project, said }: Met): string[] {
  const files = readdirSync(project.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return [
    ...files.map((file) => `${file}\n${readFileSync(file, 'utf8')}`),
    ...said.flatMap(({ out, err }) => [out, err]),
  ];
}

const NOTHING = { responses: 0, files: 0, containers: 0, vectorStores: 0 };

describe('a live run in a storm', () => {
  const seen = new Set<string>();
  let authority: TestAuthority;
  let calm: Met;
  let whole: Met;
  let sharded: Met;

  beforeAll(async () => {
    authority = await openAuthority();
    const asked = { authority, limits: LIMITS, seen };
    [calm, whole] = await Promise.all([meet({ ...asked, calm: true }), meetToTheEnd(asked)]);
    sharded = await meetToTheEnd({ ...asked, shards: 3 });
  }, 480_000);
  afterAll(async () => {
    for (const met of [calm, whole, sharded]) met?.[Symbol.dispose]();
    await authority[Symbol.asyncDispose]();
  });
  const stormy = () => [
    { name: 'whole', met: whole },
    { name: 'sharded', met: sharded },
  ];

  it('meets more than 500 cases, every kind of storm, and both limits', () => {
    const asked = [...rowsIn(calm).values()].filter(({ status }) => status !== 'not-run');
    expect(asked.length).toBeGreaterThanOrEqual(500);
    for (const { met } of stormy()) {
      for (const storm of STORMS)
        expect({ storm, met: met.weather.sum(({ broken }) => broken.get(storm) ?? 0) > 0 }).toEqual({
          storm,
          met: true,
        });
      for (const spent of ['call', 'token'] as const)
        expect({ spent, met: met.weather.sum(({ throttled }) => throttled.get(spent) ?? 0) > 0 }).toEqual({
          spent,
          met: true,
        });
    }
    expect(calm.weather.sum(({ broken, throttled }) => broken.size + throttled.size)).toBe(0);
    expect(seen.size).toBeGreaterThan(0);
  });

  it('ends with the verdicts of calm weather, case by case and check by check', () => {
    const expected = verdictsOf(calm.project.read('run.jsonl'));
    for (const { met } of stormy()) expect(verdictsOf(met.project.read('run.jsonl'))).toEqual(expected);
    expect([...rowsIn(calm).values()].filter(({ status }) => status === 'blocked')).toEqual([]);
  });

  it('has recorded what replays to the same verdicts, without a network and without a key', async () => {
    const said = await start(whole.project, ['run', '--mode', 'replay', '--out', 'replay.jsonl']).done;
    expect(said.out).toContain('mode replay');
    const replayed = verdictsOf(whole.project.read('replay.jsonl'));
    expect(replayed).toEqual(verdictsOf(whole.project.read('run.jsonl')));
  });

  it('is the same run in three shards that are merged', () => {
    const [one, three] = [whole, sharded].map(({ project }) => project.read('run.jsonl').trim().split('\n'));
    const headOf = (lines: readonly string[] = []) => {
      const { run: _, startedAt: __, plan: ___, ...header } = JSON.parse(lines[0] ?? '{}');
      return header;
    };
    const footOf = (lines: readonly string[] = []) => {
      const { finishedAt: _, ...footer } = JSON.parse(lines.at(-1) ?? '{}');
      return footer;
    };
    expect(headOf(three)).toEqual(headOf(one));
    expect(footOf(three)).toEqual(footOf(one));
    const anew = begunAnew(whole, sharded);
    expect(timelessRows(sharded, anew)).toEqual(timelessRows(whole, anew));
    // Most rows are compared with what they took.
    expect(anew.size).toBeLessThan(rowsIn(whole).size / 4);
  });

  it('tells no token, no secret, and no name of a resource', () => {
    const { AZURE_TENANT_ID = '?', AZURE_CLIENT_ID = '?' } = authority.secretEnv;
    for (const { name, met } of stormy()) {
      const hosts = met.weather.resources.map(({ url }) => new URL(url).host);
      const values = [...seen, ...hosts, CLIENT_SECRET, AZURE_TENANT_ID, AZURE_CLIENT_ID, RUNNER_TOKEN];
      const forms = formsOf(Object.fromEntries(values.map((value, index) => [`value ${index}`, value])));
      const artifacts = artifactsOf(met);
      expect(artifacts.length).toBeGreaterThan(500);
      const leaks = artifacts.flatMap((text) =>
        foundIn(text, forms).map((found) => `${text.slice(0, 120)}: ${found}`),
      );
      expect({ name, leaks }).toEqual({ name, leaks: [] });
    }
  });

  it('leaves nothing at the resources, and says so', () => {
    for (const { met } of stormy()) {
      expect(met.weather.resources.map((resource) => resource.tally().kept)).toEqual(
        REGIONS.map(() => NOTHING),
      );
      expect([...rowsIn(met).values()].filter(({ leftovers }) => leftovers.length > 0)).toEqual([]);
      expect(readdirSync(met.project.folder).filter((name) => name.includes('created'))).toEqual([]);
    }
  });

  it.each([1, 3])(
    'keeps to a budget that is too small for it, as the resources count: shards %i',
    async (shards) => {
      const [requests, tokens] = [240, 24_000];
      const limits = `concurrency: 24, retries: 10, max_requests: ${requests}, max_tokens: ${tokens}`;
      using met = await meetToTheEnd({
        authority,
        limits,
        shards,
        seen,
        selectors: ['chat', 'responses', 'files'],
      });
      const counted = met.weather.sum((resource) => resource.tally().counted.tokens);
      expect(met.weather.sum((resource) => resource.requests)).toBeLessThanOrEqual(requests);
      expect(counted).toBeLessThanOrEqual(tokens);
      const rows = [...rowsIn(met).values()];
      expect(rows.filter(({ notRun }) => notRun === 'budget').length).toBeGreaterThan(100);
      expect(rows.filter(({ status }) => status === 'supported').length).toBeGreaterThan(20);
      expect(rows.filter(({ status }) => status === 'blocked')).toEqual([]);
      expect(met.weather.resources.map((resource) => resource.tally().kept)).toEqual(
        REGIONS.map(() => NOTHING),
      );
    },
  );
});
