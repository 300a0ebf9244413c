/** docs/faults.md: every fault, what it breaks, and the checks that must and may notice. */
import type { Fault } from './fault.ts';

export interface Area {
  readonly title: string;
  readonly faults: readonly Fault[];
}

const HEAD = `# Faults

<!-- Written by \`npm run faults\` from src/reference/faults; do not edit. -->

The reference target can be broken on purpose, in one place at a time:

\`\`\`sh
aoai-conform serve --list-faults
aoai-conform serve --port 4010 --fault stream.sequence-gap
\`\`\`

So every check is proven twice: the sound target passes it, and a target with a fault fails it. A test
([src/run/faults.test.ts](../src/run/faults.test.ts)) runs each fault through every feature that it touches and demands
that **caught by** fails, that nothing fails outside of **cannot hold either**, and so that **every other check stays
green**. It also lists the checks that no fault has made fail yet.

A check is named by its id, in any feature, or as \`feature#check\`, in that one; \`*\` stands for any text.
\`status\` is the case itself, where no check fails: a refusal that does not come, an error where there was none.
[validation.md](validation.md) says what the checks with a dot in their id mean; the others stand in the scenario.
`;

const HEADINGS = ['fault', 'what it breaks', 'caught by', 'cannot hold either'];

/** The whole page. */
export function faultsPage(areas: readonly Area[]): string {
  const count = areas.reduce((sum, { faults }) => sum + faults.length, 0);
  const tables = areas.map(({ title, faults }) => `## ${title}\n\n${table([HEADINGS, ...faults.map(row)])}`);
  return `${[HEAD, `There are ${count} faults.`, ...tables.map((table) => `\n${table}`)].join('\n')}\n`;
}

function row({ name, breaks, caughtBy, also = [] }: Fault): readonly string[] {
  const others = also.length === 0 ? 'nothing' : also.map(code).join(', ');
  return [code(name), breaks.replaceAll('|', '\\|'), code(caughtBy), others];
}

/** Columns as wide as their widest cell, as the formatter wants them. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
