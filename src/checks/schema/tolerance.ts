/** What one kind of host does and the others do not; generated from the overlay. */
export interface Tolerance {
  /** Id of the erratum. */
  readonly id: string;
  readonly definition: string;
  readonly property: string;
  readonly hosts: readonly ('azure' | 'openai' | 'other')[];
  /** The property may be left out. */
  readonly missing: boolean;
  /** JSON values that are accepted besides those of the schema; scalars only. */
  readonly values: readonly unknown[];
}
