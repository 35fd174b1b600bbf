import type { Manifest } from "../../kubernetes/manifest.js";
import { formatPlace } from "../../text/schema-problems.js";
import type { Place } from "../../findings/place.js";
import { createServiceContexts, type Surroundings } from "../contexts.js";
import type { PolicyDocument } from "../documents/document.js";
import { findChain } from "../effective.js";
import { renderGatewaySide, renderMeshSide } from "./egress-route.js";
import { computePort, computeResolution, isWildcard, type ExternalCall, type ExternalPort } from "./external-call.js";
import { findEgressGateway, identifyGateway, type MeshGateway } from "../exposure/gateways.js";
import { groupBy } from "../group-by.js";
import type { ServiceContext } from "../kind.js";

/** One call of one document to a host outside of the mesh. */
interface DeclaredCall {
  call: ExternalCall;
  port: ExternalPort;
  gateway?: MeshGateway;
  /** Namespace of the caller. */
  namespace: string;
  place: Place;
  contradict: (message: string, remedy: string) => void;
}

/** A namespace where a call is known, and whether its TLS begins there. */
interface Station {
  namespace: string;
  begins: boolean;
  call: DeclaredCall;
}

/**
 * The objects of hosts outside of the mesh. A host has them once for all its callers of a namespace, visible there alone, and
 * once for each egress gateway on the way.
 */
export function renderExternalHosts(surroundings: Surroundings): Manifest[] {
  const calls = surroundings.documents.flatMap((document) => collectCalls(document, surroundings));
  const stations = calls.flatMap((call): Station[] => [
    { namespace: call.namespace, begins: call.gateway === undefined, call },
    ...(call.gateway === undefined ? [] : [{ namespace: call.gateway.namespace, begins: true, call }]),
  ]);
  const known = groupBy(stations, ({ namespace, call }) => [namespace, call.call.host]);
  const near = groupBy(calls, ({ namespace, call }) => [namespace, call.host]);
  const far = groupBy(calls, ({ gateway, call }) => [gateway === undefined ? "" : identifyGateway(gateway), call.host]);
  return [
    ...known.flatMap(renderHost),
    ...near.flatMap((same) => {
      const [{ namespace, call, port, gateway }] = same;
      checkGateways(same);
      return gateway === undefined ? [] : renderMeshSide({ namespace, host: call.host, port, gateway });
    }),
    ...far.flatMap((same) => {
      const [{ call, port, gateway }] = same;
      if (gateway === undefined) return [];
      checkPorts(same);
      return renderGatewaySide({ namespace: gateway.namespace, host: call.host, port, gateway });
    }),
  ];
}

function collectCalls(document: PolicyDocument, surroundings: Surroundings): DeclaredCall[] {
  const service = document.type === "service" ? surroundings.services.get(document.id) : undefined;
  if (service === undefined) return [];
  const context = createServiceContexts(service, surroundings).of("calls");
  const calls = (document.values.calls ?? []) as (string | ExternalCall)[];
  return calls.flatMap((call, index) => {
    if (typeof call === "string") return [];
    const port = computePort(call);
    const gateway = chooseGateway(call, index, context);
    checkDetour(gateway, surroundings, index, context);
    checkCall({ host: call.host, port, gateway }, index, context);
    const contradict = (message: string, remedy: string) => context.report([index], "MESH0206", message, remedy);
    return [
      { call, port, gateway, namespace: service.namespace, place: document.locate(["calls", index]), contradict },
    ];
  });
}

/** The gateway of a call, or that of the namespace, whose own document says what is wrong with its name. */
function chooseGateway({ through }: ExternalCall, index: number, { values, mesh, report }: ServiceContext) {
  const wanted = through ?? (values.egress?.through as string | undefined);
  if (wanted === undefined || wanted === false) return undefined;
  const found = findEgressGateway(wanted, mesh);
  if (typeof found !== "string") return found;
  if (through !== undefined) report([index, "through"], "MESH0203", found);
  return undefined;
}

/** A gateway that an outer document does not let a call go around. */
function checkDetour(
  gateway: MeshGateway | undefined,
  { documents, mesh }: Surroundings,
  index: number,
  context: ServiceContext,
) {
  for (const outer of findChain(documents, context.namespace)) {
    const wanted = outer.tightenOnly.includes("egress")
      ? (outer.values.egress?.through as string | undefined)
      : undefined;
    const limit = wanted === undefined ? undefined : findEgressGateway(wanted, mesh);
    if (limit === undefined || typeof limit === "string" || limit === gateway) continue;
    const way = gateway === undefined ? "through no gateway" : `through gateway ${gateway.name}`;
    const message = `the call goes ${way}, and ${formatPlace(outer.locate(["egress"]))} lets calls go through ${limit.name} alone`;
    context.report([index], "MESH0205", message);
  }
}

