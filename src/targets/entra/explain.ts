/**
 * Why no token was given, in one sentence with what to do about it. What the library and the sign-in service
 * say is only searched for codes and never passed on: it can hold ids, hosts, assertions and secrets.
 */
import type { CredentialKind } from '../../matrix/types.ts';

export interface Explanation {
  /** Continues "target "x" gets no Entra ID token: ". */
  readonly reason: string;
  readonly remedy: string;
}

/** Codes of the sign-in service: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const AADSTS: Readonly<Record<string, Explanation>> = {
  '7000215': {
    reason: 'the client secret is wrong',
    remedy: 'AZURE_CLIENT_SECRET must hold the value of the secret, not its id.',
  },
  '7000222': {
    reason: 'the client secret has expired',
    remedy: 'Issue a new one for the app registration and put it into AZURE_CLIENT_SECRET.',
  },
  '700016': {
    reason: 'the tenant has no application with this client id',
    remedy: 'Check AZURE_CLIENT_ID and AZURE_TENANT_ID.',
  },
  '90002': {
    reason: 'there is no such tenant',
    remedy: 'Check AZURE_TENANT_ID, and AZURE_AUTHORITY_HOST in a sovereign cloud.',
  },
  '700027': {
    reason: 'the certificate is not registered for this application',
    remedy: 'Upload its public part to the app registration, or check AZURE_CLIENT_CERTIFICATE_PATH.',
  },
  '70021': {
    reason: 'no federated credential of the application matches the token of the workload',
    remedy: 'Compare issuer, subject and audience of the federated credential with those of the token.',
  },
  '700024': {
    reason: 'the assertion is not valid at this time',
    remedy: 'Check the clock of this machine, and that AZURE_FEDERATED_TOKEN_FILE is renewed.',
  },
  '500011': {
    reason: 'the tenant does not know the resource of the scope',
    remedy: 'Check `scope:` of the target, and that AZURE_TENANT_ID is the tenant of the resource.',
  },
  '7000112': {
    reason: 'the application is disabled',
    remedy: 'Enable it in the tenant, or use another identity.',
  },
  '50076': {
    reason: 'the sign-in asks for a second factor',
    remedy: 'Sign in again: az login.',
  },
  '53003': {
    reason: 'a conditional access policy forbids it',
    remedy: 'Run from where the policy admits it, or use another identity.',
  },
};

/** Variants that mean the same. */
const SAME_AS: Readonly<Record<string, string>> = {
  '700211': '70021',
  '700212': '70021',
  '700213': '70021',
  '50173': '50076',
  '50079': '50076',
  '500012': '500011',
};

/** Error codes of OAuth 2.0 (RFC 6749 section 5.2, RFC 8707), where the service gives no number. */
const OAUTH: Readonly<Record<string, Explanation>> = {
  invalid_client: {
    reason: 'the sign-in service refuses the identity',
    remedy: 'Check AZURE_CLIENT_ID and the secret, certificate or federated token that goes with it.',
  },
  unauthorized_client: {
    reason: 'the application may not ask for tokens this way',
    remedy: 'Check AZURE_CLIENT_ID and AZURE_TENANT_ID.',
  },
  invalid_grant: {
    reason: 'the sign-in is no longer valid',
    remedy: 'Sign in again: az login.',
  },
  invalid_scope: {
    reason: 'the sign-in service does not know the scope',
    remedy: 'Check `scope:` of the target.',
  },
  invalid_target: {
    reason: 'the sign-in service does not know the resource of the scope',
    remedy: 'Check `scope:` of the target.',
  },
  temporarily_unavailable: {
    reason: 'the sign-in service is out of order for the moment',
    remedy: 'Try again later.',
  },
};

const UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|network_error|endpoints_resolution_error|openid_config_error/;
const UNTRUSTED =
  /self.signed certificate|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|unable to verify the first certificate|unable to get (?:local )?issuer|certificate signature failure|CERT_HAS_EXPIRED|certificate has expired|ERR_TLS_CERT_ALTNAME_INVALID/i;

/** How each way to a token fails when the machine has nothing to offer. */
const UNAVAILABLE: Readonly<Record<CredentialKind, Explanation>> = {
  default: {
    reason: 'nobody is signed in',
    remedy: 'Sign in (az login, workload identity, …), or use auth: api-key for this target.',
  },
  'azure-cli': {
    reason: 'the Azure CLI gives none',
    remedy: 'Install it and sign in: az login, with --tenant where you have several.',
  },
  'managed-identity': {
    reason: 'this machine has no managed identity that answers',
    remedy: 'Assign one, and set AZURE_CLIENT_ID where it is a user-assigned one.',
  },
  'client-secret': {
    reason: 'the client secret was not taken',
    remedy: 'Check AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.',
  },
  'client-certificate': {
    reason: 'the certificate cannot be used',
    remedy:
      'AZURE_CLIENT_CERTIFICATE_PATH must name a PEM file with certificate and private key, AZURE_CLIENT_CERTIFICATE_PASSWORD its password if it has one.',
  },
  'workload-identity': {
    reason: 'the token of the workload cannot be used',
    remedy: 'AZURE_FEDERATED_TOKEN_FILE must name a file with a token of the workload.',
  },
};

/** From any error of @azure/identity, of the network, or of the file system. */
export function explainEntra(error: unknown, kind: CredentialKind): Explanation {
  const text = everythingIn(error);
  const numbers = [...text.matchAll(/AADSTS(\d{5,7})/g)].map(([, number = '']) => number);
  for (const number of numbers) {
    const known = AADSTS[SAME_AS[number] ?? number];
    if (known !== undefined) return { ...known, reason: `${known.reason} (AADSTS${number})` };
  }
  if (UNTRUSTED.test(text)) {
    return {
      reason: 'the certificate of the sign-in service is not trusted',
      remedy:
        'Behind an inspecting proxy, let NODE_EXTRA_CA_CERTS name a file with its certificate authority.',
    };
  }
  const [number] = numbers;
  const code = Object.keys(OAUTH).find((name) => new RegExp(`\\b${name}\\b`).test(text));
  const coded = code === undefined ? undefined : OAUTH[code];
  if (coded !== undefined) {
    const named = number === undefined ? code : `AADSTS${number}`;
    return { ...coded, reason: `${coded.reason} (${named})` };
  }
  if (kind !== 'managed-identity' && UNREACHABLE.test(text)) {
    return {
      reason: 'the sign-in service cannot be reached',
      remedy:
        'Check the network and its proxy (NODE_EXTRA_CA_CERTS names the certificate authority of one that inspects TLS), and AZURE_AUTHORITY_HOST if it is set.',
    };
  }
  const unavailable = UNAVAILABLE[kind];
  return number === undefined
    ? unavailable
    : { ...unavailable, reason: `${unavailable.reason} (AADSTS${number})` };
}

/** Errors below this many others are not looked at. */
const DEEPEST = 6;

/** Names, codes and messages of an error, of its causes and of those it bundles. Never shown. */
function everythingIn(error: unknown, depth = 0): string {
  if (depth > DEEPEST || typeof error !== 'object' || error === null) return String(error);
  const field = (name: string): unknown => Reflect.get(error, name);
  const own = ['name', 'code', 'errorCode', 'message', 'errorMessage', 'errorResponse'].map((name) => {
    const value = field(name);
    return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
  });
  const bundled = field('errors');
  const below = [field('cause'), ...(Array.isArray(bundled) ? bundled : [])].filter(Boolean);
  return [...own, ...below.map((inner) => everythingIn(inner, depth + 1))].join(' ');
}
