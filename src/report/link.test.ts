import { describe, expect, it } from 'vitest';
import { citationLink, webLink } from './link.ts';

describe('webLink', () => {
  it.each([
    ['https://learn.example/a?b=c#d', 'https://learn.example/a?b=c#d'],
    ['http://localhost:4010/v1', 'http://localhost:4010/v1'],
  ])('keeps %s', (address, expected) => {
    expect(webLink(address)).toBe(expected);
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)//https://a.example',
    ' https://a.example',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'vbscript:x',
    '//a.example/x',
    'https://user:secret@a.example/',
    'https://',
    'facts: a sentence',
    '',
    null,
    undefined,
  ])('refuses %j', (address) => {
    expect(webLink(address)).toBeNull();
  });
});

describe('citationLink', () => {
  const citation = {
    repository: 'owner/name',
    commit: '0123456789abcdef',
    path: 'a b/c#d.yaml',
    index: '0',
    license: 'MIT',
  };

  it('names the file at its commit, with the path encoded', () => {
    expect(citationLink(citation)).toBe(
      'https://github.com/owner/name/blob/0123456789abcdef/a%20b/c%23d.yaml',
    );
  });

  it.each([
    { repository: 'owner' },
    { repository: 'owner/name/more' },
    { repository: 'evil.example/@x' },
    { commit: 'main' },
    { commit: '../../x' },
    { path: '../secrets' },
    { path: 'a//b' },
  ])('refuses %j', (change) => {
    expect(citationLink({ ...citation, ...change })).toBeNull();
  });
});
