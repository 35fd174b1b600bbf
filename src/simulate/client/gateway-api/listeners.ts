import { takesNamespace } from "../../../mesh/gateway/allowed-routes.js";
import { listNamespaces } from "../../../mesh/namespaces.js";
import type { AnalyzedObject, MeshReader } from "../../../mesh/objects.js";
import { toPort } from "../../../mesh/ports.js";
import { gatewayNameLabel, type MeshWorkload } from "../../../mesh/workloads.js";
import { toMap, toMaps, toText } from "../../../text/read.js";
import { formatObject } from "../../format-object.js";
import type { GatewayListener } from "../gateway-listeners.js";
import type { GatewayPorts } from "../gateway-ports.js";
import { compareAge } from "../../../mesh/object-age.js";

/**
 * The listeners of the Gateways of the Gateway API that are for a gateway's pods: of the Gateway that Istio makes these for, and of those that
 * name their Service as address. Source: `extractGatewayServices` and `buildListener` in istio pilot/pkg/config/kube/gateway/conversion.go.
 */
export function listKubernetesListeners(
  reader: MeshReader,
  gateway: MeshWorkload,
  { services }: GatewayPorts,
): GatewayListener[] {
  return reader
    .list("gateway.networking.k8s.io/Gateway")
    .filter((object) => isFor(object, gateway, services))
    .toSorted(compareAge)
    .flatMap((object) => listListeners(reader, object));
}

function isFor(
  { manifest, namespace }: AnalyzedObject,
  gateway: MeshWorkload,
  services: readonly AnalyzedObject[],
): boolean {
  if (namespace !== gateway.namespace) return false;
  const named = toMaps(toMap(manifest.spec).addresses).filter(({ type }) => type === undefined || type === "Hostname");
  if (named.length === 0) return gateway.labels[gatewayNameLabel] === manifest.metadata.name;
  return named.some(({ value }) => {
    const [name, ofNamespace = namespace] = toText(value).split(".");
    return services.some((one) => one.namespace === ofNamespace && one.manifest.metadata.name === name);
  });
}

/** The listeners of a Gateway; without those that speak TLS and do not say how. */
export function listListeners(reader: MeshReader, object: AnalyzedObject): GatewayListener[] {
  return toMaps(toMap(object.manifest.spec).listeners).flatMap((listener, index): GatewayListener[] => {
    const port = toPort(listener.port);
    const tls = readTls(listener, object);
    const isUnsaid = tls === undefined && (listener.protocol === "HTTPS" || listener.protocol === "TLS");
    if (port === undefined || isUnsaid) return [];
    return [
      {
        ...{ object, port, tls: tls ?? {} },
        source: { object, path: ["spec", "listeners", index] },
        gateway: nameListener(object, toText(listener.name)),
        kind: findKind(listener, tls ?? {}),
        hosts: listHosts(reader, object, listener),
      },
    ];
  });
}

/** Why it is not known what listens at a port: other objects add listeners to a Gateway. */
export function findListenerSet(
  { list }: MeshReader,
  listeners: readonly GatewayListener[],
  port: number,
): string | undefined {
  const found = list("gateway.networking.k8s.io/ListenerSet").find(({ manifest, namespace }) => {
    const { parentRef, listeners: own } = toMap(manifest.spec);
    const { name, namespace: ofParent } = toMap(parentRef);
    const isOfGateway = listeners.some(
      ({ object }) => object.manifest.metadata.name === name && object.namespace === (toText(ofParent) || namespace),
    );
    return isOfGateway && toMaps(own).some((listener) => toPort(listener.port) === port);
  });
  return found && `${formatObject(found)} adds listeners to the gateway, which is not simulated`;
}

/** By which routes that attach to a listener are bound to it. */
export function nameListener({ manifest, namespace }: AnalyzedObject, listener: string): string {
  return `${namespace}/${manifest.metadata.name}/${listener}`;
}

function findKind({ protocol }: Record<string, any>, { mode }: Record<string, any>): GatewayListener["kind"] {
  if (protocol === "HTTP") return "http";
  if (mode === "PASSTHROUGH") return "passthrough";
  return protocol === "HTTPS" ? "https" : "tcp";
}

/** As ServerTLSSettings of Istio's API. Source: `buildTLS` in istio pilot/pkg/config/kube/gateway/conversion.go. */
function readTls({ tls, port }: Record<string, any>, { manifest }: AnalyzedObject): Record<string, any> | undefined {
  if (tls === undefined || tls === null) return undefined;
  const { mode, options } = toMap(tls);
  if (mode === "Passthrough") return { mode: "PASSTHROUGH" };
  const given = toText(toMap(options)["gateway.istio.io/tls-terminate-mode"]);
  if (given === "ISTIO_SIMPLE") return { mode: "SIMPLE" };
  if (given !== "") return { mode: given };
  const { default: byDefault, perPort } = toMap(toMap(toMap(manifest.spec).tls).frontend);
  const own = toMaps(perPort).find((one) => toPort(one.port) === toPort(port));
  const { validation } = toMap(own === undefined ? byDefault : own.tls);
  if (toMaps(toMap(validation).caCertificateRefs).length === 0) return { mode: "SIMPLE" };
  return { mode: toMap(validation).mode === "AllowInsecureFallback" ? "OPTIONAL_MUTUAL" : "MUTUAL" };
}

/** Source: `buildHostnameMatch` in the same file. */
function listHosts(reader: MeshReader, { namespace }: AnalyzedObject, listener: Record<string, any>): string[] {
  const host = toText(listener.hostname).toLowerCase() || "*";
  const allowed = { from: "Same", ...toMap(toMap(listener.allowedRoutes).namespaces) };
  if (allowed.from === "All") return [host];
  if (allowed.from === "Same") return [`${namespace}/${host}`];
  const all = [...(reader.ask(listNamespaces) ?? [])].sort();
  const taken = all.filter((other) => takesNamespace(reader, allowed, { own: namespace, other }));
  return taken.length === 0 ? [`~/${host}`] : taken.map((other) => `${other}/${host}`);
}
