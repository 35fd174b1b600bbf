import { createProblem, createSettingProblem, type Problem } from "../../findings/problem.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { GatewayKind, type GatewaySettings } from "./gateway-settings.js";
import type { Values } from "../merge.js";

// https://istio.io/latest/docs/setup/install/multicluster/

/** Ports that the gateway chart gives the Service of an east-west gateway, unless its `networkGatewayPorts` say otherwise. */
export const eastWestPorts = [
  { name: "status-port", port: 15021, targetPort: 15021, protocol: "TCP" },
  { name: "tls", port: 15443, targetPort: 15443, protocol: "TCP" },
  { name: "tls-istiod", port: 15012, targetPort: 15012, protocol: "TCP" },
  { name: "tls-webhook", port: 15017, targetPort: 15017, protocol: "TCP" },
] as const;

/** Helm values that make a gateway one between networks. */
export function computeEastWestValues({ kind, network }: GatewaySettings): Values {
  return kind === GatewayKind.EastWest ? { networkGateway: network, labels: { istio: "eastwestgateway" } } : {};
}

/**
 * The Gateway object by which sidecars of other networks reach the services of this one: their mutual TLS goes through to the sidecar
 * here, by the service that its SNI names.
 */
export function renderCrossNetworkGateway(
  { name, namespace }: { name: string; namespace: string },
  selector: Record<string, string>,
): Manifest {
  const port = { number: 15443, name: "tls", protocol: "TLS" };
  const server = { port, tls: { mode: "AUTO_PASSTHROUGH" }, hosts: ["*.local"] };
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: `${name}-cross-network`, namespace },
    spec: { selector, servers: [server] },
  };
}

/** What does not go together with a gateway's direction. */
export function findEastWestProblems(settings: GatewaySettings): Problem[] {
  const { kind, network } = settings;
  if (kind !== GatewayKind.EastWest) {
    if (network === undefined) return [];
    const message = `is "${network}", but only a gateway of kind eastwest represents one`;
    return [createSettingProblem(["network"], "MESH0144", message, "remove it, or set `kind` to eastwest")];
  }
  const missing =
    network === undefined || network === ""
      ? [createProblem([], "MESH0144", "a gateway of kind eastwest has no `network`", networkRemedy)]
      : [];
  const fixed = (["ports", "listeners"] as const)
    .filter((field) => settings[field] !== undefined)
    .map((field) => {
      const message = "is given, but a gateway of kind eastwest serves other networks on ports of its own";
      return createSettingProblem([field], "MESH0144", message, fixedRemedies[field]);
    });
  return [...missing, ...fixed];
}

const networkRemedy = "name the network of this cluster here, or for all in `controlPlane.multiCluster.network`";

const fixedRemedies = {
  ports: "remove it, or set `values.networkGatewayPorts`",
  listeners: "remove it, and give services of this cluster a gateway of kind ingress",
};
