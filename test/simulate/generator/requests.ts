import type { Choices } from "./choices.js";
import {
  documentHost,
  far,
  fullHost,
  gatewayHosts,
  issuer,
  methods,
  near,
  outsideHosts,
  paths,
  services,
  store,
  users,
  type RunningService,
} from "./vocabulary.js";

/** Who sends a request: a Deployment `<namespace>/<name>`, the pod without a proxy, or a client outside by a gateway. */
export type GeneratedCaller =
  | { kind: "workload"; namespace: string; name: string }
  | { kind: "plain"; namespace: string }
  | { kind: "outside"; gateway: "ingress" | "public" };

/** A request as data: `MeshRequest` but for the caller's workload, which is another object in every mesh. */
export interface GeneratedRequest {
  caller: GeneratedCaller;
  scheme: "http" | "https";
  host: string;
  port: number;
  method: string;
  path: string;
  query: string;
  headers: Readonly<Record<string, string>>;
  /** Of the token that it carries. @default no token */
  claims?: Readonly<Record<string, unknown>>;
}

/** A request that meets, more often than not, what a mesh says of that service. */
export function chooseRequest(choices: Choices, service: RunningService): GeneratedRequest {
  const caller = chooseCaller(choices);
  const isOptions = choices.isTrue(0.04);
  return {
    caller,
    ...(caller.kind === "outside" ? chooseOutside(choices, caller.gateway) : chooseInside(choices, service, caller)),
    method: isOptions ? "OPTIONS" : choices.isTrue(0.6) ? "GET" : choices.pick(methods),
    path: choices.pick(paths),
    query: choices.isTrue(0.2) ? choices.pick(["debug=true", "debug=false", "page=2&debug=true"]) : "",
    headers: { ...chooseHeaders(choices), ...(isOptions ? preflight : {}) },
    ...(choices.isTrue(0.25) ? { claims: chooseClaims(choices) } : {}),
  };
}

const preflight = { origin: "https://a.example", "access-control-request-method": "POST" };

function chooseCaller(choices: Choices): GeneratedCaller {
  return choices.pick<GeneratedCaller>([
    { kind: "workload", namespace: near, name: "client-v1" },
    { kind: "workload", namespace: near, name: "client-v1" },
    { kind: "workload", namespace: far, name: "client-v1" },
    { kind: "workload", namespace: far, name: "client-v1" },
    { kind: "workload", namespace: near, name: "api-v1" },
    { kind: "plain", namespace: near },
    { kind: "outside", gateway: "ingress" },
    { kind: "outside", gateway: "public" },
  ]);
}

type Addressed = Pick<GeneratedRequest, "scheme" | "host" | "port">;

function chooseOutside(choices: Choices, gateway: "ingress" | "public"): Addressed {
  const isSecure = gateway === "ingress" && choices.isTrue(0.25);
  return {
    scheme: isSecure ? "https" : "http",
    host: choices.pick([...gatewayHosts, documentHost]),
    port: isSecure ? 443 : 80,
  };
}

function chooseInside(choices: Choices, service: RunningService, caller: GeneratedCaller): Addressed {
  if (caller.kind === "workload" && choices.isTrue(0.12))
    return { scheme: "http", host: choices.pick(outsideHosts), port: 80 };
  const called = choices.isTrue(0.8) ? service : choices.pick([...services, store]);
  const { name, namespace } = called;
  const names = [fullHost(called), `${name}.${namespace}`, `${name}.${namespace}.svc`];
  const isNear = caller.kind !== "outside" && caller.namespace === namespace;
  return {
    scheme: "http",
    host: choices.pick(isNear ? [...names, name, name] : names),
    port: choices.pick([80, ...called.ports]),
  };
}

function chooseHeaders(choices: Choices): Record<string, string> {
  return choices.fields({ "x-user": [0.5, () => choices.pick(users)], "x-canary": [0.15, () => "1"] }) as Record<
    string,
    string
  >;
}

function chooseClaims(choices: Choices): Record<string, unknown> {
  return {
    iss: choices.isTrue(0.85) ? issuer : "https://stranger.example",
    sub: choices.pick(users),
    ...choices.fields({ group: [0.4, () => "staff"], aud: [0.3, () => "shop"] }),
  };
}
