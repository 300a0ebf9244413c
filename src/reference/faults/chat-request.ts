/** How the faults of this folder change a chat request before it is read. */
import { isRecord } from '../json.ts';
import { type Body, type Fault, onRequests } from './fault.ts';

export type Message = Readonly<Record<string, unknown>>;
export type OnRequest = NonNullable<Fault['request']>;

export function messagesOf({ messages }: Body): readonly Message[] {
  return Array.isArray(messages) ? messages.filter(isRecord) : [];
}

/** Requests that `isMeant`, changed. */
export function when(isMeant: (body: Body) => boolean, change: (body: Body) => Body): OnRequest {
  return onRequests('chat.create', (body) => (isMeant(body) ? change(body) : body));
}

export const has =
  (...parameters: readonly string[]) =>
  (body: Body): boolean =>
    parameters.some((parameter) => body[parameter] !== undefined);

/** Conversations that begin under this role. */
export const opensAs =
  (role: string) =>
  (body: Body): boolean =>
    messagesOf(body)[0]?.role === role;

/** Every text ends before an empty stop sequence: nothing is left of it. */
export const silenced = (body: Body): Body => ({ ...body, stop: [''] });

export const without =
  (...parameters: readonly string[]) =>
  (body: Body): Body =>
    Object.fromEntries(Object.entries(body).filter(([key]) => !parameters.includes(key)));

export function ignored(...parameters: readonly string[]): OnRequest {
  return when(has(...parameters), without(...parameters));
}

/** Messages changed one by one; undefined leaves one out. */
export const eachMessage =
  (change: (message: Message) => Message | undefined) =>
  (body: Body): Body => ({
    ...body,
    messages: messagesOf(body).flatMap((message) => change(message) ?? []),
  });

/** Parts of user messages, likewise. */
export const eachPart = (change: (part: Message) => Message | undefined) =>
  eachMessage((message) =>
    Array.isArray(message.content)
      ? { ...message, content: message.content.filter(isRecord).flatMap((part) => change(part) ?? []) }
      : message,
  );

export function urlOf(part: Message): string {
  const { image_url: image } = part;
  return isRecord(image) ? String(image.url) : '';
}
