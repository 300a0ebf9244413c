import { describe, expect, it } from 'vitest';
import { ConfigurationFailure } from '../failure.ts';
import { SMALL_MATRIX, smallMatrix } from './small-catalogue.ts';

function waiverOf(cases: string, more: string) {
  const fields = 'check: schema, fingerprint: x, reason: r, issue: "https://a.example/1", owner: me';
  return smallMatrix(`${SMALL_MATRIX}waivers: [{ cases: "${cases}", ${fields}, ${more} }]\n`).waivers[0];
}

function refusal(cases: string, more: string): string {
  try {
    waiverOf(cases, more);
  } catch (error) {
    if (error instanceof ConfigurationFailure) return error.describe();
    throw error;
  }
  throw new Error('the waiver was accepted');
}

describe('a waiver that expires with its models', () => {
  it('holds until the last of them retires', () => {
    expect(waiverOf('chat:gpt-4.1', 'expires: retirement')).toMatchObject({
      expires: '2027-04-14',
      bound: 'retirement',
    });
    expect(waiverOf('chat:gpt-5*', 'expires: retirement')?.expires).toBe('2027-02-09');
  });

  it.each([
    ['chat:o3-mini', 'o3-mini@2025-01-31 has no retirement date in the catalogue; write a date'],
    ['chat:*:sweden', 'o3-mini@2025-01-31 has no retirement date'],
    ['files/upload:-:sweden', 'a feature that is asked once a target retires with no model'],
    ['chat:gpt-6', 'matches no case'],
  ])('is refused for %s', (cases, says) => {
    expect(refusal(cases, 'expires: retirement')).toContain(says);
  });

  it('is as date what it says, and bound to nothing', () => {
    expect(waiverOf('chat:gpt-4.1', 'expires: 2027-01-01')).toMatchObject({ expires: '2027-01-01' });
    expect(waiverOf('chat:gpt-4.1', 'expires: 2027-01-01')).not.toHaveProperty('bound');
  });
});

describe('a date that there is not', () => {
  it('is one problem', () => {
    const said = refusal('chat:gpt-4.1', 'expires: 2027-02-31');
    expect(said).toContain('"2027-02-31" is not a valid date (YYYY-MM-DD, or: retirement)');
    expect(said).not.toContain('problems');
  });
});

describe('a flaky waiver', () => {
  it('has a budget', () => {
    expect(waiverOf('chat:gpt-4.1', 'expires: 2027-01-01, flaky: { at_most: 3, of: 10 }')?.flaky).toEqual({
      at_most: 3,
      of: 10,
    });
  });

  it.each([
    ['flaky: true', '/waivers/0/flaky'],
    ['flaky: { at_most: 3 }', 'key "of" is missing'],
    ['flaky: { at_most: 3, of: 10, per: week }', 'unknown key "per"'],
    ['flaky: { at_most: 0, of: 10 }', '/waivers/0/flaky/at_most'],
    ['flaky: { at_most: 10, of: 10 }', '10 of 10 is always; a flake passes at times'],
  ])('is refused as %s', (flaky, says) => {
    expect(refusal('chat:gpt-4.1', `expires: 2027-01-01, ${flaky}`)).toContain(says);
  });
});
