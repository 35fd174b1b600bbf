import type { MeshFacts } from "../../../src/policy/kind.js";
import type { Choices } from "./choices.js";
import { documentHost, ingress, issuer, methods, near, users, type RunningService } from "./vocabulary.js";

type Fields = Record<string, unknown>;

/** What documents must know of the mesh. */
export const meshFacts: MeshFacts = {
  rootNamespace: "istio-system",
  gateways: [{ name: ingress.name, namespace: ingress.namespace, labels: ingress.labels }],
};

/** A policy document of a service. @param jwks keys of the tests' issuer */
export function chooseDocument(choices: Choices, service: RunningService, jwks: string): Fields {
  const versions = Object.fromEntries(service.versions.map((version) => [version, { version }]));
  return {
    service: `${service.namespace}/${service.name}`,
    versions,
    ...choices.fields({
      routes: [0.7, () => chooseRoutes(choices, service)],
      timeout: [0.3, () => choices.pick(["2s", "3s"])],
      retries: [0.3, () => ({ attempts: choices.number(0, 3) })],
      fault: [0.1, () => ({ abort: { percentage: choices.pick([100, 40]), httpStatus: 418 } })],
      access: [0.5, () => chooseAccess(choices)],
      mtls: [0.4, () => ({ mode: choices.pick(["STRICT", "PERMISSIVE"]) })],
      jwt: [0.2, () => ({ rules: [{ issuer, jwks: JSON.parse(jwks) as unknown }], required: choices.isTrue(0.5) })],
      expose: [0.3, () => [{ gateway: `${near}/${ingress.name}`, port: 80, hosts: [documentHost] }]],
    }),
  };
}

function chooseRoutes(choices: Choices, { versions }: RunningService): Fields[] {
  const match = () =>
    choices.pick<Fields>([
      { uri: { prefix: "/api" } },
      { uri: { exact: "/admin" } },
      { headers: { "x-user": { exact: choices.pick(users) } } },
      { uri: { prefix: "/api" }, method: { exact: choices.pick(methods) } },
      { queryParams: { debug: { exact: "true" } } },
    ]);
  const [first = "", second = first] = versions;
  const split = first === second ? { [first]: 100 } : choices.pick([{ [first]: 70, [second]: 30 }, { [second]: 100 }]);
  const matched = choices.times(0, 2, (index) => ({
    name: `m${index}`,
    match: [match()],
    to: { [choices.pick(versions)]: 100 },
  }));
  return [...matched, { name: "default", to: split }];
}

function chooseAccess(choices: Choices): Fields {
  const rule = () =>
    choices.pick<Fields>([
      { from: [`${near}/client`] },
      { from: [`${near}/*`] },
      { paths: ["/api*"] },
      { methods: [choices.pick(methods)] },
      { from: [`${near}/client`], methods: ["GET"] },
      { ports: [80] },
    ]);
  const chosen = choices.fields({ allow: [0.5, () => [rule()]], deny: [0.5, () => [rule()]] });
  return Object.keys(chosen).length > 0 ? chosen : { default: choices.pick(["allow", "deny"]) };
}
