/** What the process knows and no file may tell: credentials and identities from the environment. Values, never logged. */
import type { Target } from '../matrix/types.ts';
import { sensitiveSettings } from './entra/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Those of all targets of a matrix, as a gateway in front of several resources may answer with what it knows of
 * another: the keys, the settings of the sign-in, and the subscription, the group and the name in ARM ids.
 */
export function knownSecrets(targets: readonly Target[], env: Environment): readonly string[] {
  const values = [
    ...sensitiveSettings(env),
    ...targets.flatMap(({ keyVariable, resourceIdVariable }) => [
      env[keyVariable ?? ''] ?? '',
      ...namesIn(env[resourceIdVariable ?? ''] ?? ''),
    ]),
  ];
  return [...new Set(values.filter((value) => value !== ''))];
}

/** `/subscriptions/<id>/resourceGroups/<group>/providers/…/accounts/<name>`: the parts that somebody chose. */
function namesIn(resourceId: string): string[] {
  return [...resourceId.matchAll(/\/(?:subscriptions|resourceGroups|accounts)\/([^/]+)/gi)].flatMap(
    ([, name]) => name ?? [],
  );
}

/** Host to target, for the redactor. */
export function knownHosts(targets: readonly Target[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    targets.flatMap(({ name, endpoint }) => (endpoint === undefined ? [] : [[new URL(endpoint).host, name]])),
  );
}
