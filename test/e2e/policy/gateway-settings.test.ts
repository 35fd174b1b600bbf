// The same settings for a gateway by Istio's chart and for one by the Gateway API, as one stack of the real engine. Does not prove that the
// autoscaler follows a load (there are no metrics in the local cluster), nor a cloud's load balancer.
import { afterAll, beforeAll, expect, it } from "vitest";
import { clusterCharts } from "../../../src/folders.js";
import type { GatewaySettings } from "../../../src/istio/gateway/gateway-settings.js";
import { eventually, kubectl } from "./cluster.js";
import { EngineStack } from "./engine-stack.js";
import { installGatewayApi } from "./gateway-api-definitions.js";
import { removeNamespace, startNamespace } from "./workloads.js";

const namespace = "policy-gateway-settings";
const stack = new EngineStack(
  namespace,
  `const inputs = { ...args.settings, kubeconfig, controlPlaneNamespace: "istio-system" };
new Gateway("chart", { ...inputs, ports: args.ports.chart, charts: args.charts }, { providers });
new Gateway("api", { ...inputs, ports: args.ports.api, api: "gateway-api" }, { providers });`,
);
const settings: GatewaySettings & { namespace: string } = {
  namespace,
  imagePullPolicy: "Never",
  labels: { team: "edge" },
  autoscaling: { minReplicas: 2, maxReplicas: 3, targetCPUUtilizationPercentage: 70 },
  resources: { requests: { cpu: "20m", memory: "48Mi" }, limits: { cpu: "500m", memory: "256Mi" } },
  podDisruptionBudget: { maxUnavailable: 1 },
  topologySpreadConstraints: [{ topologyKey: "kubernetes.io/hostname" }],
  serviceType: "NodePort",
  serviceAnnotations: { "example.com/owner": "edge" },
  externalTrafficPolicy: "Local",
};
const portsOf = (nodePort: number) => [
  { name: "status-port", port: 15021 },
  { name: "http", port: 80, nodePort },
];
const nodePorts = { chart: 30_481, api: 30_482 };
const args = {
  settings,
  ports: { chart: portsOf(nodePorts.chart), api: portsOf(nodePorts.api) },
  charts: { folder: clusterCharts("dev") },
};

beforeAll(async () => {
  await installGatewayApi();
  await Promise.all([startNamespace(namespace, [], {}), stack.create()]);
});
afterAll(() => removeNamespace(namespace));

const read = async (kind: string, name: string): Promise<any> =>
  JSON.parse(await kubectl(["-n", namespace, "get", kind, name, "--output=json"]));

/** What the settings have become of a gateway whose Deployment and Service have that name. */
async function readGateway(name: string) {
  const [deployment, autoscaler, budget, service] = await Promise.all(
    ["deployment", "hpa", "pdb", "service"].map((kind) => read(kind, name)),
  );
  const { metadata, spec } = deployment.spec.template;
  const [container] = spec.containers;
  const labels = Object.entries<string>(deployment.spec.selector.matchLabels).map((pair) => pair.join("="));
  const images = "jsonpath={.items[*].spec.containers[*].image}";
  const running = await kubectl(["-n", namespace, "get", "pods", `--selector=${labels.join()}`, "--output", images]);
  const { minReplicas, maxReplicas, metrics } = autoscaler.spec;
  return {
    ready: deployment.status.readyReplicas,
    label: metadata.labels.team,
    images: running.split(" "),
    imagePullPolicy: container.imagePullPolicy,
    resources: container.resources,
    spread: spec.topologySpreadConstraints,
    autoscaler: { minReplicas, maxReplicas, metrics },
    budget: budget.spec.maxUnavailable,
    allowed: budget.status.disruptionsAllowed,
    service: {
      type: service.spec.type,
      externalTrafficPolicy: service.spec.externalTrafficPolicy,
      owner: service.metadata.annotations["example.com/owner"],
    },
  };
}

const readNodePort = async (name: string) =>
  (await read("service", name)).spec.ports.find(({ port }: { port: number }) => port === 80).nodePort as number;

const expected = {
  ready: 2,
  label: "edge",
  images: ["localhost/istio/proxyv2:local", "localhost/istio/proxyv2:local"],
  imagePullPolicy: "Never",
  resources: settings.resources,
  spread: [
    {
      maxSkew: 1,
      topologyKey: "kubernetes.io/hostname",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: {},
      matchLabelKeys: ["app", "pod-template-hash"],
    },
  ],
  autoscaler: {
    minReplicas: 2,
    maxReplicas: 3,
    metrics: [{ type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } }],
  },
  budget: 1,
  allowed: 1,
  service: { type: "NodePort", externalTrafficPolicy: "Local", owner: "edge" },
};

it("become the same of both", async () => {
  await stack.up(args);
  await eventually(async () => expect(await readGateway("chart")).toEqual(expected), 60);
  await eventually(async () => expect(await readGateway("api-istio")).toEqual(expected), 60);
  expect([await readNodePort("chart"), await readNodePort("api-istio")]).toEqual([nodePorts.chart, nodePorts.api]);
});

it("let go of autoscaler and budget for a fixed number of pods", async () => {
  const fixed = { ...settings, replicas: 1, autoscaling: undefined, podDisruptionBudget: undefined };
  expect(await stack.up({ ...args, settings: fixed })).toEqual(
    [
      "update api",
      `update api-ConfigMap/${namespace}/api-parameters`,
      `delete api-HorizontalPodAutoscaler/${namespace}/api-istio`,
      `delete api-PodDisruptionBudget/${namespace}/api-istio`,
      "update chart",
      `update chart-Deployment/${namespace}/chart`,
      `delete chart-HorizontalPodAutoscaler/${namespace}/chart`,
      `delete chart-PodDisruptionBudget/${namespace}/chart`,
    ].sort(),
  );
  await eventually(async () => {
    const names = ["chart", "api-istio"];
    const replicas = await Promise.all(
      names.map(async (name) => (await read("deployment", name)).status.readyReplicas),
    );
    expect(replicas).toEqual([1, 1]);
  }, 60);
  const scaling = await kubectl(["-n", namespace, "get", "hpa,pdb", "--output=name"]);
  expect(scaling).toBe("");
});

it("change nothing the second time, after a refresh, and leave nothing behind", async () => {
  expect(await stack.change("up", "--yes", "--skip-preview", "--refresh")).toEqual([]);
  await stack.destroy();
  const kinds =
    "deployment,service,hpa,pdb,configmap,serviceaccount,role,rolebinding,gateway.gateway.networking.k8s.io";
  await eventually(async () => {
    const left = (await kubectl(["-n", namespace, "get", kinds, "--output=name"])).trim().split("\n");
    const own = ["configmap/istio-ca-crl", "configmap/istio-ca-root-cert", "configmap/kube-root-ca.crt"];
    expect(left.filter((name) => !own.includes(name))).toEqual(["serviceaccount/default"]);
  });
});
