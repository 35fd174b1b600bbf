/** Which definitions of the Gateway API. */
export const GatewayApiChannel = {
  /** What is stable. */
  Standard: "standard",
  /** That and what may change or go. */
  Experimental: "experimental",
} as const;
export type GatewayApiChannel = (typeof GatewayApiChannel)[keyof typeof GatewayApiChannel];

/** Who owns the Gateway API's definitions in a cluster, which has them once for all. */
export const GatewayApiMode = {
  /** The stack makes them; where somebody else has, it is refused. */
  Create: "create",
  /** The stack manages those that are there from now on, and replaces older ones. */
  Adopt: "adopt",
} as const;
export type GatewayApiMode = (typeof GatewayApiMode)[keyof typeof GatewayApiMode];

/** Which definitions of the Gateway API are installed. Plain values, because they decide which objects exist. */
export interface GatewayApiSettings {
  /**
   * Who owns the definitions.
   * @default "create"
   */
  mode?: GatewayApiMode;
  /**
   * Which definitions.
   * @default "standard"
   */
  channel?: GatewayApiChannel;
  /**
   * Release of the Gateway API, as in `1.6.0`.
   * @default - the one that Istio is built with
   */
  version?: string;
  /**
   * URL of a release's manifest, or a file or folder of it; in a folder the one that is called like the channel counts.
   * @default - the release's on GitHub
   */
  manifest?: string;
  /**
   * Whether destroy removes the definitions, and with them every Gateway and route of the cluster, those of others too. It takes effect
   * with the next `up`, so set it in one `up` and destroy after that.
   * @default false
   */
  removeCrds?: boolean;
}
