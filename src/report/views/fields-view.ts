import { type FieldDefinition, fieldGroupsOf, type SeenField } from '../fields.ts';
import type { Locale } from '../locale.ts';
import { pageFile } from './files.ts';
import type { Site, View } from './frame.ts';

/** Which of the documented fields were ever seen on the wire. */
export function fieldsView({ model, locale }: Site): View {
  const groups = model.fields === null ? [] : fieldGroupsOf(model.fields);
  return {
    file: (tag) => pageFile('fields', tag),
    body: 'fields',
    from: '',
    name: locale.say('view.fields'),
    content: {
      groups: groups.map(({ group, definitions, counts }) => ({
        id: group,
        name: locale.sayOr(`fields.${group}`, group),
        summary: summaryOf(counts, locale),
        definitions: definitions.map((definition) => lineOf(definition, locale)),
      })),
    },
  };
}

function summaryOf(
  { documented, azure, elsewhere }: { documented: number; azure: number; elsewhere: number },
  locale: Locale,
): string {
  return locale.say('fields.summary', {
    documented: locale.number(documented),
    azure: locale.number(azure),
    elsewhere: locale.number(elsewhere),
  });
}

function lineOf({ name, azure, elsewhere, never }: FieldDefinition, locale: Locale) {
  const all = azure.length + elsewhere.length + never.length;
  return {
    name,
    share: `${azure.length}/${all}`,
    azure: azure.map((field) => chipOf(field, locale)),
    elsewhere: elsewhere.map((field) => chipOf(field, locale)),
    never,
  };
}

/** Models named behind a field; the rest are counted. */
const NAMED = 6;

function chipOf({ path, sighting: { first, last, models, regions } }: SeenField, locale: Locale) {
  const named = models.slice(0, NAMED).join(', ');
  const more = models.length - NAMED;
  const when = first === null ? [] : [first === last ? first : `${first} – ${last}`];
  const who =
    named === '' ? [] : [more > 0 ? `${named} ${locale.say('summary.more', { count: more })}` : named];
  const where = regions.length === 0 ? [] : [regions.join(', ')];
  return { path, told: [...when, ...who, ...where].join(' · ') };
}
