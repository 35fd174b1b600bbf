import type { KnownHost } from "../../mesh/hosts.js";
import type { AnalyzedObject, MeshReader } from "../../mesh/objects.js";
import { isGatewayPod } from "../../mesh/injection.js";
import { isOfDocument } from "../../mesh/ports.js";
import { file } from "../../mesh/selection.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { listServicePorts } from "../client/service-ports.js";
import { listGatewayHosts, type GatewayHost } from "./gateway-hosts.js";
import { createHostPatterns, toConcreteHost } from "./host-patterns.js";
import { createRoutesByGateway, type Route } from "./routes.js";
import { createPodsBehind } from "./pods-behind.js";

/** A host that is called, in the mesh or at a gateway. */
export interface Target {
  /** The same in two versions of a mesh. */
  key: string;
  host: string;
  scheme: "http" | "https";
  /** The first gets all requests, the others a plain one. */
  ports: readonly number[];
  /** Pods of the gateway that clients call; undefined for calls in the mesh. */
  gateway?: MeshWorkload;
  /** Service, ServiceEntry or Gateway. */
  object: AnalyzedObject;
  routes: readonly Route[];
  /** Hosts that may get the request, its own among them. */
  leadsTo: readonly string[];
}

/** All that can be called, and what decides about it. */
export interface Targets {
  all: ReadonlyMap<string, Target>;
  /** By an object that stands on the way. */
  byObject: ReadonlyMap<AnalyzedObject, readonly Target[]>;
  /** By a host that may get the request. */
  byHost: ReadonlyMap<string, readonly Target[]>;
  byGateway: ReadonlyMap<MeshWorkload, readonly Target[]>;
}

/** Indexes all targets of a mesh. */
export function createTargets(reader: MeshReader): Targets {
  const all = new Map<string, Target>();
  for (const target of [...listMeshTargets(reader), ...listGatewayTargets(reader)]) {
    if (!all.has(target.key)) all.set(target.key, target);
  }
  const byObject = new Map<AnalyzedObject, Target[]>();
  const byHost = new Map<string, Target[]>();
  const byGateway = new Map<MeshWorkload, Target[]>();
  for (const target of all.values()) {
    for (const object of new Set([target.object, ...target.routes.flatMap((one) => [one.object, ...one.delegates])])) {
      file(byObject, object, target);
    }
    for (const host of target.leadsTo) file(byHost, host, target);
    if (target.gateway !== undefined) file(byGateway, target.gateway, target);
  }
  return { all, byObject, byHost, byGateway };
}

function listMeshTargets(reader: MeshReader): Target[] {
  const routes = reader.ask(createRoutesByGateway).get("mesh") ?? [];
  const patterns = createHostPatterns(routes.flatMap((route) => route.hosts.map((host) => [host, route] as const)));
  const { all, workloadsOf } = reader.ask(createPodsBehind);
  // What every installation has is nobody's to call: the control plane, the cluster's DNS, and the pods of gateways.
  const isOfInstallation = ({ object, host }: KnownHost) =>
    object.isAssumed &&
    !isOfDocument(object) &&
    workloadsOf(host).every(({ workload }) => workload === undefined || isGatewayPod(workload));
  const called = all.filter((known) => !isOfInstallation(known));
  return called.map((known) => {
    const own = patterns.find(known.host);
    const host = toConcreteHost(known.host);
    const leadsTo = [...new Set([known.host, ...own.flatMap((route) => route.leadsTo)])];
    const ports = isOfDocument(known.object) ? [80] : sortPorts(known);
    const scheme = ports[0] === 443 ? "https" : "http";
    return { key: `mesh ${host}`, host, scheme, ports, object: known.object, routes: own, leadsTo };
  });
}

/** Those of HTTP first. Istio finds out what a port without a protocol speaks. */
function sortPorts({ object, ports }: KnownHost): number[] {
  const readable = listServicePorts(object).filter(({ kind }) => kind === "http" || kind === "detected");
  const first = new Set(readable.map(({ port }) => port));
  return [...ports.filter((port) => first.has(port)), ...ports.filter((port) => !first.has(port))];
}

function listGatewayTargets(reader: MeshReader): Target[] {
  return reader.ask(listGatewayHosts).map((one) => {
    const { host, port, scheme, gateway: object, workload: gateway, routes } = one;
    const leadsTo = [...new Set(routes.flatMap((route) => route.leadsTo))];
    return { key: nameGatewayTarget(one), host, scheme, ports: [port], gateway, object, routes, leadsTo };
  });
}

function nameGatewayTarget({ gateway: { manifest, namespace }, host, port, scheme }: GatewayHost): string {
  return `${manifest.apiVersion} ${namespace}/${manifest.metadata.name} ${scheme}://${host}:${port}`;
}
