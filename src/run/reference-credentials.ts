import { DEFAULT_KEY, DEFAULT_TOKEN } from '../reference/index.ts';
import type { Credentials } from './caller.ts';

/** The reference target takes a key and a token alike, so that both ways can be asked of it. */
export const REFERENCE_CREDENTIALS: Credentials = { own: DEFAULT_KEY, token: async () => DEFAULT_TOKEN };
