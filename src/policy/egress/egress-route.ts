import type { Manifest } from "../../kubernetes/manifest.js";
import type { ExternalPort } from "./external-call.js";
import type { MeshGateway } from "../exposure/gateways.js";
import { createHostLabel } from "../exposure/host-label.js";
import { computeServiceHost } from "../../mesh/host-names.js";

/** The way to a host outside of the mesh that leads through a gateway. */
export interface EgressRoute {
  /** Namespace of the objects. */
  namespace: string;
  host: string;
  port: ExternalPort;
  gateway: MeshGateway;
}

// The gateway listens on one port for all hosts and tells them apart by the name in the TLS handshake: that of the proxy for
// HTTP (mutual TLS of the mesh), that of the application where it speaks TLS itself.
const gatewayPort = { number: 443 };

/** Leads the callers of one namespace to the gateway. */
export function renderMeshSide({ namespace, host, port, gateway }: EgressRoute): Manifest[] {
  const metadata = { name: `${host}.through`, namespace };
  const gatewayHost = computeServiceHost(gateway.namespace, gateway.name);
  const subset = createHostLabel(host);
  const isTls = port.protocol === "TLS";
  const destination = { host: gatewayHost, ...(isTls ? {} : { subset }), port: gatewayPort };
  const route = [{ destination }];
  const routes = isTls
    ? { tls: [{ match: [{ port: port.number, sniHosts: [host] }], route }] }
    : { http: [{ match: [{ port: port.number }], route }] };
  const spec = { hosts: [host], exportTo: ["."], ...routes };
  const portLevelSettings = [{ port: gatewayPort, tls: { mode: "ISTIO_MUTUAL", sni: host } }];
  const rule = {
    host: gatewayHost,
    exportTo: ["."],
    subsets: [{ name: subset, trafficPolicy: { portLevelSettings } }],
  };
  return [
    { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata, spec },
    ...(isTls ? [] : [{ apiVersion: "networking.istio.io/v1", kind: "DestinationRule", metadata, spec: rule }]),
  ];
}

/** Lets the gateway take what is for the host, and send it on. */
export function renderGatewaySide({ namespace, host, port, gateway }: EgressRoute): Manifest[] {
  const metadata = { name: `${host}.${gateway.name}.through`, namespace };
  const own = { name: createHostLabel(metadata.name), namespace };
  const isTls = port.protocol === "TLS";
  const server = isTls
    ? { port: { ...gatewayPort, name: "tls", protocol: "TLS" }, hosts: [host], tls: { mode: "PASSTHROUGH" } }
    : { port: { ...gatewayPort, name: "https", protocol: "HTTPS" }, hosts: [host], tls: { mode: "ISTIO_MUTUAL" } };
  const route = [{ destination: { host, port: { number: port.number } } }];
  // Who in the mesh calls is not for the host to know.
  const headers = { request: { remove: ["x-forwarded-client-cert"] } };
  const routes = isTls
    ? { tls: [{ match: [{ port: gatewayPort.number, sniHosts: [host] }], route }] }
    : { http: [{ match: [{ port: gatewayPort.number }], headers, route }] };
  const spec = { hosts: [host], gateways: [`${namespace}/${own.name}`], exportTo: ["."], ...routes };
  const taken = { selector: gateway.labels, servers: [server] };
  return [
    { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata: own, spec: taken },
    { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata, spec },
  ];
}
