/** From a target to the credential of @azure/identity that it asks for. */
import type { TokenCredential } from '@azure/identity';
import type { CredentialKind, Target } from '../../matrix/types.ts';
import { MissingCredential } from '../missing.ts';
import { type Authority, authorityOf } from './cloud.ts';
import { explainEntra } from './explain.ts';
import { missingSettings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Identity = typeof import('@azure/identity');

/**
 * The credential, not yet asked. Throws MissingCredential where the environment lacks a setting.
 *
 * `default` reads the process's own environment inside the library; the others get what `env` holds.
 */
export async function entraCredential(target: Target, env: Environment): Promise<TokenCredential> {
  const kind = target.credential ?? 'default';
  const missing = missingSettings(kind, env);
  if (missing.length > 0) {
    throw new MissingCredential(
      `target "${target.name}" gets no Entra ID token: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not set`,
      { remedy: `credential: ${kind} reads them from the environment.` },
    );
  }
  const identity = await import('@azure/identity');
  try {
    return BUILD[kind](identity, env, authorityOf(target, env));
  } catch (cause) {
    throw noToken(target, cause);
  }
}

/**
 * Gives a token for each request: the one at hand while it is good, a new one from two minutes before it
 * expires. Throws MissingCredential, also in the middle of a run.
 */
export async function tokenProvider(
  target: Target,
  credential: TokenCredential,
  scope: string,
): Promise<() => Promise<string>> {
  const { getBearerTokenProvider } = await import('@azure/identity');
  const provide = getBearerTokenProvider(credential, scope);
  return () =>
    provide().catch((cause: unknown) => {
      throw noToken(target, cause);
    });
}

/** The failure of a target whose credential threw this. */
export function noToken(target: Target, cause: unknown): MissingCredential {
  const { reason, remedy } = explainEntra(cause, target.credential ?? 'default');
  return new MissingCredential(`target "${target.name}" gets no Entra ID token: ${reason}`, { remedy });
}

type Build = (identity: Identity, env: Environment, authority: Authority) => TokenCredential;

/** The required settings are there: `missingSettings` has looked. */
const BUILD: Readonly<Record<CredentialKind, Build>> = {
  default: (identity, _, authority) => new identity.DefaultAzureCredential(authority),
  'azure-cli': (identity, env) =>
    new identity.AzureCliCredential(env.AZURE_TENANT_ID ? { tenantId: env.AZURE_TENANT_ID } : {}),
  'managed-identity': (identity, env) =>
    new identity.ManagedIdentityCredential(env.AZURE_CLIENT_ID ? { clientId: env.AZURE_CLIENT_ID } : {}),
  'client-secret': (identity, { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, ...env }, authority) =>
    new identity.ClientSecretCredential(tenant ?? '', client ?? '', env.AZURE_CLIENT_SECRET ?? '', authority),
  'client-certificate': (identity, { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, ...env }, authority) =>
    new identity.ClientCertificateCredential(
      tenant ?? '',
      client ?? '',
      {
        certificatePath: env.AZURE_CLIENT_CERTIFICATE_PATH ?? '',
        ...(env.AZURE_CLIENT_CERTIFICATE_PASSWORD && {
          certificatePassword: env.AZURE_CLIENT_CERTIFICATE_PASSWORD,
        }),
      },
      {
        ...authority,
        sendCertificateChain: /^(?:1|true)$/i.test(env.AZURE_CLIENT_SEND_CERTIFICATE_CHAIN ?? ''),
      },
    ),
  'workload-identity': (identity, env, authority) =>
    new identity.WorkloadIdentityCredential({
      tenantId: env.AZURE_TENANT_ID ?? '',
      clientId: env.AZURE_CLIENT_ID ?? '',
      tokenFilePath: env.AZURE_FEDERATED_TOKEN_FILE ?? '',
      ...authority,
    }),
};
