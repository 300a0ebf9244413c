import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseResult, Status } from '../verdict/types.ts';
import type { WaiverVerdict } from '../verdict/waivers.ts';
import { readAssets } from './assets.ts';
import { renderCsv } from './csv.ts';
import { renderCtrf } from './ctrf.ts';
import { renderJunit } from './junit.ts';
import { readLocale } from './locale.ts';
import type { ReportModel } from './model.ts';
import { renderSummary } from './summary.ts';

const HOME = fileURLToPath(new URL('../..', import.meta.url));
const { junit } = readAssets(HOME);
const NONE: WaiverVerdict = { waived: new Map(), stale: [], expired: [], exceeded: [] };
const HOSTILE =
  '</failure><script>alert(1)</script> & "quoted" ]]> \u0000\u001b[31m\u202e |pipe `tick` \ud800';

function row(id: string, status: Status, reason = ''): CaseResult {
  const failed = status === 'partial' || status === 'errored';
  const violations = [{ check: 'a.b', severity: 'must', pointer: '/x', message: reason }];
  const checks = failed
    ? [{ id: 'a.b', severity: 'must', outcome: 'failed', message: reason, violations }]
    : [];
  return {
    case: id,
    feature: 'chat/completion',
    model: 'm@1',
    target: 'sweden',
    targetKind: 'azure',
    status,
    reason,
    notRun: status === 'not-run' ? 'budget' : null,
    error: null,
    checks,
    durationMs: 1500,
  } as unknown as CaseResult;
}
const ROWS = [
  row('c1', 'supported'),
  row('c2', 'unsupported', 'refused'),
  row('c3', 'partial', HOSTILE),
  row('c4', 'errored', 'broke'),
  row('c5', 'blocked', 'no quota'),
  row('c6', 'not-run', 'too dear'),
];

describe('JUnit', () => {
  it('passes what was answered, fails deviations, skips what says nothing', () => {
    const xml = renderJunit(ROWS, NONE, '2026-11-21T06:00:00.123Z', junit);
    expect(xml).toContain('tests="6" failures="1" errors="1" skipped="2" time="9.000"');
    expect(xml).toContain('timestamp="2026-11-21T06:00:00Z"');
    expect(xml.match(/<testcase /g)).toHaveLength(6);
    expect(xml).toContain('<skipped message="blocked: no quota"/>');
  });

  it('is well-formed whatever a service says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const xml = renderJunit([row(text, 'partial', `${HOSTILE}${text}`)], NONE, null, junit);
        // Nothing that XML 1.0 cannot hold, no markup of theirs.
        expect(xml).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
        expect(xml.match(/<(?!\/?(?:testsuites?|testcase|failure)[ >]|\?xml)/g)).toBeNull();
        expect(xml.replace(/&(?:amp|lt|gt|quot|#x[0-9A-F]+);/g, '')).not.toContain('&');
      }),
    );
  });

  it('skips a deviation that is waived, and says so', () => {
    const waivers = { ...NONE, waived: new Map([['c3', new Set(['a.b'])]]) };
    expect(renderJunit(ROWS, waivers, null, junit)).toContain('failures="0" errors="1" skipped="3"');
  });
});

describe('CTRF', () => {
  it('counts what it lists and keeps our own status beside', () => {
    const run = { header: null, footer: null };
    const { results } = JSON.parse(renderCtrf(ROWS, NONE, run));
    expect(results.summary).toMatchObject({ tests: 6, passed: 2, failed: 2, skipped: 2 });
    expect(results.tests.map((test: { rawStatus: string }) => test.rawStatus)).toEqual(
      ROWS.map(({ status }) => status),
    );
    expect(renderCtrf([...ROWS].reverse(), NONE, run)).toBe(renderCtrf(ROWS, NONE, run));
  });
});

describe('the step summary', () => {
  const en = readLocale(HOME, 'en');

  it('tells the worst first, one row a cause', () => {
    const rows = [
      ...ROWS,
      ...Array.from({ length: 7 }, (_, index) => row(`d${index}`, 'blocked', 'no quota')),
    ];
    const text = renderSummary(rows, NONE, en);
    const causes = text
      .split('\n')
      .filter((line) => /^\| . \S.* \| \d+ \| .* \|/.test(line))
      .slice(0);
    expect(causes.map((line) => line.split('|')[1]?.trim())).toEqual([
      '! errored',
      '◐ partial',
      '⊘ blocked',
      '○ not run',
    ]);
    expect(text).toContain('and 3 more');
    expect(text).not.toContain('<script>');
  });

  it('says nothing more where nothing is to tell', () => {
    expect(renderSummary([row('c1', 'supported')], NONE, en)).not.toContain('Cause');
  });

  it('stays below what GitHub accepts, and says what is left out', () => {
    const rows = Array.from({ length: 5000 }, (_, index) =>
      row(`c${index}`, 'errored', `${String.fromCharCode(97 + (index % 26)).repeat(1 + (index % 199))}`),
    ).map((one, index) => ({ ...one, case: `${'x'.repeat(900)}${index}` }));
    const text = renderSummary(rows, NONE, en);
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toMatch(/\d+ further causes are left out for size/);
  });
});

describe('CSV', () => {
  it('has one line a cell, quotes what needs it, and never starts a formula', () => {
    const cell = {
      id: '=cmd,"x"',
      feature: 'chat/completion',
      model: '-',
      place: 'azure',
      status: 'supported',
      assessment: 'confirmed',
      basis: 'live',
      observedAt: '2026-11-21',
      evidence: [{ region: 'eastus2' }, { region: null }, { region: 'eastus2' }],
      claims: [{ id: 'a' }, { id: 'b' }],
    };
    const csv = renderCsv({ cells: [cell], elsewhere: [] } as unknown as ReportModel);
    expect(csv.split('\r\n')[1]).toBe(
      `"'=cmd,""x""",chat/completion,'-,azure,supported,confirmed,live,2026-11-21,eastus2,a b`,
    );
  });
});

it('the template is the one that is shipped', () => {
  expect(readFileSync(`${HOME}src/report/templates/exports/junit.xml.hbs`, 'utf8')).toBe(junit);
});
