import { describe, expect, it } from 'vitest';
import { azureTarget } from '../../matrix/sample.fixture.ts';
import { smallCatalogue } from '../../matrix/small-catalogue.ts';
import type { Target } from '../../matrix/types.ts';
import { assemble } from './assemble.ts';
import { parseResourceId } from './resource-id.ts';

const look = (kind: Target['kind'], findings: Parameters<typeof assemble>[1]) =>
  assemble(azureTarget({ kind }), findings, smallCatalogue.models, '2026-11-20');

describe('an inventory', () => {
  it('joins what both say of a model, under the name of the catalogue', () => {
    const resource = {
      region: 'swedencentral',
      host: undefined,
      deployments: [],
      models: [
        {
          id: 'gpt-4.1@2025-04-14',
          lifecycle: 'GenerallyAvailable',
          capabilities: { chatCompletion: 'true' },
        },
      ],
    };
    const listed = [
      { id: 'gpt-4.1-2025-04-14', lifecycle: 'preview', capabilities: { chat_completion: 'false' } },
      { id: 'gpt-99' },
    ];
    expect(look('azure', { resource, listed })).toMatchObject({
      asked: ['resource-manager', 'models'],
      region: 'swedencentral',
      deployments: [],
      models: [
        {
          id: 'gpt-4.1@2025-04-14',
          lifecycle: 'GenerallyAvailable',
          capabilities: { chatCompletion: 'true', chat_completion: 'false' },
        },
      ],
      unknown: ['gpt-99'],
    });
  });

  it('takes the list of models for the deployments where nothing is deployed by name', () => {
    const listed = [{ id: 'gpt-5-2025-08-07' }, { id: 'llama' }];
    expect(look('openai-compatible', { resource: null, listed }).deployments).toEqual([
      { name: 'gpt-5-2025-08-07', model: 'gpt-5@2025-08-07', state: 'Succeeded' },
    ]);
    expect(look('azure', { resource: null, listed }).deployments).toEqual([]);
  });
});

describe('the ARM id of a resource', () => {
  const GUID = '99999999-8888-4777-8666-555555555555';
  const id = `/subscriptions/${GUID}/resourceGroups/rg.one_(2)/providers/Microsoft.CognitiveServices/accounts/acc-1`;

  it('is taken apart, in any case and with a slash behind', () => {
    const parts = { subscription: GUID, group: 'rg.one_(2)', account: 'acc-1' };
    expect(parseResourceId(id)).toEqual(parts);
    expect(parseResourceId(`${id.replace('resourceGroups', 'resourcegroups')}/\n`)).toEqual(parts);
  });

  it.each([
    ['nothing', ''],
    ['a project', `${id}/projects/p`],
    ['another kind', id.replace('CognitiveServices/accounts', 'Storage/storageAccounts')],
    ['a path that climbs', id.replace('acc-1', '..')],
  ])('is not %s', (_, text) => {
    expect(parseResourceId(text)).toBeNull();
  });
});
