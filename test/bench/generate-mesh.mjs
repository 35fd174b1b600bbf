// A mesh of any size, the same for the same seed: for the speed of the analysis, and for what it says beside istioctl.

const servicesANamespace = 20;

/** What goes wrong with a service: the code, the object that it is said of, and the mistake itself. */
const mistakes = [
  ["IST0101", "VirtualService", ({ route }) => (route.spec.http[0].route[0].destination.host = "nowhere")],
  ["IST0101", "VirtualService", ({ route }) => (route.spec.gateways = ["mesh", "no-such-gateway"])],
  ["IST0101", "VirtualService", ({ route }) => (route.spec.http[1].route[0].destination.subset = "v9")],
  [
    "IST0101",
    "AuthorizationPolicy",
    ({ access }) => (access.spec.rules[0].from[0].source.namespaces = ["no-such-team"]),
  ],
  ["IST0107", "Deployment", ({ first }) => (first.metadata.annotations = { "sidecar.istio.io/proxyCPU": "10m" })],
  ["IST0108", "Service", ({ service }) => (service.metadata.annotations = { "sidecar.istio.io/nonsense": "true" })],
  ["IST0112", "VirtualService", ({ service }) => service.spec.ports.push({ name: "http-admin", port: 9090 })],
  ["IST0118", "Service", ({ service }) => (service.spec.ports[0].name = "web")],
  [
    "IST0125",
    "Deployment",
    ({ first }) => (templateOf(first).metadata.annotations = { "sidecar.istio.io/proxyCPU": "much" }),
  ],
  ["IST0127", "AuthorizationPolicy", ({ access }) => (access.spec.selector.matchLabels = { app: "gone" })],
  ["IST0128", "DestinationRule", ({ rule }) => (rule.spec.trafficPolicy = { tls: { mode: "SIMPLE" } })],
  ["IST0130", "VirtualService", ({ route }) => route.spec.http.push({ route: route.spec.http[1].route })],
  ["IST0131", "VirtualService", ({ route }) => route.spec.http[0].match.push(route.spec.http[0].match[0])],
  ["IST0144", "Deployment", ({ first }) => (templateOf(first).spec.securityContext = { runAsUser: 1337 })],
  [
    "IST0173",
    "DestinationRule",
    // Where no route leads to it, a subset without pods harms nobody.
    ({ rule, route }) => {
      rule.spec.subsets.push({ name: "v3", labels: { version: "v3" } });
      route.spec.http[1].route[0].destination.subset = "v3";
    },
  ],
  ["IST0174", "DestinationRule", ({ rule }) => (rule.spec.host = "nowhere.example")],
];

function templateOf({ spec }) {
  return spec.template;
}

/**
 * Seven objects a service, and a Namespace for every twenty.
 * @param {{ services: number; seed?: number; mistaken?: number }} options `mistaken`: the share of services with a mistake
 */
export function generateMesh({ services, seed = 1, mistaken = 0 }) {
  const random = createRandom(seed);
  const objects = [];
  const planted = [];
  for (let index = 0; index < services; index++) {
    const namespace = `team-${Math.floor(index / servicesANamespace)}`;
    if (index % servicesANamespace === 0) objects.push(createNamespace(namespace));
    const name = `service-${index}`;
    // Who calls it: another service of any team.
    const caller = Math.floor(random() * services);
    const made = createService(name, namespace, `team-${Math.floor(caller / servicesANamespace)}`);
    if (random() < mistaken) {
      const [code, kind, make] = mistakes[Math.floor(random() * mistakes.length)];
      make(made);
      const { metadata } = Object.values(made).find((object) => object.kind === kind);
      planted.push(`${code} ${kind} ${namespace}/${metadata.name}`);
    }
    objects.push(...Object.values(made));
  }
  return { objects, planted };
}

function createNamespace(name) {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: { "istio-injection": "enabled" } } };
}

function createService(name, namespace, callers) {
  const metadata = { name, namespace };
  const app = { app: name };
  return {
    service: {
      apiVersion: "v1",
      kind: "Service",
      metadata: { ...metadata, labels: app },
      spec: { selector: app, ports: [{ name: "http", port: 8080 }] },
    },
    account: { apiVersion: "v1", kind: "ServiceAccount", metadata },
    first: createDeployment(name, namespace, "v1"),
    second: createDeployment(name, namespace, "v2"),
    rule: {
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      metadata,
      spec: { host: name, subsets: ["v1", "v2"].map((version) => ({ name: version, labels: { version } })) },
    },
    route: {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata,
      spec: {
        hosts: [name],
        http: [
          {
            match: [{ headers: { "x-user": { exact: "tester" } } }],
            route: [{ destination: { host: name, subset: "v2" } }],
          },
          {
            route: ["v1", "v2"].map((subset) => ({ destination: { host: name, subset }, weight: 50 })),
            timeout: "3s",
          },
        ],
      },
    },
    access: {
      apiVersion: "security.istio.io/v1",
      kind: "AuthorizationPolicy",
      metadata,
      spec: { selector: { matchLabels: { ...app } }, rules: [{ from: [{ source: { namespaces: [callers] } }] }] },
    },
  };
}

function createDeployment(name, namespace, version) {
  const labels = { app: name, version };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: `${name}-${version}`, namespace },
    spec: {
      selector: { matchLabels: { ...labels } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          containers: [{ name: "app", image: `registry.example/${name}:${version}`, ports: [{ containerPort: 8080 }] }],
        },
      },
    },
  };
}

/** Mulberry32: numbers from 0 to 1 that only the seed decides. */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
