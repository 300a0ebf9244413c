import { DEFAULT_KEY } from '../credentials.ts';
import { type Fault, onRefusals, withHeaders, withoutQuery, withQuery } from './fault.ts';

const BEARER = /^Bearer (.+)$/i;
const V1 = /^\/openai\/v1\//;
const DATED = /^\/openai\/(?!v1\/)/;

/** What can be wrong at the door of the service: credentials, surfaces and their versions. */
export const DOOR_FAULTS: readonly Fault[] = [
  {
    name: 'auth.any-key',
    breaks: 'Any key is accepted.',
    caughtBy: 'service/invalid-key#status',
    also: ['service/invalid-key#*', 'service/entra-token#*'],
    arrival: withHeaders((headers) => {
      if (headers.has('api-key') || headers.has('authorization')) headers.set('api-key', DEFAULT_KEY);
    }),
  },
  {
    name: 'auth.not-required',
    breaks: 'A request without a key is accepted.',
    caughtBy: 'service/api-key#required',
    arrival: withHeaders((headers) => {
      if (!headers.has('api-key') && !headers.has('authorization')) headers.set('api-key', DEFAULT_KEY);
    }),
  },
  {
    name: 'auth.header-ignored',
    breaks: 'A key in the header api-key is not looked at.',
    caughtBy: 'service/api-key#header',
    // On a dated surface a key travels nowhere else.
    also: ['service/dated-api-version#*'],
    arrival: withHeaders((headers) => headers.delete('api-key')),
  },
  {
    name: 'auth.bearer-key-refused',
    breaks: 'A key is not accepted as a bearer.',
    caughtBy: 'service/api-key#bearer',
    also: ['*#status'],
    arrival: withHeaders((headers) => {
      if (bearerIn(headers) === DEFAULT_KEY) headers.delete('authorization');
    }),
  },
  {
    name: 'auth.token-refused',
    breaks: 'An Entra ID token is refused.',
    caughtBy: 'service/entra-token#status',
    arrival: withHeaders((headers) => {
      if (bearerIn(headers) !== DEFAULT_KEY) headers.delete('authorization');
    }),
  },
  {
    name: 'auth.key-repeated',
    breaks: 'The refusal of a key repeats it.',
    caughtBy: 'service/invalid-key#no-echo',
    also: ['service/entra-token#no-echo'],
    reply: (sent) =>
      onRefusals(
        'any',
        (error) => error.code === '401',
        (error) => {
          const key = bearerIn(sent.request.headers) ?? sent.request.headers.get('api-key') ?? '';
          return { error: { ...error, message: `${error.message} The key was ${key}.` } };
        },
        401,
      )(sent),
  },
  {
    name: 'auth.refused-otherwise',
    breaks: 'A wrong key is refused by 400 in words that no service uses.',
    caughtBy: 'service/invalid-key#said',
    also: [
      'service/invalid-key#status',
      'service/invalid-key#header-status',
      'service/entra-token#refused',
      'service/api-key#required',
      'error.known',
    ],
    reply: onRefusals(
      'any',
      (error) => error.code === '401',
      () => ({ error: { code: 'reference_fault', message: 'Nothing.' } }),
      400,
    ),
  },
  {
    name: 'api-version.any-on-v1',
    breaks: 'The v1 surface accepts any api-version.',
    caughtBy: 'service/surface-v1#dated-refused',
    also: ['service/surface-preview#unknown-refused'],
    arrival: withoutQuery(V1, 'api-version'),
  },
  {
    name: 'api-version.preview-refused',
    breaks: 'The v1 surface refuses the api-version preview.',
    caughtBy: 'service/surface-preview#status',
    arrival: withQuery(V1, 'api-version', (version) => (version === 'preview' ? 'no-version' : version)),
  },
  {
    name: 'api-version.any-date',
    breaks: 'Every date is as good as the newest api-version.',
    caughtBy: 'service/dated-api-version#too-early',
    also: ['service/dated-api-version#never-was'],
    arrival: withQuery(DATED, 'api-version', () => '2025-04-01-preview'),
  },
];

function bearerIn(headers: Headers): string | undefined {
  return headers.get('authorization')?.match(BEARER)?.[1];
}
