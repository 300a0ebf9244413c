/** Resources that the environment names: `AZURE_OPENAI_ENDPOINT`, and one more for each suffix. Pure. */
import { ConfigurationFailure } from '../failure.ts';
import { checkEndpoint } from '../matrix/endpoint.ts';
import type { Target } from '../matrix/types.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface FoundResource {
  readonly target: Target & { readonly endpoint: string; readonly endpointVariable: string };
  /** Variable that would name the region, where nothing else tells it. */
  readonly regionVariable: string;
  /** Variable with the ARM id, where it is set. */
  readonly resourceIdVariable: string | null;
}

const ENDPOINT = /^AZURE_OPENAI_ENDPOINT((?:_[A-Z0-9]+)*)$/;

/** Sorted by variable. Throws ConfigurationFailure for an address that is none. */
export function resourcesIn(env: Environment): readonly FoundResource[] {
  return Object.keys(env)
    .filter((name) => ENDPOINT.test(name) && env[name])
    .sort()
    .map((variable) => resourceOf(variable, ENDPOINT.exec(variable)?.[1] ?? '', env));
}

function resourceOf(variable: string, suffix: string, env: Environment): FoundResource {
  const keyVariable = `AZURE_OPENAI_API_KEY${suffix}`;
  const auth = env[keyVariable] ? 'api-key' : 'entra';
  const { url, problem } = checkEndpoint('azure', env[variable] ?? '', { tokens: auth === 'entra' });
  if (url === undefined) {
    throw new ConfigurationFailure(`the value of ${variable} ${problem ?? 'is no address'}`, {
      remedy: `export ${variable}=https://<your-resource>.openai.azure.com`,
    });
  }
  const idVariable = `AZURE_OPENAI_RESOURCE_ID${suffix}`;
  return {
    target: {
      name: nameOf(suffix),
      kind: 'azure',
      endpoint: url,
      endpointVariable: variable,
      surface: 'v1',
      auth,
      ...(auth === 'api-key' && { keyVariable }),
      mcpServerUrl: '',
      picture: { url: '', shows: [] },
    },
    regionVariable: `AZURE_OPENAI_REGION${suffix}`,
    resourceIdVariable: env[idVariable] ? idVariable : null,
  };
}

/** `_EAST_US2` → `east-us2`; a name begins with a letter. */
function nameOf(suffix: string): string {
  const name = suffix.slice(1).toLowerCase().replaceAll('_', '-');
  return /^[a-z]/.test(name) ? name : `azure${name === '' ? '' : `-${name}`}`;
}
