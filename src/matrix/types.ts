/** The words of the matrix. Plain data, no behaviour. */
import type { Renames } from './renames.ts';
import type { SampleSpec } from './sample.ts';

export type Api = 'chat' | 'responses' | 'files' | 'models' | 'service';
export type TargetKind = 'azure' | 'openai-compatible' | 'reference';
export type Surface = 'v1' | 'v1-preview' | `${number}-${number}-${number}${string}`;
/** Azure's clouds, each with its own sign-in service. */
export type Cloud = 'public' | 'usgov' | 'china';
/** How an Entra ID token is obtained, in the words of @azure/identity. */
export type CredentialKind =
  | 'default'
  | 'workload-identity'
  | 'managed-identity'
  | 'client-secret'
  | 'client-certificate'
  | 'azure-cli';
export type ModelKind = 'general' | 'reasoning' | 'chat' | 'codex' | 'image' | 'computer-use';
/** The stages of the vendor's schedule; `unknown` where no page held says so. */
export type Lifecycle = 'preview' | 'generally-available' | 'legacy' | 'deprecated' | 'retired' | 'unknown';

/** Levels of `reasoning.effort`, weakest first. */
export type Effort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** A dated source of a fact, as in `fixtures/catalog/*.yaml`. */
export interface Source {
  readonly url: string;
  /** ISO date of the source's content, not of our reading it. */
  readonly date: string;
  readonly note?: string;
}

/** Words in each language of the report. */
export type Text = Readonly<Record<'en' | 'zh-CN' | 'zh-TW', string>>;

/** A source whose note the report prints. */
export interface ModelSource extends Omit<Source, 'note'> {
  readonly note?: Text;
}

/** One model version of `fixtures/catalog/models.yaml`. */
export interface Model {
  /** `gpt-4.1@2025-04-14`; the version is the one Azure deploys. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Display grouping, e.g. `GPT-5.1`, `o-series`, `Reference`. */
  readonly series: string;
  readonly kind: ModelKind;
  /** APIs that a dated source says it does not offer; undefined: none is known. */
  readonly lacks?: readonly ('chat' | 'responses')[];
  /** `other`: a row of the report for a model that the catalogue does not list. */
  readonly publisher: 'openai' | 'xai' | 'reference' | 'other';
  readonly lifecycle: Lifecycle;
  /** False: neither a region nor the retirement schedule lists it any more, so it can hardly be deployed. */
  readonly offered?: false;
  /** ISO date, where known. */
  readonly released?: string;
  readonly retires?: string;
  /** Tokens. */
  readonly context?: number;
  readonly maxInput?: number;
  readonly maxOutput?: number;
  readonly access?: 'open' | 'registration' | 'limited' | 'unknown';
  readonly vision?: boolean;
  /** Efforts the vendor documents; undefined: none. `default` only where a page states it. */
  readonly reasoning?: { readonly efforts: readonly Effort[]; readonly default?: Effort };
  /** What the fields above cannot say, in each language of the report. */
  readonly notes?: Text;
  readonly sources: readonly ModelSource[];
}

/** One feature of `fixtures/catalog/features.yaml`: the line in data beside its scenario. */
export interface Feature {
  /** `responses/background` */
  readonly id: string;
  readonly api: Api;
  readonly title: Text;
  /** `target`: asked once a target, not once a model; the case id then has `-` for its model. */
  readonly scope: 'model' | 'target';
  /** Kinds of model the feature is asked of; others are not-applicable, which is no case. */
  readonly kinds: readonly ModelKind[];
  /** Kinds of target the feature is asked of; undefined: all. */
  readonly targetKinds?: readonly TargetKind[];
  /** Ways to authenticate at which it is asked; undefined: all. */
  readonly auth?: readonly Target['auth'][];
  /** Asked only of models that lack an API. */
  readonly needsLack?: boolean;
  /** The plainest feature of its API: asked also of models that lack the API, whose refusal it shows for all of it. */
  readonly plainest?: boolean;
  /** Needs a model that reads images. */
  readonly needsVision?: boolean;
  /** Kind of a second model that the asked one calls (image generation); it must be deployed beside it. */
  readonly callsModel?: ModelKind;
  /** What one run of the scenario takes, for `plan`. */
  readonly estimate: FeatureEstimate;
  /** Where it is documented; the one place that says so. */
  readonly source: string;
}

