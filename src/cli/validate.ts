import { resolve } from 'node:path';
import type { Violation } from '../checks/check.ts';
import { inspect } from '../run/inspect.ts';
import { readRecordingFile, type SourcedExchange } from '../wire/formats/index.ts';
import { formatNamed } from './format.ts';
import { jsonText, plain, plainBlock, type Terminal } from './terminal.ts';

export interface ValidateOptions {
  readonly format: string;
  readonly json?: boolean;
}

/** One exchange as `validate --json` prints it; DESIGN section 9. */
interface Verdict {
  readonly id: string;
  readonly valid: boolean;
  readonly violations: readonly Pick<Violation, 'check' | 'pointer' | 'message' | 'severity' | 'event'>[];
  readonly drift: readonly { readonly kind: string; readonly pointer: string; readonly value?: string }[];
  readonly class: string | null;
}

/** Validates recordings; 0 when every exchange keeps its contract, else 1. */
export async function validate(paths: readonly string[], options: ValidateOptions, terminal: Terminal) {
  const totals = {
    exchanges: 0,
    valid: 0,
    drift: new Map<string, number>(),
    checks: new Map<string, number>(),
  };
  for (const path of paths) {
    const source = path === '-' ? { file: '-', chunks: process.stdin } : resolve(terminal.cwd, path);
    for await (const sourced of readRecordingFile(source, { format: formatNamed(options.format) })) {
      const verdict = judge(sourced);
      totals.exchanges += 1;
      if (verdict.valid) totals.valid += 1;
      for (const { check } of verdict.violations)
        totals.checks.set(check, (totals.checks.get(check) ?? 0) + 1);
      for (const { pointer } of verdict.drift)
        totals.drift.set(pointer, (totals.drift.get(pointer) ?? 0) + 1);
      if (options.json === true) terminal.out(jsonText(verdict));
      else if (!verdict.valid) printInvalid(verdict, terminal);
    }
  }
  if (options.json !== true) printTotals(totals, terminal);
  return totals.exchanges === totals.valid ? 0 : 1;
}

function judge(sourced: SourcedExchange): Verdict {
  const { report } = inspect(sourced.exchange, { hostKind: sourced.hostKind, operation: sourced.operation });
  const failed = report.checks.filter((check) => check.outcome === 'failed' && check.severity !== 'info');
  return {
    id: sourced.id,
    valid: failed.every((check) => check.severity !== 'must'),
    violations: failed.flatMap((check) =>
      check.violations.map(({ check: id, pointer, message, severity, event }) =>
        event === undefined
          ? { check: id, pointer, message, severity }
          : { check: id, pointer, message, severity, event },
      ),
    ),
    drift: report.drift.map(({ kind, pointer, value }) =>
      value === undefined ? { kind, pointer } : { kind, pointer, value },
    ),
    class: report.error?.class ?? null,
  };
}

function printInvalid(verdict: Verdict, terminal: Terminal): void {
  terminal.out(
    `${terminal.style('red', 'invalid')} ${plain(verdict.id)}${verdict.class === null ? '' : ` (${verdict.class})`}`,
  );
  for (const { check, pointer, message, severity, event } of verdict.violations) {
    const place = [event === undefined ? '' : `event ${event}`, pointer]
      .filter((part) => part !== '')
      .join(' ');
    terminal.out(
      `  ${plainBlock(`${severity} ${check}${place === '' ? '' : ` at ${place}`}: ${message}`, '    ')}`,
    );
  }
}

function printTotals(
  totals: { exchanges: number; valid: number; drift: Map<string, number>; checks: Map<string, number> },
  terminal: Terminal,
): void {
  terminal.out(
    `${totals.exchanges} exchanges, ${totals.valid} valid, ${totals.exchanges - totals.valid} invalid`,
  );
  const ranked = (counts: Map<string, number>) => [...counts].sort((a, b) => b[1] - a[1]);
  for (const [check, count] of ranked(totals.checks))
    terminal.out(`  ${String(count).padStart(6)}  ${plain(check)}`);
  if (totals.drift.size > 0)
    terminal.out(`drift (new to the schema, no failure): ${totals.drift.size} kinds`);
  for (const [pointer, count] of ranked(totals.drift).slice(0, 10)) {
    terminal.out(`  ${String(count).padStart(6)}  ${plain(pointer)}`);
  }
}
