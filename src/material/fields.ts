/** Documented fields on the wire: from recordings to the ledger beside the observations, and from it to the report. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Definitions } from '../checks/schema/build/schema.ts';
import { fieldsOf, keyOf } from '../checks/schema/fields.ts';
import { answerRoots } from '../checks/schema/index.ts';
import { fieldsSeen } from '../checks/schema/seen-fields.ts';
import type { StreamEvent } from '../checks/stream/index.ts';
import type { SeenExchange } from '../checks/view.ts';
import type { Model } from '../matrix/types.ts';
import type { FieldsInput, RecordedCase } from '../report/index.ts';
import {
  addSightings,
  type FieldSighting,
  readSightings,
  type SeenFields,
  type Service,
} from '../verdict/field-sightings.ts';
import { isEvidence, regionOf, servedModel } from '../verdict/observe.ts';
import type { CaseResult } from '../verdict/types.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { SourcedExchange } from '../wire/formats/index.ts';
import { exchangeOperation } from '../wire/operation.ts';
import { readSse } from '../wire/sse.ts';
import { readShape } from './shape.ts';

const LEDGER = '.fields.jsonl';

/** `public.jsonl` to `public.fields.jsonl`. */
export function ledgerBeside(observations: string): string {
  return observations.replace(/(?:\.jsonl)?$/, LEDGER);
}

export function isLedger(name: string): boolean {
  return name.endsWith(LEDGER);
}

/** What is documented, and what of it the ledgers and the run's own recordings show. */
export function fieldsFor(
  home: string,
  run: { readonly results: readonly CaseResult[]; readonly recordings: ReadonlyMap<string, RecordedCase> },
  serviceOf: (result: CaseResult) => Service | 'reference',
): FieldsInput {
  const shape = readShape(home);
  const own = run.results.flatMap((result) => {
    const service = serviceOf(result);
    const recording = run.recordings.get(result.evidence.cassette ?? '');
    return service === 'reference' || recording === undefined
      ? []
      : recording.exchanges.map((exchange) => fieldsOfCase(shape, exchange, { ...result, service }));
  });
  return { documented: documentedFields(shape), sightings: addSightings(sightingsIn(home), own) };
}

/** The fields of an exchange that this project recorded. */
function fieldsOfCase(
  shape: Definitions,
  exchange: Exchange,
  { service, model, evidence }: CaseResult & { readonly service: Service },
): SeenFields {
  const body = exchange.response?.body;
  const events = body?.kind === 'sse' ? readSse(body.text).events : [];
  return {
    fields: fieldsSeen(shape, exchange, events, exchangeOperation(exchange)),
    service,
    date: evidence.observedLiveAt?.slice(0, 10) ?? null,
    model: model === '-' ? null : (model.split('@')[0] ?? model),
    region: regionOf(exchange.response?.headers['x-ms-region']),
  };
}

function sightingsIn(home: string): readonly FieldSighting[] {
  const folder = 'fixtures/observations';
  if (!existsSync(join(home, folder))) return [];
  return readdirSync(join(home, folder))
    .filter(isLedger)
    .flatMap((name) => readSightings(`${folder}/${name}`, readFileSync(join(home, folder, name), 'utf8')));
}

/** A field that several answers can hold stands with the first. */
function documentedFields(shape: Definitions): FieldsInput['documented'] {
  const told = new Set<string>();
  const untold = (roots: readonly string[]) =>
    roots
      .flatMap((root) => fieldsOf(shape, root))
      .filter((field) => {
        const key = keyOf(field);
        return told.has(key) ? false : told.add(key);
      });
  return answerRoots().map(({ group, roots }) => ({ group, fields: untold(roots) }));
}

interface Reading {
  readonly events: readonly StreamEvent[];
  readonly seen: SeenExchange;
  readonly models: readonly Model[];
}

/** The fields that somebody's recording shows; null where it is no evidence. */
export function fieldsOfRecording(
  shape: Definitions,
  sourced: SourcedExchange,
  { events, seen, models }: Reading,
): SeenFields | null {
  const { exchange, hostKind, operation, recordedAt } = sourced;
  if (!isEvidence(sourced)) return null;
  const model = servedModel(sourced, seen, models);
  if (model === 'contradictory') return null;
  return {
    fields: fieldsSeen(shape, exchange, events, operation),
    service: hostKind,
    date: recordedAt?.slice(0, 10) ?? null,
    model: model?.name ?? null,
    region: regionOf(exchange.response?.headers['x-ms-region']),
  };
}
