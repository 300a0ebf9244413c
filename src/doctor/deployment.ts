/** Each deployment by the cheapest request it can answer, and what the answers' headers tell besides. */
import type { Price } from '../matrix/index.ts';
import type { Limits, Model, Target } from '../matrix/types.ts';
import { type Answer, type Ask, member } from './ask.ts';
import { type Told, tell } from './finding.ts';

/** Output tokens asked for: the least that the Responses API takes. */
export const ASKED_TOKENS = 16;

export interface Probe {
  readonly model: Model;
  readonly deployment: string;
}

export interface Probed {
  readonly probe: Probe;
  readonly told: Told;
  /** The answer that decided; null where none was asked for. */
  readonly answer: Answer | null;
}

/** Kinds that answer neither chat nor responses with text. */
const COSTLY: ReadonlySet<Model['kind']> = new Set<Model['kind']>(['image']);

export async function examineDeployment(probe: Probe, ask: Ask, price: Price | undefined): Promise<Probed> {
  const { model, deployment } = probe;
  if (COSTLY.has(model.kind)) {
    const told = tell('deployment', 'skipped', `${deployment}: an ${model.kind} model has no cheap request`);
    return { probe, told, answer: null };
  }
  const chat = await ask(async (client) =>
    client.chat.completions.create({
      model: deployment,
      messages: [{ role: 'user', content: 'Hi' }],
      max_completion_tokens: ASKED_TOKENS,
    }),
  );
  if (chat.error?.class !== 'unsupported-operation') {
    return { probe, told: judge(probe, chat, 'chat', price), answer: chat };
  }
  const responses = await ask(async (client) =>
    client.responses.create({
      model: deployment,
      input: 'Hi',
      max_output_tokens: ASKED_TOKENS,
      store: false,
    }),
  );
  return { probe, told: judge(probe, responses, 'responses, and refuses chat', price), answer: responses };
}

function judge({ model, deployment }: Probe, answer: Answer, api: string, price: Price | undefined): Told {
  const told = (outcome: Told['outcome'], says: string, remedy = '') =>
    tell('deployment', outcome, `${deployment}: ${says}`, remedy);
  const { error, status, body } = answer;
  if (answer.broken !== null) return told('failed', `no answer (${answer.broken})`, 'Check the network.');
  if (error === null) {
    const cost = costOf(body, price);
    const echoed = member(body, 'model');
    return typeof echoed === 'string' && isAnother(model, deployment, echoed)
      ? told(
          'warning',
          `answers on ${api} as ${echoed.slice(0, 60)}, the matrix says ${model.id}; ${cost}`,
          'Correct the deployment, or the entry under `deployments`.',
        )
      : told('ok', `${model.id} answers on ${api}; ${cost}`);
  }
  // A model that thinks before it writes says so where the tokens asked for are too few; it is there.
  if (status === 400 && /max_tokens or model output limit/i.test(error.message)) {
    return told('ok', `${model.id} answers on ${api}; it would need more tokens than were asked for`);
  }
  switch (error.class) {
    case 'deployment-not-found':
      return told(
        'failed',
        `there is no such deployment of ${model.id}`,
        `Deploy it (a new one needs a few minutes), name it under \`deployments\`, or exclude ${model.id}.`,
      );
    case 'throttled':
      return told(
        'warning',
        `throttled at the moment${pauseOf(answer)}`,
        'Wait, raise the capacity, or lower `limits`.',
      );
    case 'quota':
      return told('failed', 'its quota or credit is used up', 'Raise the quota or the spending limit.');
    case 'auth':
    case 'forbidden':
      return told(
        'failed',
        `may not be used (${status})`,
        'Give the identity the role Cognitive Services OpenAI User.',
      );
    case 'outage':
      return told(
        'failed',
        `out of order (${status})`,
        'Try again later; look at the status page of the service.',
      );
    default:
      return told(
        'warning',
        `answers, and refuses the plainest request (${status}, ${error.class})`,
        'A run will show what it supports.',
      );
  }
}

/** Real Azure answers chat with the versioned model whatever the deployment is called; others echo what was sent. */
function isAnother({ name, version }: Model, deployment: string, echoed: string): boolean {
  return (
    echoed !== deployment && echoed !== name && echoed !== `${name}-${version}` && echoed !== `${name}-latest`
  );
}

