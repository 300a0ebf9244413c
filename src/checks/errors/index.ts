/**
 * The error contract: what an error answer means, and whether it keeps its form.
 *
 *   const catalogue = shippedCatalogue();
 *   const { class: kind, status } = classifyError({ status: 429, body, inStream: false }, catalogue);
 *   const { checks, error } = checkErrorContract(exchange, events, catalogue);
 */
export { type CatalogueEntry, type ErrorCatalogue, type Locale, readCatalogue } from './catalogue.ts';
export { classifyError, type ErrorAnswer } from './classify.ts';
export { checkErrorContract, type ErrorReport } from './contract.ts';
export { shippedCatalogue } from './default.ts';
export { ENVELOPES, type Envelope } from './envelope.ts';
