import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { Choices } from "./choices.js";
import { chooseMatch } from "./route-matches.js";
import { api, createIstio, far, fullHost, near, store, users, web, type RunningService } from "./vocabulary.js";

type Fields = Record<string, unknown>;

/** What a VirtualService is for. */
export interface Routed {
  name: string;
  namespace: string;
  hosts: readonly string[];
  /** Where its routes usually lead. */
  service: RunningService;
  /** @default - the mesh */
  gateways?: readonly string[];
}

/** A VirtualService of one to four routes. @param delegates names of VirtualServices that it may hand requests to */
export function chooseVirtualService(choices: Choices, routed: Routed, delegates: readonly Manifest[]): Manifest {
  const { name, namespace, hosts, service, gateways } = routed;
  const rules = choices.times(0, 3, () => ({
    ...chooseMatches(choices, 0.95),
    ...chooseAction(choices, service, delegates),
  }));
  const last = choices.isTrue(0.85) ? [chooseDestinations(choices, service)] : [];
  const http = [...rules, ...last].map((rule, index) => ({ name: `r${index}`, ...rule }));
  const spec = {
    hosts,
    ...(gateways === undefined ? {} : { gateways }),
    ...choices.fields({ exportTo: [0.12, () => choices.pick([["."], ["*"], [far], [near]])] }),
    http: http.length > 0 ? http : [chooseDestinations(choices, service)],
  };
  return createIstio("VirtualService", namespace, name, spec);
}

/** A VirtualService without hosts, of one to three routes. */
export function chooseDelegate(choices: Choices, name: string, service: RunningService): Manifest {
  const namespace = choices.pick([near, far]);
  const http = choices.times(1, 3, (index) => ({
    name: `d${index}`,
    ...chooseMatches(choices, 0.6),
    ...chooseAction(choices, service, []),
  }));
  return createIstio("VirtualService", namespace, name, { http });
}

function chooseMatches(choices: Choices, share: number): Fields {
  return choices.isTrue(share) ? { match: choices.times(1, 2, () => chooseMatch(choices)) } : {};
}

function chooseAction(choices: Choices, service: RunningService, delegates: readonly Manifest[]): Fields {
  const kind = choices.number(1, 20);
  if (kind <= 2) return { redirect: chooseRedirect(choices) };
  if (kind <= 4) return { directResponse: { status: choices.pick([200, 404, 418, 503]), body: { string: "direct" } } };
  if (kind <= 8 && delegates.length > 0) {
    const { name, namespace } = choices.pick(delegates).metadata;
    // A delegate in another namespace has to be named with it.
    return { delegate: choices.isTrue(0.9) ? { name, namespace } : { name } };
  }
  return chooseDestinations(choices, service);
}

function chooseRedirect(choices: Choices): Fields {
  return choices.pick<Fields>([
    { uri: "/new" },
    { uri: "/new", redirectCode: 308 },
    { authority: "moved.example" },
    { scheme: "https", authority: "moved.example" },
    { uri: "/new", port: 8443 },
    { scheme: "https", derivePort: "FROM_PROTOCOL_DEFAULT" },
  ]);
}

function chooseDestinations(choices: Choices, service: RunningService): Fields {
  const shares = choices.pick([[100], [100], [50, 50], [80, 20], [25, 75], [1, 1, 2], [100, 0], [0]]);
  const destinations = shares.map((weight, index) => ({
    destination: chooseDestination(choices, service, index),
    ...(shares.length > 1 || weight === 0 ? { weight } : {}),
    ...choices.fields({ headers: [0.05, () => ({ request: { set: { "x-user": choices.pick(users) } } })] }),
  }));
  return { route: destinations, ...chooseExtras(choices, service) };
}

function chooseDestination(choices: Choices, service: RunningService, index: number): Fields {
  const target = choices.isTrue(0.75) ? service : choices.pick([web, api, store]);
  const host = choices.isTrue(0.8) ? fullHost(target) : target.name;
  const subset = choices.isTrue(0.9) ? target.versions[index % target.versions.length] : "v9";
  return {
    host,
    ...choices.fields({ subset: [0.6, () => subset], port: [0.15, () => ({ number: choices.pick(target.ports) })] }),
  };
}

function chooseExtras(choices: Choices, service: RunningService): Fields {
  const mirror = () => ({ host: fullHost(choices.pick([service, store])) });
  return choices.fields({
    rewrite: [
      0.15,
      () =>
        choices.pick<Fields>([
          { uri: "/" },
          { uri: "/new" },
          { authority: "rewritten.example" },
          { uri: "/new/", authority: "rewritten.example" },
          { uriRegexRewrite: { match: "^/api/(.*)$", rewrite: "/v2/\\1" } },
        ]),
    ],
    fault: [0.15, () => chooseFault(choices)],
    mirror: [0.08, mirror],
    timeout: [0.25, () => choices.pick(["1s", "2s", "5.5s"])],
    retries: [0.25, () => chooseRetries(choices)],
    headers: [
      0.15,
      () =>
        choices.pick<Fields>([
          { request: { set: { "x-user": choices.pick(users) } } },
          { request: { remove: ["x-user"] } },
          { request: { add: { "x-canary": "1" } } },
        ]),
    ],
    corsPolicy: [
      0.08,
      () => ({
        allowOrigins: [choices.pick([{ exact: "https://a.example" }, { regex: "https://[a-z]+.example" }])],
        allowMethods: ["GET", "POST"],
      }),
    ],
  });
}

function chooseFault(choices: Choices): Fields {
  const abort = () => ({
    percentage: { value: choices.pick([100, 100, 30, 60]) },
    httpStatus: choices.pick([418, 503, 400]),
  });
  const delay = () => ({ percentage: { value: choices.pick([100, 50]) }, fixedDelay: "0.02s" });
  const chosen = choices.fields({ abort: [0.7, abort], delay: [0.3, delay] });
  return Object.keys(chosen).length > 0 ? chosen : { abort: abort() };
}

function chooseRetries(choices: Choices): Fields {
  return choices.pick<Fields>([
    { attempts: 0 },
    { attempts: 1 },
    { attempts: 3, perTryTimeout: "1s" },
    { attempts: 2, retryOn: "5xx,reset" },
    { attempts: 4, perTryTimeout: "0.5s", retryOn: "gateway-error" },
  ]);
}
