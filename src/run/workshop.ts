/** What a worker sets up once, and how it then executes one case after another. */
import { existsSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnCheck } from '../checks/own.ts';
import { ConfigurationFailure, Failure, RecordingFailure } from '../failure.ts';
import { defaultTimeouts } from '../matrix/limits.ts';
import type { Api, Case, Model, Target } from '../matrix/types.ts';
import type { SdkModule } from '../targets/client.ts';
import { watch } from '../targets/credential.ts';
import { knownHosts, knownSecrets } from '../targets/known-values.ts';
import type { CaseResult } from '../verdict/types.ts';
import { harnessVersion, sdkVersion } from '../version.ts';
import {
  type Cassette,
  cassetteInUse,
  createCassette,
  createRedactor,
  createTap,
  installOfflineGuard,
  live,
  loadCassette,
  type Redactor,
  replay,
  type Source,
  saveCassette,
} from '../wire/index.ts';
import { type Credentials, connectAs, openCredentials, REPLAY_CREDENTIALS } from './caller.ts';
import { discreet } from './discreet.ts';
import { documentsOf } from './documents.ts';
import { type CaseJob, type ExecutedCase, executeCase } from './execute.ts';
import { failedResult } from './failed.ts';
import { noteLeftover } from './leftovers.ts';
import { DEFAULT_RETRIES } from './live/retry-policy.ts';
import { type Execution, runLive } from './live/run-case.ts';
import { type CaseLine, openTraffic, type Traffic } from './live/traffic.ts';
import type { WorkOrder } from './order.ts';
import { loadChecks } from './own-checks.ts';
import type { Scenario } from './scenario.ts';
import { loadScenarios } from './scenarios.ts';
import { RECORDED_TAG } from './tag.ts';

export interface Workshop {
  /** Null when a live run was stopped before the case. */
  execute(item: Case): Promise<CaseResult | null>;
  /** No further case of a live run starts. */
  stop(): void;
}

/** Whether a case has a cassette on disk. */
export function hasCassette(recordings: string, item: Case): boolean {
  return existsSync(cassetteInUse(recordings, item));
}

/**
 * Loads the SDK and the scenarios of some APIs. In replay the network of the process is closed from here on; with
 * `guard: 'none'` the process belongs to somebody else, and only the tap keeps a replay off the network.
 */
export async function openWorkshop(
  order: WorkOrder,
  apis: readonly Api[],
  guard: 'process' | 'none' = 'process',
): Promise<Workshop> {
  const { own } = order;
  const [sdk, scenarios, checks] = await Promise.all([
    import('openai'),
    loadScenarios(order.home, apis, own.scenarios),
    loadChecks(own.checks),
  ]);
  if (order.mode === 'replay' && guard === 'process') installOfflineGuard();
  const bench = {
    order,
    sdk,
    scenarios,
    checks,
    targets: new Map(order.targets.map((target) => [target.name, target])),
    models: new Map(order.models.map((model) => [model.id, model])),
    document: documentsOf(order.home),
    traffic: order.live === null ? null : openTraffic(order, order.live),
    // In replay no credential is read.
    secrets: order.mode === 'replay' ? [] : knownSecrets(order.neighbours, process.env),
    hosts: order.mode === 'replay' ? {} : knownHosts(order.neighbours),
  };
  return {
    async execute(item) {
      try {
        return await execute(bench, item);
      } catch (error) {
        return failedResult(item, known(bench.targets, item.target, 'target'), order.mode, error);
      }
    },
    stop: () => bench.traffic?.stop(),
  };
}

interface Bench {
  readonly order: WorkOrder;
  readonly sdk: SdkModule;
  readonly scenarios: ReadonlyMap<string, Scenario>;
  /** The user's own. */
  readonly checks: readonly OwnCheck[];
  readonly targets: ReadonlyMap<string, Target>;
  readonly models: ReadonlyMap<string, Model>;
  readonly document: CaseJob['document'];
  /** Null in replay. */
  readonly traffic: Traffic | null;
  /** What no recording, result or message may tell. */
  readonly secrets: readonly string[];
  /** Host to target, of the whole matrix. */
  readonly hosts: Readonly<Record<string, string>>;
}

