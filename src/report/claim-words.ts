/** What is ours in a claim, in the reader's language: the words of values, and of places. Quotes stay as they are. */
import type { Claim } from '../claims/types.ts';
import type { Locale } from './locale.ts';

/** Topics whose values are a closed vocabulary, and the messages that name them. */
const VOCABULARY: Readonly<Partial<Record<Claim['topic'], string>>> = {
  access: 'access',
  lifecycle: 'stage',
};

/** A value that a claim states. One that is printed so by the source (a number, a date, code) has no other words. */
export function valueWords(value: string | number, locale: Locale, topic?: Claim['topic']): string {
  const text = String(value);
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const group = topic === undefined ? undefined : VOCABULARY[topic];
  return locale.sayOr(group === undefined ? `value.${name}` : `${group}.${name}`, text);
}

/** Where in the source, after its own headings: what `where` of a claim says in words of this project. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  // A cell of a table ends the place, and titles hold commas; beside a list the names follow a comma.
  [/, row (?<row>.+?), column (?<column>.+)$/, 'cell'],
  [/, row (?<row>[^,]+)/, 'row'],
  [/, column (?<column>[^,]+)/, 'column'],
  [/, footnote (?<number>[\d*]+)/, 'footnote'],
  [/^head, sentence (?<number>\d+)/, 'head'],
  [/ \(absent from the list\)/, 'absent'],
  [/ \(entries counted\)/, 'entries'],
  [/ \(check marks counted\)/, 'check-marks'],
  [/ \(absent from the list; each names its feature, as in (?<name>[\w-]+)\)/, 'absent-header'],
  [/, after the list/, 'after-list'],
  [/, curl sample(?=,|$)/, 'curl-sample'],
  [/, sample(?=,|$)/, 'sample'],
  [/, output(?=,|$)/, 'output'],
  [/ \(reasoning models as this page lists them\)/, 'reasoning-models'],
  [/ \(the parameter is (?<name>\w+)\)/, 'parameter-is'],
  [/ \(always treated as (?<value>\w+)\)/, 'treated-as'],
  [/ \(a default must be a value that is taken\)/, 'default-taken'],
  [/, else branch \(every model of the tables that neither list names\)/, 'else-branch'],
  [/, (?<name>\w+) branch(?=,|$)/, 'branch'],
  [/^edition of (?<date>[\d-]+)/, 'edition'],
  [/^edition before (?<date>[\d-]+)/, 'edition-before'],
  [/^keys (?<one>\S+) and (?<other>\S+)/, 'keys'],
  [/, footnotes and (?<heading>.+)/, 'footnotes-and'],
];

/** The place of a statement. Headings of the source, names and numbers stay as it prints them. */
export function placeWords(where: string, locale: Locale): string {
  return PLACES.reduce(
    (text, [pattern, key]) =>
      text.replace(pattern, (...found) => {
        const named: unknown = found.at(-1);
        return locale.say(`where.${key}`, isNamed(named) ? named : {});
      }),
    where,
  );
}

/** The last argument of a replacer: the named groups, or the whole text where a pattern has none. */
function isNamed(found: unknown): found is Readonly<Record<string, string>> {
  return typeof found === 'object' && found !== null;
}
