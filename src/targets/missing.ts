import { ConfigurationFailure } from '../failure.ts';

/** The target cannot be asked: there is no key, or no token is to be had. Its cases are `blocked`. */
export class MissingCredential extends ConfigurationFailure {}
