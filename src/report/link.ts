import type { Observation } from '../verdict/types.ts';

/** The address when it is plain http(s) without credentials, else null. The only gate to an `href`. */
export function webLink(address: string | null | undefined): string | null {
  if (address === null || address === undefined || !/^https?:\/\//i.test(address)) return null;
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  return url.username === '' && url.password === '' ? url.href : null;
}

const REPOSITORY = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;
const COMMIT = /^[0-9a-f]{7,40}$/;

/** Address of the cited file at its commit, or null where the citation is no such thing. */
export function citationLink(citation: Observation['citation']): string | null {
  const { repository, commit, path } = citation;
  const segments = path.split('/');
  if (!REPOSITORY.test(repository) || !COMMIT.test(commit)) return null;
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return null;
  return `https://github.com/${repository}/blob/${commit}/${segments.map(encodeURIComponent).join('/')}`;
}
