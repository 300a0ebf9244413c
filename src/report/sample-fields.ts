/** Made-up sightings of documented fields: on Azure, elsewhere only, and never. */
import type { FieldsInput } from './fields.ts';

const of = (path: string) => ({ definition: 'ChatCompletion', path });

export const SAMPLE_FIELDS: FieldsInput = {
  documented: [{ group: 'chat', fields: ['id', 'usage', 'service_tier', 'moderation'].map(of) }],
  sightings: [
    {
      ...of('id'),
      azure: { first: '2025-03-01', last: '2026-02-01', models: ['gpt-4.1', 'gpt-4o'], regions: ['eastus2'] },
    },
    { ...of('usage'), azure: { first: null, last: null, models: [], regions: [] } },
    {
      ...of('service_tier'),
      openai: { first: '2026-01-01', last: '2026-01-01', models: ['gpt-4o'], regions: [] },
    },
  ],
};
