import { type Place, RecordingFailure } from '../../failure.ts';

/** Where in a recording the reader stands; made cheaply, asked only when something is wrong. */
export interface Spot {
  readonly place: Place;
}

/** A spot inside a document: file and JSON pointer. */
export function spotAt(file: string, pointer: string): Spot {
  return { place: pointer === '' ? { file } : { file, pointer } };
}

/** A spot on a line of a file with one value a line. */
export function spotOnLine(file: string, line: number): Spot {
  return { place: { file, line } };
}

/** The value at `key` below a spot, for messages. */
export function below(spot: Spot, key: string): Spot {
  return { place: { ...spot.place, pointer: `${spot.place.pointer ?? ''}/${key}` } };
}

export function refuse(spot: Spot, message: string, remedy = ''): RecordingFailure {
  return new RecordingFailure(message, { place: spot.place, remedy });
}
