// Does not prove that the engine stops on them: the end-to-end tests run it with bad input.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createLocate, findPairProblems, findStackProblems, parseStackFile } from "../../src/stack/config-problems.js";
import { stackSchema } from "../../src/stack/config-schema.js";
import { meshControlPlane } from "../../src/stack/config-settings-data.js";
import { formatFinding } from "../../src/findings/finding.js";

const project = "pulumi-istio";
const remedy = "correct the stack's configuration file; nothing has been changed";

/** What is wrong with the file of a stack, by the same two steps as the command takes. */
function check(text: string): string[] {
  const stackFile = { text, file: "Pulumi.dev.yaml", project };
  const { values, findings } = parseStackFile(stackFile);
  return [...findings, ...findStackProblems(values, stackFile)].map(formatFinding);
}

const local = "config:\n  pulumi-istio:cluster: { kind: local }\n";

describe("every stack of this project", () => {
  const files = readdirSync("stacks").filter((name) => name.endsWith(".yaml"));

  it("is there", () => {
    expect(files.sort()).toEqual(["dev", "prod", "sample", "staging"].map((stack) => `Pulumi.${stack}.yaml`));
  });

  it.each(files)("%s is right", (file) => {
    expect(check(readFileSync(`stacks/${file}`, "utf8"))).toEqual([]);
  });
});

it("tells all mistakes of form at once, each with its place, what was given and what is allowed", () => {
  const text = [
    "config:",
    "  pulumi-istio:cluster:",
    "    kind: local",
    "    kubeconfig: ~/.kube/config",
    "  pulumi-istio:controlPlane:",
    "    profile: dmeo",
    "    verison: 1.31.4",
    "    replicas: 1.5",
    "    accessLog: { encoding: json, flie: /dev/null }",
    "    resources:",
    "      requests: { cpus: 100m, memory: 5 }",
    "    env: { PILOT_TRACE: false }",
    "    removeCrds: yes please",
    "  pulumi-istio:gateway: {}",
    "  pulumi-istio:gateways:",
    "    public:",
    "      serviceType: Loadbalancer",
    "      ports:",
    "        - { port: http }",
    "  pulumi-istio:namespaces: [shop]",
    "  pulumi-istio:applications:",
    "    shop: {}",
  ].join("\n");
  const at = (place: string, message: string) => `Pulumi.dev.yaml:${place}: error MESH0121: ${message}; ${remedy}`;
  const unquoted = (place: string, path: string, word: string) =>
    `Pulumi.dev.yaml:${place}: error MESH0121: \`${path}\` is ${word}; it must be a string; put it in quotes: "${word}"`;
  expect(check(text).sort()).toEqual(
    [
      at("4:5", "`cluster.kubeconfig` is not a known key; known are kind, name"),
      at(
        "6:5",
        '`controlPlane.profile` is "dmeo"; allowed are default, demo, minimal, empty, preview, stable, remote, ambient, openshift, openshift-ambient; did you mean "demo"?',
      ),
      at(
        "7:5",
        `\`controlPlane.verison\` is not a known key; did you mean "version"?; known are ${Object.keys(meshControlPlane.shape).join(", ")}`,
      ),
      at("8:5", "`controlPlane.replicas` is 1.5; it must be an integer"),
      at("9:18", '`controlPlane.accessLog.encoding` is "json"; allowed are TEXT, JSON; did you mean "JSON"?'),
      at(
        "9:34",
        '`controlPlane.accessLog.flie` is not a known key; did you mean "file"?; known are file, encoding, format',
      ),
      at(
        "11:19",
        '`controlPlane.resources.requests.cpus` is not a known key; did you mean "cpu"?; known are cpu, memory',
      ),
      unquoted("11:31", "controlPlane.resources.requests.memory", "5"),
      unquoted("12:12", "controlPlane.env.PILOT_TRACE", "false"),
      at("13:5", '`controlPlane.removeCrds` is "yes please"; it must be true or false'),
      at(
        "14:3",
        '`gateway` is not a known key; did you mean "gateways"?; known are cluster, charts, controlPlane, gatewayApi, gateways, analysis, propagation, namespaces, applications',
      ),
      at(
        "17:7",
        '`gateways.public.serviceType` is "Loadbalancer"; allowed are LoadBalancer, NodePort, ClusterIP; did you mean "LoadBalancer"?',
      ),
      at("19:11", "`gateways.public.ports[0].name` is missing; it must be a string"),
      at("19:13", '`gateways.public.ports[0].port` is "http"; it must be a number'),
      at("20:3", '`namespaces` is ["shop"]; it must be a map'),
      at("22:5", "`applications.shop.namespace` is missing; it must be a string"),
    ].sort(),
  );
});

