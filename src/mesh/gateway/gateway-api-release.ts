import type { Manifest } from "../../kubernetes/manifest.js";

/** What each definition of the Gateway API says of itself. */
export const bundleVersion = "gateway.networking.k8s.io/bundle-version";
export const bundleChannel = "gateway.networking.k8s.io/channel";

/** The definition that all others go with. */
export const gatewayDefinition = "gateways.gateway.networking.k8s.io";

/** The release and channel of the Gateway API's definitions. */
export interface GatewayApiRelease {
  /** As in `1.6.0`. */
  version: string;
  channel: "standard" | "experimental";
}

/** The release that CustomResourceDefinitions are of; undefined where the Gateway API's are not among them. */
export function readGatewayApiRelease(definitions: readonly Manifest[]): GatewayApiRelease | undefined {
  const found = definitions.find(
    ({ kind, metadata }) => kind === "CustomResourceDefinition" && metadata.name === gatewayDefinition,
  );
  const { [bundleVersion]: version, [bundleChannel]: channel } = found?.metadata.annotations ?? {};
  const [, release] = /^v?(\d+\.\d+\.\d+)/.exec(version ?? "") ?? [];
  if (release === undefined || (channel !== "standard" && channel !== "experimental")) return undefined;
  return { version: release, channel };
}
