import { createStep, type Step } from "../answer.js";
import type { MeshRequest } from "../request.js";
import type { Routed } from "../routed.js";
import type { Callee } from "./callee.js";
import { end, passTo } from "./direct-request.js";
import { findServicePort } from "./service-ports.js";
import type { SidecarRequest } from "./sidecar-call.js";
import type { SidecarScope } from "./sidecar-scope.js";

/**
 * What a sidecar does with what it knows no route for: by the outbound policy it lets it through, or keeps it back.
 * Source: `buildCatchAllVirtualHost` in istio pilot/pkg/networking/core/httproute.go, `buildOutboundCatchAllNetworkFiltersOnly` in
 * listener_builder.go.
 * @param isRead whether the proxy reads it as HTTP, and so can answer
 */
export function leave({ request, callee, steps }: SidecarRequest, scope: SidecarScope, isRead: boolean): Routed[] {
  if (callee.kind !== "service" && callee.kind !== "name")
    return end(steps, { kind: "unknown", reason: callee.reason });
  const { host } = callee;
  const sourced = (message: string): Step => {
    const source = scope.policySource;
    return source === undefined
      ? { stage: "scope", message }
      : createStep("scope", message, source.object, source.path);
  };
  if (scope.allowsAny === undefined) {
    const reason = `${host} is not in the caller's scope, and its outbound policy is not simulated`;
    return end([...steps, sourced(reason)], { kind: "unknown", reason });
  }
  if (!scope.allowsAny) {
    const step = sourced(`the caller's proxy has no route for ${host}:${request.port}, and REGISTRY_ONLY blocks it`);
    const reason = `the caller's proxy closes the connection to ${host}:${request.port}`;
    const value = isRead
      ? ({ kind: "answered", status: 502, by: "noRoute" } as const)
      : ({ kind: "broken", reason } as const);
    return end([...steps, step], value);
  }
  const step = sourced(`the caller's proxy has no route for ${host}:${request.port}, and passes it through unchanged`);
  if (callee.kind === "name") return [passTo(request, host, undefined, [...steps, step])];
  return leaveToService(callee, { request, steps: [...steps, step], isRead });
}

interface Leaving {
  request: MeshRequest;
  steps: readonly Step[];
  isRead: boolean;
}

function leaveToService(
  { host, service }: Extract<Callee, { kind: "service" }>,
  { request, steps, isRead }: Leaving,
): Routed[] {
  if (findServicePort(service, request.port) !== undefined) return [passTo(request, host, service, steps)];
  const reason = `the Service ${service.namespace}/${service.manifest.metadata.name} has no port ${request.port}`;
  const step = createStep("destination", reason, service, ["spec", "ports"]);
  return end(
    [...steps, step],
    isRead ? { kind: "answered", status: 503, by: "noEndpoint" } : { kind: "broken", reason },
  );
}
