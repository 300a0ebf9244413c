/** Ctrl+C in a live run: the first lets end what is under way, the second ends everything. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Interruption extends Disposable {
  /** A file that appears at the first signal; the worker takes it away when it has seen it. `told` stays beside it. */
  readonly file: string;
  readonly interrupted: boolean;
  /** Takes the signals from everybody else: vitest would end the process at the first. */
  claim(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** What a shell reports of a process that ended at Ctrl+C. */
const EXIT_INTERRUPTED = 130;

/** `told`: called at the first signal. */
export function listenForInterrupt(told: () => void): Interruption {
  const folder = mkdtempSync(join(tmpdir(), 'aoai-conform-'));
  const file = join(folder, 'stop');
  let interrupted = false;
  const onSignal = () => {
    // The workers end with the process they belong to.
    if (interrupted) process.exit(EXIT_INTERRUPTED);
    interrupted = true;
    for (const name of ['stop', 'told']) writeFileSync(join(folder, name), '');
    told();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    file,
    get interrupted() {
      return interrupted;
    },
    claim() {
      for (const signal of SIGNALS) {
        for (const other of process.listeners(signal)) if (other !== onSignal) process.off(signal, other);
      }
    },
    [Symbol.dispose]() {
      for (const signal of SIGNALS) process.off(signal, onSignal);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
