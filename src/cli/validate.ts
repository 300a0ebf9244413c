import { relative, resolve } from 'node:path';
import type { ExchangeReport, Violation } from '../checks/check.ts';
import { type OwnCheck, OwnCheckFailure } from '../checks/own.ts';
import { ConfigurationFailure, RecordingFailure } from '../failure.ts';
import { inspect, withOwnChecks } from '../run/inspect.ts';
import { loadChecks } from '../run/own-checks.ts';
import { readRecordingFile, type SourcedExchange } from '../wire/formats/index.ts';
import { exchangeOperation, FILE_CONTENTS } from '../wire/operation.ts';
import { formatNamed, noExchange, wrongFile } from './format.ts';
import { jsonText, plain, plainBlock, type Terminal } from './terminal.ts';

export interface ValidateOptions {
  readonly format: string;
  /** Modules with checks of the user's own. */
  readonly checks?: readonly string[];
  readonly json?: boolean;
}

/** One exchange as `validate --json` prints it, DESIGN section 9: these keys and no others. */
export interface ExchangeVerdict {
  readonly id: string;
  /** Something was checked, and no check that must hold failed. */
  readonly valid: boolean;
  /** What failed, `must` and `should`; one `info`, `UNCHECKED`, where no check concerns the exchange. */
  readonly violations: readonly Pick<Violation, 'check' | 'pointer' | 'message' | 'severity'>[];
  /** New to the schema, no failure; equal drift once. */
  readonly drift: readonly { readonly pointer: string; readonly kind: string; readonly value?: string }[];
  /** Class of the error that was answered, null for none. */
  readonly class: string | null;
}

/** Stands for the checks of an exchange that none concerns: nothing speaks against it, and nothing for it. */
const UNCHECKED: Violation = {
  check: 'exchange.recognised',
  severity: 'info',
  pointer: '',
  message:
    'no check knows what this is: neither its request nor its answer belongs to an API that is checked',
};

interface Totals {
  exchanges: number;
  valid: number;
  unchecked: number;
  readonly checks: Map<string, number>;
  readonly drift: Map<string, number>;
}

/**
 * Validates recordings, one exchange after the other, whatever their size. 0: each keeps its contract; 1: some
 * do not; 3: none breaks it, and of some nothing could be checked. Throws ConfigurationFailure for a file that is
 * missing, damaged, no recording, or without an exchange.
 */
export async function validate(
  paths: readonly string[],
  options: ValidateOptions,
  terminal: Terminal,
  stdin: AsyncIterable<Uint8Array> = process.stdin,
): Promise<0 | 1 | 3> {
  const totals: Totals = { exchanges: 0, valid: 0, unchecked: 0, checks: new Map(), drift: new Map() };
  const format = formatNamed(options.format);
  const own = await ownChecks(options.checks ?? [], terminal.cwd);
  for (const path of paths) {
    const source = path === '-' ? { file: '-', chunks: stdin } : asTyped(path, terminal.cwd);
    const before = totals.exchanges;
    try {
      for await (const sourced of readRecordingFile(source, { format })) {
        const failed = failedChecks(sourced, own);
        const verdict = verdictOf(sourced, failed);
        count(totals, verdict, failed);
        if (options.json === true) terminal.out(jsonText(verdict));
        else if (failed.unchecked) terminal.out(`not checked ${plain(verdict.id)}: ${UNCHECKED.message}`);
        else if (!verdict.valid) printInvalid(verdict, failed.violations, terminal);
        if (totals.exchanges % 100 === 0) terminal.status(`${totals.exchanges} exchanges`);
      }
    } catch (error) {
      throw error instanceof RecordingFailure ? wrongFile(error) : error;
    }
    if (totals.exchanges === before) throw noExchange(path);
  }
  terminal.status('');
  if (options.json !== true) printTotals(totals, terminal);
  if (totals.exchanges > totals.valid + totals.unchecked) return 1;
  return totals.unchecked === 0 ? 0 : 3;
}

/** The path as the user typed it, since messages and ids are made of it; where that leads elsewhere, one that leads there. */
function asTyped(path: string, cwd: string): string {
  const meant = resolve(cwd, path);
  return resolve(path) === meant ? path : relative(process.cwd(), meant);
}

interface Failed {
  readonly report: ExchangeReport;
  readonly valid: boolean;
  /** No check concerns the exchange. */
  readonly unchecked: boolean;
  readonly violations: readonly Violation[];
}

