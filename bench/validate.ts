/**
 * `aoai-conform validate` as it is built (`npm run build`) against reading and JSON-parsing the same file, line by
 * line, in one run: only the ratio means something. Loading what the command needs is part of its time. The memory
 * shown is what each way adds to a process that has just started.
 *
 *   node bench/validate.ts [file.jsonl] [exchanges]
 *
 * Default: 10,000 real exchanges, the collection beside the project repeated; without it there is nothing to do.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import type { Terminal } from '../src/cli/terminal.ts';

/** The best of so many counts: other work on the machine makes a round slower, nothing makes it faster. */
const ROUNDS = 5;

const COMMAND = new URL('../dist/cli.js', import.meta.url);

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  /** Resident memory, MB: after loading, and at its highest. */
  readonly startMb: number;
  readonly peakMb: number;
  readonly exchanges: number;
}

const WAYS: Readonly<Record<string, (file: string) => Promise<number>>> = {
  async parse(file) {
    let lines = 0;
    const input = createReadStream(file, { highWaterMark: 1024 * 1024 });
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      JSON.parse(line);
      lines += 1;
    }
    return lines;
  },
  async validate(file) {
    const { main }: typeof import('../src/cli/main.ts') = await import(COMMAND.href);
    let lines = 0;
    const terminal: Terminal = {
      out: () => {
        lines += 1;
      },
      err: () => {},
      style: (_colour, text) => text,
      status: () => {},
      columns: 100,
      interactive: false,
      env: {},
      cwd: process.cwd(),
    };
    const code = await main(['validate', '--json', file], terminal);
    // The collection holds invalid exchanges, on purpose.
    if (code > 1) throw new Error(`validate ends with ${code}`);
    return lines;
  },
};

const [first, second, third] = process.argv.slice(2);
if (first === '--child') await child(second ?? '', third ?? '');
else await parent(first, Number(second ?? 10_000));

/** One way in a process of its own, warmed up by nothing. */
async function child(way: string, file: string): Promise<void> {
  const startMb = process.memoryUsage.rss() / 2 ** 20;
  let peakMb = startMb;
  const timer = setInterval(() => {
    peakMb = Math.max(peakMb, process.memoryUsage.rss() / 2 ** 20);
  }, 20);
  const start = performance.now();
  const cpu = process.cpuUsage();
  const exchanges = (await WAYS[way]?.(file)) ?? 0;
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(timer);
  const measured: Measured = { ms, cpuMs: (user + system) / 1000, startMb, peakMb, exchanges };
  console.log(JSON.stringify(measured));
}

async function parent(given: string | undefined, wanted: number): Promise<void> {
  const source = given ?? fileURLToPath(new URL('../../shared/traffic/dev.jsonl', import.meta.url));
  if (!existsSync(source)) {
    console.log('no recorded traffic beside the project: name a file with one exchange a line');
    return;
  }
  if (!existsSync(COMMAND)) {
    console.log('the command is not built: npm run build');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-validate-'));
  try {
    for (const exchanges of [Math.ceil(wanted / 10), wanted]) {
      const file = join(folder, `${exchanges}.jsonl`);
      await repeat(source, file, exchanges);
      report(file, exchanges);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function repeat(source: string, file: string, exchanges: number): Promise<void> {
  const lines = readFileSync(source, 'utf8').trimEnd().split('\n');
  const out = createWriteStream(file);
  for (let i = 0; i < exchanges; i++) {
    if (!out.write(`${lines[i % lines.length]}\n`)) await once(out, 'drain');
  }
  out.end();
  await finished(out);
}

function report(file: string, exchanges: number): void {
  // In turn, so that what else the machine does meets both ways.
  const rounds = Array.from({ length: ROUNDS }, () => ({
    parse: measure('parse', file),
    validate: measure('validate', file),
  }));
  const best = (way: 'parse' | 'validate'): Measured => {
    const [fastest] = rounds.map((round) => round[way]).sort((a, b) => a.ms - b.ms);
    if (fastest === undefined || fastest.exchanges !== exchanges) throw new Error(`${way} lost exchanges`);
    // The least CPU of any round: the other rounds shared their caches with more of what else ran.
    return { ...fastest, cpuMs: Math.min(...rounds.map((round) => round[way].cpuMs)) };
  };
  const parse = best('parse');
  const validate = best('validate');
  const line = (name: string, { ms, cpuMs, startMb, peakMb }: Measured) =>
    `  ${name.padEnd(10)} ${ms.toFixed(0).padStart(6)} ms ${cpuMs.toFixed(0).padStart(6)} ms of CPU, ${startMb.toFixed(0).padStart(4)} MB at start, ${peakMb.toFixed(0).padStart(4)} MB at most`;
  console.log(`${exchanges} exchanges, ${(statSync(file).size / 2 ** 20).toFixed(0)} MB`);
  console.log(line('parse', parse));
  console.log(line('validate', validate));
  console.log(
    `  ratio ${(validate.ms / parse.ms).toFixed(2)} (CPU ${(validate.cpuMs / parse.cpuMs).toFixed(2)}), ${((1000 * validate.ms) / exchanges).toFixed(0)} µs an exchange`,
  );
}

function measure(way: string, file: string): Measured {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(import.meta.url), '--child', way, file],
    { encoding: 'utf8' },
  );
  try {
    return JSON.parse(stdout);
  } catch {
    throw new Error(`${way} did not end well: ${stderr.slice(0, 500)}`);
  }
}
