/** mountebank as a process of its own: loaded into ours it would switch off the check of certificates. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { vi } from 'vitest';

const require = createRequire(import.meta.url);
const HOST = '127.0.0.1';

export interface Mountebank {
  /** Opens an imposter and gives its address. */
  imposter(protocol: 'http' | 'https', response: unknown): Promise<string>;
  close(): Promise<void>;
}

export async function startMountebank(): Promise<Mountebank> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'aoai-mountebank-'));
  const program = join(dirname(require.resolve('@mbtest/mountebank')), '../bin/mb');
  const child = spawn(
    process.execPath,
    [program, 'start', '--port', String(port), '--host', HOST, '--nologfile', '--localOnly'],
    { cwd: folder, stdio: 'ignore' },
  );
  const base = `http://${HOST}:${port}`;
  await vi.waitFor(() => fetch(base), { timeout: 20_000, interval: 100 });
  return {
    async imposter(protocol, response) {
      const answer = await fetch(`${base}/imposters`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ protocol, host: HOST, stubs: [{ responses: [response] }] }),
      });
      const { port: own } = (await answer.json()) as { port: number };
      return `${protocol}://${HOST}:${own}`;
    },
    async close() {
      await ended(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}

/** A port that nobody listens on, for the moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
