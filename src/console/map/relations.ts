import type { PolicyDocument } from "../../policy/documents/document.js";
import { computeEffective, findChain } from "../../policy/effective.js";
import type { ExternalCall } from "../../policy/egress/external-call.js";
import { findGateway, identifyGateway } from "../../policy/exposure/gateways.js";
import type { MeshFacts } from "../../policy/kind.js";
import type { Exposure } from "../../policy/kinds/expose.js";
import { dropDuplicates } from "../../text/drop-duplicates.js";
import type { Edge } from "../contract.js";

/** What documents say of services with each other, with gateways and with the world: the arrows of the map. */
export function listEdges(documents: readonly PolicyDocument[], mesh: MeshFacts): Edge[] {
  const own = documents.filter(({ type }) => type === "service");
  return dropDuplicates(
    own.flatMap((document) => [
      ...listCalls(document, documents, mesh),
      ...listRoutes(document),
      ...listExposures(document, mesh),
    ]),
  );
}

function listCalls({ id, values }: PolicyDocument, documents: readonly PolicyDocument[], mesh: MeshFacts): Edge[] {
  const calls = (values.calls ?? []) as (string | ExternalCall)[];
  return calls.flatMap((call): Edge[] => {
    if (typeof call === "string") return [{ kind: "call", from: id, to: call }];
    const through = call.through ?? findUsualGateway(id, documents);
    if (through === undefined || through === false) return [{ kind: "egress", from: id, to: call.host }];
    const gateway = nameGateway(through, mesh);
    return [
      { kind: "egress", from: id, to: gateway, label: call.host },
      { kind: "egress", from: gateway, to: call.host },
    ];
  });
}

/** The gateway by which a service's calls leave the mesh where they say nothing else. */
function findUsualGateway(id: string, documents: readonly PolicyDocument[]): string | undefined {
  const chain = findChain(documents, ...(id.split("/") as [string, string]));
  return computeEffective(chain).get("egress")?.value?.through as string | undefined;
}

interface RouteValues {
  to?: Record<string, number>;
  mirror?: { to: string };
  fallback?: { to?: string };
}

/** To other services alone: versions are the service itself. */
function listRoutes({ id, values }: PolicyDocument): Edge[] {
  const routes = [values, ...((values.routes ?? []) as RouteValues[])] as RouteValues[];
  const edges = routes.flatMap(({ to = {}, mirror, fallback }): Edge[] => [
    ...Object.entries(to).map(([other, weight]): Edge => {
      return { kind: "route", from: id, to: other, label: `${weight} %` };
    }),
    ...(mirror === undefined ? [] : [{ kind: "mirror", from: id, to: mirror.to } as const]),
    ...(fallback?.to === undefined ? [] : [{ kind: "route", from: id, to: fallback.to, label: "fallback" } as const]),
  ]);
  return edges.filter(({ to }) => to.includes("/"));
}

function listExposures({ id, values }: PolicyDocument, mesh: MeshFacts): Edge[] {
  const exposures = (values.expose ?? []) as Exposure[];
  return exposures.map(({ gateway, hosts = [], listener }): Edge => {
    const label = hosts.length > 0 ? hosts.join(", ") : listener;
    return { kind: "expose", from: nameGateway(gateway, mesh), to: id, ...(label === undefined ? {} : { label }) };
  });
}

/** A gateway that there is none of keeps the name that the document gives it: a finding says so. */
function nameGateway(wanted: string, mesh: MeshFacts): string {
  const found = findGateway(wanted, mesh);
  return typeof found === "string" ? wanted : identifyGateway(found);
}
