/**
 * From somebody else's exchange to facts about a model. What leaves this file are words of this project,
 * model names, dates and the citation: never a body, never a sentence of the recording.
 */
import { createHash } from 'node:crypto';
import type { CheckResult, ClassifiedError, ErrorClass, ExchangeReport } from '../checks/check.ts';
import type { Model } from '../matrix/types.ts';
import type { Citation, SourcedExchange } from '../wire/formats/index.ts';
import type { Operation } from '../wire/operation.ts';
import { consistsOf, refusedParameter } from './concern.ts';
import { isInCatalogue, type ResolvedModel, resolveModel } from './model-name.ts';
import type { Observation } from './types.ts';

/** What a recogniser needs to know of an exchange; `seen()` of src/checks/view.ts gives more. */
export interface Seen {
  readonly operation: Operation;
  readonly status: number | null;
  /** Parsed body of the request. */
  readonly request: unknown;
  /** The answer's object: the JSON body, or the final object of a stream. */
  readonly answer: unknown;
  /** Parsed events of a stream. */
  readonly events: readonly unknown[];
  readonly streaming: boolean;
  readonly error: unknown;
}

/** How a scenario knows its feature in an exchange it did not make. */
export interface Recogniser<S extends Seen = Seen> {
  /** Feature id, `responses/background`. */
  readonly feature: string;
  /** `target`: the feature belongs to the endpoint, so that no model need be named. */
  readonly scope?: 'model' | 'target';
  /**
   * Request parameters the feature consists of: a refusal of one of them, and only that, is a refusal of the
   * feature. Left out: the parameter the feature is named after (`chat/top-p` and `top_p`).
   */
  readonly parameters?: readonly string[];
  /** Refusals the feature consists of (`service/invalid-key`: `auth`); the checks then decide. */
  readonly refusalExpected?: readonly ErrorClass[];
  /** Null: the exchange does not exercise the feature. Else the feature's own checks, each of them a `must`. */
  recognise(seen: S): readonly { readonly id: string; readonly ok: boolean }[] | null;
}

/**
 * The observations an exchange supports, one a recognised feature. None where it is no evidence: written or
 * edited by hand, without a citation, its answer absent or cut off by the recorder, no model named, another
 * service's model outside the catalogue, or an OpenAI recording whose answer is of another model than asked.
 */
export function observe<S extends Seen>(
  sourced: SourcedExchange,
  seen: S,
  report: ExchangeReport,
  recognisers: readonly Recogniser<S>[],
  catalogue: readonly Model[],
): readonly Observation[] {
  const { citation } = sourced;
  const { response } = sourced.exchange;
  if (citation === undefined || response === null || !isEvidence(sourced)) return [];
  const model = servedModel(sourced, seen, catalogue);
  if (model === 'contradictory') return [];
  return recognisers.flatMap((recogniser) => {
    const served = model ?? (recogniser.scope === 'target' ? NO_MODEL : null);
    if (served === null || !speaksFor(sourced.hostKind, served, recogniser, catalogue)) return [];
    const own = recogniser.recognise(seen);
    const outcome = own === null ? null : outcomeOf(report, own, recogniser, response.status);
    return outcome === null ? [] : [observation(sourced, citation, served, recogniser.feature, outcome)];
  });
}

/** Whether a recording can be a public observation: cited, not written by hand, and its answer whole. */
export function isEvidence({ citation, synthetic, exchange }: SourcedExchange): boolean {
  return citation !== undefined && !synthetic && exchange.response?.complete === true;
}

/** Model part of a feature that is asked once a target. */
const NO_MODEL: ResolvedModel = { name: '-', version: null, modelId: null, versionInferred: false };

function speaksFor(
  hostKind: SourcedExchange['hostKind'],
  model: ResolvedModel,
  recogniser: Recogniser<never>,
  catalogue: readonly Model[],
): boolean {
  if (hostKind !== 'other') return true;
  return recogniser.scope !== 'target' && isInCatalogue(model.name, catalogue);
}

/** The model that answered, null where none is named; `contradictory` where OpenAI itself seems to answer with another catalogue model than asked. */
export function servedModel(
  sourced: SourcedExchange,
  seen: Seen,
  catalogue: readonly Model[],
): ResolvedModel | 'contradictory' | null {
  const requested = member(seen.request, 'model') ?? sourced.hints.model;
  const echoed = echoedModel(seen);
  const deployment = /\/deployments\/([^/]+)\//.exec(sourced.exchange.request.path)?.[1] ?? null;
  if (sourced.hostKind === 'openai') {
    // On Azure a deployment may be named after another model than it serves; OpenAI has no deployments,
    // so such an answer was put together by hand.
    const asked = resolveModel({ requested, echoed: null, deployment: null }, catalogue)?.name ?? '';
    const given = resolveModel({ requested: null, echoed, deployment: null }, catalogue)?.name ?? '';
    if (asked !== '' && given !== '' && !asked.startsWith(given) && !given.startsWith(asked)) {
      return 'contradictory';
    }
  }
  return resolveModel({ requested, echoed, deployment }, catalogue);
}