/** Where the answers of one case come from. */
interface Supply {
  readonly source: Source;
  readonly credentials: Credentials;
  readonly cassette: Cassette | null;
}

async function execute(bench: Bench, item: Case): Promise<CaseResult | null> {
  const { order, traffic } = bench;
  if (order.live === null || traffic === null) return (await perform(bench, item, null)).executed.result;
  return runLive(traffic, {
    item,
    target: known(bench.targets, item.target, 'target'),
    mode: order.mode,
    repeat: order.live.repeat,
    retries: order.limits.retries ?? DEFAULT_RETRIES,
    execute: (line) => perform(bench, item, line),
  });
}

/** One execution of a case; `line` in a live run. */
async function perform(bench: Bench, item: Case, line: CaseLine | null): Promise<Execution> {
  const { order } = bench;
  const target = known(bench.targets, item.target, 'target');
  const scenario = known(bench.scenarios, item.feature, 'scenario');
  const { source, credentials, cassette } = await supplyFor(bench, item, target, line);
  const redactor = createRedactor({
    secrets: bench.secrets,
    ...placeOf(target, bench.hosts),
    standIns: { [order.tag]: RECORDED_TAG },
    salt: item.id,
  });
  const watched = watch(credentials.own, (secret) => {
    if (order.mode !== 'replay') redactor.learn(secret);
  });
  const wrong: string[] = [];
  const path = relative(dirname(order.recordings), cassetteInUse(order.recordings, item));
  const ended = await executeCase({
    item,
    redact: (text) => redactor.text(text),
    scenario,
    target,
    model: known(bench.models, item.carrier, 'model'),
    mode: order.mode,
    tap: createTap({ source, redactor }),
    connect(fetch, caller) {
      if (typeof caller?.credential === 'object') {
        redactor.learn(caller.credential.wrong);
        wrong.push(caller.credential.wrong);
      }
      const watchedCredentials = { ...credentials, own: watched.credential };
      return connectAs(bench.sdk, target, watchedCredentials, { fetch, timeoutMs: SDK_TIMEOUT_MS }, caller);
    },
    tag: order.tag,
    note(event, kind, id) {
      if (order.created !== null && !isEmbedded(target)) {
        noteLeftover(order.created, { event, target: target.name, kind, id });
      }
    },
    document: bench.document,
    checks: bench.checks,
    timeoutMs: order.limits.caseTimeoutMs,
    ...(line === null ? {} : { deadline: line.deadline }),
    now: Date.now,
    pause:
      order.mode === 'replay' || isEmbedded(target) ? async () => {} : (milliseconds) => sleep(milliseconds),
    cassette: cassette === null ? null : { path, ...cassette.lineage },
  });
  // What is replayed was redacted before it was recorded, and no credential is at hand that could be told.
  const result = order.mode === 'replay' ? ended.result : discreet(ended.result, redactor);
  const executed = { ...ended, result };
  const failure = watched.failure();
  if (failure !== null) {
    // What had been made before the sign-in service said no may still be there.
    const { leftovers, usage } = executed.result;
    const blocked = { ...failedResult(item, target, order.mode, failure), leftovers, usage };
    return { executed: { ...executed, result: blocked }, keep: async (kept) => kept };
  }
  const secrets = [...bench.secrets, ...watched.secrets, ...wrong];
  return {
    executed,
    keep: async (result, earlier) => {
      if (order.mode !== 'record') return result;
      const attempts = [...earlier, ...executed.attempts];
      return record(order, item, target, { ...executed, attempts, result }, redactor, secrets);
    },
  };
}

/** Our own limits tell what was waited for and leave out what a request waits for its turn; the SDK's do neither. */
const SDK_TIMEOUT_MS = 2 ** 31 - 1;

