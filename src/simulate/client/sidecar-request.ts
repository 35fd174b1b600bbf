import { toMap } from "../../text/read.js";
import type { KnownHost } from "../../mesh/hosts.js";
import type { MeshReader } from "../../mesh/objects.js";
import { createStep } from "../answer.js";
import type { Routed } from "../routed.js";
import { findNamedService, routeConnection } from "./connection-request.js";
import { computeDelivery } from "./delivery.js";
import { end } from "./direct-request.js";
import { computeAuthority, type Flow } from "./flow.js";
import { normalizePath } from "./normalize-path.js";
import { leave } from "./outbound-policy.js";
import { findServicePort, hasAddress, type ServicePort } from "./service-ports.js";
import type { SidecarCall, SidecarRequest } from "./sidecar-call.js";
import { createSidecarScopes, type EgressListener, type SidecarScope } from "./sidecar-scope.js";
import { findSidecarUpstream } from "./sidecar-upstream.js";
import { findVirtualHost, routeInVirtualHost, type VirtualHost } from "./virtual-host.js";

/** Source: `buildSidecarOutboundListeners` in istio pilot/pkg/networking/core/listener.go, httproute.go and tls.go of the same folder. */
export function routeFromSidecar(reader: MeshReader, given: SidecarRequest): Routed[] {
  const { callee, request, workload, steps } = given;
  if (callee.kind === "missing") return end(steps, { kind: "broken", reason: callee.reason });
  if (callee.kind === "unknown") return end(steps, callee);
  const scope = reader.ask(createSidecarScopes)(workload);
  if (scope.unknown !== undefined) return end(steps, { kind: "unknown", reason: scope.unknown });
  const listener = scope.listeners.find(({ port }) => port === undefined || port === request.port);
  if (listener === undefined) return leave(given, scope, false);
  if (listener.isBound) {
    const reason = "an egress listener of the Sidecar is bound to an address of its own";
    return end(steps, { kind: "unknown", reason });
  }
  const flow = createFlow(reader, given, scope, listener);
  const call: SidecarCall = { ...given, reader, scope, listener, flow, host: callee.host };
  const service = listener.findService(call.host);
  const port = service && findServicePort(service.object, request.port);
  if (service === undefined || port === undefined) return routeUnknownPort(call, service);
  return routeToPort(call, service, port);
}

function routeToPort(call: SidecarCall, service: KnownHost, port: ServicePort): Routed[] {
  const { request, steps, scope } = call;
  const isTls = request.scheme === "https";
  if (port.kind === "tls" || port.kind === "tcp" || (port.kind === "detected" && isTls)) {
    return routeConnection(call, service, port.kind === "tls");
  }
  if (isTls) {
    const message = `port ${request.port} is declared as HTTP, so the proxy does not read the client's TLS`;
    return leave(
      { ...call, steps: [...steps, createStep("scope", message, service.object, ["spec", "ports"])] },
      scope,
      false,
    );
  }
  return routeToVirtualHost(call, findVirtualHost(call, service));
}

/** A host that is no Service with that port: a name that only routes know, one below a wildcard, or one that nobody declares. */
function routeUnknownPort(call: SidecarCall, service: KnownHost | undefined): Routed[] {
  const { request, listener, scope, steps } = call;
  const there = listener
    .listServices(request.port)
    .map(({ object }) => ({ object, kind: findKind(object, request.port) }));
  const isHttp = there.some(({ object, kind }) => kind === "http" || (kind === "detected" && !hasAddress(object)));
  const named = request.scheme === "https" ? findNamedService(call) : undefined;
  if (named !== undefined) return routeConnection(call, named, true);
  const isTaken = there.some(({ object, kind }) => kind === "tcp" && !hasAddress(object));
  if (isTaken && (request.scheme === "https" || !isHttp)) {
    const reason = `a ServiceEntry without addresses takes all connections at port ${request.port}`;
    return end(steps, { kind: "unknown", reason });
  }
  if (request.scheme === "https" || !isHttp) return leave(call, scope, false);
  return routeToVirtualHost(call, service === undefined ? findVirtualHost(call, undefined) : undefined);
}

function routeToVirtualHost(call: SidecarCall, found: VirtualHost | undefined): Routed[] {
  if (found === undefined) return leave(call, call.scope, true);
  if (found.sets.length > 0 || found.service === undefined) return routeInVirtualHost(found, call.flow, call.steps);
  return routeByDefault(call, found.service);
}

function findKind(object: KnownHost["object"], port: number): ServicePort["kind"] | undefined {
  return findServicePort(object, port)?.kind;
}

/** Source: `BuildDefaultHTTPOutboundRoute` in istio pilot/pkg/networking/core/route/route.go. */
function routeByDefault({ request, flow, steps, reader }: SidecarCall, { host, object }: KnownHost): Routed[] {
  const step = createStep("route", `no route is for ${host}: it goes straight to the service`, object, [
    "metadata",
    "name",
  ]);
  return [
    {
      share: 1,
      steps: [...steps, step],
      target: {
        ...{ host, port: request.port, subset: "", service: object, proxy: flow.proxy, mirrors: [] },
        request: { ...request, path: flow.path },
        authority: flow.authority,
        delivery: computeDelivery(undefined, reader.mesh.config),
      },
    },
  ];
}

function createFlow(
  reader: MeshReader,
  { request, workload }: SidecarRequest,
  scope: SidecarScope,
  listener: EgressListener,
): Flow {
  const { config } = reader.mesh;
  return {
    ...{ request, config, gateway: "mesh", port: request.port, authority: computeAuthority(request) },
    path: normalizePath(request.path, toMap(config.pathNormalization).normalization),
    proxy: { workload, isGateway: false },
    findUpstream: (host, port) => findSidecarUpstream({ reader, scope, listener, request, workload }, host, port),
  };
}
