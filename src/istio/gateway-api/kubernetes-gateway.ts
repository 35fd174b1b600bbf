import { listSections } from "../../mesh/gateway/gateway-sections.js";
import { defaultListeners } from "../../mesh/gateway/listener-choices.js";
import type { Manifest } from "../../kubernetes/manifest.js";
import { computeListeners } from "../gateway/gateway-listeners.js";
import { computeGatewaySelector, computeGatewayValues } from "../gateway/gateway-values.js";
import type { ResolvedGateway } from "../gateway/resolve.js";
import { renderKubernetesListeners, type ServedListener } from "./kubernetes-listeners.js";
import { renderScaling } from "./kubernetes-gateway-scaling.js";
import { isValues, type Values } from "../merge.js";

const apiVersion = "gateway.networking.k8s.io/v1";

/** Where a gateway is. */
export interface GatewayPlace {
  name: string;
  namespace: string;
}

/**
 * The objects of a gateway by the Kubernetes Gateway API: the Gateway, of which istiod makes Deployment, Service and ServiceAccount, the
 * ConfigMap that says what they are to be like, autoscaler and disruption budget, and the route of listeners that redirect.
 */
export function renderKubernetesGateway({ name, namespace }: GatewayPlace, gateway: ResolvedGateway): Manifest[] {
  const listeners = listServed(name, gateway);
  const parameters = `${name}-parameters`;
  const values = computeGatewayValues(gateway);
  const revision = gateway.revision === undefined ? {} : { labels: { "istio.io/rev": gateway.revision } };
  const metadata = { name, namespace, ...revision };
  const parametersRef = { group: "", kind: "ConfigMap", name: parameters };
  const labels = { ...gateway.labels, ...computeGatewaySelector(name, gateway) };
  const spec = {
    gatewayClassName: "istio",
    listeners: renderKubernetesListeners(listeners),
    infrastructure: { labels, parametersRef },
  };
  const data = renderParameters(values, gateway);
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name: parameters, namespace }, data },
    { apiVersion, kind: "Gateway", metadata, spec },
    ...renderScaling({ name, namespace }, values),
    ...renderRedirects({ name, namespace }, listeners),
  ];
}

function listServed(name: string, gateway: ResolvedGateway): Record<string, ServedListener> {
  return computeListeners(name, gateway) ?? defaultListeners;
}

/**
 * What is laid over the objects that istiod makes, as strategic merge patches in YAML, of which JSON is a part. The same values as the
 * chart gets. Source: applyOverlay in pilot/pkg/config/kube/gatewaycommon/deploymentcontroller.go.
 */
function renderParameters(values: Values, gateway: ResolvedGateway): Record<string, string> {
  const overlays = {
    deployment: computeDeployment(values),
    service: computeService(values, gateway.ports !== undefined),
  };
  const given = Object.entries(overlays).filter(([, overlay]) => overlay !== undefined);
  return Object.fromEntries(given.map(([key, overlay]) => [key, JSON.stringify(overlay, undefined, 2)]));
}

function computeDeployment(values: Values): Values | undefined {
  const { replicaCount: replicas, resources, imagePullPolicy, podAnnotations: annotations } = values;
  const { topologySpreadConstraints } = values;
  const env = Object.entries((values.env ?? {}) as Values).map(([name, value]) => ({ name, value: value as unknown }));
  const container = dropEmpty({ resources, imagePullPolicy, env: env.length === 0 ? undefined : env });
  const containers = container && [{ name: "istio-proxy", ...container }];
  const template = dropEmpty({
    metadata: annotations && { annotations: annotations as unknown },
    spec: dropEmpty({ containers, topologySpreadConstraints }),
  });
  const spec = dropEmpty({ replicas, template });
  return spec && { spec };
}

/** Ports of the Service are those of the listeners; `ports` adds to them, and to what is known of them. */
function computeService(values: Values, hasPorts: boolean): Values {
  const { annotations, ports, ...spec } = isValues(values.service) ? values.service : {};
  const own = { type: "LoadBalancer", ...spec, ...(hasPorts ? { ports: ports as unknown } : {}) };
  return { ...(annotations === undefined ? {} : { metadata: { annotations: annotations as unknown } }), spec: own };
}

/** Without what is undefined; undefined where nothing is left. */
function dropEmpty(values: Values): Values | undefined {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}

function renderRedirects(place: GatewayPlace, listeners: Readonly<Record<string, ServedListener>>): Manifest[] {
  const redirecting = Object.keys(listeners)
    .sort()
    .filter((key) => listeners[key]?.httpsRedirect === true);
  const parentRefs = redirecting
    .flatMap((key) => listSections(key, listeners[key]?.hosts))
    .map(({ name: sectionName }) => ({ name: place.name, sectionName }));
  if (parentRefs.length === 0) return [];
  const requestRedirect = { scheme: "https", statusCode: 301 };
  const rules = [{ filters: [{ type: "RequestRedirect", requestRedirect }] }];
  const metadata = { name: `${place.name}-https-redirect`, namespace: place.namespace };
  return [{ apiVersion, kind: "HTTPRoute", metadata, spec: { parentRefs, rules } }];
}
