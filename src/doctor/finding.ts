/** What one check of `doctor` found out. */
export interface Finding {
  readonly target: string;
  readonly check: CheckName;
  /** `warning`: a run is possible and may disappoint. `skipped`: could not be looked at, or need not be. */
  readonly outcome: 'ok' | 'warning' | 'failed' | 'skipped';
  /** One sentence without a full stop; never an address, a resource name or a secret. May hold foreign text. */
  readonly says: string;
  /** What to do about it; empty where there is nothing to do. */
  readonly remedy: string;
}

/** In the order in which they are made. */
export const CHECKS = [
  'endpoint',
  'dns',
  'tls',
  'auth',
  'surface',
  'clock',
  'deployment',
  'region',
  'quota',
  'access',
  'offer',
] as const;

export type CheckName = (typeof CHECKS)[number];

/** A finding whose target is known to whoever collects it. */
export type Told = Omit<Finding, 'target'>;

export function tell(check: CheckName, outcome: Finding['outcome'], says: string, remedy = ''): Told {
  return { check, outcome, says, remedy };
}
