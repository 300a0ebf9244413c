import type { Fault } from './fault.ts';

/** What can be wrong with the service around the APIs. */
export const SERVICE_FAULTS: readonly Fault[] = [
  {
    name: 'region.header-missing',
    breaks: 'No answer says which region it comes from.',
    caughtBy: 'service/region#header',
    also: ['service/region#matches'],
    reply: (sent) => {
      const { 'x-ms-region': _, ...headers } = sent.headers;
      return { ...sent, headers };
    },
  },
];