/** What the scenario of a feature takes of any model; `expectedOf` says what it takes of a certain one. */
export interface FeatureEstimate {
  readonly requests: number;
  readonly inputTokens: number;
  /** Without thought. */
  readonly outputTokens: number;
  /** Answers of a model, each with its own thought. Undefined: one, or none where no token is estimated. */
  readonly answers?: number;
  /** The effort that is asked for where the model documents it; `every`: each one, an answer apiece. */
  readonly effort?: Effort | 'every';
  /** Uses of the service's own tools, which are charged beside the tokens. */
  readonly tools?: Readonly<Partial<Record<ChargedTool, number>>>;
}

/** A tool that the service runs itself and charges by use. */
export type ChargedTool = 'code_interpreter' | 'file_search' | 'web_search' | 'image_generation';

export interface Target {
  readonly name: string;
  readonly kind: TargetKind;
  /** Undefined: the variable it names is unset, or the target is the embedded reference. */
  readonly endpoint?: string;
  /** Name of the environment variable the endpoint comes from, for messages. */
  readonly endpointVariable?: string;
  readonly region?: string;
  readonly surface: Surface;
  /** `any`: a key and a token alike, as the reference target does. */
  readonly auth: 'entra' | 'api-key' | 'none' | 'any';
  /** Of the host, or of the region where the host is the user's own; undefined: public. */
  readonly cloud?: Cloud;
  /** With `auth: entra`; undefined: `default`. */
  readonly credential?: CredentialKind;
  /** Scope of the token, where it is not the one that the host decides. */
  readonly scope?: string;
  /** Name of the environment variable that holds the key; the key itself never enters this object. */
  readonly keyVariable?: string;
  /** Model id to deployment name; undefined: every model under its own name. */
  readonly deployments?: Readonly<Record<string, string>>;
  /** Where `deployments` comes from when it is discovered; `date` null: nobody has looked yet. */
  readonly inventory?: { readonly file: string; readonly date: string | null };
  /** Name of the environment variable that holds the ARM id of the resource; the id itself never enters this object. */
  readonly resourceIdVariable?: string;
  /** Ids; undefined: every selected model that this kind of target pairs with. */
  readonly models?: readonly string[];
  /** Ids; undefined: every selected feature. */
  readonly features?: readonly string[];
  /** Remote MCP server that `responses/mcp` asks the service to call. */
  readonly mcpServerUrl: string;
  /** Picture that the service can fetch, for the features about pictures by address. */
  readonly picture: Picture;
}

export interface Picture {
  readonly url: string;
  /** Words for what it shows, lower-case; an answer about it holds one of them. */
  readonly shows: readonly string[];
}

export interface Limits {
  /** Cases at a time, over all targets. */
  readonly concurrency: number;
  readonly concurrencyPerTarget?: number;
  readonly concurrencyPerDeployment?: number;
  /** For each target, as quota belongs to a resource. The reference target has none. */
  readonly requestsPerMinute?: number;
  /** For each target, input and output together. */
  readonly tokensPerMinute?: number;
  /** Of a whole run; what does not fit is `not-run: budget`. */
  readonly maxRequests?: number;
  /** Of a whole run, input and output together. */
  readonly maxTokens?: number;
  readonly maxCostUsd?: number;
  /** No case starts later than this after the run did. */
  readonly maxDurationMs?: number;
  /** Of a case, without its waits for limits and before retries. */
  readonly caseTimeoutMs: number;
  readonly timeouts?: RequestTimeouts;
  /** Further attempts of a request that could not be answered; default 3. */
  readonly retries?: number;
}

