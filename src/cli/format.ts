import { ConfigurationFailure } from '../failure.ts';
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
