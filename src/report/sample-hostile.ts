/** The sample with an attack in every text that can come from a model, a server, a document or a file. */
import type { ReportInput } from './model.ts';
import { sampleInput } from './sample.ts';

/** One string that tries to leave HTML text, attributes, scripts, templates, Markdown tables, links and reading order. */
export const HOSTILE = [
  '<script>window.pwned=1</script>',
  '"><img src=x onerror="window.pwned=1">',
  "'></style></script></title></textarea>--><svg onload=window.pwned=1>",
  '{{constructor.constructor "window.pwned=1"}}{{{this}}}{{> page}}',
  '| --- |',
  '](javascript:window.pwned=1)',
  '![x](https://evil.example/pixel)',
  '`code`',
  '\u202Egnp.exe\u2066',
  'https://evil.example/a www.evil.example',
  '\\',
  '# heading @someone',
].join(' ');

const ADDRESSES: Readonly<Record<string, string>> = {
  url: 'javascript:window.pwned=1//https://evil.example',
  reference: 'data:text/html,<script>window.pwned=1</script>',
  repository: 'evil/../..',
  commit: '"><script>window.pwned=1</script>',
};

/** Values that types close off: nothing foreign ever reaches them. */
const CLOSED = new Set(
  (
    'api scope kind publisher lifecycle access status assessment targetKind type outcome severity notRun mode surface ' +
    'statement topic authority language schema method from to'
  ).split(' '),
);

/**
 * Text by text the same change, so that models, features and claims still refer to one another. Dates are
 * changed too. The event stream keeps its framing; its data is hostile.
 */
export function hostileInput(): ReportInput {
  const input = sampleInput();
  const { recordings, ...rest } = input;
  const changed = change(rest) as Omit<ReportInput, 'recordings'>;
  return {
    ...changed,
    generatedAt: input.generatedAt,
    recordings: new Map(
      [...recordings].map(([path, recording]) => [attack(path), change(recording) as typeof recording]),
    ),
  };
}

const attack = (text: string) => (text === '' || text === '-' ? text : `${text} ${HOSTILE}`);

function change(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    if (CLOSED.has(key)) return value;
    return (
      ADDRESSES[key] ??
      (value.startsWith('event: ')
        ? value.replaceAll('"delta":"word', `"delta":${JSON.stringify(HOSTILE)},"x":"`)
        : attack(value))
    );
  }
  if (Array.isArray(value)) return value.map((each) => change(each, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, change(each, name)]));
}
