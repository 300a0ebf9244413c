/** What each way to a token needs from the environment. Pure; values are looked at, never told. */
import type { CredentialKind } from '../../matrix/types.ts';

const NEEDED: Readonly<Record<CredentialKind, readonly string[]>> = {
  default: [],
  'azure-cli': [],
  'managed-identity': [],
  'client-secret': ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'],
  'client-certificate': ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_CERTIFICATE_PATH'],
  'workload-identity': ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_FEDERATED_TOKEN_FILE'],
};

/** Variables that are secret themselves, or that identify somebody. */
const SENSITIVE = [
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
  'AZURE_TENANT_ID',
  'AZURE_CLIENT_ID',
  'AZURE_SUBSCRIPTION_ID',
  // What GitHub and Azure Pipelines hand to a job that may sign in.
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'SYSTEM_ACCESSTOKEN',
] as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Names of the variables that are unset or empty. */
export function missingSettings(kind: CredentialKind, env: Environment): readonly string[] {
  return NEEDED[kind].filter((name) => !env[name]);
}

/** Values that must never stand in a recording, a report or a message. */
export function sensitiveSettings(env: Environment): readonly string[] {
  return SENSITIVE.flatMap((name) => env[name] || []);
}
