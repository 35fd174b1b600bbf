import { GatewayKind, type GatewaySettings } from "./gateway-settings.js";
import { profiles } from "../control-plane/profiles.js";
import { resolveControlPlane } from "../control-plane/resolve.js";
import type { ControlPlaneSettings, MultiCluster } from "../control-plane/settings.js";

/** A gateway's settings, and where it is. */
export interface PlacedGateway extends GatewaySettings {
  /** Undefined = with the control plane. */
  namespace?: string;
  /** Release of the chart. */
  version?: string;
}

/** The profile's gateways with their settings, and those asked for beside them; all follow their control plane. */
export function computeMeshGateways(
  controlPlane: ControlPlaneSettings,
  gateways: Readonly<Record<string, PlacedGateway>>,
): Record<string, PlacedGateway> {
  const { profile } = resolveControlPlane(controlPlane);
  const { revision, version, namespace, imagePullPolicy, multiCluster } = controlPlane;
  const { ingressGateway, egressGateway } = profiles[profile].components;
  const all: Record<string, PlacedGateway> = {
    ...(ingressGateway ? { "istio-ingressgateway": {} } : {}),
    ...(egressGateway ? { "istio-egressgateway": { kind: "egress" } } : {}),
    ...gateways,
  };
  return Object.fromEntries(
    Object.entries(all).map(([name, settings]) => [
      name,
      {
        profile,
        revision,
        version,
        namespace,
        imagePullPolicy,
        ...computeNetwork(settings, multiCluster),
        ...settings,
      },
    ]),
  );
}

function computeNetwork({ kind }: GatewaySettings, { network }: MultiCluster = {}): Pick<GatewaySettings, "network"> {
  return kind === GatewayKind.EastWest ? { network } : {};
}
