/**
 * `aoai-conform validate` against reading and JSON-parsing the same file, line by line, in one run: only the
 * ratio means something. The memory shown is what each way adds to a process that has just started.
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

const ROUNDS = 3;

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
    const { validate } = await import('../src/cli/validate.ts');
    let lines = 0;
    const terminal = {
      out: () => {
        lines += 1;
      },
      err: () => {},
      style: (_colour: string, text: string) => text,
      status: () => {},
      columns: 100,
      interactive: false,
      env: {},
      cwd: process.cwd(),
    };
    await validate([file], { format: 'auto', json: true }, terminal);
    return lines;
  },
};

const [first, second, third] = process.argv.slice(2);
if (first === '--child') await child(second ?? '', third ?? '');
else await parent(first, Number(second ?? 10_000));

/** One way in a process of its own, warmed up by nothing but its imports. */
async function child(way: string, file: string): Promise<void> {
  if (way === 'validate') await import('../src/cli/validate.ts');
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
  const best = (way: string): Measured => {
    const rounds = Array.from({ length: ROUNDS }, () => measure(way, file)).sort((a, b) => a.ms - b.ms);
    const [fastest] = rounds;
    if (fastest === undefined || fastest.exchanges !== exchanges) throw new Error(`${way} lost exchanges`);
    return fastest;
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
