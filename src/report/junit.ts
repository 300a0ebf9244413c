import Handlebars from 'handlebars';
import type { CaseResult } from '../verdict/types.ts';
import type { WaiverVerdict } from '../verdict/waivers.ts';
import { type TestOutcome, testOutcomeOf } from './test-outcome.ts';
import { visible } from './visible.ts';

interface Counts {
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
  seconds: number;
}

/**
 * JUnit XML, one suite a feature and target. `template` is `templates/exports/junit.xml.hbs`; Handlebars
 * escapes what XML would obey; characters that XML cannot hold are made visible or replaced.
 */
export function renderJunit(
  results: readonly CaseResult[],
  waivers: WaiverVerdict,
  startedAt: string | null,
  template: string,
): string {
  const all = results.map((result) => ({ result, outcome: testOutcomeOf(result, waivers) }));
  const suites = [...Map.groupBy(all, ({ result }) => `${result.feature} on ${result.target}`)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => ({
      name,
      timestamp: startedAt?.replace(/\.\d+Z$/, 'Z') ?? '',
      ...printed(countsOf(members)),
      cases: members
        .toSorted((a, b) => (a.result.case < b.result.case ? -1 : 1))
        .map(({ result, outcome }) => testCase(result, outcome)),
    }));
  const xml = Handlebars.compile(template, { strict: true })({ ...printed(countsOf(all)), suites });
  return visible(xml).replace(/[\ufffe\uffff]/g, '\ufffd');
}

function testCase(result: CaseResult, { kind, message, type, detail }: TestOutcome) {
  const told = { message, type, text: detail };
  return {
    classname: `${result.feature.replace('/', '.')}.${result.target}`,
    name: result.case,
    time: (result.durationMs / 1000).toFixed(3),
    failure: kind === 'failed' ? told : null,
    error: kind === 'errored' ? told : null,
    skipped: kind === 'skipped' ? message : null,
  };
}

function countsOf(members: readonly { result: CaseResult; outcome: TestOutcome }[]): Counts {
  const counts = { tests: 0, failures: 0, errors: 0, skipped: 0, seconds: 0 };
  for (const { result, outcome } of members) {
    counts.tests += 1;
    counts.seconds += result.durationMs / 1000;
    if (outcome.kind === 'failed') counts.failures += 1;
    if (outcome.kind === 'errored') counts.errors += 1;
    if (outcome.kind === 'skipped') counts.skipped += 1;
  }
  return counts;
}

function printed({ seconds, ...counts }: Counts) {
  return { ...counts, time: seconds.toFixed(3) };
}
