import { nameHost } from "../../mesh/gateway/gateway-sections.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { dropUndefined } from "../../text/drop-undefined.js";
import type { Exposed } from "./exposures.js";
import type { MeshGateway } from "./gateways.js";
import { groupBy } from "../group-by.js";
import { createHostLabel } from "./host-label.js";
import { keyOf, listListeners, type NamedListener } from "./listeners.js";

/** A host at a listener, and the Gateway object that its server is in. */
interface Served {
  gateway: MeshGateway;
  listener: NamedListener;
  host: string;
  object: string;
}

/**
 * The Gateway objects of what is exposed. A host of plain HTTP has one of its own, so that teams do not change each other's. What
 * ends TLS with one certificate is one object, and on one port one server: a browser uses a connection for every host of the
 * certificate that it was made with, and a server for each host would answer 404 for the others.
 */
export function renderGateways(all: readonly Exposed[]): Manifest[] {
  const served = all.flatMap(({ gateway, listeners, host }) =>
    listeners.map((listener): Served => ({ gateway, listener, host, object: nameGateway(gateway, listener, host) })),
  );
  return groupBy(served, ({ gateway, object }) => [gateway.namespace, object]).map((own) => {
    const [{ gateway, object: name }] = own;
    const byKey = groupBy(own, ({ listener }) => [String(listener.port).padStart(5, "0"), keyOf(listener)]);
    const spec = { selector: gateway.labels, servers: byKey.map(renderServer) };
    const metadata = { name, namespace: gateway.namespace };
    return { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata, spec };
  });
}

/** The Gateway object of a host at a listener: names of listeners have no dot, so no host's is that of a listener. */
export function nameGateway(gateway: MeshGateway, listener: NamedListener, host: string): string {
  const { protocol } = listener;
  if (protocol === "HTTP") return createHostLabel(nameOfHost(host, gateway));
  return createHostLabel(`${findFirst(gateway, listener).name}.${gateway.name}`);
}

/** `<host>.<gateway>`, as names of objects may have it. */
export function nameOfHost(host: string, gateway: MeshGateway): string {
  return `${nameHost(host)}.${gateway.name}`;
}

/** The first listener of the same object. */
function findFirst(gateway: MeshGateway, listener: NamedListener): NamedListener {
  const { protocol, tls } = listener;
  const isSame = (other: NamedListener) =>
    other.protocol === protocol &&
    (protocol === "HTTPS" ? other.tls?.credentialName === tls?.credentialName : keyOf(other) === keyOf(listener));
  return listListeners(gateway).find(isSame) ?? listener;
}

function renderServer(own: readonly [Served, ...Served[]]): object {
  const [{ gateway, listener }] = own;
  const { protocol, port: number, httpsRedirect = false } = listener;
  const names = listListeners(gateway).filter((other) => keyOf(other) === keyOf(listener));
  // Routes of this namespace alone, so that no one else answers for the host.
  const hosts = [...new Set(own.map(({ host }) => `./${host}`))].sort();
  const tls = protocol === "HTTP" ? (httpsRedirect ? { httpsRedirect } : undefined) : renderTls(listener);
  const port = { number, name: (names[0] ?? listener).name, protocol };
  return { port, hosts, ...(tls === undefined ? {} : { tls }) };
}

function renderTls({ protocol, tls }: NamedListener): object | undefined {
  if (protocol === "TCP") return undefined;
  if (protocol === "TLS") return { mode: "PASSTHROUGH" };
  // What is known of the certificate is no setting.
  return tls && dropUndefined({ ...tls, certificateHosts: undefined });
}

/**
 * Ports at which Istio may answer for a host, in ascending order: a VirtualService is for all servers of a Gateway object that have a host
 * of its own or, with `*`, one that covers it. One that asks for clients' certificates may stand beside one that asks for none.
 */
export function listReachedPorts(own: readonly Exposed[]): number[] {
  const ports = own.flatMap(({ gateway, listeners, host }) =>
    listeners.flatMap((listener) => {
      if (listener.protocol !== "HTTPS") return [listener.port];
      const name = nameGateway(gateway, listener, host);
      const beside = listListeners(gateway).filter((other) => nameGateway(gateway, other, host) === name);
      return beside.map(({ port }) => port);
    }),
  );
  return [...new Set(ports)].sort((a, b) => a - b);
}

/** `<namespace>/<name>` of the Gateway objects that a host is served by. */
export function listGatewayNames(own: readonly Exposed[]): string[] {
  const names = own.flatMap(({ gateway, listeners, host }) =>
    listeners.map((listener) => `${gateway.namespace}/${nameGateway(gateway, listener, host)}`),
  );
  return [...new Set(names)].sort();
}
