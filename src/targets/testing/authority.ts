/**
 * A sign-in service on loopback for tests: a real OpenID provider over https that checks secrets, assertions
 * and scopes and signs its tokens, at the addresses that @azure/identity asks. It is not Entra ID.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, exportJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { type Context, errors, Provider } from 'oidc-provider';
import { type Issued, issueCertificate } from './certificate.ts';

const TENANT = '11111111-2222-4333-8444-555555555555';
const SECRET_CLIENT = '22222222-aaaa-4bbb-8ccc-000000000001';
const KEY_CLIENT = '22222222-aaaa-4bbb-8ccc-000000000002';
/** Looks like nothing that a pattern would find. */
export const CLIENT_SECRET = 'Throw-Away-Client-Secret-Canary';

export interface TestAuthority extends AsyncDisposable {
  /** A certificate for `localhost` that `trust` trusts, for a second server. */
  readonly certificate: Issued;
  /** Environment of a client that trusts this service; identity and secret are added by the `…Env`. */
  readonly trust: Readonly<Record<string, string>>;
  readonly secretEnv: Readonly<Record<string, string>>;
  readonly certificateEnv: Readonly<Record<string, string>>;
  /** Writes the federated token of a workload anew. */
  workloadEnv(options?: { readonly expired?: boolean }): Promise<Readonly<Record<string, string>>>;
  /** Tokens given so far. */
  readonly given: () => number;
  /** From now on each request for a token is refused. */
  revoke(): void;
  /** Whether a token is signed here, still valid, and meant for this audience; the way an endpoint looks at it. */
  accepts(token: string, audience: string): Promise<boolean>;
}

export interface AuthorityOptions {
  /**
   * Seconds a token is good for, as the service tells its client. 0: each is used up when it arrives, so that
   * the client needs a new one for every request, whatever the speed of the machine; endpoints take it for longer.
   */
  readonly expiresIn?: number;
}

/** Seconds. */
const LIFETIME = 3600;

export async function openAuthority({ expiresIn = LIFETIME }: AuthorityOptions = {}): Promise<TestAuthority> {
  const root = issueCertificate(`Throw-away root ${randomUUID()}`);
  const host = issueCertificate('localhost', root);
  const client = issueCertificate('workload', root);
  const signing = await signingKey();
  const folder = mkdtempSync(join(tmpdir(), 'aoai-authority-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  let respond: ReturnType<Provider['callback']> = () => {};
  const server = createServer({ cert: host.certificate, key: host.privateKey }, (request, response) => {
    request.url = asTheProviderNamesIt(request.url ?? '/');
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const issuer = `${origin}/${TENANT}/oauth2/v2.0`;
  const state = { given: 0, revoked: false };
  const provider = new Provider(issuer, await configurationOf({ signing, client, state }));
  // Entra ID takes a federated token as often as it is shown while it is valid.
  provider.ReplayDetection.unique = async () => true;
  provider.use(async (context, next) => {
    await next();
    if (context.body?.expires_in !== undefined) context.body.expires_in = expiresIn;
  });
  respond = provider.callback();

  const trust = { AZURE_AUTHORITY_HOST: origin, NODE_EXTRA_CA_CERTS: write('root.pem', root.certificate) };
  const keySet = createLocalJWKSet({ keys: [signing.publicJwk] });
  return {
    certificate: host,
    trust,
    secretEnv: {
      ...trust,
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: SECRET_CLIENT,
      AZURE_CLIENT_SECRET: CLIENT_SECRET,
    },
    certificateEnv: {
      ...trust,
      AZURE_TENANT_ID: TENANT,
      AZURE_CLIENT_ID: KEY_CLIENT,
      AZURE_CLIENT_CERTIFICATE_PATH: write('client.pem', client.certificate + client.privateKey),
    },
    async workloadEnv({ expired = false } = {}) {
      const now = Math.floor(Date.now() / 1000);
      const token = await new SignJWT({ jti: `workload-${now}` })
        .setProtectedHeader({ alg: 'PS256' })
        .setIssuer(KEY_CLIENT)
        .setSubject(KEY_CLIENT)
        .setAudience(issuer)
        .setIssuedAt(now)
        .setExpirationTime(expired ? now - 3600 : now + 3600)
        .sign(client.keys.privateKey);
      return {
        ...trust,
        AZURE_TENANT_ID: TENANT,
        AZURE_CLIENT_ID: KEY_CLIENT,
        AZURE_FEDERATED_TOKEN_FILE: write('workload.jwt', `${token}\n`),
      };
    },
    given: () => state.given,
    revoke: () => {
      state.revoked = true;
    },
    accepts: async (token, audience) =>
      jwtVerify(token, keySet, { issuer, audience }).then(
        () => true,
        () => false,
      ),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The library asks for the description below `/v2.0`, and posts to what it names. */
function asTheProviderNamesIt(url: string): string {
  return url.replace(`/${TENANT}/v2.0/`, '/').replace(`/${TENANT}/oauth2/v2.0`, '');
}

interface SigningKey {
  readonly publicJwk: JWK;
  readonly privateJwk: JWK;
}

async function signingKey(): Promise<SigningKey> {
  const { keys } = issueCertificate('signing');
  const named = { kid: 'signing', use: 'sig', alg: 'RS256' };
  return {
    publicJwk: { ...(await exportJWK(keys.publicKey)), ...named },
    privateJwk: { ...(await exportJWK(keys.privateKey)), ...named },
  };
}

interface Material {
  readonly signing: SigningKey;
  readonly client: Issued;
  readonly state: { given: number; readonly revoked: boolean };
}

/** `https://x/.default` asks for a token of audience `https://x`. */
function audienceOf(context: Context): string {
  return String(context.oidc.params?.scope ?? '').replace(/\/\.default$/, '');
}

const AUDIENCES = [
  'https://cognitiveservices.azure.com',
  'https://ai.azure.com',
  'https://management.azure.com',
];

async function configurationOf({ signing, client, state }: Material) {
  const plain = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
  return {
    jwks: { keys: [signing.privateJwk] },
    clientAuthMethods: ['client_secret_post', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['PS256', 'RS256'] },
    clients: [
      {
        ...plain,
        client_id: SECRET_CLIENT,
        client_secret: CLIENT_SECRET,
        token_endpoint_auth_method: 'client_secret_post',
      },
      {
        ...plain,
        client_id: KEY_CLIENT,
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [{ ...(await exportJWK(client.keys.publicKey)), use: 'sig' }] },
      },
    ],
    ttl: { ClientCredentials: LIFETIME },
    scopes: AUDIENCES.map((audience) => `${audience}/.default`),
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: audienceOf,
        getResourceServerInfo: async (_: Context, audience: string) => {
          if (state.revoked || !AUDIENCES.includes(audience)) throw new errors.InvalidTarget();
          state.given += 1;
          return {
            scope: `${audience}/.default`,
            audience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: LIFETIME,
            jwt: { sign: { alg: 'RS256' } },
          };
        },
      },
    },
  };
}
