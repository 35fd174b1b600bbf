import { matchesPolicySelector } from "../../mesh/selectors.js";
import { isHttp, isTls, parseProtocol } from "../../mesh/protocols.js";
import { coversHost } from "../../mesh/host-names.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { toMap, toMaps, toText, toTexts } from "../../text/read.js";
import { formatPlace } from "../../text/schema-problems.js";
import type { Place, ValuePath } from "../../findings/place.js";
import { isAttachedRoute, isRoute } from "./attached-routes.js";
import { nameGateway } from "./exposed-gateways.js";
import type { Exposed } from "./exposures.js";
import { identifyGateway, type MeshGateway } from "./gateways.js";
import { groupBy } from "../group-by.js";
import { describeGateway, type NamedListener } from "./listeners.js";

/** An object that is written by hand, and where its values stand. */
export interface Written {
  manifest: Manifest;
  locate: (path: ValuePath) => Place;
}

/** A server of a hand-written Gateway of Istio's API. */
interface Server {
  port: unknown;
  protocol: string;
  /** Without the namespaces that they are for. */
  hosts: readonly string[];
}

/** A hand-written Gateway that is for the pods of one of ours. */
interface Beside {
  written: Written;
  servers: readonly Server[];
}

/**
 * Reports hosts and ports that documents expose and that objects written by hand serve at the same gateway: Istio would put the routes of
 * both together in an order that nobody has said, or leave out the younger one, without a word.
 */
export function checkWrittenBeside(all: readonly Exposed[], written: readonly Written[]): void {
  const gateways = written.filter(({ manifest }) => isOfIstio(manifest, "Gateway"));
  const virtualServices = indexByHost(written.filter(({ manifest }) => isOfIstio(manifest, "VirtualService")));
  const routes = written.filter(({ manifest }) => isRoute(manifest));
  for (const own of groupBy(all, ({ gateway }) => [identifyGateway(gateway)])) {
    const [{ gateway }] = own;
    const beside = gateways
      .map((one): Beside => ({ written: one, servers: listServers(one.manifest, gateway) }))
      .filter(({ servers }) => servers.length > 0);
    for (const exposed of own) {
      const ofHost = virtualServices.get(exposed.host) ?? [];
      for (const listener of exposed.listeners) checkListener(exposed, listener, { beside, ofHost, routes });
    }
  }
}

function checkListener(
  exposed: Exposed,
  listener: NamedListener,
  { beside, ofHost, routes }: { beside: readonly Beside[]; ofHost: readonly Written[]; routes: readonly Written[] },
): void {
  const { host, path } = exposed;
  const port = `port ${listener.port}`;
  const own = host === "*" ? port : `${host}${path === "/" ? "" : path} on ${port}`;
  for (const { written, servers } of beside) {
    const served = findServed(servers, exposed, listener);
    if (served !== undefined) reportBeside(written, exposed, served === "host" ? own : port);
  }
  const found = [
    ...ofHost.filter(({ manifest }) => routesToo(manifest, { exposed, listener, beside })),
    ...routes.filter(({ manifest }) => isAttachedRoute(manifest, exposed, listener)),
  ];
  for (const one of found) reportBeside(one, exposed, own);
}

function indexByHost(virtualServices: readonly Written[]): Map<string, Written[]> {
  const byHost = new Map<string, Written[]>();
  for (const one of virtualServices) {
    for (const host of toTexts(toMap(one.manifest.spec).hosts)) byHost.set(host, [...(byHost.get(host) ?? []), one]);
  }
  return byHost;
}

function isOfIstio({ apiVersion, kind }: Manifest, wanted: string): boolean {
  return kind === wanted && apiVersion.startsWith("networking.istio.io/");
}

function reportBeside({ manifest, locate }: Written, { gateway, report }: Exposed, what: string): void {
  const { kind, metadata } = manifest;
  const place = formatPlace(locate([]));
  const by = `${kind} ${metadata.namespace ?? "default"}/${metadata.name}${place === "" ? "" : ` (${place})`}`;
  report("MESH0245", `${what} of ${describeGateway(gateway)} is served by ${by} too`);
}

/** What the servers take: the host at the port, or the port by another protocol. */
function findServed(
  servers: readonly Server[],
  { host }: Exposed,
  { port, protocol }: NamedListener,
): "host" | "port" | undefined {
  const here = servers.filter((one) => one.port === port);
  const family = familyOfServer(protocol);
  if (here.some((one) => family === "TCP" || familyOfServer(one.protocol) !== family)) return "port";
  return here.some(({ hosts }) => hosts.includes(host)) ? "host" : undefined;
}

/** Whether a hand-written VirtualService of the very host is for one of those Gateways, or for the document's own. */
function routesToo(
  { metadata: { namespace = "default" }, spec }: Manifest,
  { exposed, listener, beside }: { exposed: Exposed; listener: NamedListener; beside: readonly Beside[] },
): boolean {
  const { host, gateway, family } = exposed;
  if (family === "TCP") return false;
  const named = toTexts(toMap(spec).gateways).map((name) => (name.includes("/") ? name : `${namespace}/${name}`));
  // The document's own take VirtualServices of the gateway's namespace alone.
  const isAtOwn =
    gateway.api !== "gateway-api" &&
    namespace === gateway.namespace &&
    named.includes(`${namespace}/${nameGateway(gateway, listener, host)}`);
  const isAtOther = ({ written: { manifest }, servers }: Beside) =>
    named.includes(`${manifest.metadata.namespace ?? "default"}/${manifest.metadata.name}`) &&
    servers.some(({ port, hosts }) => port === listener.port && hosts.some((pattern) => coversHost(pattern, host)));
  return isAtOwn || beside.some(isAtOther);
}

/** The servers of a Gateway for the gateway's pods; none where its selector asks for labels that are not known of them. */
function listServers({ spec }: Manifest, gateway: MeshGateway): Server[] {
  const { selector, servers } = toMap(spec);
  if (!matchesPolicySelector(toMap(selector), gateway.labels)) return [];
  return toMaps(servers).map(({ port, hosts }) => ({
    port: toMap(port).number as unknown,
    protocol: toText(toMap(port).protocol).toUpperCase(),
    hosts: toTexts(hosts).map((one) => one.split("/").at(-1) ?? ""),
  }));
}

/** What can share a port: HTTP, TLS by the host that clients name, or TCP alone. */
function familyOfServer(name: string): string {
  const protocol = parseProtocol(name);
  if (isHttp(protocol)) return "HTTP";
  return isTls(protocol) ? "TLS" : name;
}
