import type { Manifest } from "../manifest.js";
import { formatPlace, type Place } from "../schema-problems.js";
import { createServiceContexts, type Surroundings } from "./contexts.js";
import type { PolicyDocument } from "./document.js";
import { adaptRoutes } from "./exposed-routes.js";
import { findGateway, identifyGateway, type MeshGateway } from "./gateways.js";
import { groupBy } from "./group-by.js";
import { createHostLabel } from "./host-label.js";
import type { HttpRoute, ServiceContext } from "./kind.js";
import type { Exposure } from "./kinds/expose.js";
import type { Service } from "./service.js";

/** A path of a host of a gateway, and the service behind it. */
interface ExposedPath {
  gateway: MeshGateway;
  host: string;
  path: string;
  service: Service;
  /** Undefined where it is not known. */
  port?: number;
  place: Place;
  report: (message: string, remedy: string) => void;
}

/**
 * The objects of hosts that gateways serve: a host has one Gateway and one VirtualService at each gateway, with the routes of
 * all services that are exposed there. Those of the mesh do not reach a gateway, so they are there a second time.
 * @param routesOf the routes of each service by `namespace/name`
 */
export function renderExposedHosts(
  routesOf: ReadonlyMap<string, readonly HttpRoute[]>,
  surroundings: Surroundings,
): Manifest[] {
  const paths = surroundings.documents.flatMap((document) => collectPaths(document, surroundings));
  return groupBy(paths, ({ gateway, host }) => [identifyGateway(gateway), host]).flatMap((own) => {
    const [{ gateway, host }] = own;
    // Envoy takes the first route that matches.
    const byPath = groupBy(own, ({ path }) => [path]).sort(([a], [b]) => b.path.length - a.path.length);
    byPath.forEach(findDoubles);
    const http = byPath.flatMap(([one]) => {
      const { service } = one;
      const routes = routesOf.get(`${service.namespace}/${service.name}`) ?? [];
      return adaptRoutes(routes, { ...one, services: surroundings.services });
    });
    return renderHost(gateway, host, http);
  });
}

function collectPaths(document: PolicyDocument, surroundings: Surroundings): ExposedPath[] {
  const service = document.type === "service" ? surroundings.services.get(document.id) : undefined;
  if (service === undefined) return [];
  const context = createServiceContexts(service, surroundings).of("expose");
  const exposures = (document.values.expose ?? []) as Exposure[];
  return exposures.flatMap((exposure, index) => {
    const { hosts, paths = ["/"] } = exposure;
    const gateway = findGateway(exposure.gateway, surroundings.mesh);
    if (typeof gateway === "string") {
      context.report([index, "gateway"], "MESH0203", gateway);
      return [];
    }
    const port = choosePort(exposure, index, context);
    return hosts.flatMap((host) =>
      paths.map((path, position): ExposedPath => {
        const at = exposure.paths === undefined ? [index] : [index, "paths", position];
        const report = (message: string, remedy: string) => context.report(at, "MESH0206", message, remedy);
        return { gateway, host, path, service, port, place: document.locate(["expose", ...at]), report };
      }),
    );
  });
}

/** The port of the service that is meant: a gateway listens on others. */
function choosePort({ port }: Exposure, index: number, { service, report }: ServiceContext): number | undefined {
  const { ports, namespace, name } = service;
  const usable = ports.filter(({ protocol }) => protocol !== "tcp");
  const known = usable.map(({ number }) => number);
  if (port !== undefined && known.length > 0 && !known.includes(port)) {
    const message = `${namespace}/${name} has no port ${port} with HTTP or gRPC`;
    report([index, "port"], "MESH0203", message, `name one of ${known.join(", ")}`);
  }
  if (port === undefined && known.length > 1) {
    const message = `${namespace}/${name} has several ports with HTTP or gRPC: ${known.join(", ")}`;
    report([index], "MESH0240", message);
  }
  return port ?? known[0];
}

function findDoubles([first, ...others]: readonly [ExposedPath, ...ExposedPath[]]): void {
  for (const { host, path, service, report } of others) {
    const other = `${first.service.namespace}/${first.service.name}`;
    const message = `${host}${path} is ${service === first.service ? "this service" : `service ${other}`} already, by ${formatPlace(first.place)}`;
    report(message, "give one of them another path");
  }
}

const httpPort = { number: 80, name: "http", protocol: "HTTP" };

function renderHost(gateway: MeshGateway, host: string, http: HttpRoute[]): Manifest[] {
  const { namespace } = gateway;
  const metadata = { name: `${host}.${gateway.name}`, namespace };
  const own = { name: createHostLabel(metadata.name), namespace };
  // Routes of this namespace alone, so that no one else answers for the host.
  const server = { port: httpPort, hosts: [`./${host}`] };
  const taken = { selector: gateway.labels, servers: [server] };
  const spec = { hosts: [host], gateways: [`${namespace}/${own.name}`], exportTo: ["."], http };
  return [
    { apiVersion: "networking.istio.io/v1", kind: "Gateway", metadata: own, spec: taken },
    { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata, spec },
  ];
}
