import { MarkerType, type Edge as FlowEdge, type Node } from "@xyflow/react";
import type { Edge, GatewayNode, MeshMap, ServiceNode } from "../../contract.js";
import { boxSize, layOut, type Point } from "./graph-layout.js";

export type ServiceBox = Node<{ service: ServiceNode }, "service">;
export type GatewayBox = Node<{ gateway: GatewayNode }, "gateway">;
export type HostBox = Node<{ host: string }, "host">;
export type Box = ServiceBox | GatewayBox | HostBox;

/** The mesh as boxes and arrows of the graph's library. */
export function drawMesh(mesh: MeshMap): { nodes: Box[]; edges: FlowEdge[] } {
  const points = layOut(mesh);
  const at = (id: string): Point => points.get(id) ?? { x: 0, y: 0 };
  const fixed = { ...boxSize, draggable: false, connectable: false, selectable: true };
  const nodes: Box[] = [
    ...mesh.gateways.map((gateway): GatewayBox => {
      const id = `gateway:${gateway.id}`;
      const ariaLabel = `Gateway ${gateway.id}`;
      return { id, type: "gateway", position: at(id), data: { gateway }, ariaLabel, ...fixed };
    }),
    ...mesh.services.map((service): ServiceBox => {
      const ariaLabel = describeService(service);
      return { id: service.id, type: "service", position: at(service.id), data: { service }, ariaLabel, ...fixed };
    }),
    ...mesh.hosts.map((host): HostBox => {
      const ariaLabel = `Host ${host}, outside of the mesh`;
      return { id: host, type: "host", position: at(host), data: { host }, ariaLabel, ...fixed };
    }),
  ];
  const known = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: mesh.edges.flatMap((edge, index) => drawArrow(edge, index, known)) };
}

/** What is on a service's box, in words. */
export function describeService({ id, mtls, versions, kinds, findings, isDeclared }: ServiceNode): string {
  return [
    `Service ${id}`,
    `mTLS ${mtls}`,
    ...(versions.length > 0 ? [`versions ${versions.join(", ")}`] : []),
    kinds.length === 0 ? "no policies" : `policies ${kinds.join(", ")}`,
    ...(findings.error > 0 ? [`${findings.error} errors`] : []),
    ...(findings.warning > 0 ? [`${findings.warning} warnings`] : []),
    ...(isDeclared ? [] : ["named by a document only"]),
  ].join("; ");
}

function drawArrow({ kind, from, to, label }: Edge, index: number, known: ReadonlySet<string>): FlowEdge[] {
  const find = (id: string) => (known.has(id) ? id : `gateway:${id}`);
  const [source, target] = [find(from), find(to)];
  // A route to a version of the same service would be a loop on its own box.
  if (source === target || !known.has(source) || !known.has(target)) return [];
  return [
    {
      id: `${index}`,
      source,
      target,
      label,
      className: `arrow ${kind}`,
      focusable: false,
      selectable: false,
      markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: "var(--arrow)" },
    },
  ];
}
