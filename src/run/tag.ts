/**
 * The mark on everything the harness creates, so that what an interrupted run leaves behind can be found
 * and removed, and so that nothing else ever is: the name of a file begins with it, a stored response carries
 * it in its metadata.
 */

const TAG = /^aoai-conform-[0-9a-f]{12}(?![0-9a-f])/;

/** Metadata key of a stored response; its value is the tag. */
export const METADATA_KEY = 'aoai_conform';

/**
 * The tag in recordings, whatever run made them, and so in replay: requests are matched by their content. Of
 * the length of any other, so that chunk boundaries stay where they were.
 */
export const RECORDED_TAG = 'aoai-conform-000000000000';

/** `run`: the id of a run, a UUID. */
export function tagOf(run: string): string {
  return `aoai-conform-${run.replaceAll('-', '').slice(0, 12)}`;
}

export function taggedName(tag: string, name: string): string {
  return `${tag}-${name}`;
}

/** The tag that a name or a metadata value begins with; null for what is not ours. */
export function tagIn(text: unknown): string | null {
  return typeof text === 'string' ? (TAG.exec(text)?.[0] ?? null) : null;
}