describe("the cluster", () => {
  it.each([
    ["config: {}", `Pulumi.dev.yaml:1:1: error MESH0121: \`cluster\` is missing; it must be a map; ${remedy}`],
    ["", `Pulumi.dev.yaml: error MESH0121: \`cluster\` is missing; it must be a map; ${remedy}`],
    [
      "config:\n  pulumi-istio:cluster: local",
      `Pulumi.dev.yaml:2:3: error MESH0121: \`cluster\` is "local"; it must be a map; ${remedy}`,
    ],
    [
      "config:\n  pulumi-istio:cluster: {}",
      `Pulumi.dev.yaml:2:3: error MESH0121: \`cluster.kind\` is missing; allowed are local, existing, stack-reference, eks; ${remedy}`,
    ],
    [
      "config:\n  pulumi-istio:cluster: { kind: existng }",
      `Pulumi.dev.yaml:2:27: error MESH0121: \`cluster.kind\` is "existng"; allowed are local, existing, stack-reference, eks; did you mean "existing"?; ${remedy}`,
    ],
    [
      "config:\n  pulumi-istio:cluster: { kind: existing, contxt: a }",
      `Pulumi.dev.yaml:2:43: error MESH0121: \`cluster.contxt\` is not a known key; did you mean "context"?; known are kind, kubeconfig, context; ${remedy}`,
    ],
  ])("%j", (text, expected) => {
    expect(check(text)).toEqual([expected]);
  });
});

it("tells all contradictions at once, where the form is right", () => {
  const text = `${local}${[
    "  pulumi-istio:charts: { repository: charts.example }",
    "  pulumi-istio:controlPlane:",
    "    version: 1.5.0",
    "    replicas: 2",
    "    autoscaling: { maxReplicas: 3 }",
    "    revision: default",
    "  pulumi-istio:gateways:",
    "    public: { replicas: 0 }",
    "    other: {}",
    "  pulumi-istio:namespaces:",
    "    a: { injection: revision }",
    "    b: { revision: canary }",
    "    c: { labels: { istio-injection: disabled } }",
    "    d: { injection: none }",
  ].join("\n")}`;
  expect(check(text)).toEqual([
    'Pulumi.dev.yaml:8:5: error MESH0107: `revision` is "default", which means no revision; leave `revision` out',
    "Pulumi.dev.yaml:6:5: error MESH0109: `replicas` is 2, but `autoscaling` is on; remove `autoscaling`, or remove `replicas` and use `autoscaling.minReplicas`",
    "Pulumi.dev.yaml:5:5: error MESH0101: Istio 1.5.0 is not supported; the supported minors are 1.28, 1.29, 1.30, 1.31, 1.32; set `version` to one of them, for example 1.31.4",
    'Pulumi.dev.yaml:3:26: error MESH0113: the charts\' `repository` is "charts.example", which is not a URL of a repository; give either an https:// or oci:// `repository`, or a `folder`',
    "Pulumi.dev.yaml:10:15: error MESH0108: `replicas` is 0, but must be an integer of at least 1; use a number in the named range",
    'Pulumi.dev.yaml:13:10: error MESH0114: `injection` is "revision", but there is no `revision`; name the `revision`',
    'Pulumi.dev.yaml:14:10: error MESH0114: `revision` is "canary", but `injection` is "enabled", which has none; remove `revision`, or set `injection` to "revision"',
    "Pulumi.dev.yaml:15:10: error MESH0115: `labels` has istio-injection=disabled, which decides injection; use `injection` and `revision` instead",
  ]);
});

