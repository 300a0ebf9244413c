import { readdirSync, readFileSync } from 'node:fs';

/** The processes that run the cases of a run: its children with the larger nursery (see run.ts). */
export function workersOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return Number(stat[1]) === parent && command.includes('--max-semi-space-size');
      } catch {
        return false;
      }
    })
    .map(Number);
}
