import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Body, Exchange } from '../wire/exchange.ts';
import { curlCommand, runCommand } from './reproduce.ts';
import { HOSTILE } from './sample-hostile.ts';

function exchange(body: Body, path = '/openai/v1/responses', headers: Record<string, string> = {}): Exchange {
  const request = {
    method: 'POST',
    origin: 'https://sweden.target.invalid',
    path,
    query: { 'api-version': 'preview' },
    headers,
    body,
  };
  return { request, response: null };
}

/** Runs the command in a real shell whose `curl` prints its arguments and its input instead. */
function shell(command: string): string {
  const curl = 'curl() { for word in "$@"; do printf "[%s]\\n" "$word"; done; cat; }\n';
  const env = {
    AZURE_OPENAI_ENDPOINT: 'https://host',
    AZURE_OPENAI_API_KEY: 'key',
    AZURE_OPENAI_TOKEN: 'token',
    PATH: '/usr/bin:/bin',
  };
  return execFileSync('/bin/sh', ['-c', `${curl}${command}`], { encoding: 'utf8', env, input: '' });
}

const ATTACKS = [
  "'; touch /tmp/pwned; '",
  '$(touch /tmp/pwned)',
  '`touch /tmp/pwned`',
  'BODY',
  '\nBODY\nrm',
  HOSTILE,
];

describe('curlCommand', () => {
  it.each(ATTACKS)('hands %j to curl as text, in path, body, form and file name', (attack) => {
    const json = shell(
      curlCommand(exchange({ kind: 'json', value: { input: attack } }, `/openai/v1/${attack}`)),
    );
    expect(json).toContain(`[https://host/openai/v1/${attack}?api-version=preview]`);
    expect(json.endsWith(`${JSON.stringify({ input: attack }, null, 2)}\n`)).toBe(true);
    const file = { name: 'file', filename: attack, contentType: 'text/plain', bytes: 1, sha256: '00' };
    const form = shell(
      curlCommand(exchange({ kind: 'multipart', parts: [{ name: 'purpose', value: attack }, file] })),
    );
    expect(form).toContain(`[purpose=${attack}]`);
    expect(form).toContain(`[file=@${attack};type=text/plain]`);
  });

  it('names the environment for host and key, and sends a bearer token where the recording did', () => {
    expect(shell(curlCommand(exchange({ kind: 'none' })))).toContain('[api-key: key]');
    const bearer = exchange({ kind: 'none' }, '/openai/v1/models', { authorization: 'REDACTED' });
    expect(shell(curlCommand(bearer))).toContain('[authorization: Bearer token]');
    expect(curlCommand(bearer)).not.toContain('sweden.target.invalid');
  });

  it('points to a file instead of printing a very long body', () => {
    expect(curlCommand(exchange({ kind: 'json', value: 'x'.repeat(5_000) }))).toContain('@request.json');
  });
});

describe('runCommand', () => {
  it.each(ATTACKS)('quotes the selector %j', (attack) => {
    const seen = shell(
      `aoai_conform() { for word in "$@"; do printf "[%s]\\n" "$word"; done; }\n${runCommand(attack).replace('aoai-conform', 'aoai_conform')}`,
    );
    expect(seen).toContain(`[--only]\n[${attack}]`);
  });
});
