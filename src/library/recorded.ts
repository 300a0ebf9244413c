/** What crossed the wire: somebody's recordings judged, and our cassettes played. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ExchangeReport } from '../checks/check.ts';
import { RecordingFailure } from '../failure.ts';
import { harnessHome } from '../home.ts';
import { type InspectContext, inspect } from '../run/inspect.ts';
import type { Exchange } from '../wire/exchange.ts';
import { type Cassette, loadCassetteFile } from '../wire/index.ts';
import { type Player, type PlayOptions, play } from '../wire/play.ts';

/**
 * What the automatic checks say about one exchange: schema, stream grammar, error contract, meaning. An answer is
 * valid where no check of severity `must` has the outcome `failed`; `error` is the class of a refusal, `drift`
 * what is new to the schemas. `hostKind` (default `azure`) decides which contract binds. Pure; never throws.
 */
export function inspectExchange(exchange: Exchange, context: Partial<InspectContext> = {}): ExchangeReport {
  return inspect(exchange, { hostKind: 'azure', ...context }).report;
}

/** Absolute path of the recordings that come with the harness: `<target>/<api>/<feature>/<model>.json`. */
export function shippedRecordings(): string {
  return join(harnessHome(), 'recordings');
}

/**
 * Plays cassettes as a `fetch`, for the test of an SDK or a gateway: no network, no server, no patched global.
 *
 *   const { fetch, ledger } = await playCassette('recordings/reference/chat/streaming/ref-general@2026-11-01.json');
 *   const client = new OpenAI({ baseURL: 'https://any.example/openai/v1', apiKey: 'any', fetch });
 *
 * `path`: a cassette, or a folder of them, played as if one client had sent all their requests. A request
 * without a recorded answer gets a 404 of the code `replay_miss` that names the closest one. Throws RecordingFailure
 * for a path that is not there or a file that is no intact cassette.
 */
export async function playCassette(path: string, options: PlayOptions = {}): Promise<Player> {
  const cassettes: Cassette[] = [];
  for (const file of filesAt(resolve(path))) {
    const cassette = await loadCassetteFile(dirname(file), file);
    if (cassette !== null) cassettes.push(cassette);
  }
  if (cassettes.length > 0) return play(cassettes, options);
  throw new RecordingFailure('there is no cassette', {
    place: { file: path },
    remedy: 'Record one with `aoai-conform run --mode record`, or play one of `shippedRecordings()`.',
  });
}

function filesAt(path: string): readonly string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(path, name));
}
