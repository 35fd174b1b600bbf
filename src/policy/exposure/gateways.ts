import { formatClosest } from "../../text/closest.js";
import type { MeshFacts } from "../kind.js";

/** A gateway of the mesh. */
export type MeshGateway = MeshFacts["gateways"][number];

/** `<namespace>/<name>` of a gateway. */
export function identifyGateway({ namespace, name }: MeshGateway): string {
  return `${namespace}/${name}`;
}

/** The gateway of that name, or of that `<namespace>/<name>`; a text says what is wrong with it. */
export function findGateway(wanted: string, { gateways }: MeshFacts): MeshGateway | string {
  const nameOf = (gateway: MeshGateway) => (wanted.includes("/") ? identifyGateway(gateway) : gateway.name);
  const found = gateways.filter((gateway) => nameOf(gateway) === wanted);
  if (found.length > 1) return `there are ${found.map(identifyGateway).join(" and ")}; "${wanted}" names both`;
  return found[0] ?? `there is no gateway ${wanted}${formatClosest(wanted, gateways.map(nameOf))}`;
}

/** The same, for calls to outside of the mesh: those go through gateways of Istio's API. */
export function findEgressGateway(wanted: string, mesh: MeshFacts): MeshGateway | string {
  const found = findGateway(wanted, mesh);
  if (typeof found === "string" || found.api !== "gateway-api") return found;
  return `gateway ${identifyGateway(found)} is of the Gateway API, and calls go through gateways of Istio's API`;
}
