/**
 * What scenarios and checks are written with: `azure-openai-conformance/scenario`. Small, because every file
 * of a suite imports it.
 */
export type { CheckResult, ErrorClass, ExchangeReport, Severity } from '../checks/check.ts';
export type { ExchangeCheck, ExchangeFault, InspectedExchange } from '../checks/own.ts';
export type { SeenExchange } from '../checks/view.ts';
export * from '../run/scenario.ts';
export type { Exchange } from '../wire/exchange.ts';