function costOf(body: unknown, price: Price | undefined): string {
  const count = (...names: readonly string[]) => {
    const found = names.map((name) => member(body, 'usage', name)).find((value) => typeof value === 'number');
    return typeof found === 'number' ? found : 0;
  };
  const input = count('prompt_tokens', 'input_tokens');
  const output = count('completion_tokens', 'output_tokens');
  const tokens = `${input + output} tokens`;
  if (price === undefined) return `this cost ${tokens}, at a price that is not known`;
  const usd = (input * price.input + output * price.output) / 1_000_000;
  return `this cost ${tokens}, about $${usd.toFixed(5)}`;
}

function pauseOf({ headers }: Answer): string {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) ? `, for ${seconds} s` : '';
}

/** `x-ms-region` of the first answer that has one, against the matrix. */
export function examineRegion(target: Target, answers: readonly Answer[]): Told {
  const header = answers.map(({ headers }) => headers.get('x-ms-region')).find((value) => value !== null);
  if (target.region === undefined) return tell('region', 'skipped', 'the matrix names none');
  if (header === undefined || header === null) return tell('region', 'skipped', 'no answer names its region');
  const answered = header.toLowerCase().replaceAll(' ', '').slice(0, 60);
  return answered === target.region
    ? tell('region', 'ok', `${answered} answers, as the matrix says`)
    : tell(
        'region',
        'warning',
        `${answered} answers, the matrix says ${target.region}`,
        'Correct `region`, or the endpoint; a global gateway may answer from anywhere.',
      );
}

/** The deployment with the least left, and whether the matrix wants more than it may have. */
export function examineQuota(probed: readonly Probed[], limits: Limits): Told {
  const allowances = probed.flatMap(({ probe, answer }) => {
    const requests = allowance(answer, 'requests');
    const tokens = allowance(answer, 'tokens');
    return requests === null && tokens === null ? [] : [{ deployment: probe.deployment, requests, tokens }];
  });
  if (allowances.length === 0) {
    return tell('quota', 'skipped', 'no answer tells what is left; provisioned deployments never do');
  }
  const share = ({ requests, tokens }: (typeof allowances)[number]) =>
    Math.min(shareOf(requests), shareOf(tokens));
  const [least] = allowances.toSorted((a, b) => share(a) - share(b));
  if (least === undefined) return tell('quota', 'skipped', 'no answer tells what is left');
  const says = `${least.deployment} has ${told(least.requests, 'requests')} and ${told(least.tokens, 'tokens')} left this minute`;
  if (share(least) === 0)
    return tell('quota', 'warning', says, 'Wait for the next minute, or raise the capacity.');
  const tight =
    (limits.requestsPerMinute ?? 0) > (least.requests?.limit ?? Number.POSITIVE_INFINITY) ||
    (limits.tokensPerMinute ?? 0) > (least.tokens?.limit ?? Number.POSITIVE_INFINITY);
  return tight
    ? tell(
        'quota',
        'warning',
        `${says}, and the matrix allows more than that in a minute`,
        'Lower `limits` to what the deployments have, or raise their capacity.',
      )
    : tell('quota', 'ok', says);
}

interface Allowance {
  readonly left: number;
  readonly limit: number | null;
}

function allowance(answer: Answer | null, what: 'requests' | 'tokens'): Allowance | null {
  const number = (kind: string) => {
    const text = answer?.headers.get(`x-ratelimit-${kind}-${what}`) ?? '';
    return /^\d{1,15}$/.test(text) ? Number(text) : null;
  };
  const left = number('remaining');
  return left === null ? null : { left, limit: number('limit') };
}

function shareOf(allowance: Allowance | null): number {
  if (allowance === null) return 1;
  return allowance.limit === null
    ? Math.min(1, allowance.left)
    : allowance.left / Math.max(1, allowance.limit);
}

function told(allowance: Allowance | null, what: string): string {
  if (allowance === null) return `an unknown number of ${what}`;
  return `${allowance.left}${allowance.limit === null ? '' : ` of ${allowance.limit}`} ${what}`;
}
