import { describe, expect, it } from 'vitest';
import type { Target } from '../../matrix/types.ts';
import { authorityOf, managementOf, managementScopeOf, scopeOf } from './cloud.ts';

describe('the scope of a token', () => {
  it.each<[string, Pick<Target, 'endpoint' | 'cloud' | 'scope'>, string]>([
    ['an Azure OpenAI resource', { endpoint: 'https://a.openai.azure.com' }, 'cognitiveservices.azure.com'],
    ['its other name', { endpoint: 'https://a.cognitiveservices.azure.com' }, 'cognitiveservices.azure.com'],
    ['a Foundry resource', { endpoint: 'https://a.services.ai.azure.com' }, 'ai.azure.com'],
    [
      'US Government',
      { endpoint: 'https://a.openai.azure.us', cloud: 'usgov' },
      'cognitiveservices.azure.us',
    ],
    ['China', { endpoint: 'https://a.openai.azure.cn', cloud: 'china' }, 'cognitiveservices.azure.cn'],
    [
      'a Foundry resource there',
      { endpoint: 'https://a.services.ai.azure.us', cloud: 'usgov' },
      'ai.azure.us',
    ],
    [
      'a host of the user in that cloud',
      { endpoint: 'https://gw.example', cloud: 'usgov' },
      'cognitiveservices.azure.us',
    ],
    ['no endpoint', {}, 'cognitiveservices.azure.com'],
  ])('of %s is that of its host', (_, target, audience) => {
    expect(scopeOf(target)).toBe(`https://${audience}/.default`);
  });

  it('is the one of the matrix where that names one', () => {
    const scope = 'api://gateway/.default';
    expect(scopeOf({ endpoint: 'https://a.services.ai.azure.com', scope })).toBe(scope);
  });
});

describe('the sign-in service', () => {
  it.each([
    [{}, 'https://login.microsoftonline.com'],
    [{ cloud: 'usgov' as const }, 'https://login.microsoftonline.us'],
    [{ cloud: 'china' as const }, 'https://login.chinacloudapi.cn'],
  ])('of %o is that of the cloud, known to the library', (target, authorityHost) => {
    expect(authorityOf(target, {})).toEqual({ authorityHost, disableInstanceDiscovery: false });
  });

  it('is the one of the environment, which nobody else is asked about', () => {
    const env = { AZURE_AUTHORITY_HOST: 'https://login.example/' };
    expect(authorityOf({ cloud: 'usgov' }, env)).toEqual({
      authorityHost: 'https://login.example/',
      disableInstanceDiscovery: true,
    });
    const own = { AZURE_AUTHORITY_HOST: 'https://login.microsoftonline.us/' };
    expect(authorityOf({}, own).disableInstanceDiscovery).toBe(false);
  });
});

describe('Resource Manager', () => {
  it('is that of the cloud, with its own scope wherever it is reached', () => {
    expect(managementOf({ cloud: 'china' }, {})).toBe('https://management.chinacloudapi.cn');
    const env = { AZURE_RESOURCE_MANAGER_ENDPOINT: 'https://localhost:8443/' };
    expect(managementOf({}, env)).toBe('https://localhost:8443');
    expect(managementScopeOf({})).toBe('https://management.azure.com/.default');
  });
});
