import type { MeshReader } from "../../mesh/objects.js";
import type { MeshWorkload } from "../../mesh/workloads.js";
import { toMap } from "../../text/read.js";
import { createStep } from "../answer.js";
import { formatWorkload } from "../format-object.js";
import { findForeignFilter } from "../proxy-filters.js";
import type { MeshRequest } from "../request.js";
import type { Routed } from "../routed.js";
import { end } from "./direct-request.js";
import type { GatewayCall } from "./gateway-call.js";
import { routeGatewayConnection, routeTls } from "./gateway-connection.js";
import { routeGatewayHttp } from "./gateway-http.js";
import { listIstioListeners } from "./gateway-listeners.js";
import { findListenerSet, listKubernetesListeners } from "./gateway-api/listeners.js";
import { readGatewayPorts } from "./gateway-ports.js";

/** Source: `buildGatewayListeners` in istio pilot/pkg/networking/core/gateway.go. */
export function routeFromGateway(reader: MeshReader, request: MeshRequest, gateway: MeshWorkload): Routed[] {
  const name = formatWorkload(gateway);
  const filter = findForeignFilter(reader, gateway, "gateway");
  if (filter !== undefined) return end(filter.steps, { kind: "unknown", reason: filter.reason });
  const ports = readGatewayPorts(reader, gateway);
  const target = ports.services.length === 0 ? request.port : ports.findTarget(request.port);
  if (target === undefined) {
    const reason = `no Service of ${name} has the port ${request.port}`;
    return end([createStep("gateway", reason, gateway.object, ["metadata", "name"])], { kind: "broken", reason });
  }
  const kubernetes = listKubernetesListeners(reader, gateway, ports);
  const added = findListenerSet(reader, kubernetes, request.port);
  if (added !== undefined) return end([], { kind: "unknown", reason: added });
  const there = [
    ...listIstioListeners(reader, gateway).filter(({ port }) => ports.resolve(port) === target),
    ...kubernetes.filter(({ port }) => ports.findTarget(port) === target),
  ];
  if (there.length === 0) {
    const reason = `no Gateway opens port ${request.port} of ${name}`;
    return end([createStep("gateway", reason, gateway.object, ["metadata", "name"])], { kind: "broken", reason });
  }
  return routeAtPort({ reader, request, gateway, listeners: there, steps: [] });
}

function routeAtPort(call: GatewayCall): Routed[] {
  const { listeners, request, steps } = call;
  const plain = listeners.filter(({ kind, tls }) => kind === "http" || (kind === "tcp" && isEmpty(tls)));
  if (plain.length > 0 && plain.length < listeners.length) {
    const reason = `Gateways open port ${request.port} both with TLS and without, which is not simulated`;
    return end(steps, { kind: "unknown", reason });
  }
  const [first] = plain;
  if (first === undefined) return routeTls(call);
  // Of two without TLS the first decides the protocol; what speaks another one is left out.
  if (first.kind === "tcp") return routeGatewayConnection(call, first);
  const http = plain.filter(({ kind }) => kind === "http");
  if (request.scheme === "http") return routeGatewayHttp({ ...call, listeners: http });
  const { object, path } = first.source;
  const reason = `port ${request.port} of the gateway speaks HTTP without TLS`;
  return end([...steps, createStep("gateway", reason, object, [...path, "port"])], { kind: "broken", reason });
}

function isEmpty(tls: unknown): boolean {
  return Object.keys(toMap(tls)).length === 0;
}
