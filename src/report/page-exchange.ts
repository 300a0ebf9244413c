import type { CheckResult, Violation } from '../checks/check.ts';
import type { Body, Exchange } from '../wire/exchange.ts';
import type { Locale } from './locale.ts';
import { streamTimeline } from './stream-timeline.ts';
import { clip } from './visible.ts';

/** Characters of a body that the page carries; the cassette has the rest. */
const MAX_BODY = 6_000;

/** One exchange as the template prints it. All text is foreign and already redacted. */
export interface ExchangeView {
  readonly title: string;
  readonly request: MessageView;
  readonly response: MessageView | null;
  readonly timeline: TimelineView | null;
  readonly failure: string;
}

interface MessageView {
  /** Request line or status line. */
  readonly line: string;
  readonly headers: string;
  readonly body: string;
  /** Says that the body is cut, binary, or was truncated on the wire. */
  readonly note: string;
}

interface TimelineView {
  readonly caption: string;
  readonly rows: readonly {
    readonly offends: boolean;
    readonly index: string;
    readonly at: string;
    readonly type: string;
    readonly data: string;
    readonly messages: readonly string[];
  }[];
  readonly note: string;
}

export function exchangeViews(
  exchanges: readonly Exchange[],
  checks: readonly CheckResult[],
  locale: Locale,
): ExchangeView[] {
  return exchanges.map((exchange, ordinal) => {
    const violations = checks
      .filter((check) => check.outcome === 'failed' && (check.exchange ?? 0) === ordinal)
      .flatMap((check) => check.violations);
    return exchangeView(exchange, ordinal, violations, locale);
  });
}

function exchangeView(
  { request, response, failure }: Exchange,
  ordinal: number,
  violations: readonly Violation[],
  locale: Locale,
): ExchangeView {
  const query = new URLSearchParams(request.query).toString();
  const line = `${request.method} ${request.path}${query === '' ? '' : `?${query}`}`;
  const stream = response?.body.kind === 'sse' ? response.body : null;
  return {
    title: `${locale.number(ordinal + 1)}. ${line} → ${response?.status ?? '—'}`,
    request: { line, headers: headerLines(request.headers), ...bodyView(request.body, locale) },
    response:
      response === null
        ? null
        : {
            line: `HTTP ${response.status}${timing(response.totalMs, locale)}`,
            headers: headerLines(response.headers),
            ...(stream === null ? bodyView(response.body, locale) : { body: '', note: '' }),
            ...(response.complete ? {} : { note: locale.say('wire.incomplete') }),
          },
    timeline: stream === null ? null : timelineView(stream, violations, locale),
    failure: failure === undefined ? '' : `${failure.kind}: ${failure.message}`,
  };
}

function timing(totalMs: number | undefined, locale: Locale): string {
  return totalMs === undefined ? '' : ` · ${locale.say('wire.ms', { ms: Math.round(totalMs) })}`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function bodyView(body: Body, locale: Locale): { readonly body: string; readonly note: string } {
  const { text, omitted } = clip(bodyText(body, locale), MAX_BODY);
  return { body: text, note: omitted === 0 ? '' : locale.say('wire.cut', { count: omitted }) };
}

function bodyText(body: Body, locale: Locale): string {
  switch (body.kind) {
    case 'none':
      return '';
    case 'json':
      return JSON.stringify(body.value, null, 2) ?? '';
    case 'text':
    case 'sse':
      return body.text;
    case 'binary':
      return locale.say('wire.binary', { count: Math.floor((body.base64.length * 3) / 4) });
    case 'multipart':
      return body.parts
        .map((part) =>
          'filename' in part
            ? `${part.name}: ${part.filename} (${part.contentType}, ${locale.say('wire.bytes', { count: part.bytes })}, sha256 ${part.sha256})`
            : `${part.name}: ${part.value}`,
        )
        .join('\n');
  }
}

function timelineView(
  body: Extract<Body, { kind: 'sse' }>,
  violations: readonly Violation[],
  locale: Locale,
): TimelineView {
  const { events, rows, omitted } = streamTimeline(body, violations);
  return {
    caption: locale.say('wire.events', { count: events }),
    note: omitted === 0 ? '' : locale.say('wire.events-cut', { count: omitted }),
    rows: rows.map((row) => ({
      offends: row.violations.length > 0,
      index: row.first === row.last ? String(row.first) : `${row.first}–${row.last}`,
      at: row.atMs === null ? '' : locale.say('wire.ms', { ms: Math.round(row.atMs) }),
      type: row.first === row.last ? row.type : `${row.type} × ${row.last - row.first + 1}`,
      data: row.data,
      messages: row.violations.map((violation) => violation.message),
    })),
  };
}