function checkCall(
  { host, port, gateway }: Pick<DeclaredCall, "port" | "gateway"> & { host: string },
  index: number,
  context: ServiceContext,
) {
  if (gateway === undefined && port.tls?.credentialName !== undefined) {
    const message = "credentialName names a Secret of a gateway, but this call uses no gateway";
    context.report([index, "tls", "credentialName"], "MESH0206", message, "use caCertificates, or name the gateway");
  }
  if (gateway !== undefined && isWildcard(host)) {
    const message = `gateway ${gateway.name} sends a call on by the name of one host, and ${host} is for many`;
    context.report([index], "MESH0206", message, "name each host that goes through it, or set `through: false`");
  }
  if (gateway !== undefined && port.protocol !== "HTTP" && port.protocol !== "TLS") {
    const message = `HTTP and TLS go through gateway ${gateway.name}, and this call is ${port.protocol}`;
    context.report([index], "MESH0206", message, "set `through: false`, or call it by HTTP or TLS");
  }
}

/** What makes a host known in a namespace, of all that its calls say there. */
function renderHost(stations: Group<Station>): Manifest[] {
  const [{ namespace }] = stations;
  const calls = stations.map(({ call }) => call);
  const [first] = calls as Group<DeclaredCall>;
  const { host } = first.call;
  const ports = groupBy(calls, ({ port }) => [String(port.number)]).map((same) => {
    checkDifference(same, `port ${same[0].port.number}`, ({ port }) => port);
    return same[0].port;
  });
  const addresses = findAgreed(calls, "addresses");
  const endpoints = findAgreed(calls, "endpoints");
  const entry = {
    hosts: [host],
    ...(addresses === undefined ? {} : { addresses }),
    exportTo: ["."],
    location: "MESH_EXTERNAL",
    ports: ports.map(({ number, protocol, targetPort }) => ({
      number,
      name: `${protocol.toLowerCase()}-${number}`,
      protocol,
      ...(targetPort === undefined ? {} : { targetPort }),
    })),
    resolution: computeResolution({ host, endpoints }),
    ...(endpoints === undefined ? {} : { endpoints: endpoints.map((address) => ({ address })) }),
  };
  const metadata = { name: isWildcard(host) ? `${host.slice(2)}.all-calls` : `${host}.calls`, namespace };
  const made: Manifest = { apiVersion: "networking.istio.io/v1", kind: "ServiceEntry", metadata, spec: entry };
  const begun = stations.some(({ begins }) => begins) ? ports.filter(({ tls }) => tls !== undefined) : [];
  if (begun.length === 0) return [made];
  // Without `sni` Envoy would send none: the application's own connection has none. Of many hosts it sends the one that is called.
  const name = isWildcard(host) ? {} : { sni: host };
  const portLevelSettings = begun.map(({ number, tls }) => ({ port: { number }, tls: { ...tls, ...name } }));
  const spec = { host, exportTo: ["."], trafficPolicy: { portLevelSettings } };
  return [made, { apiVersion: "networking.istio.io/v1", kind: "DestinationRule", metadata, spec }];
}

/** What those calls that say anything of a field agree on. */
function findAgreed(calls: readonly DeclaredCall[], field: "addresses" | "endpoints"): string[] | undefined {
  const saying = calls.filter(({ call }) => call[field] !== undefined);
  checkDifference(saying, field, ({ call }) => call[field]);
  return saying[0]?.call[field];
}

function checkGateways(calls: readonly DeclaredCall[]): void {
  checkDifference(calls, "through", ({ gateway }) => gateway?.name ?? false);
}

/** All that a gateway can tell hosts apart by is the name in the TLS handshake. */
function checkPorts(calls: readonly DeclaredCall[]): void {
  checkDifference(calls, "the port; a host has one port through a gateway", ({ port }) => port.number);
}

function checkDifference(calls: readonly DeclaredCall[], what: string, read: (call: DeclaredCall) => unknown): void {
  const [first, ...others] = calls;
  if (first === undefined) return;
  const said = JSON.stringify(read(first));
  for (const other of others) {
    const here = JSON.stringify(read(other));
    if (here === said) continue;
    const message = `calls to ${other.call.host} differ in ${what}: ${here} here, ${said} in ${formatPlace(first.place)}`;
    other.contradict(message, "make them say the same");
  }
}

type Group<T> = [T, ...T[]];
