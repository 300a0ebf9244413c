/** The surface of a target by one request that costs nothing: its list of models. */
import type { Target } from '../matrix/types.ts';
import { scopeOf } from '../targets/entra/cloud.ts';
import { type Answer, type Ask, member } from './ask.ts';
import { brokenBy } from './broken.ts';
import { type Told, tell } from './finding.ts';

export interface Reception {
  readonly findings: readonly Told[];
  /** Whether it makes sense to ask further. */
  readonly open: boolean;
}

export async function examineService(target: Target, ask: Ask, now: () => number): Promise<Reception> {
  const sentAt = now();
  const answer = await ask(async (client) => client.models.list());
  const clock = examineClock(answer, (sentAt + now()) / 2);
  if (answer.broken !== null) {
    const { says, remedy } = brokenBy(answer.broken, target);
    return { findings: [tell('surface', 'failed', says, remedy)], open: false };
  }
  const refusal = authRefusal(target, answer);
  if (refusal !== null) return { findings: [refusal, clock], open: false };
  const auth = tell(
    'auth',
    'ok',
    target.auth === 'none' ? 'none is needed' : `the ${credentialWord(target)} is taken`,
  );
  const surface = surfaceOf(target, answer);
  return { findings: [auth, surface, clock], open: surface.outcome !== 'failed' };
}

function credentialWord({ auth }: Target): string {
  return auth === 'entra' ? 'token' : 'key';
}

/** 401 and 403, told apart by what helps. */
function authRefusal(target: Target, { status, error }: Answer): Told | null {
  if (status !== 401 && status !== 403 && error?.class !== 'auth' && error?.class !== 'forbidden')
    return null;
  const told = (says: string, remedy: string) => tell('auth', 'failed', `${says} (${status})`, remedy);
  if (/virtual network|firewall|public access/i.test(error?.message ?? '')) {
    return told(
      'the network rules of the resource keep this machine out',
      'Admit its address under Networking, or run inside the network.',
    );
  }
  if (target.auth !== 'entra') {
    return told(
      'the key is not taken',
      `Check ${target.keyVariable ?? 'the key'}, that it belongs to this endpoint, and that keys are enabled for the resource.`,
    );
  }
  return told(
    'the token is not taken',
    `Give the identity the role Cognitive Services OpenAI User on the resource; the scope was ${scopeOf(target)}.`,
  );
}

function surfaceOf(target: Target, { status, body, error }: Answer): Told {
  const { surface } = target;
  if (status === 200) {
    const models: unknown = member(body, 'data');
    const count = Array.isArray(models) ? `${models.length} models are on offer` : 'no list of models came';
    return tell('surface', 'ok', `${surface} answers, ${count}; this request cost nothing`);
  }
  if (target.kind === 'openai-compatible' && (status === 404 || status === 405)) {
    return tell(
      'surface',
      'warning',
      'there is no list of models here',
      'Nothing, where the gateway passes on requests only.',
    );
  }
  if (error?.class === 'throttled' || error?.class === 'quota') {
    return tell(
      'surface',
      'warning',
      `${surface} answers, and throttles (${status})`,
      'Wait, or look at the quota.',
    );
  }
  const remedy =
    target.kind === 'azure'
      ? `Check the endpoint, and \`surface\`: v1, v1-preview, or an api-version that the resource knows.`
      : 'Check the endpoint: it ends where /models and /chat/completions begin, mostly with /v1.';
  return tell('surface', 'failed', `${surface} is not answered as such (${status})`, remedy);
}

/** Milliseconds from which tokens and signatures are in danger, and from which they are refused. */
const NOTABLE_SKEW = 30_000;
const FATAL_SKEW = 300_000;

/** `at`: milliseconds since the epoch by our clock when the answer was made. The header counts whole seconds. */
function examineClock({ headers }: Answer, at: number): Told {
  const theirs = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return tell('clock', 'skipped', 'the answer carries no date');
  const skew = Math.abs(at - theirs);
  const remedy = 'Set the clock by a time server; tokens are refused by a clock that is wrong.';
  const says = `the clock of this machine differs by ${Math.round(skew / 1000)} s`;
  if (skew > FATAL_SKEW) return tell('clock', 'failed', says, remedy);
  return skew > NOTABLE_SKEW ? tell('clock', 'warning', says, remedy) : tell('clock', 'ok', says);
}
