/** What an error answer means, by the catalogue: by several signs together, never by one alone. */
import type { ClassifiedError } from '../check.ts';
import type { CatalogueEntry, ErrorCatalogue, ErrorMatch } from './catalogue.ts';
import { type ErrorParts, readEnvelope } from './envelope.ts';

export interface ErrorAnswer {
  /** HTTP status; for a frame in a stream, that of the stream. */
  readonly status: number;
  /** Parsed JSON, or text; null or undefined for an empty body. */
  readonly body: unknown;
  /** True for a frame inside a stream, which has no HTTP status of its own. */
  readonly inStream: boolean;
}

/**
 * Class, entry and resulting case status of an error answer. The first entry whose signs all fit wins. An
 * entry whose message fits although the HTTP status does not is taken next (the contract check reports the
 * status); anything else is `unknown`, hence `errored`. Pure; never throws.
 */
export function classifyError(answer: ErrorAnswer, catalogue: ErrorCatalogue): ClassifiedError {
  const parts = readEnvelope(answer.body, answer.inStream);
  const fitting = catalogue.entries.filter(({ match }) => fits(match, parts));
  const entry = answer.inStream
    ? fitting.find(({ match }) => match.envelope === undefined)
    : (fitting.find(({ match }) => match.http.includes(answer.status)) ??
      fitting.find(({ match }) => match.message !== undefined));
  return { ...meaningOf(entry), httpStatus: answer.status, ...parts };
}

function meaningOf(entry: CatalogueEntry | undefined): Pick<ClassifiedError, 'class' | 'entry' | 'status'> {
  if (entry === undefined) return { class: 'unknown', entry: null, status: 'errored' };
  return { class: entry.class, entry: entry.id, status: entry.status };
}

/** All signs but the HTTP status. */
function fits(match: ErrorMatch, parts: ErrorParts): boolean {
  return (
    (match.code === undefined || match.code.includes(parts.code)) &&
    (match.type === undefined || match.type.includes(parts.type)) &&
    (match.envelope === undefined || match.envelope.includes(parts.envelope)) &&
    (match.message === undefined || match.message.test(parts.message))
  );
}
