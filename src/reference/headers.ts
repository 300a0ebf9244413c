/** Response headers as recorded on Azure in March 2026 (facts section 2). */
import { uuidOf } from './identity.ts';
import type { QuotaLeft } from './quota.ts';

/** Region id to the display name that `x-ms-region` carries. */
const REGIONS: Readonly<Record<string, string>> = {
  reference: 'Reference',
  australiaeast: 'Australia East',
  brazilsouth: 'Brazil South',
  canadacentral: 'Canada Central',
  canadaeast: 'Canada East',
  centralus: 'Central US',
  eastus: 'East US',
  eastus2: 'East US 2',
  francecentral: 'France Central',
  germanywestcentral: 'Germany West Central',
  italynorth: 'Italy North',
  japaneast: 'Japan East',
  japanwest: 'Japan West',
  koreacentral: 'Korea Central',
  northcentralus: 'North Central US',
  norwayeast: 'Norway East',
  polandcentral: 'Poland Central',
  southafricanorth: 'South Africa North',
  southcentralus: 'South Central US',
  southeastasia: 'Southeast Asia',
  southindia: 'South India',
  spaincentral: 'Spain Central',
  swedencentral: 'Sweden Central',
  switzerlandnorth: 'Switzerland North',
  switzerlandwest: 'Switzerland West',
  uaenorth: 'UAE North',
  uksouth: 'UK South',
  ukwest: 'UK West',
  westcentralus: 'West Central US',
  westeurope: 'West Europe',
  westus: 'West US',
  westus2: 'West US 2',
  westus3: 'West US 3',
};

/** `Sweden Central` for `swedencentral`; an unknown id stays as it is. */
function regionName(region: string): string {
  return REGIONS[region] ?? region;
}

export interface HeaderFacts {
  /** Ordinal of the request in its instance. */
  readonly ordinal: number;
  readonly region: string;
  /** Only answers of a deployment carry its name and its limits. */
  readonly deployment?: { readonly name: string; readonly left: QuotaLeft };
}

/** Headers of an answer that came from behind the gateway. */
export function serviceHeaders(facts: HeaderFacts): Record<string, string> {
  const headers: Record<string, string> = {
    'apim-request-id': uuidOf('apim', facts.ordinal),
    'x-request-id': uuidOf('request', facts.ordinal),
    'x-ms-region': regionName(facts.region),
    'x-content-type-options': 'nosniff',
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  };
  const { deployment } = facts;
  if (deployment === undefined) return headers;
  return {
    ...headers,
    'azureml-model-session': 'd20261101000000-reference',
    'skip-error-remapping': 'true',
    'x-ms-deployment-name': deployment.name,
    'x-ms-is-spilled-over': 'false',
    'x-ms-rai-invoked': 'true',
    'x-ratelimit-abusepenalty-active': 'False',
    ...quotaHeaders(deployment.left),
  };
}

/** A 401 carries nothing but its request id (facts section 2). */
export function gatewayHeaders(ordinal: number): Record<string, string> {
  return { 'apim-request-id': uuidOf('apim', ordinal) };
}

/** facts section 2; the unit of `x-ratelimit-reset-*` is not established, so that they are left out. */
export function quotaHeaders(left: QuotaLeft): Record<string, string> {
  return {
    'x-ratelimit-limit-requests': String(left.requestLimit),
    'x-ratelimit-limit-tokens': String(left.tokenLimit),
    'x-ratelimit-remaining-requests': String(left.requestsLeft),
    'x-ratelimit-remaining-tokens': String(left.tokensLeft),
    'x-ratelimit-renewalperiod-requests': '60',
    'x-ratelimit-renewalperiod-tokens': '60',
  };
}
