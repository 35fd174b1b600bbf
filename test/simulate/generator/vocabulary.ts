import type { Manifest } from "../../../src/kubernetes/manifest.js";

// The few words of which meshes and requests are made, so that requests meet what the meshes say.

export const near = "simulate-a";
export const far = "simulate-b";
export const root = "istio-system";

/** A service that runs all the time. */
export interface RunningService {
  namespace: string;
  name: string;
  versions: readonly string[];
  ports: readonly number[];
}

export const web = { namespace: near, name: "web", versions: ["v1", "v2"], ports: [80, 8080] };
export const api = { namespace: near, name: "api", versions: ["v1"], ports: [80, 8080] };
export const store = { namespace: far, name: "store", versions: ["v1", "v2"], ports: [80, 8080] };
/** Its pod has no proxy. */
export const plain = { namespace: near, name: "plain", versions: ["v1"], ports: [80] };
export const services: readonly RunningService[] = [web, api, store, plain];

/** Port of the pods behind a port of the Services. */
export const podPorts: Readonly<Record<number, number>> = { 80: 8081, 8080: 8082 };

/** Address at which the pod without a proxy answers on port 80, for hosts of no name server. */
export const outsideAddress = "10.96.77.7";

/** Annotation of pods whose proxies keep what was there before for a second alone. */
export const quickDrain = { "proxy.istio.io/config": JSON.stringify({ drainDuration: "1s" }) };

export const ingress = { namespace: near, name: "ingress", labels: { istio: "simulate-ingress" } };
export const publicGateway = { namespace: near, name: "public", service: "public-istio" };

export const gatewayHosts = ["shop.example", "api.shop.example", "www.shop.example", "other.example"];
/** The one that documents expose: what they and raw objects both say of one host is refused. */
export const documentHost = "documents.example";
export const outsideHosts = ["ext.example", "a.wild.example", "unknown.example"];

export const paths = ["/", "/api", "/api/v1", "/api/v1/items", "/apis", "/API", "/admin", "/admin/keys", "/old/page"];
export const methods = ["GET", "POST", "DELETE"];
export const users = ["alice", "bob", "carol"];

export const issuer = "https://issuer.simulate.example";

/** The full host of a service. */
export function fullHost({ name, namespace }: Pick<RunningService, "name" | "namespace">): string {
  return `${name}.${namespace}.svc.cluster.local`;
}

/** An object of Istio's. */
export function createIstio(kind: string, namespace: string, name: string, spec: Record<string, unknown>): Manifest {
  const group = /^(AuthorizationPolicy|PeerAuthentication|RequestAuthentication)$/.test(kind)
    ? "security"
    : "networking";
  return { apiVersion: `${group}.istio.io/v1`, kind, metadata: { name, namespace }, spec };
}
