import type { CatalogueEntry } from '../../checks/errors/index.ts';
import type { GuideInput } from '../guide/types.ts';
import type { LocaleTag } from '../locale.ts';

/** The line of the template that the rules take the place of. */
const PLACE = /^RULES = \[\] {2}# filled in from errors\.yaml$/m;

/** `remedy.py` for the errors that the guide tells of, most specific first, as the catalogue orders them. */
export function handlingSnippet({ file, errors, snippets }: GuideInput, tag: LocaleTag): string {
  const told = new Set(file.errors.flatMap(({ entries }) => entries));
  const rules = errors
    .filter(({ id }) => told.has(id))
    .map((entry) => `    ${python(ruleOf(entry, tag))},\n`);
  if (!PLACE.test(snippets.handling)) throw new Error('the template has no place for the rules');
  return snippets.handling.replace(PLACE, () => `RULES = [\n${rules.join('')}]`);
}

function ruleOf({ match, remedy }: CatalogueEntry, tag: LocaleTag) {
  const { http, code, message } = match;
  return {
    http,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message: message.source }),
    remedy: remedy[tag],
  };
}

/** A Python literal. JSON differs in null only, since no rule holds a truth value. */
function python(value: unknown): string {
  if (value === null) return 'None';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, member]) => `${JSON.stringify(key)}: ${python(member)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}
