/** Where a failure lies, in the words a person needs to go there. */
export interface Place {
  /** Path as the user would type it, relative to the working directory. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** JSON pointer (RFC 6901) inside the document. */
  readonly pointer?: string;
}

/** `matrix.yaml:12:3 (/models/0)`; empty when nothing is known. */
export function formatPlace(place: Place): string {
  const position = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  if (place.pointer === undefined || place.pointer === '') return position;
  return position === '' ? place.pointer : `${position} (${place.pointer})`;
}

/** Exit codes of the command line, DESIGN section 7. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

/**
 * An error that a person can cause and mend. The message says what and why, `place` says where,
 * `remedy` says what to do. Anything that is not a `Failure` is a defect of the harness.
 */
export abstract class Failure extends Error {
  abstract readonly exitCode: ExitCode;
  readonly place: Place;
  readonly remedy: string;

  constructor(message: string, options: { place?: Place; remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.place = options.place ?? {};
    this.remedy = options.remedy ?? '';
  }

  /** One message for a terminal: `place: message` and the remedy on the next line. */
  describe(): string {
    const place = formatPlace(this.place);
    const head = place === '' ? this.message : `${place}: ${this.message}`;
    return this.remedy === '' ? head : `${head}\n  ${this.remedy}`;
  }
}

/** A wrong command line, matrix, catalogue or environment. */
export class ConfigurationFailure extends Failure {
  readonly exitCode = 2;
}

/** A run or a report that could not be completed. */
export class IncompleteFailure extends Failure {
  readonly exitCode = 3;
}

/** A recording that is unreadable, altered, incomplete or outdated. */
export class RecordingFailure extends Failure {
  readonly exitCode = 4;
}
