import { ConfigurationFailure } from './failure.ts';

/** The time; `SOURCE_DATE_EPOCH` (seconds) fixes it for reproducible output. */
export function now(): Date {
  const epoch = process.env.SOURCE_DATE_EPOCH;
  if (epoch === undefined || epoch === '') return new Date();
  const time = new Date(Number(epoch) * 1000);
  if (/^\d+$/.test(epoch) && !Number.isNaN(time.getTime())) return time;
  throw new ConfigurationFailure(`SOURCE_DATE_EPOCH is no number of seconds: ${JSON.stringify(epoch)}`, {
    remedy: 'Write whole seconds since 1970, as `date +%s` prints them, or unset it.',
  });
}