/** `model` of the answer, or of the first event that names one (Azure's prelude chunk has an empty name). */
function echoedModel(seen: Seen): string | null {
  const answered = member(seen.answer, 'model');
  if (answered !== null) return answered;
  for (const event of seen.events) {
    const name = member(event, 'model') ?? member(field(event, 'response'), 'model');
    if (name !== null) return name;
  }
  return null;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.getOwnPropertyDescriptor(value, key)?.value
    : undefined;
}

function member(value: unknown, key: string): string | null {
  const found = field(value, key);
  return typeof found === 'string' && found !== '' ? found : null;
}

interface Outcome {
  readonly status: Observation['status'];
  readonly errorClass: ErrorClass | null;
  readonly checks: Observation['checks'];
}

/** What the exchange says about a feature it exercises; null where it says nothing about this one. */
function outcomeOf(
  report: ExchangeReport,
  own: readonly { readonly id: string; readonly ok: boolean }[],
  recogniser: Recogniser<never>,
  httpStatus: number,
): Outcome | null {
  const { error } = report;
  const automatic = apiOf(recogniser.feature) === 'service' ? report.checks.filter(isAround) : report.checks;
  const checks = checksOf(automatic, own);
  if (error !== null && recogniser.refusalExpected?.includes(error.class) !== true) {
    if (error.class === 'unsupported-parameter' && !concerns(recogniser, error)) return null;
    const status = error.class === 'unknown' ? 'errored' : error.status;
    return { status, errorClass: error.class, checks };
  }
  const errorClass = error?.class ?? null;
  const answered = error !== null || (httpStatus >= 200 && httpStatus < 300);
  // An answer that passes nothing is not recognised as an answer at all.
  if (!answered || checks.passed.length === 0) return { status: 'errored', errorClass, checks };
  return { status: checks.failed.length > 0 ? 'partial' : 'supported', errorClass, checks };
}

/** Whether the refused parameter is one the feature consists of; a refusal that names none is of anything. */
function concerns(recogniser: Recogniser<never>, error: ClassifiedError): boolean {
  const refused = refusedParameter(error);
  return refused !== null && consistsOf(recogniser, refused);
}

/**
 * A feature of the service is about what is around an answer: its address, its headers, its refusal. That a
 * body deviates says nothing about it, and is told of the feature whose body it is.
 */
function isAround({ id }: CheckResult): boolean {
  return id.startsWith('headers.') || id.startsWith('error.');
}

/** Ids of the `must` checks; one id that failed anywhere has failed. */
function checksOf(
  automatic: readonly CheckResult[],
  own: readonly { readonly id: string; readonly ok: boolean }[],
): Observation['checks'] {
  const all = [
    ...automatic
      .filter(({ severity }) => severity === 'must')
      .map(({ id, outcome }) => ({ id, ok: outcome === 'passed' })),
    ...own,
  ];
  const failed = new Set(all.filter(({ ok }) => !ok).map(({ id }) => id));
  const passed = new Set(all.map(({ id }) => id).filter((id) => !failed.has(id)));
  return { passed: [...passed].sort(), failed: [...failed].sort() };
}

function observation(
  sourced: SourcedExchange,
  citation: Citation,
  model: ResolvedModel,
  feature: string,
  outcome: Outcome,
): Observation {
  return {
    id: observationId(citation, feature),
    model: model.name,
    version: model.versionInferred ? null : model.version,
    api: apiOf(feature),
    feature,
    targetKind: sourced.hostKind,
    ...outcome,
    region: regionOf(sourced.exchange.response?.headers['x-ms-region']),
    date: sourced.recordedAt?.slice(0, 10) ?? null,
    dateSource: sourced.recordedAtSource,
    fidelity: sourced.fidelity,
    citation,
  };
}

/** 16 hex digits; the same fact keeps its id when it is derived again. */
export function observationId(citation: Citation, feature: string): string {
  const { repository, commit, path, index } = citation;
  const key = JSON.stringify([repository, commit, path, index, feature]);
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

const APIS: readonly Observation['api'][] = ['chat', 'responses', 'files', 'models', 'service'];

function apiOf(feature: string): Observation['api'] {
  const api = APIS.find((name) => feature.startsWith(`${name}/`));
  if (api === undefined) throw new Error(`feature "${feature}" belongs to no API`);
  return api;
}

/** `East US 2` → `eastus2`, as regions are named elsewhere; null for what is no region's name. */
export function regionOf(header: string | undefined): string | null {
  const region = (header ?? '').toLowerCase().replaceAll(' ', '');
  return /^[a-z]{4,30}\d?$/.test(region) ? region : null;
}
