/** What an operation is given and what it gives back. */
import type { ReferenceModel } from './catalog.ts';
import { deploymentNotFound } from './refusal.ts';
import type { Reply } from './reply.ts';
import type { State } from './state.ts';
import type { Address } from './surface.ts';

export interface Incoming {
  readonly request: Request;
  readonly url: URL;
  readonly address: Address;
  /** The request's JSON object; empty for a request without one. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly state: State;
  readonly ordinal: number;
  readonly deployments: Deployments;
  /** Ends waiting for MCP servers. */
  readonly signal: AbortSignal;
  /** An operation of a deployment says here which one, and how many tokens it took. */
  readonly spent: (deployment: string, tokens: number) => void;
}

export type Operate = (incoming: Incoming) => Promise<Reply>;

/** Deployment name to model. */
export type Deployments = ReadonlyMap<string, ReferenceModel>;

/** Throws DeploymentNotFound. */
export function deployed(deployments: Deployments, name: string): ReferenceModel {
  const model = deployments.get(name);
  if (model === undefined) throw deploymentNotFound();
  return model;
}
