import type { CatalogueEntry } from '../checks/errors/catalogue.ts';
import type { Claim, ClaimSource } from '../claims/types.ts';
import type { CellTimes, HistoryEntry } from '../history/index.ts';
import type { Api, Feature, Model, NotRunReason } from '../matrix/types.ts';
import type { Diff } from '../verdict/diff.ts';
import type {
  Assessment,
  CaseResult,
  Cell,
  Evidence,
  RunFooter,
  RunHeader,
  RunMode,
  Status,
} from '../verdict/types.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Correction, Omission } from './corrections/types.ts';
import type { CoverageInput, CoveredDocument } from './coverage.ts';
import type { FieldsInput } from './fields.ts';
import type { GuideInput } from './guide/types.ts';

/** A cassette as the report needs it: what went over the wire, and where it comes from. Already redacted. */
export interface RecordedCase {
  readonly exchanges: readonly Exchange[];
  /** Flat facts about the recording (recorded-at, target alias, region, versions, hash, …). */
  readonly lineage: Readonly<Record<string, unknown>>;
}

/** What changed since an earlier run. */
export interface Changes {
  /** ISO time the earlier run started. */
  readonly since: string;
  readonly diff: Diff;
}

/** Everything a report is made of. Plain data: no clock, no disk. */
export interface ReportInput {
  /** ISO time that the report prints as its own. */
  readonly generatedAt: string;
  readonly models: readonly Model[];
  readonly features: readonly Feature[];
  readonly cells: readonly Cell[];
  /** All results of the run, those of the reference target included. */
  readonly results: readonly CaseResult[];
  readonly header: RunHeader | null;
  /** Null: the run is incomplete, and the report says so. */
  readonly footer: RunFooter | null;
  readonly claims: readonly Claim[];
  readonly sources: readonly ClaimSource[];
  /** What of the documents is tested; undefined: the report does not show it. */
  readonly coverage?: CoverageInput;
  /** Words of the guide; undefined: the Markdown holds tables only. */
  readonly guide?: GuideInput;
  /** Path of a cassette, as in `CaseResult.evidence.cassette`, to what it holds. */
  readonly recordings: ReadonlyMap<string, RecordedCase>;
  /** Left out: the report compares with nothing. */
  readonly changes?: Changes | undefined;
  /** The error catalogue; left out: no error has a page. */
  readonly errors?: readonly CatalogueEntry[];
  /** Documented fields, and where they were seen; left out: the report tells nothing of them. */
  readonly fields?: FieldsInput;
  /** Earlier runs and this one, oldest first; left out: the report tells no history. */
  readonly history?: readonly HistoryEntry[];
}

/** Where a cell was seen. `reference` stands in the self-test and never in the table. */
export type Place = Cell['targetKind'] | 'reference';

/** What a cell shows: its status, or `documented` where there is nothing but claims. */
export type Shown = Status | 'unknown' | 'documented';

/** What the claims about a cell say, taken together. */
export type Says = 'yes' | 'no' | 'preview' | 'limited' | 'differs' | 'note';

/** What a cell rests on, strongest first. */
export type Basis = Evidence['kind'] | 'claim' | 'none';

export interface ReportCell {
  /** Anchor and permalink: `responses/background:gpt-4.1@2025-04-14`, with `:openai` behind it elsewhere than on Azure. */
  readonly id: string;
  readonly feature: string;
  /** Model id; `-` for a feature of scope `target`. */
  readonly model: string;
  readonly place: Place;
  readonly status: Status | 'unknown';
  readonly shown: Shown;
  readonly says: Says | null;
  readonly basis: Basis;
  readonly assessment: Assessment;
  readonly evidence: readonly Evidence[];
  readonly observedAt: string | null;
  readonly mixed: boolean;
  readonly versionInferred: boolean;
  /** The evidence that decides the cell is of the age band `older`: true once, and to be seen anew. */
  readonly stale: boolean;
  readonly claims: readonly Claim[];
  /** Those of `claims` that the status speaks against. */
  readonly refuted: readonly Claim[];
}

/** Why something is missing, and how much of it. */
export interface Gap {
  readonly kind: 'not-run' | 'blocked';
  /** A `NotRunReason`, or the error class of a blocked case. */
  readonly reason: NotRunReason | string;
  readonly cases: number;
  /** Sentence of the first such case. */
  readonly note: string;
  /** Up to three case ids. */
  readonly examples: readonly string[];
}

