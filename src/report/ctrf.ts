import type { CaseResult, RunFooter, RunHeader } from '../verdict/types.ts';
import type { WaiverVerdict } from '../verdict/waivers.ts';
import { testOutcomeOf } from './test-outcome.ts';
import { visibleJson } from './visible.ts';

const STATUS = { passed: 'passed', failed: 'failed', errored: 'failed', skipped: 'skipped' } as const;

/** Common Test Report Format, https://ctrf.io/docs/full-schema. Times in milliseconds. */
export function renderCtrf(
  results: readonly CaseResult[],
  waivers: WaiverVerdict,
  run: { readonly header: RunHeader | null; readonly footer: RunFooter | null },
): string {
  const tests = results
    .toSorted((a, b) => (a.case < b.case ? -1 : 1))
    .map((result) => {
      const outcome = testOutcomeOf(result, waivers);
      return {
        name: result.case,
        status: STATUS[outcome.kind],
        duration: result.durationMs,
        rawStatus: result.status,
        suite: [result.feature, result.target],
        tags: [result.model, result.targetKind],
        ...(outcome.message === '' ? {} : { message: outcome.message }),
        ...(outcome.detail === '' ? {} : { trace: outcome.detail }),
      };
    });
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const document = {
    reportFormat: 'CTRF',
    specVersion: '1.0.0',
    results: {
      tool: { name: 'azure-openai-conformance', version: run.header?.harness ?? '' },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        pending: 0,
        skipped: count('skipped'),
        other: 0,
        start: Date.parse(run.header?.startedAt ?? '') || 0,
        stop: Date.parse(run.footer?.finishedAt ?? '') || 0,
      },
      tests,
    },
  };
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}
