import type { Manifest } from "../../kubernetes/manifest.js";
import type { Surroundings } from "../contexts.js";
import { listGatewayNames, listReachedPorts, nameOfHost, renderGateways } from "./exposed-gateways.js";
import { adaptRoutes, adaptTcpRoute } from "./exposed-routes.js";
import { listPorts, type Exposed } from "./exposures.js";
import { identifyGateway } from "./gateways.js";
import { groupBy } from "../group-by.js";
import { renderKubernetesExposures } from "../gateway-api/exposures.js";
import { renderRoutes } from "../routes/rendered-routes.js";
import type { ServiceRoutes } from "../routes/service-routes.js";

type RoutesOf = (exposed: Exposed) => ServiceRoutes;

/**
 * The objects of hosts that gateways serve: a host has one VirtualService at each gateway, with the routes of all services that
 * are exposed there. Those of the mesh do not reach a gateway, so they are there a second time.
 * @param exposed all that `collectExposed` gives
 * @param known the routes of each service by `namespace/name`
 */
export function renderExposures(
  exposed: readonly Exposed[],
  known: ReadonlyMap<string, ServiceRoutes>,
  surroundings: Surroundings,
): Manifest[] {
  const all = exposed.filter(({ gateway }) => gateway.api !== "gateway-api");
  const ofGatewayApi = exposed.filter(({ gateway }) => gateway.api === "gateway-api");
  const routesOf: RoutesOf = ({ service: { namespace, name } }) =>
    known.get(`${namespace}/${name}`) ?? { routes: [], tcpRoutes: [] };
  const ofHosts = groupBy(
    all.filter(({ family }) => family !== "TCP"),
    ({ gateway, host }) => [identifyGateway(gateway), host],
  );
  const virtualServices = [
    ...ofHosts.map((own) => renderHost(own, surroundings, routesOf)),
    ...all.filter(({ family }) => family === "TCP").map((one) => renderTcp(one, surroundings, routesOf)),
  ];
  return [
    ...renderGateways(all),
    ...virtualServices,
    ...renderKubernetesExposures(ofGatewayApi, surroundings, routesOf),
  ];
}

/** All that is exposed of one host. */
function renderHost(own: [Exposed, ...Exposed[]], { services }: Surroundings, routesOf: RoutesOf): Manifest {
  const [{ gateway, host }] = own;
  const ofHttp = own.filter(({ family }) => family === "HTTP");
  const ports = listReachedPorts(ofHttp);
  // Envoy takes the first route that matches.
  const byPath = groupBy(ofHttp, ({ path }) => [path]).sort(([a], [b]) => b.path.length - a.path.length);
  const http = byPath.flat().flatMap((one) => {
    const listened = listPorts([one]);
    const only = listened.length === ports.length ? [] : listened.map((port) => ({ port }));
    const report = (message: string, remedy: string) => one.report("MESH0206", message, remedy);
    return renderRoutes(adaptRoutes(routesOf(one).routes, { ...one, only, services, report }));
  });
  const tls = own
    .filter(({ family }) => family === "TLS")
    .map((one) => {
      const match = listPorts([one]).map((port) => ({ port, sniHosts: [host] }));
      return { match, ...adaptTcpRoute(routesOf(one).tcpRoutes, { ...one, services }) };
    });
  return createVirtualService(nameOfHost(host, gateway), own, {
    ...(http.length === 0 ? {} : { http }),
    ...(tls.length === 0 ? {} : { tls }),
  });
}

/** A port for one service. */
function renderTcp(one: Exposed, { services }: Surroundings, routesOf: RoutesOf): Manifest {
  const match = listPorts([one]).map((port) => ({ port }));
  const route = { match, ...adaptTcpRoute(routesOf(one).tcpRoutes, { ...one, services }) };
  return createVirtualService(`${one.listeners[0]?.name ?? ""}.${one.gateway.name}`, [one], { tcp: [route] });
}

function createVirtualService(name: string, own: [Exposed, ...Exposed[]], routes: object): Manifest {
  const [{ gateway, host }] = own;
  const spec = { hosts: [host], gateways: listGatewayNames(own), exportTo: ["."], ...routes };
  const metadata = { name, namespace: gateway.namespace };
  return { apiVersion: "networking.istio.io/v1", kind: "VirtualService", metadata, spec };
}
