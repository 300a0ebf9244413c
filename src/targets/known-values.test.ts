import { describe, expect, it } from 'vitest';
import type { Target } from '../matrix/types.ts';
import { knownHosts, knownSecrets } from './known-values.ts';

const SUBSCRIPTION = '0f5e1f0c-61a5-4d0e-9d5c-3b1c6a2e7f48';
const SWEDEN: Target = {
  name: 'sweden',
  kind: 'azure',
  endpoint: 'https://contoso-prod.openai.azure.com/',
  surface: 'v1',
  auth: 'api-key',
  keyVariable: 'KEY_SWEDEN',
  resourceIdVariable: 'ID_SWEDEN',
  mcpServerUrl: '',
  picture: { url: '', shows: [] },
};
const GATEWAY: Target = {
  ...SWEDEN,
  name: 'gateway',
  endpoint: 'http://127.0.0.1:4010/v1',
  keyVariable: 'KEY_GATEWAY',
};
const { endpoint: _, ...UNSET } = SWEDEN;

describe('the values that no file may tell', () => {
  it('are the keys of all targets, and nothing for one that is not set', () => {
    expect(
      knownSecrets([SWEDEN, GATEWAY], { KEY_SWEDEN: 'one', KEY_GATEWAY: 'two', KEY_OTHER: 'three' }),
    ).toEqual(['one', 'two']);
    expect(knownSecrets([SWEDEN, GATEWAY], { KEY_SWEDEN: '' })).toEqual([]);
    expect(knownSecrets([{ ...SWEDEN, auth: 'none' }], {})).toEqual([]);
  });

  it.each([
    'AZURE_CLIENT_SECRET',
    'AZURE_CLIENT_CERTIFICATE_PASSWORD',
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_ID',
    'AZURE_SUBSCRIPTION_ID',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'SYSTEM_ACCESSTOKEN',
  ])('are the settings of the sign-in, whatever the targets: %s', (name) => {
    expect(knownSecrets([], { [name]: 'a value' })).toEqual(['a value']);
  });

  it.each([
    [
      'of a resource',
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-ai/providers/Microsoft.CognitiveServices/accounts/contoso-prod`,
      [SUBSCRIPTION, 'rg-ai', 'contoso-prod'],
    ],
    [
      'in other letters',
      `/SUBSCRIPTIONS/${SUBSCRIPTION}/resourcegroups/rg-ai/providers/x/accounts/contoso-prod/deployments/a`,
      [SUBSCRIPTION, 'rg-ai', 'contoso-prod'],
    ],
    ['that is half of one', `/subscriptions/${SUBSCRIPTION}`, [SUBSCRIPTION]],
    ['that is none', 'contoso-prod', []],
  ])('are the parts that somebody chose in an ARM id %s', (_name, id, parts) => {
    expect(knownSecrets([SWEDEN], { ID_SWEDEN: id })).toEqual(parts);
  });

  it('stand in the list once, whoever shares them', () => {
    const env = {
      KEY_SWEDEN: 'shared',
      KEY_GATEWAY: 'shared',
      AZURE_TENANT_ID: 'tenant',
      AZURE_CLIENT_ID: 'tenant',
    };
    expect(knownSecrets([SWEDEN, GATEWAY], env)).toEqual(['tenant', 'shared']);
  });
});

describe('the hosts that are called by the name of their target', () => {
  it('are those of targets with an endpoint, with their port', () => {
    expect(knownHosts([SWEDEN, GATEWAY, { ...UNSET, name: 'unset' }])).toEqual({
      'contoso-prod.openai.azure.com': 'sweden',
      '127.0.0.1:4010': 'gateway',
    });
  });
});
