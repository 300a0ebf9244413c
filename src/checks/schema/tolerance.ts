/** What some answers do and others may not: those of one kind of host, or of an earlier time. From the overlay. */
export interface Tolerance {
  /** Id of the erratum. */
  readonly id: string;
  readonly definition: string;
  readonly property: string;
  /** Empty: on every kind of host. */
  readonly hosts: readonly ('azure' | 'openai' | 'other')[];
  /** ISO date: only for answers that say they were created before it (`created`, `created_at`). */
  readonly before?: string;
  /** The property may be left out. */
  readonly missing: boolean;
  /** JSON values that are accepted besides those of the schema; scalars only. */
  readonly values: readonly unknown[];
}
