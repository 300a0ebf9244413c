/**
 * What a re-recording says about the service. `content`: other words, ids, times. `additive`: new members,
 * events or values, which a tolerant client does not notice. `breaking`: what a client may rely on is gone.
 */
export type DriftKind = 'content' | 'additive' | 'breaking';

export interface Drift {
  readonly kind: DriftKind;
  /** JSON pointer in the answer; of a stream it begins with the type of the event. Items stand by their type. */
  readonly pointer: string;
  readonly message: string;
}

/** A drift, and in the answer to which request. */
export interface RequestDrift extends Drift {
  /** `POST /openai/v1/responses` */
  readonly request: string;
}

export interface CaseDrift {
  readonly case: string;
  /** The worst of `drifts`; `added` and `removed` where only one side has a recording of the case. */
  readonly kind: DriftKind | 'same' | 'added' | 'removed';
  readonly drifts: readonly RequestDrift[];
}
