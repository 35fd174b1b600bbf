import type { CertificateSource } from "./certificate-source.js";
import { GatewayKind, type GatewaySettings } from "./gateway-settings.js";
import { profiles } from "../control-plane/profiles.js";
import { resolveControlPlane } from "../control-plane/resolve.js";
import type { ControlPlaneSettings, MultiCluster } from "../control-plane/settings.js";
import type { PlacedGateway } from "./resolve.js";

/** The profile's gateways with their settings, and those asked for beside them; all follow their control plane. */
export function computeMeshGateways<T extends CertificateSource>(
  controlPlane: ControlPlaneSettings,
  gateways: Readonly<Record<string, PlacedGateway<T>>>,
): Record<string, PlacedGateway<T>> {
  const { profile } = resolveControlPlane(controlPlane);
  const { revision, version, namespace, imagePullPolicy, multiCluster } = controlPlane;
  const { ingressGateway, egressGateway } = profiles[profile].components;
  const all: Record<string, PlacedGateway<T>> = {
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
