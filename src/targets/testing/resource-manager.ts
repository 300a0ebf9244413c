/** Resource Manager on loopback for tests: the three lists of one account over https, in pages, with tokens looked at. */
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Issued } from './certificate.ts';

export const SUBSCRIPTION = '99999999-8888-4777-8666-555555555555';
export const RESOURCE_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-canary-group/providers/Microsoft.CognitiveServices/accounts/canary-account`;

/** What the account holds; tests change it between two looks. */
export interface AccountState {
  deployments: readonly Readonly<Record<string, unknown>>[];
  models: readonly Readonly<Record<string, unknown>>[];
  /** Answer everything with this status instead. */
  refuse?: number;
}

export interface TestResourceManager extends AsyncDisposable {
  readonly url: string;
  /** Paths asked, with the query. */
  readonly asked: readonly string[];
}

export function deployment(name: string, model: string, over: Readonly<Record<string, unknown>> = {}) {
  const [id, version] = model.split('@');
  return {
    id: `${RESOURCE_ID}/deployments/${name}`,
    name,
    sku: { name: 'GlobalStandard', capacity: 50 },
    properties: {
      model: { format: 'OpenAI', name: id, version },
      provisioningState: 'Succeeded',
      capabilities: { chatCompletion: 'true', area: 'EUR' },
      ...over,
    },
    systemData: { createdBy: 'someone@canary.example' },
  };
}

/** Serves one item a page, so that whoever forgets `nextLink` sees only the first. */
export async function serveResourceManager(
  state: AccountState,
  certificate: Issued,
  accepts: (token: string) => Promise<boolean>,
): Promise<TestResourceManager> {
  const asked: string[] = [];
  const server = createServer(
    { cert: certificate.certificate, key: certificate.privateKey },
    async (request, response) => {
      asked.push(request.url ?? '');
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (state.refuse !== undefined) return answer(state.refuse, refusal(`may not read ${RESOURCE_ID}`));
      if (!(await accepts(tokenOf(request)))) return answer(401, refusal('InvalidAuthenticationToken'));
      const url = new URL(request.url ?? '/', origin);
      if (!url.searchParams.has('api-version')) return answer(400, refusal('MissingApiVersionParameter'));
      const path = url.pathname;
      if (path === RESOURCE_ID) {
        const properties = { endpoint: 'https://canary-account.openai.azure.com/' };
        return answer(200, {
          id: RESOURCE_ID,
          name: 'canary-account',
          location: 'Sweden Central',
          properties,
        });
      }
      const list =
        path === `${RESOURCE_ID}/deployments`
          ? state.deployments
          : path === `${RESOURCE_ID}/models`
            ? state.models
            : null;
      if (list === null) return answer(404, refusal('ResourceNotFound'));
      const at = Number(url.searchParams.get('$skiptoken') ?? 0);
      url.searchParams.set('$skiptoken', String(at + 1));
      return answer(200, {
        value: list.slice(at, at + 1),
        ...(at + 1 < list.length && { nextLink: url.href }),
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    url: origin,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tokenOf({ headers }: IncomingMessage): string {
  return (headers.authorization ?? '').replace(/^Bearer /, '');
}

function refusal(message: string) {
  return { error: { code: 'Refused', message } };
}
