import type { Manifest } from "../../../src/kubernetes/manifest.js";
import type { Choices } from "./choices.js";
import {
  createIstio,
  far,
  ingress,
  issuer,
  methods,
  near,
  podPorts,
  publicGateway,
  root,
  users,
  type RunningService,
} from "./vocabulary.js";

type Fields = Record<string, unknown>;

const principals = [near, far].map((namespace) => `cluster.local/ns/${namespace}/sa/client`);

/** An AuthorizationPolicy whose selector has the service, its namespace, more than that, or a gateway. */
export function chooseAccess(choices: Choices, name: string, service: RunningService): Manifest {
  const { namespace, ...where } = chooseReach(choices, service);
  if (choices.isTrue(0.02)) return createIstio("AuthorizationPolicy", namespace, name, { ...where, ...createCustom() });
  const action = choices.pick(["ALLOW", "DENY", "ALLOW", "DENY", "ALLOW", "DENY", "AUDIT"]);
  // ALLOW without a rule refuses everything.
  const isEmpty = action === "ALLOW" && choices.isTrue(0.05);
  const rules = isEmpty ? {} : { rules: choices.times(1, 2, () => chooseRule(choices)) };
  return createIstio("AuthorizationPolicy", namespace, name, { ...where, action, ...rules });
}

/** Asks an authorizer that the mesh does not have. */
function createCustom(): Fields {
  return { action: "CUSTOM", provider: { name: "nobody" }, rules: [{ to: [{ operation: { paths: ["/admin*"] } }] }] };
}

function chooseReach(choices: Choices, service: RunningService): { namespace: string } & Fields {
  const selector = (matchLabels: Readonly<Record<string, string>>) => ({ selector: { matchLabels } });
  const targetRef = { group: "gateway.networking.k8s.io", kind: "Gateway", name: publicGateway.name };
  const { namespace } = service;
  return choices.pick<() => { namespace: string } & Fields>([
    () => ({ namespace, ...selector({ app: service.name }) }),
    () => ({ namespace, ...selector({ app: service.name }) }),
    () => ({ namespace, ...selector({ app: service.name, version: choices.pick(service.versions) }) }),
    () => ({ namespace }),
    () => ({ namespace: root, ...selector({ app: service.name, mesh: "simulated" }) }),
    () => ({ namespace: near, ...selector(ingress.labels) }),
    () => ({ namespace: near, targetRefs: [targetRef] }),
  ])();
}

function chooseRule(choices: Choices): Fields {
  return choices.fields({
    from: [0.5, () => choices.times(1, 2, () => ({ source: chooseSource(choices) }))],
    to: [0.6, () => choices.times(1, 2, () => ({ operation: chooseOperation(choices) }))],
    when: [0.25, () => choices.times(1, 2, () => chooseCondition(choices))],
  });
}

function chooseSource(choices: Choices): Fields {
  return choices.pick<Fields>([
    { principals: [choices.pick(principals)] },
    { principals: ["*"] },
    { principals: [`*/ns/${far}/*`] },
    { principals: [`cluster.local/ns/${near}/*`] },
    { notPrincipals: [choices.pick(principals)] },
    { namespaces: [near] },
    { namespaces: [far] },
    { notNamespaces: [near] },
    { serviceAccounts: [`${near}/client`] },
    { requestPrincipals: ["*"] },
    { requestPrincipals: [`${issuer}/alice`] },
    { notRequestPrincipals: ["*"] },
    { namespaces: [near, far], notPrincipals: [choices.pick(principals)] },
  ]);
}

function chooseOperation(choices: Choices): Fields {
  const [http, other] = [podPorts[80], podPorts[8080]];
  return choices.pick<Fields>([
    { methods: [choices.pick(methods)] },
    { methods: ["GET"], paths: ["/api*"] },
    { notMethods: [choices.pick(methods)] },
    { paths: ["/admin*"] },
    { paths: ["*/items", "/admin"] },
    { paths: ["/api/{*}"] },
    { paths: ["/api/{**}"] },
    { notPaths: ["/admin*"] },
    { ports: [String(http)] },
    { ports: [String(other)] },
    { notPorts: [String(other)] },
    { hosts: [`web.${near}*`, "*.example"] },
    { notHosts: ["shop.example"] },
    { methods: ["GET", "POST"], ports: [String(http)], notPaths: ["/admin"] },
  ]);
}

function chooseCondition(choices: Choices): Fields {
  return choices.pick<Fields>([
    { key: "request.headers[x-user]", values: [choices.pick(users)] },
    { key: "request.headers[x-user]", values: ["al*", "*l"] },
    { key: "request.headers[x-user]", notValues: [choices.pick(users)] },
    { key: "source.namespace", values: [choices.pick([near, far])] },
    { key: "source.principal", notValues: [choices.pick(principals)] },
    { key: "destination.port", values: [String(podPorts[8080])] },
    { key: "request.auth.claims[group]", values: ["staff"] },
    { key: "request.auth.principal", values: [`${issuer}/*`] },
  ]);
}

/** A PeerAuthentication of a workload, with ports, of a namespace or of the mesh. @param isAlone whether nobody else is in the mesh */
export function choosePeerAuthentication(
  choices: Choices,
  name: string,
  service: RunningService,
  isAlone: boolean,
): Manifest {
  // What is so without it harms nobody.
  const modesOfMesh = isAlone ? ["STRICT", "DISABLE", "PERMISSIVE"] : ["PERMISSIVE", "UNSET"];
  if (choices.isTrue(0.15))
    return createIstio("PeerAuthentication", root, `simulate-${name}`, { mtls: { mode: choices.pick(modesOfMesh) } });
  const modes = ["STRICT", "STRICT", "PERMISSIVE", "DISABLE"];
  const mtls = () => ({ mode: choices.pick(modes) });
  if (choices.isTrue(0.4)) return createIstio("PeerAuthentication", service.namespace, name, { mtls: mtls() });
  const selector = { matchLabels: { app: service.name } };
  const ports = () => ({ [String(podPorts[choices.pick([80, 8080])])]: mtls() });
  const spec = { selector, ...choices.fields({ mtls: [0.7, mtls], portLevelMtls: [0.5, ports] }) };
  return createIstio("PeerAuthentication", service.namespace, name, spec);
}

/** A RequestAuthentication of the tests' issuer for a service, its namespace or a gateway. @param jwks the issuer's keys */
export function chooseRequestAuthentication(
  choices: Choices,
  name: string,
  service: RunningService,
  jwks: string,
): Manifest {
  const { namespace, ...where } = chooseReach(choices, service);
  const rule = {
    issuer: choices.isTrue(0.9) ? issuer : `${issuer}/other`,
    jwks,
    ...choices.fields({
      forwardOriginalToken: [0.4, () => true],
      outputClaimToHeaders: [0.2, () => [{ header: "x-user", claim: "sub" }]],
      audiences: [0.1, () => ["shop"]],
    }),
  };
  return createIstio("RequestAuthentication", namespace, name, { ...where, jwtRules: [rule] });
}
