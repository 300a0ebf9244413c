/** How the arguments of options are read; a wrong one ends in one sentence. */
import { InvalidArgumentError } from 'commander';
import type { RepeatSpec } from '../../matrix/index.ts';

export function list(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** One value of an option that may be repeated; an option that took several would take the arguments after it. */
export function another(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/** `gpt-4.1=ref-general`, added to those before it. */
export function deployments(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const [, name, model] = /^([^=]+)=([^=]+)$/.exec(text) ?? [];
  if (name === undefined || model === undefined)
    throw new InvalidArgumentError('A deployment is written name=model, such as gpt-4.1=ref-general.');
  return { ...before, [name]: model };
}

export function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535)
    throw new InvalidArgumentError('A port is 0 to 65535.');
  return value;
}

export function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('It takes a whole number from 1.');
  return value;
}

/** `3`, or `1-10`: beyond the first while it is open how often a check holds. */
export function repeats(text: string): RepeatSpec {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [min, max] = [Number(first), Number(last)];
  if (first === undefined || min < 1 || max > 20 || min > max)
    throw new InvalidArgumentError(
      'A case is repeated 1 to 20 times: write 3, or 1-10 for as often as it takes.',
    );
  return { min, max };
}
