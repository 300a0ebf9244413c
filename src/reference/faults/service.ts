import { MODELS } from '../catalog.ts';
import { type Fault, onJson, onRefusals, withoutHeader } from './fault.ts';

const isUnknownDeployment = (error: { readonly code?: unknown }) => error.code === 'DeploymentNotFound';
const isUnreadable = (error: { readonly message?: unknown }) =>
  /could not parse the JSON body/.test(String(error.message));
const isUnknownPath = (error: { readonly message?: unknown }) => error.message === 'Resource not found';
const ONLY_RESPONSES = 'ref-responses-only';
const ONLY_CHAT = 'ref-chat-only';

/** What can be wrong with the service around the APIs; its door is in door.ts. */
export const SERVICE_FAULTS: readonly Fault[] = [
  {
    name: 'region.header-missing',
    breaks: 'No answer says which region it comes from.',
    caughtBy: 'service/region#header',
    also: ['service/region#matches'],
    reply: withoutHeader(/^x-ms-region$/),
  },
  {
    name: 'quota.headers-missing',
    breaks: 'No answer says how much of the quota is left.',
    caughtBy: 'service/rate-limit-headers#sent',
    also: ['service/rate-limit-headers#numbers', 'service/rate-limit-headers#within'],
    reply: withoutHeader(/^x-ratelimit-(?:limit|remaining)-/),
  },
  {
    name: 'quota.in-words',
    breaks: 'How many requests are left is told in words.',
    caughtBy: 'service/rate-limit-headers#numbers',
    reply: (sent) =>
      'x-ratelimit-remaining-requests' in sent.headers
        ? { ...sent, headers: { ...sent.headers, 'x-ratelimit-remaining-requests': 'many' } }
        : sent,
  },
  {
    name: 'quota.beyond-the-limit',
    breaks: 'More tokens are left than the limit allows.',
    caughtBy: 'service/rate-limit-headers#within',
    reply: (sent) =>
      'x-ratelimit-remaining-tokens' in sent.headers
        ? { ...sent, headers: { ...sent.headers, 'x-ratelimit-remaining-tokens': '9999999' } }
        : sent,
  },
  {
    name: 'deployment.any-name',
    breaks: 'A name that is no deployment is answered by one that is.',
    caughtBy: 'service/unknown-deployment#status',
    also: ['service/unknown-deployment#*'],
    request: (_, body) =>
      typeof body.model === 'string' && !MODELS.some(({ name }) => name === body.model)
        ? { ...body, model: 'ref-general' }
        : body,
  },
  {
    name: 'deployment.unknown-without-code',
    breaks: 'That there is no such deployment is told with the code of any 404.',
    caughtBy: 'service/unknown-deployment#code',
    reply: onRefusals('any', isUnknownDeployment, (error) => ({ error: { ...error, code: '404' } }), 404),
  },
  {
    name: 'deployment.unknown-without-reason',
    breaks: 'An unknown deployment is refused by 400 and without a reason.',
    caughtBy: 'service/unknown-deployment#message',
    also: ['service/unknown-deployment#*'],
    reply: onRefusals(
      'any',
      isUnknownDeployment,
      (error) => ({ error: { ...error, message: 'Nothing.' } }),
      400,
    ),
  },
  {
    name: 'wrong-api.answered',
    breaks: 'A model answers on an API that it does not offer.',
    caughtBy: 'service/wrong-api#refused',
    also: ['service/wrong-api#*', 'chat/*#*', 'responses/*#*'],
    request: (operation, body) => {
      const lacking = operation === 'chat.create' ? ONLY_RESPONSES : ONLY_CHAT;
      return body.model === lacking ? { ...body, model: 'ref-general' } : body;
    },
  },
  {
    name: 'wrong-api.without-reason',
    breaks: 'An API that the model lacks is refused by 404 and without a reason.',
    caughtBy: 'service/wrong-api#status',
    also: ['service/wrong-api#said', 'error.known', '*#status'],
    reply: onRefusals(
      'any',
      (error) => error.code === 'OperationNotSupported' || /requested operation/.test(String(error.message)),
      () => ({ error: { code: 'reference_fault', message: 'Nothing.' } }),
      404,
    ),
  },
  {
    name: 'parameters.unknown-ignored',
    breaks: 'A parameter that nobody knows is accepted and ignored.',
    caughtBy: 'service/unknown-parameter#chat-status',
    also: ['service/unknown-parameter#*'],
    request: (_, { aoai_conform_unknown: __, ...body }) => body,
  },
  {
    name: 'parameters.unknown-unnamed',
    breaks: 'The refusal of an unknown parameter does not say which one.',
    caughtBy: 'service/unknown-parameter#chat-named',
    also: ['service/unknown-parameter#responses-named'],
    reply: onRefusals(
      'any',
      (error) => error.param === 'aoai_conform_unknown',
      (error) => ({ error: { ...error, param: null, message: "Unknown parameter: '…'." } }),
      400,
    ),
  },
  {
    name: 'service.chat-without-choice',
    breaks: 'Every chat completion is without a choice.',
    caughtBy: 'service/unknown-deployment#known-answers',
    also: ['chat/*#*', 'service/*#*', 'finish.*', 'usage.*'],
    reply: onJson(['chat.create'], (body) => ({ ...body, choices: [] })),
  },
  {
    name: 'service.responses-without-text',
    breaks: 'Every response is without output.',
    caughtBy: 'service/surface-preview#responses',
    also: ['responses/*#*', 'service/*#*'],
    reply: onJson(['responses.create'], (body) => ({ ...body, output: [] })),
  },
  {
    name: 'body.unreadable-accepted',
    breaks: 'A body that is no JSON, or none at all, is answered by 200 and an empty object.',
    caughtBy: 'service/malformed-json#chat-status',
    also: ['service/malformed-json#*', 'service/empty-body#*', 'schema.response'],
    reply: onRefusals('any', isUnreadable, () => ({})),
  },
  {
    name: 'body.unreadable-without-reason',
    breaks: 'A body that is no JSON is refused without a reason.',
    caughtBy: 'service/malformed-json#chat-said',
    also: ['service/malformed-json#responses-said', 'service/empty-body#*-said', 'error.*'],
    reply: onRefusals('any', isUnreadable, (error) => ({ error: { ...error, message: '' } }), 400),
  },
  {
    name: 'path.unknown-answered',
    breaks: 'A path that no API has is answered by 200 and an empty object.',
    caughtBy: 'service/unknown-path#status',
    also: ['service/unknown-path#*', 'service/dated-api-version#*'],
    reply: onRefusals('any', isUnknownPath, () => ({})),
  },
];