/** Throws ConfigurationFailure for a module that cannot be loaded. */
function ownChecks(modules: readonly string[], cwd: string): Promise<readonly OwnCheck[]> {
  return loadChecks(modules.map((shown) => ({ file: resolve(cwd, shown), shown })));
}

/** Throws ConfigurationFailure where a check of the user's own breaks. */
function failedChecks({ exchange, hostKind, operation }: SourcedExchange, own: readonly OwnCheck[]): Failed {
  const inspection = inspect(exchange, { hostKind, operation });
  const report = withOwn(own, exchange, inspection, { hostKind, operation });
  const failed = report.checks.filter(({ outcome, severity }) => outcome === 'failed' && severity !== 'info');
  // A stored file is whatever was stored: any bytes are a right answer.
  const isFile = FILE_CONTENTS.includes(operation ?? exchangeOperation(exchange));
  const unchecked = report.checks.length === 0 && report.error === null && !isFile;
  return {
    report,
    valid: !unchecked && failed.every(({ severity }) => severity !== 'must'),
    unchecked,
    violations: unchecked ? [UNCHECKED] : failed.flatMap((check) => check.violations),
  };
}

function withOwn(...[own, exchange, inspection, context]: Parameters<typeof withOwnChecks>): ExchangeReport {
  if (own.length === 0) return inspection.report;
  try {
    return withOwnChecks(own, exchange, inspection, context);
  } catch (error) {
    if (!(error instanceof OwnCheckFailure)) throw error;
    throw new ConfigurationFailure(error.message, {
      remedy: 'Mend the module, or leave out --checks.',
      cause: error,
    });
  }
}

function verdictOf({ id }: SourcedExchange, { report, valid, violations }: Failed): ExchangeVerdict {
  return {
    id,
    valid,
    violations: violations.map(({ check, pointer, message, severity }) => ({
      check,
      pointer,
      message,
      severity,
    })),
    drift: report.drift.map(({ pointer, kind, value }) =>
      value === undefined ? { pointer, kind } : { pointer, kind, value },
    ),
    class: report.error?.class ?? null,
  };
}

function count(
  totals: Totals,
  { valid, violations, drift }: ExchangeVerdict,
  { unchecked }: Pick<Failed, 'unchecked'>,
): void {
  const add = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  totals.exchanges += 1;
  if (valid) totals.valid += 1;
  if (unchecked) totals.unchecked += 1;
  for (const check of new Set(unchecked ? [] : violations.map((violation) => violation.check)))
    add(totals.checks, check);
  for (const { pointer } of drift) add(totals.drift, pointer);
}

function printInvalid(
  { id, class: kind }: ExchangeVerdict,
  violations: readonly Violation[],
  terminal: Terminal,
): void {
  terminal.out(`${terminal.style('red', 'invalid')} ${plain(id)}${kind === null ? '' : ` (${kind})`}`);
  for (const { check, pointer, message, severity, event, suggestion } of violations) {
    const place = [event === undefined ? '' : `event ${event}`, pointer]
      .filter((part) => part !== '')
      .join(' ');
    const found = `${severity} ${check}${place === '' ? '' : ` at ${place}`}: ${message}`;
    terminal.out(`  ${plainBlock(found, '    ')}`);
    if (suggestion !== undefined) terminal.out(`    ${plainBlock(suggestion, '    ')}`);
  }
}

const DRIFT_SHOWN = 10;

function printTotals(totals: Totals, terminal: Terminal): void {
  const { exchanges, valid, unchecked } = totals;
  const rest = unchecked === 0 ? '' : `, ${unchecked} not checked`;
  terminal.out(`${exchanges} exchanges, ${valid} valid, ${exchanges - valid - unchecked} invalid${rest}`);
  const ranked = (counts: Map<string, number>) => [...counts].sort((a, b) => b[1] - a[1]);
  const line = ([name, times]: [string, number]) =>
    terminal.out(`  ${String(times).padStart(6)}  ${plain(name)}`);
  if (totals.checks.size > 0) terminal.out('failed checks, by exchanges:');
  ranked(totals.checks).forEach(line);
  if (totals.drift.size === 0) return;
  const shown = totals.drift.size > DRIFT_SHOWN ? `, the first ${DRIFT_SHOWN}` : '';
  terminal.out(`drift (new to the schema, no failure): ${totals.drift.size} kinds${shown}`);
  ranked(totals.drift).slice(0, DRIFT_SHOWN).forEach(line);
}
