import { createProblem, placeProblem } from "../../findings/problem.js";
import type { Finding } from "../../findings/finding.js";
import { isMap } from "../../text/is-map.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { formatPlace } from "../../text/schema-problems.js";
import type { Place, ValuePath } from "../../findings/place.js";
import type { PolicyDocument } from "../documents/document.js";
import { findChain } from "../effective.js";
import { findEgressGateway, type MeshGateway } from "../exposure/gateways.js";
import type { MeshFacts } from "../kind.js";
import { computeServiceHost } from "../../mesh/host-names.js";

/** What is looked at. */
export interface DetourInput {
  documents: readonly PolicyDocument[];
  mesh: MeshFacts;
  /** Objects that are written by hand, and where their values stand. */
  written: readonly { manifest: Manifest; locate?: (path: ValuePath) => Place }[];
  /** All objects, those that documents make too. */
  all: readonly Manifest[];
}

/**
 * Hosts outside of the mesh that hand-written ServiceEntries make known where a document wants calls to go through an egress gateway,
 * and that no VirtualService leads there: they are reached directly. Of `calls` the documents themselves decide.
 */
export function findEgressDetours({ documents, mesh, written, all }: DetourInput): Finding[] {
  if (!documents.some(({ values }) => values.egress?.through !== undefined)) return [];
  const led = collectLed(all, mesh);
  const findDemand = createDemands(documents, mesh);
  return written.flatMap(({ manifest, locate }) => {
    const { hosts, location } = readSpec(manifest);
    const isOutside = location === undefined || location === "MESH_EXTERNAL";
    if (manifest.kind !== "ServiceEntry" || !isOutside || !Array.isArray(hosts)) return [];
    const demand = findDemand(manifest);
    if (demand === undefined) return [];
    return hosts.flatMap((host: unknown, index) => {
      if (typeof host !== "string" || led.has(host)) return [];
      const { gateway, document } = demand;
      const wanted = `${formatPlace(document.locate(["egress"]))} requires calls to go through gateway ${gateway.name}`;
      const message = `pods reach ${host} directly, and ${wanted}`;
      const { kind, metadata } = manifest;
      const resource = { kind, name: metadata.name, namespace: metadata.namespace };
      return [placeProblem(createProblem(["spec", "hosts", index], "MESH0230", message), { resource, locate })];
    });
  });
}

interface Demand {
  gateway: MeshGateway;
  document: PolicyDocument;
}

/** Asks what a namespace wants that sees a ServiceEntry: its own first, then those that it is exported to. */
function createDemands(documents: readonly PolicyDocument[], mesh: MeshFacts): (entry: Manifest) => Demand | undefined {
  const known = new Map<string, Demand | undefined>();
  const demandOf = (namespace: string): Demand | undefined => {
    if (!known.has(namespace)) known.set(namespace, findDemandOf(namespace, documents, mesh));
    return known.get(namespace);
  };
  const ofDocuments = documents.filter(({ type }) => type === "namespace").map(({ id }) => demandOf(id));
  const anywhere = ofDocuments.find((demand) => demand !== undefined);
  return (entry) => {
    const { exportTo } = readSpec(entry);
    const own = entry.metadata.namespace ?? "default";
    const given = Array.isArray(exportTo) && exportTo.length > 0 ? (exportTo as unknown[]) : ["*"];
    if (given.includes("*")) return demandOf(own) ?? anywhere;
    const named = given.map((name) => (name === "." ? own : name)).filter((name) => typeof name === "string");
    return named.map(demandOf).find((demand) => demand !== undefined);
  };
}

function findDemandOf(namespace: string, documents: readonly PolicyDocument[], mesh: MeshFacts): Demand | undefined {
  const document = findChain(documents, namespace).findLast(({ values }) => values.egress !== undefined);
  const through: unknown = document?.values.egress?.through;
  const gateway = typeof through === "string" ? findEgressGateway(through, mesh) : undefined;
  // What is wrong with the name is said of the document; beside the gateway a host must be reached directly.
  if (document === undefined || gateway === undefined || typeof gateway === "string") return undefined;
  return gateway.namespace === namespace ? undefined : { gateway, document };
}

/** Hosts whose callers in the mesh a VirtualService leads to a gateway. */
function collectLed(all: readonly Manifest[], { gateways }: MeshFacts): Set<unknown> {
  const own = new Set<unknown>(gateways.map(({ namespace, name }) => computeServiceHost(namespace, name)));
  const leading = all.filter((manifest) => {
    const { gateways: from, ...spec } = readSpec(manifest);
    if (manifest.kind !== "VirtualService" || (Array.isArray(from) && from.length > 0 && !from.includes("mesh")))
      return false;
    const routes = [spec.http, spec.tls, spec.tcp].flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []));
    const destinations = routes.flatMap((one) =>
      isMap(one) && Array.isArray(one.route) ? (one.route as unknown[]) : [],
    );
    return destinations.some((one) => isMap(one) && isMap(one.destination) && own.has(one.destination.host));
  });
  return new Set(
    leading.flatMap((manifest) => {
      const { hosts } = readSpec(manifest);
      return Array.isArray(hosts) ? (hosts as unknown[]) : [];
    }),
  );
}

/** Objects come as people wrote them. */
function readSpec(manifest: Manifest): Record<string, unknown> {
  return isMap(manifest.spec) ? manifest.spec : {};
}
