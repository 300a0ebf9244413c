/** The little of oidc-provider that the tests use; the package carries no types. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface Context {
    readonly oidc: { readonly params?: Readonly<Record<string, unknown>> };
  }

  export interface Answering {
    readonly body?: { expires_in?: number };
  }

  export const errors: { readonly InvalidTarget: new () => Error };

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    readonly ReplayDetection: { unique: () => Promise<boolean> };
    use(middleware: (context: Answering, next: () => Promise<void>) => Promise<void>): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