/** Where the target is, for the redactor: its host becomes its name, and a path in front of the API goes. */
function placeOf({ name, endpoint }: Target, hosts: Readonly<Record<string, string>>) {
  if (endpoint === undefined) return { aliases: hosts };
  const { host, pathname } = new URL(endpoint);
  return { aliases: { ...hosts, [host]: name }, basePaths: { [host]: pathname } };
}

async function supplyFor(bench: Bench, item: Case, target: Target, line: CaseLine | null): Promise<Supply> {
  if (line === null) {
    const cassette = await loadCassette(bench.order.recordings, item);
    if (cassette === null) throw new RecordingFailure(`there is no recording of ${item.id}`);
    const names = [item.id, ...(item.formerly ?? [])];
    if (!names.includes(cassette.case)) throw misplaced(cassette, bench.order, item);
    return { source: replay(cassette), credentials: REPLAY_CREDENTIALS, cassette };
  }
  if (isEmbedded(target)) {
    const { createReference } = await import('../reference/index.ts');
    const { REFERENCE_CREDENTIALS } = await import('./reference-credentials.ts');
    const source = line.wrap(live(createReference().fetch));
    return { source, credentials: REFERENCE_CREDENTIALS, cassette: null };
  }
  const opened = credentials.get(target.name) ?? openCredentials(target, process.env);
  credentials.set(target.name, opened);
  const { timeouts, caseTimeoutMs } = bench.order.limits;
  const source = live(globalThis.fetch, {
    timeouts: timeouts ?? defaultTimeouts(caseTimeoutMs),
    cutBeyondMax: true,
    redirect: 'error',
  });
  return { source: line.wrap(source), credentials: await opened, cassette: null };
}

/** One a target for the whole process: all its cases share a token, and a refusal is asked for once. */
const credentials = new Map<string, Promise<Credentials>>();

/** A cassette that was copied or renamed would pass for evidence about another case. */
function misplaced(cassette: Cassette, { recordings }: WorkOrder, item: Case): RecordingFailure {
  return new RecordingFailure(`this is the recording of ${cassette.case}, in the place of ${item.id}`, {
    place: { file: relative(process.cwd(), cassetteInUse(recordings, item)), pointer: '/case' },
    remedy: `Move it to where it belongs, and record ${item.id} again.`,
  });
}

function isEmbedded(target: Target): boolean {
  return target.kind === 'reference' && target.endpoint === undefined;
}

/**
 * Stores what crossed the wire. A case that could not be asked is not stored: it would replace an
 * older recording that says more.
 */
async function record(
  order: WorkOrder,
  item: Case,
  target: Target,
  { result, exchanges, attempts }: ExecutedCase,
  redactor: Redactor,
  secrets: readonly string[],
): Promise<CaseResult> {
  if (result.status === 'blocked') return { ...result, reason: `${result.reason}; not recorded` };
  try {
    const cassette = createCassette({
      case: item.id,
      lineage: {
        recordedAt: new Date().toISOString(),
        target: target.name,
        targetKind: target.kind,
        region: target.region ?? null,
        surface: target.surface,
        harness: `azure-openai-conformance@${harnessVersion}`,
        sdk: `openai@${sdkVersion}`,
        redactions: redactor.redactions(),
      },
      exchanges,
      attempts,
    });
    const path = relative(
      dirname(order.recordings),
      await saveCassette(order.recordings, item, cassette, secrets),
    );
    return { ...result, evidence: { ...result.evidence, cassette: path, sha256: cassette.lineage.sha256 } };
  } catch (error) {
    // A full disk costs the recording, not the result.
    if (!(error instanceof Failure) && !(error instanceof Error && 'syscall' in error)) throw error;
    const reason = [result.reason, `not recorded: ${error.message}`].filter((part) => part !== '').join('; ');
    return { ...result, reason };
  }
}

function known<T>(map: ReadonlyMap<string, T>, name: string, what: string): T {
  const value = map.get(name);
  if (value === undefined) throw new ConfigurationFailure(`the ${what} ${name} is unknown to the worker`);
  return value;
}
