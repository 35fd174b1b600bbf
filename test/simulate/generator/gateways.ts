import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { Choices } from "./choices.js";
import {
  createIstio,
  far,
  gatewayHosts,
  ingress,
  near,
  publicGateway,
  quickDrain,
  store,
  users,
  type RunningService,
} from "./vocabulary.js";

type Fields = Record<string, unknown>;

const gatewayApi = "gateway.networking.k8s.io/v1";

/** Name of the Secret with the gateways' certificate. */
export const certificateName = "simulate-certificate";

/** A Gateway of Istio's API on the running pods. */
export function chooseGateway(choices: Choices, name: string): Manifest {
  const hosts = choices.pick([
    ["*"],
    ["*.example"],
    ["*.shop.example", "shop.example"],
    [`${near}/*`],
    ["shop.example"],
  ]);
  const servers = [
    {
      port: { number: 80, name: "http", protocol: "HTTP" },
      hosts,
      ...choices.fields({ tls: [0.12, () => ({ httpsRedirect: true })] }),
    },
    ...(choices.isTrue(0.4)
      ? [
          {
            port: { number: 443, name: "https", protocol: "HTTPS" },
            hosts: choices.isTrue(0.5) ? hosts : ["shop.example"],
            tls: { mode: "SIMPLE", credentialName: certificateName },
          },
        ]
      : []),
  ];
  return createIstio("Gateway", near, name, { selector: ingress.labels, servers });
}

/** The Gateway of the Gateway API. Its ports are always the same, so that its pods stay. */
export function choosePublicGateway(choices: Choices): Manifest {
  const from = choices.pick(["All", "All", "Same"]);
  const hostname = choices.isTrue(0.3) ? { hostname: choices.pick(["*.shop.example", "shop.example"]) } : {};
  const listeners = [
    { name: "http", protocol: "HTTP", port: 80, ...hostname, allowedRoutes: { namespaces: { from } } },
  ];
  const metadata = {
    name: publicGateway.name,
    namespace: publicGateway.namespace,
    annotations: { "networking.istio.io/service-type": "ClusterIP" },
  };
  const spec = { gatewayClassName: "istio", infrastructure: { annotations: quickDrain }, listeners };
  return { apiVersion: gatewayApi, kind: "Gateway", metadata, spec };
}

/** An HTTPRoute of the public gateway, or of a service for its callers in the mesh. */
export function chooseHttpRoute(choices: Choices, name: string, service: RunningService): Manifest {
  const isMesh = choices.isTrue(0.4);
  const gateway = { name: publicGateway.name, namespace: publicGateway.namespace };
  const parent = isMesh
    ? { group: "", kind: "Service", name: service.name, ...choices.fields({ port: [0.3, () => 80] }) }
    : gateway;
  const hostnames =
    isMesh || choices.isTrue(0.2) ? {} : { hostnames: choices.some([...gatewayHosts, "*.shop.example"], 1, 3) };
  const rules = choices.times(1, 3, () => chooseRule(choices, service));
  const metadata = { name, namespace: service.namespace };
  return { apiVersion: gatewayApi, kind: "HTTPRoute", metadata, spec: { parentRefs: [parent], ...hostnames, rules } };
}

/** Lets HTTPRoutes of the near namespace name Services of the far one. */
export function createGrant(): Manifest {
  const from = [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: near }];
  return {
    apiVersion: "gateway.networking.k8s.io/v1beta1",
    kind: "ReferenceGrant",
    metadata: { name: "grant", namespace: far },
    spec: { from, to: [{ group: "", kind: "Service" }] },
  };
}

function chooseRule(choices: Choices, service: RunningService): Fields {
  const matches = choices.fields({ matches: [0.7, () => choices.times(1, 2, () => chooseRouteMatch(choices))] });
  const kind = choices.number(1, 10);
  if (kind === 1)
    return { ...matches, filters: [{ type: "RequestRedirect", requestRedirect: chooseRouteRedirect(choices) }] };
  const filters = choices.fields({ filters: [0.3, () => [chooseFilter(choices)]] });
  const timeouts = choices.fields({ timeouts: [0.2, () => ({ request: choices.pick(["2s", "0s", "1500ms"]) })] });
  const names = service.versions.map((version) => `${service.name}-${version}`);
  const backends = choices.pick([[service.name], names, names.slice(0, 1)]);
  const backendRefs = backends.map((name) => ({
    name,
    port: 80,
    ...choices.fields({ weight: [0.4, () => choices.pick([1, 3, 9])] }),
  }));
  const foreign = { name: store.name, namespace: far, port: 80 };
  return {
    ...matches,
    ...filters,
    ...timeouts,
    backendRefs: choices.isTrue(0.15) ? [...backendRefs, foreign] : backendRefs,
  };
}

function chooseRouteMatch(choices: Choices): Fields {
  const chosen = choices.fields({
    path: [
      0.7,
      () => ({
        type: choices.pick(["PathPrefix", "Exact"]),
        value: choices.pick(["/", "/api", "/api/v1", "/admin"]),
      }),
    ],
    headers: [
      0.3,
      () => [
        choices.isTrue(0.7)
          ? { name: "x-user", value: choices.pick(users) }
          : { name: "x-user", type: "RegularExpression", value: "a.*" },
      ],
    ],
    method: [0.2, () => choices.pick(["GET", "POST"])],
    queryParams: [0.15, () => [{ name: "debug", value: "true" }]],
  });
  return Object.keys(chosen).length > 0 ? chosen : { path: { type: "PathPrefix", value: "/api" } };
}

function chooseFilter(choices: Choices): Fields {
  const rewrite = (urlRewrite: Fields) => ({ type: "URLRewrite", urlRewrite });
  return choices.pick<Fields>([
    rewrite({ path: { type: "ReplaceFullPath", replaceFullPath: "/new" } }),
    rewrite({ hostname: "rewritten.example" }),
    { type: "RequestHeaderModifier", requestHeaderModifier: { set: [{ name: "x-user", value: choices.pick(users) }] } },
    { type: "RequestHeaderModifier", requestHeaderModifier: { remove: ["x-user"] } },
    { type: "RequestMirror", requestMirror: { backendRef: { name: "web", namespace: near, port: 80 } } },
  ]);
}

function chooseRouteRedirect(choices: Choices): Fields {
  return choices.pick<Fields>([
    { hostname: "moved.example" },
    { scheme: "https", statusCode: 301 },
    { path: { type: "ReplaceFullPath", replaceFullPath: "/new" } },
    { port: 8443 },
  ]);
}
