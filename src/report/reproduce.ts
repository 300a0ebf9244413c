import type { Body, Exchange, WireRequest } from '../wire/exchange.ts';

/** Characters of a request body that a reader can still copy; beyond, the command names a file instead. */
const MAX_BODY = 4_000;

/** A POSIX shell word that stands for exactly this text. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** The command that runs one case, or a selector's cases, against a live endpoint. */
export function runCommand(selector: string): string {
  return `aoai-conform run --mode live --only ${quote(selector)}`;
}

/** `curl` for one recorded request; host and key are environment variables, never values. */
export function curlCommand({ request }: Exchange): string {
  const query = new URLSearchParams(request.query).toString();
  const path = `${request.path}${query === '' ? '' : `?${query}`}`;
  const lines = [
    `curl -sS -X ${quote(request.method)} "$AZURE_OPENAI_ENDPOINT"${quote(path)}`,
    keyHeader(request),
  ];
  const { flags, heredoc } = bodyFlags(request.body);
  return [...lines, ...flags].join(' \\\n  ') + heredoc;
}

function keyHeader(request: WireRequest): string {
  return 'authorization' in request.headers
    ? '-H "authorization: Bearer $AZURE_OPENAI_TOKEN"'
    : '-H "api-key: $AZURE_OPENAI_API_KEY"';
}

function bodyFlags(body: Body): { flags: readonly string[]; heredoc: string } {
  switch (body.kind) {
    case 'none':
      return { flags: [], heredoc: '' };
    case 'multipart':
      return {
        flags: body.parts.map((part) =>
          'filename' in part
            ? `-F ${quote(`${part.name}=@${part.filename};type=${part.contentType}`)}`
            : `-F ${quote(`${part.name}=${part.value}`)}`,
        ),
        heredoc: '',
      };
    case 'json': {
      const text = JSON.stringify(body.value, null, 2) ?? 'null';
      const type = "-H 'content-type: application/json'";
      // A line of pretty JSON is never the bare word of the delimiter, so the body cannot end it.
      return text.length <= MAX_BODY
        ? { flags: [type, "--data-binary @- <<'BODY'"], heredoc: `\n${text}\nBODY` }
        : { flags: [type, '--data-binary @request.json'], heredoc: '' };
    }
    default:
      return { flags: ['--data-binary @request.body'], heredoc: '' };
  }
}
