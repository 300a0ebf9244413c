/** The little of oidc-provider that the tests use; the package carries no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Context {
    readonly oidc: { readonly params?: Readonly<Record<string, unknown>> };
  }

  export const errors: { readonly InvalidTarget: new () => Error };

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly ReplayDetection: { unique: () => Promise<boolean> };
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
