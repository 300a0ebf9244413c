import { serveReplay } from '../wire/replay-server.ts';
import { cassettesAt } from './cassette-files.ts';
import { untilStopped } from './stopped.ts';
import { plain, plainBlock, type Terminal } from './terminal.ts';

export interface ServeReplayOptions {
  readonly port: number;
  /** A folder of cassettes, or one of them. */
  readonly replay: string;
  readonly timing: boolean;
  /** Bytes of the largest chunk. */
  readonly rechunk?: number;
}

/** The same cuts on every start, so that what fails can be looked at again. */
const SEED = 1;

/** Answers from cassettes until the process is told to stop; then says what was asked in vain. */
export async function serveCassettes(options: ServeReplayOptions, terminal: Terminal): Promise<number> {
  const { replay, timing, rechunk, port } = options;
  const cassettes = await cassettesAt(replay, terminal);
  const server = await serveReplay(cassettes, {
    port,
    pace: timing ? 'recorded' : 'instant',
    ...(rechunk !== undefined && { rechunk: { seed: SEED, maxBytes: rechunk } }),
    missed: ({ message }) => terminal.err(`${terminal.style('red', 'miss')} ${plainBlock(message, '  ')}`),
  });
  const requests = cassettes.reduce((sum, { exchanges }) => sum + exchanges.length, 0);
  terminal.out(`Recorded answers on ${server.url}`);
  terminal.out(
    plain(`  from     ${replay}: ${count(cassettes.length, 'cassette')}, ${count(requests, 'request')}`),
  );
  terminal.out('  key      any');
  terminal.out(`  chunks   ${rechunk === undefined ? 'as recorded' : `of 1 to ${count(rechunk, 'byte')}`}`);
  terminal.out(`  timing   ${timing ? 'as recorded' : 'at once'}`);
  await untilStopped();
  await server.close();
  const { served, missed, unplayed } = server.ledger();
  terminal.out(
    `answered ${count(served, 'request')}, ${missed.length} without a recorded answer, ${count(unplayed.length, 'recorded answer')} not asked for`,
  );
  return 0;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
