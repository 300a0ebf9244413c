/**
 * Completes `package-lock.json` after an install from a registry that holds only some platforms' binaries.
 * npm then leaves the other platforms' optional packages out of the lock, and `npm ci` refuses it as out of
 * step. The entries written here are those npm would write, less the integrity that nobody could look up;
 * they are fetched on their own platform only. Download addresses are left out, so any registry serves.
 *
 *   node .ci/complete-lock.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = 'package-lock.json';
const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const known = Object.keys(lock.packages);

for (const [owner, entry] of Object.entries<Record<string, Record<string, string>>>(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (known.some((path) => path.endsWith(`node_modules/${name}`))) continue;
    const parts = name.split(/[/-]/);
    const os = SYSTEMS.filter((system) => parts.includes(system));
    const cpu = PROCESSORS.filter((processor) => parts.includes(processor));
    if (os.length === 0 || cpu.length === 0) throw new Error(`no platform in the name of ${name}`);
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu,
      dev: lock.packages[owner].dev,
      optional: true,
      os,
    };
  }
}
for (const entry of Object.values<Record<string, unknown>>(lock.packages)) delete entry.resolved;

const sorted = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
);
writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: sorted }, null, 2)}\n`);
