import { ConfigurationFailure, type RecordingFailure } from '../failure.ts';
import { didYouMean } from '../suggest.ts';
import { FORMAT_NAMES, type FormatName } from '../wire/formats/index.ts';

/** `--format` of the commands that read recordings. */
export function formatNamed(name: string): FormatName | 'auto' {
  if (name === 'auto') return name;
  const found = FORMAT_NAMES.find((known) => known === name);
  if (found !== undefined) return found;
  throw new ConfigurationFailure(`--format does not know "${name}"${didYouMean(name, FORMAT_NAMES)}`, {
    remedy: `It takes auto, ${FORMAT_NAMES.join(', ')}.`,
  });
}

/** A file that was read to its end and holds nothing is no success: most often it is the wrong one. */
export function noExchange(file: string): ConfigurationFailure {
  return new ConfigurationFailure('it holds no exchange', {
    place: { file },
    remedy: 'Name a file into which at least one request with its answer was recorded.',
  });
}

/** A wrong file on the command line is a mistake of its user; nothing that a run depends on is stale. */
export function wrongFile(error: RecordingFailure): ConfigurationFailure {
  const { message, place, remedy } = error;
  return new ConfigurationFailure(message, { place, remedy, cause: error });
}
