/** Two entries of an error catalogue for the report's tests, made up but for their form. */
import type { CatalogueEntry } from '../checks/errors/catalogue.ts';

const inAll = (text: string) => ({ en: text, 'zh-CN': text, 'zh-TW': text });

export const SAMPLE_ERRORS: readonly CatalogueEntry[] = [
  {
    id: 'operation-not-supported',
    class: 'unsupported-operation',
    status: 'unsupported',
    match: { http: [400], code: ['OperationNotSupported'], message: /^The \w+ operation does not work/ },
    cause: inAll('The model does not offer this API.'),
    remedy: inAll('Call the API that the model offers.'),
    evidence: ['https://example.org/issues/1', 'recorded: a made-up answer'],
  },
  {
    id: 'never-seen',
    class: 'outage',
    status: 'blocked',
    match: { http: [503], code: [null] },
    cause: inAll('The service is down.'),
    remedy: inAll('Wait.'),
    evidence: ['https://example.org/issues/2'],
    note: inAll('Nothing in the sample fails so.'),
  },
];
