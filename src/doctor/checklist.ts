/** What documents say about the models of a target before it is asked: access and region. Pure. */
import type { Claim, ClaimSource } from '../claims/index.ts';
import type { Model, Target } from '../matrix/types.ts';
import { type Told, tell } from './finding.ts';

/** Registration forms that the vendor's pages link. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^gpt-image/, 'https://aka.ms/oai/gptimage1access'],
  [/^(?:gpt-5|o3|codex)/, 'https://aka.ms/oai/gpt5access'],
];
const ANY_FORM = 'https://aka.ms/oai/access';

/** `answering`: ids of models whose deployment answers, which settles the matter. */
export function examineAccess(models: readonly Model[], answering: ReadonlySet<string>): readonly Told[] {
  const gated = models.filter(({ access }) => access === 'registration' || access === 'limited');
  if (gated.length === 0)
    return [tell('access', 'ok', 'no model of this target is known to need registration')];
  return gated.map(({ id, name, access }) => {
    if (answering.has(id)) return tell('access', 'ok', `${id} needs ${access} access, and answers`);
    const form = FORMS.find(([pattern]) => pattern.test(name))?.[1] ?? ANY_FORM;
    return tell('access', 'warning', `${id} needs ${access} access`, `Ask for it: ${form}`);
  });
}

/** Whether a document offers each model in the region of the target. A model that no document places is left out. */
export function examineOffer(
  target: Target,
  models: readonly Model[],
  claims: readonly Claim[],
  sources: readonly ClaimSource[],
): readonly Told[] {
  const { region } = target;
  if (region === undefined || target.kind !== 'azure') return [];
  const places = claims.filter(({ topic, subject }) => topic === 'region' && subject.region !== undefined);
  const placed = models.flatMap((model) => {
    const about = places.filter(({ subject }) => subject.model === model.id || subject.model === model.name);
    return about.length === 0 ? [] : [{ model, about }];
  });
  if (placed.length === 0) return [tell('offer', 'skipped', 'no document places the models of this target')];
  const missing = placed.filter(
    ({ about }) =>
      !about.some(({ subject, statement }) => subject.region === region && statement !== 'unsupported'),
  );
  if (missing.length === 0)
    return [tell('offer', 'ok', `documents offer ${placed.length} of ${models.length} models in ${region}`)];
  return missing.map(({ model, about }) => {
    const source = sources.find(({ id }) => id === about[0]?.source);
    const where = [...new Set(about.map(({ where }) => where))].join(', ');
    return tell(
      'offer',
      'warning',
      `${model.id} is not documented in ${region} (${where}; ${source?.id ?? 'unknown source'}, ${source?.date ?? 'undated'})`,
      'Another deployment type may have it; otherwise deploy it elsewhere, or restrict `models` of this target.',
    );
  });
}
