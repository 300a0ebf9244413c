import manifest from '../package.json' with { type: 'json' };

/** Version of the harness and of the SDK it drives (pinned exactly); both stand in every run and cassette. */
export const harnessVersion: string = manifest.version;
export const sdkVersion: string = manifest.dependencies.openai;
