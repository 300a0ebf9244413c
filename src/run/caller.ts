/** The client of a caller: of the one that the matrix describes, or of another that a scenario asks for. */
import type OpenAI from 'openai';
import type { Target } from '../matrix/types.ts';
import { type ClientOptions, createClient, type SdkModule } from '../targets/client.ts';
import { type Credential, credentialFor } from '../targets/credential.ts';
import { MissingCredential } from '../targets/missing.ts';
import type { Caller } from './scenario.ts';

export interface Credentials {
  /** What the target's `auth` says. */
  readonly own: Credential;
  /** An Entra ID token where `own` is a key and the target takes both. */
  readonly token?: () => Promise<string>;
}

/** In replay nobody looks at a credential, and none is read. */
export const REPLAY_CREDENTIALS: Credentials = { own: 'replay', token: async () => 'replay' };

/** Throws MissingCredential where the caller needs one that the target does not have. */
export function connectAs(
  sdk: SdkModule,
  target: Target,
  credentials: Credentials,
  options: Pick<ClientOptions, 'fetch' | 'timeoutMs'>,
  caller: Caller = {},
): OpenAI {
  const { surface = target.surface, apiVersion, credential, keyIn } = caller;
  const where = credential === 'nothing' ? 'nowhere' : keyIn;
  return createClient(
    sdk,
    { ...target, surface },
    {
      ...options,
      credential: credentialOf(target, credentials, credential),
      ...(where && { keyIn: where }),
      ...(apiVersion !== undefined && { apiVersion }),
    },
  );
}

function credentialOf(target: Target, { own, token }: Credentials, asked: Caller['credential']): Credential {
  if (asked === undefined || asked === 'nothing') return own;
  if (typeof asked === 'object') return asked.wrong;
  const found = asked === 'key' ? keyOf(own) : tokenOf(own, token);
  if (found !== undefined) return found;
  throw new MissingCredential(`target "${target.name}" has no ${asked}`, {
    remedy:
      'Ask the feature only where the target authenticates so: `auth` in fixtures/catalog/features.yaml.',
  });
}

function keyOf(own: Credential): Credential | undefined {
  return typeof own === 'string' ? own : undefined;
}

function tokenOf(own: Credential, token: Credential | undefined): Credential | undefined {
  return typeof own === 'string' ? token : own;
}

/** The credentials of a target, from the environment or the signed-in identity. Throws MissingCredential. */
export async function openCredentials(
  target: Target,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Credentials> {
  if (target.kind !== 'reference') return { own: await credentialFor(target, env) };
  const { REFERENCE_CREDENTIALS } = await import('./reference-credentials.ts');
  const own = env[target.keyVariable ?? ''];
  return own === undefined ? REFERENCE_CREDENTIALS : { ...REFERENCE_CREDENTIALS, own };
}