/** Milliseconds, for one request; each is told apart in the result. */
export interface RequestTimeouts {
  readonly firstByteMs: number;
  readonly betweenEventsMs: number;
  readonly totalMs: number;
}

export type ExclusionReason =
  | 'cost'
  | 'documented-unsupported'
  | 'not-deployed'
  | 'access'
  | 'safety'
  | 'other';

export interface Exclusion {
  readonly cases: string;
  readonly reason: ExclusionReason;
  readonly note?: string;
}

export interface Waiver {
  readonly cases: string;
  readonly check: string;
  readonly fingerprint: string;
  readonly reason: string;
  readonly issue: string;
  readonly owner: string;
  /** ISO date: the last day on which it holds. */
  readonly expires: string;
  /** What the date follows from: that of the last of its models to retire. */
  readonly bound?: 'retirement';
  /** The check fails at times, and may; more than `at_most` of the last `of` times is a failure. */
  readonly flaky?: { readonly at_most: number; readonly of: number };
}

/** How often a live case is run. */
export interface RepeatSpec {
  readonly min: number;
  /** Beyond `min` only while it is open how often a check holds that depends on what the model says. */
  readonly max: number;
  /** Share of the repeats in which such a check has to hold; undefined: once proves the feature. */
  readonly threshold?: number;
}

/** A module of the user's own. */
export interface OwnModule {
  /** Absolute path. */
  readonly file: string;
  /** The same for messages, as the user would type it. */
  readonly shown: string;
}

/** A scenario of the user's own, from a folder that `suites` names. */
export interface OwnScenario extends OwnModule {
  /** Id of its feature. */
  readonly feature: string;
  readonly api: Api;
  /** Absolute path of the module of the same name beside it; null: the scenario is the steps in the file. */
  readonly code: string | null;
  /** The checks that its steps make; none where it is a module. */
  readonly checks: readonly { readonly id: string; readonly severity: 'must' | 'should' | 'info' }[];
}

/** `matrix.yaml`, read, validated, environment resolved, models and features resolved against the catalogue. */
export interface Matrix {
  readonly file: string;
  readonly targets: readonly Target[];
  readonly models: readonly Model[];
  readonly features: readonly Feature[];
  readonly exclude: readonly Exclusion[];
  readonly waivers: readonly Waiver[];
  readonly limits: Limits;
  /** How often a live case is run; default once. */
  readonly repeat?: RepeatSpec;
  /** Which share of what is not needed for coverage a live run asks; undefined: all. */
  readonly sample?: SampleSpec;
  /** Names of before, of the catalogue and of this file; undefined: none. */
  readonly renames?: Renames;
  /** Scenarios of the user's own; their features are among `features` where they are selected. */
  readonly scenarios?: readonly OwnScenario[];
  /** Modules with checks of the user's own. */
  readonly checks?: readonly OwnModule[];
}

export type NotRunReason =
  | 'no-endpoint'
  | 'no-recording'
  | 'not-deployed'
  | 'excluded'
  | 'retired'
  | 'budget'
  | 'sampled-out';

/** One cell to run. */
export interface Case {
  /** `responses/background:gpt-4.1@2025-04-14:sweden`; stable. */
  readonly id: string;
  readonly feature: string;
  readonly api: Api;
  /** Model id; `-` for a feature of scope `target`. */
  readonly model: string;
  /** The model whose deployment carries the requests: `model`, or for scope `target` the first usable one. */
  readonly carrier: string;
  readonly target: string;
  /** Deployment name to send as `model`. */
  readonly deployment: string;
  /** The second model and its deployment, where the feature's `callsModel` asks for one and there is one. */
  readonly calledModel?: string;
  readonly calledDeployment?: string;
  /** Ids that the case had before a rename; a recording under one of them is its own. */
  readonly formerly?: readonly string[];
  /** Set when the case must not be run, and why. */
  readonly notRun?: { readonly reason: NotRunReason; readonly note: string };
}
