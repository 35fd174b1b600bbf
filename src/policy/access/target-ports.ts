import type { Context } from "../kind.js";
import type { Service } from "../service/service.js";
import type { ValuePath } from "../../findings/place.js";

/**
 * Ports of the pods for a port of their Service: PeerAuthentication and AuthorizationPolicy know only the former. What
 * cannot be known is reported at the path, since a policy for the wrong port protects nothing.
 */
export function resolveTargetPorts(
  number: number,
  service: Service,
  path: ValuePath,
  report: Context["report"],
): readonly number[] {
  const { namespace, name, ports, isDeclared } = service;
  const id = `${namespace}/${name}`;
  const port = ports.find((one) => one.number === number);
  if (port !== undefined && port.targets.length > 0) return port.targets;
  if (port !== undefined) {
    const message = `port ${number} of ${id} targets a named port that no declared pod of it has`;
    report(path, "MESH0203", message, "name the port in the pods, or use a number as targetPort");
  } else if (isDeclared) {
    const known = ports.map((one) => one.number).join(", ");
    report(path, "MESH0203", `${id} has no port ${number}; its ports are ${known}`);
  } else {
    const message = `the ports of ${id} are not known, since its Service is not in the stack`;
    report(path, "MESH0203", message, "put its Service among the stack's manifests");
  }
  return [];
}