/** Days between the observation and the report. */
export type AgeBand = '30' | '90' | '365' | 'older' | 'undated';

export interface Totals {
  /** Cells of the Azure table, those without anything included. */
  readonly cells: number;
  readonly byStatus: Readonly<Record<Shown, number>>;
  readonly byBasis: Readonly<Record<Basis, number>>;
  readonly byAssessment: Readonly<Record<Assessment, number>>;
  readonly byAge: Readonly<Record<AgeBand, number>>;
  /** Dates (`YYYY-MM-DD`) of the newest and oldest evidence that decides a cell. */
  readonly newest: string | null;
  readonly oldest: string | null;
}

/** How far one source has been verified. */
export interface SourceStanding {
  readonly source: string;
  readonly claims: number;
  /** Cells of the Azure table that this source speaks about, by assessment. */
  readonly cells: Readonly<Record<Assessment, number>>;
}

/** The harness against its own server. Says nothing about Azure. */
export interface SelfTest {
  readonly models: readonly string[];
  readonly features: readonly string[];
  readonly cells: readonly ReportCell[];
  readonly byStatus: Readonly<Record<Status, number>>;
  readonly checks: { readonly passed: number; readonly failed: number };
}

export interface RunSummary {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly mode: RunMode;
  readonly harness: string;
  readonly sdk: string;
  readonly planned: number;
  readonly results: number;
}

/** One API with the features that stand in the table, in catalogue order. */
export interface ApiGroup {
  readonly api: Api;
  readonly features: readonly Feature[];
}

export interface SeriesGroup {
  readonly name: string;
  readonly models: readonly Model[];
}

/** The view model that every writer renders. Free of any language. */
export interface ReportModel {
  /** Of `compatibility.json`; raised by a change that a reader who validates would refuse. */
  readonly version: 2;
  readonly generatedAt: string;
  readonly run: RunSummary | null;
  readonly series: readonly SeriesGroup[];
  /** Features asked of a model, by API: the columns. */
  readonly apis: readonly ApiGroup[];
  /** Features asked once an endpoint. */
  readonly endpointFeatures: readonly Feature[];
  /** Cells of the table on Azure, by model then feature; cells without anything are absent. */
  readonly cells: readonly ReportCell[];
  /** The same models at other providers, for comparison. */
  readonly elsewhere: readonly ReportCell[];
  readonly totals: Totals;
  /** Cells about a model or feature that the catalogue does not hold: listed, never lost. */
  readonly unplaced: readonly ReportCell[];
  readonly contradictions: readonly ReportCell[];
  /** What documents get wrong, each claim once. */
  readonly corrections: readonly Correction[];
  readonly omissions: readonly Omission[];
  readonly disputes: readonly ReportCell[];
  readonly standings: readonly SourceStanding[];
  readonly coverage: readonly CoveredDocument[];
  /** Why something cannot be tested, by the id of the reason. */
  readonly reasons: CoverageInput['reasons'];
  readonly guide: GuideInput | null;
  readonly gaps: readonly Gap[];
  readonly selfTest: SelfTest;
  readonly claims: readonly Claim[];
  readonly sources: ReadonlyMap<string, ClaimSource>;
  readonly recordings: ReadonlyMap<string, RecordedCase>;
  /** Null: compared with nothing. */
  readonly changes: Changes | null;
  /** Ids of the checks that the scenario of a feature makes itself. */
  readonly checks: CoverageInput['checks'];
  readonly errors: readonly CatalogueEntry[];
  /** Null: nobody asked. */
  readonly fields: FieldsInput | null;
  readonly history: readonly HistoryEntry[];
  /** By cell id: when each cell was first and last seen, and when it last changed. */
  readonly times: ReadonlyMap<string, CellTimes>;
}

/** Whether the feature is asked of the model at all; what is not applicable is no cell. */
export function applies(feature: Feature, model: Model): boolean {
  if (feature.scope !== 'model' || !feature.kinds.includes(model.kind)) return false;
  if (feature.needsLack === true && model.lacks === undefined) return false;
  return feature.needsVision !== true || model.vision !== false;
}
