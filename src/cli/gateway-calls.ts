import { matchesServiceSelector } from "../mesh/selectors.js";
import { nameGatewayService } from "../mesh/gateway/gateway-sections.js";
import type { PublishedPort } from "../local/cluster/service-ports.js";
import { capture } from "../local/run.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import type { ReportSource } from "./report.js";

/** A host that a port of a gateway's Service serves. */
interface Served {
  service: string;
  port: unknown;
  protocol: string;
  host: string;
}

const kinds = [
  "services",
  "gateways.networking.istio.io",
  "gateways.gateway.networking.k8s.io",
  "httproutes.gateway.networking.k8s.io",
];

/** Lines of curl that call from this machine what the gateways of a local cluster serve, one a host and port. */
export async function findGatewayCalls(source: ReportSource, ports: readonly PublishedPort[]): Promise<string[]> {
  const lists = await Promise.all(kinds.map((kind) => list(source, kind)));
  return formatGatewayCalls(lists.flat(), ports);
}

/** The objects of a kind; none where the cluster does not know the kind, as one without Istio. */
async function list({ kubectl, kubeconfig }: ReportSource, kind: string): Promise<Manifest[]> {
  try {
    const text = await capture(kubectl, ["--kubeconfig", kubeconfig, "get", kind, "-A", "-o", "json"]);
    return (JSON.parse(text) as { items: Manifest[] }).items;
  } catch (error) {
    if (String(error).includes("doesn't have a resource type")) return [];
    throw error;
  }
}

/** The same for objects as the API server gives them. */
export function formatGatewayCalls(objects: readonly Manifest[], ports: readonly PublishedPort[]): string[] {
  const served = [
    ...objects.flatMap((one) => listOfIstio(one, objects)),
    ...objects.flatMap((one) => listOfApi(one, objects)),
  ];
  const lines = ports.flatMap(({ namespace, service, port, local }) =>
    served
      .filter((one) => one.service === `${namespace}/${service}` && one.port === port)
      .flatMap(({ host, protocol }) => formatCall(host.replace(/^\*/, "any"), protocol, { port, local })),
  );
  return [...new Set(lines)];
}

function formatCall(host: string, protocol: string, { port, local }: Pick<PublishedPort, "port" | "local">): string[] {
  if (["HTTP", "HTTP2", "GRPC"].includes(protocol)) return [`curl -H 'Host: ${host}' http://127.0.0.1:${local}/`];
  if (!["HTTPS", "TLS"].includes(protocol)) return [];
  const url = `https://${host}${port === 443 ? "" : `:${port}`}/`;
  return [`curl --connect-to ${host}:${port}:127.0.0.1:${local} ${url}`];
}

/** What a Gateway of Istio's API serves, by the Services whose pods it chooses. */
function listOfIstio({ apiVersion, kind, spec }: Manifest, objects: readonly Manifest[]): Served[] {
  if (kind !== "Gateway" || !apiVersion.startsWith("networking.istio.io/")) return [];
  const { selector, servers } = toMap(spec);
  // A Gateway without a selector is for every gateway's pods, which Services alone do not tell.
  const services = objects.filter(
    (one) => one.kind === "Service" && matchesServiceSelector(toMap(selector), toMap(toMap(one.spec).selector)),
  );
  return toMaps(servers).flatMap(({ port, hosts }) =>
    toTexts(hosts)
      .map((host) => host.split("/").at(-1) ?? "")
      .filter((host) => host !== "*")
      .flatMap((host) =>
        services.map((service) => {
          const { number, protocol } = toMap(port);
          return { service: nameOf(service), port: number as unknown, protocol: toText(protocol), host };
        }),
      ),
  );
}

/** What a Gateway of the Gateway API serves, by the Service that istiod makes of it. */
function listOfApi({ apiVersion, kind, metadata, spec }: Manifest, objects: readonly Manifest[]): Served[] {
  if (kind !== "Gateway" || !apiVersion.startsWith("gateway.networking.k8s.io/")) return [];
  const { namespace = "", name } = metadata;
  const service = `${namespace}/${nameGatewayService(name)}`;
  return toMaps(toMap(spec).listeners).flatMap((listener) => {
    const { port, protocol, hostname } = listener;
    const hosts =
      hostname === undefined
        ? listRouted({ namespace, name, section: listener.name as unknown }, objects)
        : [toText(hostname)];
    return hosts.map((host): Served => ({ service, port: port as unknown, protocol: toText(protocol), host }));
  });
}

/** Hosts of the HTTPRoutes that are attached to a listener without a host of its own. */
function listRouted(
  { namespace, name, section }: { namespace: string; name: string; section: unknown },
  objects: readonly Manifest[],
): readonly string[] {
  return objects
    .filter(({ kind, metadata, spec }) => {
      const parents = toMaps(toMap(spec).parentRefs);
      const isMeant = (one: Record<string, any>) =>
        one.name === name &&
        (one.namespace ?? metadata.namespace) === namespace &&
        (one.sectionName ?? section) === section;
      return kind === "HTTPRoute" && parents.some(isMeant);
    })
    .flatMap(({ spec }) => toTexts(toMap(spec).hostnames));
}

function nameOf({ metadata }: Manifest): string {
  return `${metadata.namespace ?? ""}/${metadata.name}`;
}
