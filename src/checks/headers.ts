/**
 * The header contract of Azure (facts section 2, headers). Only what every deployment type sends: rate-limit
 * headers are never asserted, since provisioned deployments leave them out.
 */
import type { Exchange } from '../wire/exchange.ts';
import type { CheckResult, Violation } from './check.ts';

const REFERENCE = 'docs/validation.md#headers';

/**
 * Checks `headers.request-id`, `headers.region` (where the header is there) and `headers.retry-after` (on
 * HTTP 429), all `should`. Empty for other hosts than Azure, without a response, and where the recording
 * kept no header of the service, as many recorders do: nothing can be missing from what was not kept. Pure.
 */
export function checkHeaders(
  exchange: Exchange,
  context: { readonly hostKind: 'azure' | 'openai' | 'other' },
): CheckResult[] {
  const { response } = exchange;
  if (context.hostKind !== 'azure' || response === null) return [];
  const { headers, status } = response;
  if (!Object.keys(headers).some((name) => OF_THE_SERVICE.test(name))) return [];
  const checks = [requestId(headers)];
  if (headers['x-ms-region'] !== undefined) checks.push(region(headers['x-ms-region']));
  if (status === 429) checks.push(retryAfter(headers));
  return checks;
}

/** Headers that only the service sends: their presence shows that the recording kept them. */
const OF_THE_SERVICE =
  /^(?:apim-|azureai-|azureml-|ms-azureml-|retry-after|x-ms-|x-ratelimit-|x-request-id$)/;

type Headers = Readonly<Record<string, string>>;

function requestId(headers: Headers): CheckResult {
  const id = headers['apim-request-id'] ?? headers['x-request-id'] ?? '';
  return should('headers.request-id', 'the answer carries a request id', id.trim() !== '', {
    message: 'neither apim-request-id nor x-request-id is there: support cannot find this request',
    expected: 'apim-request-id or x-request-id',
    found: 'neither',
  });
}

function region(value: string): CheckResult {
  // "East US 2", as the portal writes it; never a list or a URL.
  return should(
    'headers.region',
    'x-ms-region names a region',
    /^[A-Za-z][A-Za-z0-9 ]{1,39}$/.test(value.trim()),
    {
      message: `x-ms-region is ${JSON.stringify(value.slice(0, 60))}, expected the name of a region`,
      expected: 'a region such as "East US 2"',
      found: value.slice(0, 60),
    },
  );
}

function retryAfter(headers: Headers): CheckResult {
  const seconds = headers['retry-after'];
  const milliseconds = headers['retry-after-ms'];
  const fits =
    (milliseconds !== undefined && /^\d+$/.test(milliseconds.trim())) ||
    (seconds !== undefined && (/^\d+$/.test(seconds.trim()) || !Number.isNaN(Date.parse(seconds))));
  return should('headers.retry-after', 'a throttled answer says when to come back', fits, {
    message: 'a 429 without a usable retry-after or retry-after-ms',
    expected: 'retry-after in seconds or as a date, or retry-after-ms',
    found: seconds ?? milliseconds ?? 'neither',
  });
}

function should(
  id: string,
  sentence: string,
  fits: boolean,
  broken: Pick<Violation, 'message' | 'expected' | 'found'>,
): CheckResult {
  if (fits) return { id, severity: 'should', outcome: 'passed', message: sentence, violations: [] };
  const violation: Violation = {
    check: id,
    severity: 'should',
    pointer: '',
    reference: REFERENCE,
    ...broken,
  };
  return { id, severity: 'should', outcome: 'failed', message: broken.message, violations: [violation] };
}
