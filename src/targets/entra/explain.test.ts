import {
  AggregateAuthenticationError,
  AuthenticationError,
  CredentialUnavailableError,
} from '@azure/identity';
import { describe, expect, it } from 'vitest';
import type { CredentialKind } from '../../matrix/types.ts';
import { explainEntra } from './explain.ts';

const CANARY = 'canary-secret-0123456789';
const service = (error: string, error_description: string) =>
  new AuthenticationError(401, { error, error_description: `${error_description} ${CANARY}` });
const wrapped = (message: string, cause?: unknown) => new Error(`${message} ${CANARY}`, { cause });

describe('why no token was given', () => {
  it.each<[string, unknown, CredentialKind, RegExp]>([
    [
      'a wrong secret',
      service('invalid_client', 'AADSTS7000215: Invalid client secret provided.'),
      'client-secret',
      /^the client secret is wrong \(AADSTS7000215\)$/,
    ],
    [
      'an expired secret',
      service('invalid_client', 'AADSTS7000222: The provided client secret keys are expired.'),
      'client-secret',
      /secret has expired/,
    ],
    [
      'an unknown application',
      service('unauthorized_client', 'AADSTS700016: not found'),
      'client-secret',
      /no application with this client id/,
    ],
    [
      'an unknown tenant',
      service('invalid_request', "AADSTS90002: Tenant 'x' not found."),
      'client-secret',
      /no such tenant/,
    ],
    [
      'an unknown certificate',
      service('invalid_client', 'AADSTS700027: Client assertion failed'),
      'client-certificate',
      /certificate is not registered/,
    ],
    [
      'a workload nobody trusts',
      service('invalid_client', 'AADSTS700213: No matching federated identity record'),
      'workload-identity',
      /no federated credential .*\(AADSTS700213\)/,
    ],
    [
      'an assertion of yesterday',
      service('invalid_client', 'AADSTS700024: not within its valid time range'),
      'workload-identity',
      /not valid at this time/,
    ],
    [
      'an unknown resource',
      service('invalid_resource', 'AADSTS500011: The resource principal'),
      'client-secret',
      /does not know the resource/,
    ],
    [
      'a second factor',
      service('interaction_required', 'AADSTS50076: must use multi-factor'),
      'azure-cli',
      /second factor/,
    ],
    [
      'a code without a sentence of ours',
      service('invalid_client', 'AADSTS999999: new'),
      'client-secret',
      /refuses the identity \(AADSTS999999\)/,
    ],
    [
      'another service',
      wrapped('invalid_client: client authentication failed'),
      'client-secret',
      /refuses the identity \(invalid_client\)/,
    ],
    [
      'no such host',
      wrapped('failed', Object.assign(new Error(`getaddrinfo ${CANARY}`), { code: 'ENOTFOUND' })),
      'client-secret',
      /cannot be reached/,
    ],
    [
      'nobody listening',
      wrapped('endpoints_resolution_error: Endpoints cannot be resolved'),
      'workload-identity',
      /cannot be reached/,
    ],
    [
      'an untrusted certificate',
      wrapped('network_error', new Error('self-signed certificate in certificate chain')),
      'client-secret',
      /certificate of the sign-in service is not trusted/,
    ],
    [
      'a chain of nothing',
      new AggregateAuthenticationError([new CredentialUnavailableError(CANARY)], CANARY),
      'default',
      /^nobody is signed in$/,
    ],
    [
      'a chain with a refusal inside',
      new AggregateAuthenticationError([service('invalid_client', 'AADSTS7000215: x')], ''),
      'default',
      /secret is wrong/,
    ],
    [
      'no Azure CLI',
      new CredentialUnavailableError(`Azure CLI could not be found. ${CANARY}`),
      'azure-cli',
      /Azure CLI gives none/,
    ],
    [
      'no managed identity',
      new CredentialUnavailableError('ManagedIdentityCredential: Network unreachable. ENETUNREACH'),
      'managed-identity',
      /no managed identity/,
    ],
    [
      'no certificate in the file',
      wrapped('The file does not contain a PEM-encoded certificate.'),
      'client-certificate',
      /certificate cannot be used/,
    ],
    [
      'no token in the file',
      wrapped('WorkloadIdentityCredential: is unavailable. No content on the file'),
      'workload-identity',
      /token of the workload cannot be used/,
    ],
    ['something that is no error', CANARY, 'default', /nobody is signed in/],
  ])('says for %s what it is and what to do, and nothing that was said', (_, error, kind, reason) => {
    const told = explainEntra(error, kind);
    expect(told.reason).toMatch(reason);
    expect(told.remedy).toMatch(/^[A-Z].*\.$/);
    expect(JSON.stringify(told)).not.toContain(CANARY);
  });

  it('ends with errors that are their own cause', () => {
    const error = new Error('AADSTS7000215');
    error.cause = error;
    expect(explainEntra(error, 'default').reason).toContain('secret is wrong');
  });
});
