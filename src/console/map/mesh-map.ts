import type { PolicyDocument } from "../../policy/documents/document.js";
import { listListeners } from "../../policy/exposure/listeners.js";
import { identifyGateway } from "../../policy/exposure/gateways.js";
import type { Service } from "../../policy/service/service.js";
import { toMap } from "../../text/read.js";
import type { Edge, GatewayNode, MeshMap, ServiceNode } from "../contract.js";
import { countFindings, createCounts } from "../documents/finding-counts.js";
import type { StackPlan } from "../../plan/stack-plan.js";
import { createModes } from "./mtls-modes.js";
import { listEdges } from "./relations.js";

/** The whole stack as a graph. */
export function drawMap(plan: StackPlan): MeshMap {
  const { loaded, planned, surroundings, services, findings } = plan;
  const { declared = [], mesh } = surroundings;
  const edges = listEdges(loaded.documents, mesh);
  const documents = new Map(loaded.documents.filter(({ type }) => type === "service").map((one) => [one.id, one]));
  const modes = createModes([...planned.manifests, ...declared], services.values(), mesh.rootNamespace);
  const counts = countFindings(findings, { documents: loaded.documents, services, declared });
  return {
    services: [...services].map(([id, service]) =>
      describeService(service, documents.get(id), { mtls: modes(service), findings: counts.get(id) ?? createCounts() }),
    ),
    gateways: mesh.gateways.map((gateway): GatewayNode => ({
      id: identifyGateway(gateway),
      namespace: gateway.namespace,
      name: gateway.name,
      listeners: listListeners(gateway).map(({ name, protocol, port }) => ({ name, protocol, port })),
    })),
    hosts: listHosts(edges),
    edges,
    defaults: loaded.documents
      .filter(({ type }) => type !== "service")
      .map(({ type, id, values, locate }) => ({ type, id, file: locate([]).file ?? "", kinds: Object.keys(values) })),
  };
}

function describeService(
  { namespace, name, ports, isDeclared }: Service,
  document: PolicyDocument | undefined,
  known: Pick<ServiceNode, "mtls" | "findings">,
): ServiceNode {
  const file = document?.locate([]).file;
  return {
    id: `${namespace}/${name}`,
    namespace,
    name,
    ports: ports.map(({ number, name: port, protocol }) => {
      return { number, ...(port === undefined ? {} : { name: port }), protocol };
    }),
    versions: Object.keys(toMap(document?.values.versions)),
    kinds: Object.keys(document?.values ?? {}),
    ...(file === undefined ? {} : { file }),
    isDeclared,
    ...known,
  };
}

/** Hosts outside of the mesh, which egress ends at; of a gateway's `namespace/name` a host has no slash. */
function listHosts(edges: readonly Edge[]): string[] {
  const ends = edges.filter(({ kind, to }) => kind === "egress" && !to.includes("/")).map(({ to }) => to);
  return [...new Set(ends)].sort();
}
