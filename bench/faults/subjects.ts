import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { driftKey } from '../../src/checks/schema/findings.ts';
import { inspect } from '../../src/run/inspect.ts';
import type { Exchange } from '../../src/wire/exchange.ts';
import { readRecordingFile } from '../../src/wire/formats/index.ts';
import { exchangeOperation, exchangesOf, type Operation, readCassette } from '../../src/wire/index.ts';
import type { Subject } from './mutant.ts';

const HOME = fileURLToPath(new URL('../../', import.meta.url));

/** Real recorded traffic, kept beside the project; null where it is absent. */
export const TRAFFIC = ((file: string) => (existsSync(file) ? file : null))(
  join(HOME, '../shared/traffic/dev.jsonl'),
);

/** The exchanges of the committed recordings of the reference target. */
export function referenceSubjects(): Subject[] {
  const folder = join(HOME, 'recordings/reference');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  return files.flatMap((file) => {
    const name = file.slice(folder.length + 1, -'.json'.length);
    return exchangesOf(readCassette(readFileSync(file, 'utf8'), name)).flatMap(
      (exchange, index) =>
        subjectOf(`${name}#${index}`, exchange, 'azure', exchangeOperation(exchange)) ?? [],
    );
  });
}

/** The sound exchanges of a recording; how many were left out is for the caller to say. */
export async function recordedSubjects(file: string): Promise<{ subjects: Subject[]; all: number }> {
  const subjects: Subject[] = [];
  let all = 0;
  for await (const { id, exchange, hostKind, operation } of readRecordingFile(file)) {
    all += 1;
    const subject = subjectOf(id, exchange, hostKind, operation);
    if (subject !== null) subjects.push(subject);
  }
  return { subjects, all };
}

/** Null for an exchange without an answer, of an operation nobody checks, or with failures of its own. */
function subjectOf(
  id: string,
  exchange: Exchange,
  hostKind: Subject['hostKind'],
  operation: Operation,
): Subject | null {
  const { response } = exchange;
  if (response === null || operation === 'other' || operation === 'files.content') return null;
  const { report, events } = inspect(exchange, { hostKind, operation });
  const failed = report.checks.some(({ outcome, severity }) => outcome === 'failed' && severity !== 'info');
  if (failed) return null;
  return {
    id,
    exchange,
    response,
    hostKind,
    operation,
    events,
    errorClass: report.error?.class ?? null,
    drift: new Set(report.drift.map(driftKey)),
  };
}
