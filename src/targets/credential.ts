import type { Target } from '../matrix/types.ts';
import { scopeOf } from './entra/cloud.ts';
import { entraCredential, tokenProvider } from './entra/credential.ts';
import { MissingCredential } from './missing.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A key, or a function that gives a good Entra ID token for each request. */
export type Credential = string | (() => Promise<string>);

/**
 * Reads the key from the environment, or prepares an Entra ID token provider and proves it with a first
 * token, which it keeps. Throws MissingCredential.
 */
export async function credentialFor(target: Target, env: Environment): Promise<Credential> {
  if (target.auth === 'none') return 'none';
  if (target.auth === 'entra') {
    const provide = await tokenProvider(target, await entraCredential(target, env), scopeOf(target));
    await provide();
    return provide;
  }
  const variable = target.keyVariable ?? '';
  const key = env[variable];
  if (key === undefined || key === '') {
    throw new MissingCredential(
      `target "${target.name}" needs a key and ${variable || 'no variable'} is not set`,
      { remedy: `Set ${variable}, or use auth: entra for this target.` },
    );
  }
  return key;
}

/** The same, but a reference target without a key of its own is asked with the one it serves by default. */
export async function openCredential(target: Target, env: Environment): Promise<Credential> {
  const key = env[target.keyVariable ?? ''];
  if (target.kind !== 'reference' || key !== undefined) return credentialFor(target, env);
  return (await import('../reference/index.ts')).DEFAULT_KEY;
}

/** A credential as one case uses it. */
export interface WatchedCredential {
  readonly credential: Credential;
  /** Why a request of the case was not sent, where no token was given for it. */
  failure(): MissingCredential | null;
  /** The key, or every token so far. */
  readonly secrets: readonly string[];
}

/** Tells the key, and each token before it is sent, and keeps the failure that the client wraps in one of its own. */
export function watch(credential: Credential, learn: (secret: string) => void): WatchedCredential {
  let failure: MissingCredential | null = null;
  const secrets: string[] = [];
  if (typeof credential === 'string') {
    learn(credential);
    return { credential, failure: () => null, secrets: [credential] };
  }
  const watched = async () => {
    try {
      const token = await credential();
      if (!secrets.includes(token)) {
        secrets.push(token);
        learn(token);
      }
      return token;
    } catch (error) {
      if (error instanceof MissingCredential) failure = error;
      throw error;
    }
  };
  return { credential: watched, failure: () => failure, secrets };
}
