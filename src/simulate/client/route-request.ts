import type { MeshReader } from "../../mesh/objects.js";
import type { MeshRequest } from "../request.js";
import type { Routed } from "../routed.js";
import { findCallee } from "./callee.js";
import { findCallerProxy } from "./caller-proxy.js";
import { end, routeDirectly } from "./direct-request.js";
import { routeFromGateway } from "./gateway-request.js";
import { routeFromSidecar } from "./sidecar-request.js";

/**
 * What the caller's side makes of a request: its DNS, and its sidecar or its gateway. The shares add up to 1, and each has all of its steps.
 * What Istio's objects do not say ends as `unknown`, with the reason.
 */
export function routeRequest(reader: MeshReader, request: MeshRequest): readonly Routed[] {
  const { caller } = request;
  if (request.method === "CONNECT") return end([], { kind: "unknown", reason: "a tunnel by CONNECT is not simulated" });
  if (caller.kind === "outside") return routeFromGateway(reader, request, caller.gateway);
  const namespace = caller.kind === "plain" ? caller.namespace : caller.workload.namespace;
  const callee = findCallee(reader, request.host, namespace);
  if (caller.kind === "plain") return routeDirectly(request, callee, []);
  const found = findCallerProxy(reader, request, caller.workload);
  if (found.kind === "unknown") return end(found.steps, { kind: "unknown", reason: found.reason });
  if (found.kind === "none") return routeDirectly(request, callee, found.steps);
  return routeFromSidecar(reader, { request, callee, workload: caller.workload, steps: found.steps });
}
