/** The text of a first matrix.yaml, with the words that somebody who sees it for the first time needs. Pure. */
import type { FoundResource } from './environment.ts';
import type { FirstLook } from './look.ts';

export interface PlacedResource {
  readonly resource: FoundResource;
  readonly look: FirstLook;
  readonly region: string;
}

export interface FirstMatrix {
  readonly resources: readonly PlacedResource[];
  /** Model ids to test; empty where there is only the reference target. */
  readonly models: readonly string[];
}

export function renderMatrix({ resources, models }: FirstMatrix): string {
  return [
    HEAD,
    'targets:',
    ...(resources.length === 0 ? [REFERENCE] : resources.map(renderTarget)),
    ...(models.length === 0 ? [] : [MODELS, ...models.map((id) => `  - ${id}`), '']),
    TAIL,
  ].join('\n');
}

const HEAD = `# What is tested, and where. Written by: aoai-conform init
#   aoai-conform doctor      checks each target before money is spent
#   aoai-conform plan        shows what it comes to: cases, requests, tokens, cost, time
#   aoai-conform run         runs it; --mode record keeps the evidence
version: 1

# Where. The name of a target becomes the last part of a case id: responses/create:gpt-4.1@2025-04-14:sweden`;

const REFERENCE = `  # The server built into this project. It needs no account, and it fills no cell of a real model.
  # For a resource of yours: export AZURE_OPENAI_ENDPOINT=https://<your-resource>.openai.azure.com and run init again.
  reference:
    kind: reference
`;

const MODELS = `# Which models: an id, a name (all its versions), a glob, { series: … } or { kind: … }.
models:`;

const TAIL = `# Which features: ids or globs such as responses/*.
features: ["*"]

limits:
  concurrency: 8 # cases at a time, over all targets
  requests_per_minute: 60 # for each target
  tokens_per_minute: 40000 # for each target
  max_cost_usd: 5 # spent by one run at most; what does not fit is not-run: budget
  case_timeout: 120s
`;

function renderTarget({ resource, look, region }: PlacedResource): string {
  const { target, resourceIdVariable } = resource;
  const auth =
    target.auth === 'entra'
      ? 'auth: entra # the identity you are signed in with (az login, workload identity, …)'
      : `auth: api-key # read from ${target.keyVariable}; never write a key into this file`;
  return [
    `  ${target.name}:`,
    '    kind: azure',
    `    endpoint: \${${target.endpointVariable}} # from the environment; unset is no error`,
    `    region: ${region}`,
    `    surface: ${look.surface} # v1 | v1-preview | an api-version such as 2025-04-01-preview`,
    `    ${auth}`,
    ...renderDeployments(look, resourceIdVariable, target.name),
    '',
  ].join('\n');
}

function renderDeployments({ deployments }: FirstLook, idVariable: string | null, name: string): string[] {
  if (idVariable !== null) {
    return [
      `    # As inventory/${name}.yaml says, which \`aoai-conform discover ${name}\` writes.`,
      '    deployments: discover',
      `    resource_id: \${${idVariable}}`,
    ];
  }
  if (deployments.size === 0) {
    return [
      '    # No deployment bears the name of its model. If yours are called otherwise, name them here:',
      '    # deployments: { gpt-4.1@2025-04-14: prod-41 }',
    ];
  }
  return [
    '    # Model id to deployment name. A version is assumed where the name does not tell it: doctor checks.',
    '    deployments:',
    ...[...deployments].map(([model, deployment]) => `      ${model}: ${deployment}`),
  ];
}