it("leaves what is encrypted to the program, which can read it", () => {
  const text = `${local}${[
    "  pulumi-istio:gateways:",
    "    public: { certificates: { shop: { certificate: none, privateKey: { secure: v1:abc } } }, replicas: 0 }",
    "  pulumi-istio:controlPlane: { secure: v1:def }",
  ].join("\n")}`;
  expect(check(text)).toEqual([]);
  const { values } = parseStackFile({ text, file: "Pulumi.dev.yaml", project });
  expect(values).toEqual({ cluster: { kind: "local" } });
});

it("tells where a gateway stands that cannot be reached or injected, and a namespace that its profile's `gateway` is in", () => {
  const text = `${local}${[
    "  pulumi-istio:gateways:",
    "    public:",
    "      namespace: edge",
    "      podDisruptionBudget: { maxUnavailable: 0 }",
    "      ports: [{ name: https, port: 443, nodePort: 443 }]",
    "      awsLoadBalancer: { healthCheck: { port: 80 } }",
    "  pulumi-istio:namespaces:",
    "    edge: { injection: revision, revision: canary }",
    "    istio-system: { injection: disabled }",
  ].join("\n")}`;
  const outcome = 'its pods would never get a proxy\'s image; set its `injection` to "enabled" or "none"';
  expect(check(text)).toEqual([
    'Pulumi.dev.yaml:7:7: error MESH0130: `nodePort` of the port "https" is 443, but must be an integer of 30000-32767; choose different ones of 30000-32767, or leave them to Kubernetes',
    "Pulumi.dev.yaml:8:41: error MESH0132: `awsLoadBalancer.healthCheck.port` is 80, which the Service does not have; the Service's ports are 443; use one of them, or add 80 to `ports`",
    "Pulumi.dev.yaml:6:30: error MESH0133: `podDisruptionBudget.maxUnavailable` is 0, but must be an integer of at least 1; use 1 or more",
    `Pulumi.dev.yaml:11:5: error MESH0116: gateway istio-ingressgateway: its namespace istio-system has \`injection: "disabled"\`, but its control plane has no revision; ${outcome}`,
    `Pulumi.dev.yaml:4:5: error MESH0116: gateway public: its namespace edge has \`revision: "canary"\`, but its control plane has no revision; ${outcome}`,
  ]);
});

it("takes every setting of a gateway's Service, and names those it does not know", () => {
  const text = `${local}${[
    "  pulumi-istio:gateways:",
    "    public:",
    "      replicas: 3",
    "      podDisruptionBudget: { minAvailable: 2 }",
    "      topologySpreadConstraints:",
    "        - { topologyKey: topology.kubernetes.io/zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule }",
    "      sourceRanges: [10.0.0.0/8]",
    "      externalTrafficPolicy: Local",
    "      allocateNodePorts: true",
    "      ports: [{ name: https, port: 443, nodePort: 30443 }]",
    "      awsLoadBalancer:",
    "        scheme: internal",
    "        targetType: instance",
    "        proxyProtocol: true",
    "        healthCheck: { protocol: http, port: 443, path: /, intervalSeconds: 5, healthyThreshold: 2, unhealthyThreshold: 2 }",
    "        crossZone: true",
    "        subnets: [a]",
    "        attributes: { deletion_protection.enabled: 'true' }",
    "        loadBalancerClass: service.k8s.aws/nlb",
  ].join("\n")}`;
  expect(check(text)).toEqual([]);
  expect(check(text.replace("scheme:", "schema:"))).toEqual([
    `Pulumi.dev.yaml:14:9: error MESH0121: \`gateways.public.awsLoadBalancer.schema\` is not a known key; did you mean "scheme"?; known are scheme, targetType, proxyProtocol, healthCheck, crossZone, subnets, attributes, loadBalancerClass; ${remedy}`,
  ]);
});

