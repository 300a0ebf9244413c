import schema from '../../../fixtures/schemas/guide.schema.json' with { type: 'json' };
import { type DocumentSource, parseDocument } from '../../documents/index.ts';
import { compileGlob, isGlob } from '../../matrix/glob.ts';
import { didYouMean } from '../../suggest.ts';
import type { GuideFile } from './types.ts';

/** The names that a guide may use. */
export interface GuideVocabulary {
  readonly features: readonly string[];
  /** Ids, `name@version`. */
  readonly models: readonly string[];
  readonly claims: readonly string[];
  readonly errors: readonly string[];
  readonly series: readonly string[];
}

/** Kinds of names by the key they stand under, wherever that is in the file. */
const KINDS: Readonly<Record<string, keyof GuideVocabulary>> = {
  feature: 'features',
  features: 'features',
  needs: 'features',
  affects: 'features',
  models: 'models',
  claims: 'claims',
  errors: 'errors',
  entries: 'errors',
  series: 'series',
};

/** Reads `fixtures/guide.yaml`. Throws ConfigurationFailure that places every name nobody knows. */
export function readGuide(source: DocumentSource, vocabulary: GuideVocabulary): GuideFile {
  const parsed = parseDocument<GuideFile>(source, schema);
  const names = vocabulary.models.map((id) => id.split('@')[0] ?? id);
  const known = { ...vocabulary, models: [...new Set([...vocabulary.models, ...names])] };
  const problems = [
    ...unknownNames(parsed.value, '', known),
    ...Object.keys(parsed.value.models).flatMap((name) =>
      problemWith(name, 'models', `/models/${name}`, known),
    ),
  ];
  if (problems.length > 0) parsed.reject(problems);
  return parsed.value;
}

interface Complaint {
  readonly pointer: string;
  readonly message: string;
}

function unknownNames(value: unknown, pointer: string, known: GuideVocabulary): Complaint[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]): Complaint[] => {
    const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const kind = Object.hasOwn(KINDS, key) ? KINDS[key] : undefined;
    if (kind !== undefined && typeof child === 'string') return problemWith(child, kind, at, known);
    if (kind !== undefined && Array.isArray(child)) {
      return child.flatMap((name: unknown, index) =>
        typeof name === 'string'
          ? problemWith(name, kind, `${at}/${index}`, known)
          : unknownNames(name, `${at}/${index}`, known),
      );
    }
    return unknownNames(child, at, known);
  });
}

function problemWith(
  name: string,
  kind: keyof GuideVocabulary,
  pointer: string,
  known: GuideVocabulary,
): Complaint[] {
  const names = known[kind];
  const matches = compileGlob(name);
  if (names.some(matches)) return [];
  const hint = isGlob(name) ? '' : didYouMean(name, names);
  return [{ pointer, message: `no ${kind} fit "${name}"${hint}` }];
}
