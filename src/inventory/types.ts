/** What a resource holds, as it said itself on one day. Names of deployments and models; nothing that names the resource. */
export interface Inventory {
  /** Name of the target in the matrix. */
  readonly target: string;
  /** ISO date of the look. */
  readonly discovered: string;
  /** Who was asked: Azure Resource Manager, and the data plane's `GET models`. */
  readonly asked: readonly Asked[];
  /** Region of the resource according to Resource Manager. */
  readonly region?: string;
  /** Sorted by name. */
  readonly deployments: readonly Deployment[];
  /** Models of the catalogue that the resource offers, deployed or not; sorted by id. */
  readonly models: readonly OfferedModel[];
  /** Models on offer that the catalogue does not hold; sorted. */
  readonly unknown: readonly string[];
}

export type Asked = 'resource-manager' | 'models';

/** As declared: `chatCompletion: "true"`, `maxOutputToken: "32768"`. */
export type Capabilities = Readonly<Record<string, string>>;

export interface Deployment {
  readonly name: string;
  /** `gpt-4.1@2025-04-14`; the version is the one deployed. */
  readonly model: string;
  /** `Succeeded` is the only state in which it answers. */
  readonly state: string;
  /** `GlobalStandard`, `ProvisionedManaged`, … */
  readonly sku?: string;
  /** Thousands of tokens per minute, or provisioned units, as the SKU counts. */
  readonly capacity?: number;
  readonly capabilities?: Capabilities;
}

export interface OfferedModel {
  readonly id: string;
  readonly lifecycle?: string;
  /** ISO date. */
  readonly retires?: string;
  readonly capabilities?: Capabilities;
}