it("tells where YAML breaks", () => {
  expect(parseStackFile({ text: "config:\n  a: 1\n  a: 2\n", file: "Pulumi.dev.yaml", project })).toEqual({
    values: {},
    findings: [
      {
        code: "MESH0121",
        level: "error",
        message: 'not valid YAML: the key "a" is in this map already, in line 2',
        remedy,
        file: "Pulumi.dev.yaml",
        document: 0,
        line: 3,
        column: 3,
        path: ["config", "a"],
      },
    ],
  });
});

it("reads the values as the engine gives them: this project's keys alone, without the project", () => {
  const text = `${local}  aws:region: eu-central-1\n  pulumi-istio:charts: { folder: charts }\nencryptionsalt: v1\n`;
  const { values, findings } = parseStackFile({ text, file: "Pulumi.dev.yaml", project });
  expect(findings).toEqual([]);
  expect(values).toEqual({ cluster: { kind: "local" }, charts: { folder: "charts" } });
  expect(stackSchema.parse(values)).toEqual(values);
});

it("says that a key is of a project whose name is like ours", () => {
  expect(check(`${local}  pulumi-itsio:controlPlane: { profile: demo }\n  aws:region: eu-west-1\n`)).toEqual([
    `Pulumi.dev.yaml:3:3: error MESH0121: the key pulumi-itsio:controlPlane is of project "pulumi-itsio"; did you mean "pulumi-istio"?; ${remedy}`,
  ]);
});

it("says where Istio's version stands that the cluster's does not go with", () => {
  const locate = createLocate({
    text: `${local}  pulumi-istio:controlPlane: { version: 1.31.4 }\n`,
    file: "Pulumi.dev.yaml",
    project,
  });
  const config = stackSchema.parse({ cluster: { kind: "local" }, controlPlane: { version: "1.31.4" } });
  expect(findPairProblems(config, "1.33.1", locate)).toEqual([]);
  const [finding, ...more] = findPairProblems(config, "1.29.4", locate);
  expect(more).toEqual([]);
  expect(finding).toMatchObject({ code: "MESH0102", file: "Pulumi.dev.yaml", line: 3, column: 32 });
});

it("says where in the file a value of the mesh configuration stands", () => {
  const text = [
    "config:",
    "  pulumi-istio:cluster: { kind: local }",
    "  pulumi-istio:controlPlane:",
    "    meshConfig:",
    "      outboundTrafficPolicys: { mode: REGISTRY_ONLY }",
    "      defaultConfig:",
    "        proxyMetadata: { ISTIO_META_DNS_CAPTURE: true }",
    "        holdApplicationUntilProxyStart: true",
    "        tracing: { customTags: { a.b: { literal: x } } }",
    "      extensionProviders:",
    "        - { name: a, zipkin: { service: z, port: http } }",
    "    values:",
    "      istiod:",
    "        meshConfig: { accessLogEncoding: json }",
  ].join("\n");
  expect(check(text).map((line) => line.split(": ").slice(0, 3).join(": ").slice(0, 110))).toEqual([
    'Pulumi.dev.yaml:5:7: warning MESH0151: `meshConfig.outboundTrafficPolicys` is not a known key; did you mean "o',
    "Pulumi.dev.yaml:7:26: error MESH0150: `meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE` is true;",
    "Pulumi.dev.yaml:8:9: warning MESH0151: `meshConfig.defaultConfig.holdApplicationUntilProxyStart` is not a know",
    'Pulumi.dev.yaml:9:41: error MESH0150: `meshConfig.defaultConfig.tracing.customTags["a.b"].literal` is "x"; it ',
    'Pulumi.dev.yaml:11:44: error MESH0150: `meshConfig.extensionProviders[0].zipkin.port` is "http"; it must be an',
    'Pulumi.dev.yaml:14:23: error MESH0150: `values.istiod.meshConfig.accessLogEncoding` is "json"; allowed are TEX',
  ]);
});
