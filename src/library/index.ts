/**
 * The harness as a library.
 *
 *   import { casesOf, openProject, playCassette, runCases } from 'azure-openai-conformance';
 *
 *   const project = openProject();                                     // matrix.yaml of the working directory
 *   const results = await runCases(project, casesOf(project, ['chat/*']));   // replay: nothing is sent
 *   const { fetch } = await playCassette('recordings/…/streaming/gpt-4.1@2025-04-14.json');
 *
 * What scenarios and checks are written with is in `azure-openai-conformance/scenario`.
 */

export type {
  CheckResult,
  ClassifiedError,
  Drift,
  ErrorClass,
  ExchangeReport,
  Severity,
  Violation,
} from '../checks/check.ts';
export type { ExchangeCheck, ExchangeFault, InspectedExchange } from '../checks/own.ts';
export { ConfigurationFailure, Failure, IncompleteFailure, RecordingFailure } from '../failure.ts';
export type { Case, Feature, Matrix, Model, Project, Target } from '../matrix/index.ts';
export {
  createReference,
  DEFAULT_KEY,
  type Reference,
  type ReferenceOptions,
  serveReference,
} from '../reference/index.ts';
export type { ReportModel } from '../report/index.ts';
export type { CaseResult, RunMode, Status } from '../verdict/types.ts';
export type { Exchange, WireRequest, WireResponse } from '../wire/exchange.ts';
export {
  type Citation,
  type FormatName,
  type ReadOptions,
  readRecordingFile,
  type SourcedExchange,
} from '../wire/formats/index.ts';
export type { Player, PlayOptions } from '../wire/play.ts';
export { casesOf, type OpenedProject, openProject } from './project.ts';
export { inspectExchange, playCassette, shippedRecordings } from './recorded.ts';
export { reportModel } from './report.ts';
export { runCases } from './run.ts';
