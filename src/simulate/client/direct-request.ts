import type { AnalyzedObject } from "../../mesh/objects.js";
import { toMap, toMaps } from "../../text/read.js";
import { isOfDocument, toPort } from "../../mesh/ports.js";
import { createStep, type Step } from "../answer.js";
import type { MeshRequest } from "../request.js";
import type { End, Routed, Target } from "../routed.js";
import type { Callee } from "./callee.js";
import { noDelivery } from "./delivery.js";
import { computeAuthority } from "./flow.js";
import { isHeadless } from "./service-ports.js";

/**
 * Where a connection goes that no proxy reads: to the address of what is called. No VirtualService counts, and nothing is tried again.
 * @param steps that lead here
 */
export function routeDirectly(request: MeshRequest, callee: Callee, steps: readonly Step[]): Routed[] {
  switch (callee.kind) {
    case "missing":
      return end(steps, { kind: "broken", reason: callee.reason });
    case "unknown":
      return end(steps, callee);
    case "name":
      return [passTo(request, callee.host, undefined, steps)];
    case "service":
      return routeToService(request, callee.host, callee.service, steps);
  }
}

function routeToService(request: MeshRequest, host: string, service: AnalyzedObject, steps: readonly Step[]): Routed[] {
  const ports = toMaps(toMap(service.manifest.spec).ports);
  const found = ports.find(({ port }) => toPort(port) === request.port);
  const name = `${service.namespace}/${service.manifest.metadata.name}`;
  if (isHeadless(service)) {
    const isSame = found !== undefined && (found.targetPort === undefined || toPort(found.targetPort) === request.port);
    if (isSame) return [passTo(request, host, service, steps)];
    const reason = `the name of the headless Service ${name} leads to its pods, and it does not say what they do at port ${request.port}`;
    return end(steps, { kind: "unknown", reason });
  }
  if (found === undefined && !isOfDocument(service)) {
    const reason = `the Service ${name} has no port ${request.port}`;
    return end([...steps, createStep("destination", reason, service, ["spec", "ports"])], { kind: "broken", reason });
  }
  return [passTo(request, host, service, steps)];
}

/** A connection that is let through as it is. */
export function passTo(
  request: MeshRequest,
  host: string,
  service: AnalyzedObject | undefined,
  steps: readonly Step[],
): Routed {
  const called = { host, port: request.port, subset: "", request, authority: computeAuthority(request) };
  return { share: 1, steps, target: connectTo({ ...called, ...(service === undefined ? {} : { service }) }) };
}

/** A target of connections that no proxy reads. */
export function connectTo(called: Omit<Target, "delivery" | "mirrors" | "isOpaque">): Target {
  return { ...called, isOpaque: true, delivery: noDelivery, mirrors: [] };
}

/** All requests end so. */
export function end(steps: readonly Step[], value: End): Routed[] {
  return [{ share: 1, steps, end: value }];
}
