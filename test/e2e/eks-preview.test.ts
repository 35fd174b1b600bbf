// The preview of stack `prod`, cluster and mesh in one stack, by the real engine and the real Kubernetes provider, while nothing exists. AWS
// is a stand-in, and the charts are those of the local cluster.
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentProgress } from "../../src/local/progress.js";
import { getTools } from "../../src/local/tools/get-tools.js";
import { renderFakeController } from "../components/fake-controller-chart.js";
import { checkoutFolder, testFolder } from "./folder.js";
import { changeStack } from "./mesh.js";
import { pulumi } from "./pulumi.js";
import { startStandIn, unknown, type StandIn } from "./stand-in/provider.js";

interface Step {
  op: string;
  urn: string;
  newState: { type: string; inputs?: Record<string, any> };
}

let aws: StandIn;
let server: Server;
let restore: () => void;
let connections = 0;

beforeAll(async () => {
  aws = await startStandIn();
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { charts } = await getTools(["charts"], silentProgress);
  restore = changeStack("prod", [
    [["charts", "folder"], charts],
    [["cluster", "loadBalancerControllerChart"], { folder: writeControllerChart() }],
  ]);
  const selected = await pulumi(checkoutFolder, {}, "stack", "select", "--create", "--stack", "prod");
  expect(selected.code, selected.output).toBe(0);
});

afterAll(async () => {
  restore();
  aws.close();
  await new Promise((resolve) => server.close(resolve));
});

/** A kubeconfig whose cluster counts who calls it. */
function writeKubeconfig(): string {
  const file = join(testFolder, "somebody-elses-kubeconfig");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = {
    clusters: [{ name: "only", cluster: { server: url } }],
    contexts: [{ name: "only", context: { cluster: "only", user: "only" } }],
    users: [{ name: "only", user: { token: "none" } }],
    "current-context": "only",
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** The stand-in of the load balancer controller's chart, as files. @returns the folder that it is in */
function writeControllerChart(): string {
  const folder = join(testFolder, "controller-charts");
  const chart = join(folder, "aws-load-balancer-controller");
  mkdirSync(join(chart, "templates"), { recursive: true });
  const metadata = { apiVersion: "v2", name: "aws-load-balancer-controller", version: "3.5.0" };
  writeFileSync(join(chart, "Chart.yaml"), JSON.stringify(metadata));
  const serviceAccount = { name: "{{ .Values.serviceAccount.name }}" };
  const objects = renderFakeController({ clusterName: "{{ .Values.clusterName }}", serviceAccount });
  writeFileSync(join(chart, "templates/all.yaml"), objects.map((object) => JSON.stringify(object)).join("\n---\n"));
  return folder;
}

/** Previews the stack in an environment with somebody else's cluster. */
async function preview(): Promise<Step[]> {
  const env = { ...aws.attach("aws"), KUBECONFIG: writeKubeconfig() };
  const { code, output, stdout } = await pulumi(checkoutFolder, env, "preview", "--stack", "prod", "--json");
  expect(code, output.slice(-2000)).toBe(0);
  return (JSON.parse(stdout) as { steps: Step[] }).steps;
}

it("lists every object of the mesh, and neither makes anything nor asks the environment's cluster", async () => {
  const steps = await preview();
  expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["create"]));

  const cluster = steps.find(({ urn }) => urn.endsWith("::cluster-provider"));
  expect(cluster?.newState.inputs?.kubeconfig).toBe(unknown);
  const objects = steps.filter(({ newState }) => newState.type.startsWith("kubernetes:"));
  const named = objects.map(({ urn }) => urn.split("::").at(-1) ?? "");
  expect(named.sort()).toMatchInlineSnapshot(`
    [
      "cluster-load-balancer-controller-Deployment/kube-system/aws-load-balancer-controller",
      "cluster-load-balancer-controller-MutatingWebhookConfiguration/aws-load-balancer-webhook",
      "cluster-load-balancer-controller-Secret/kube-system/webhook-tls",
      "cluster-load-balancer-controller-ServiceAccount/kube-system/aws-load-balancer-controller",
      "mesh-control-plane-ClusterRole/istio-reader-clusterrole-istio-system",
      "mesh-control-plane-ClusterRole/istiod-clusterrole-istio-system",
      "mesh-control-plane-ClusterRole/istiod-gateway-controller-istio-system",
      "mesh-control-plane-ClusterRoleBinding/istio-reader-clusterrole-istio-system",
      "mesh-control-plane-ClusterRoleBinding/istiod-clusterrole-istio-system",
      "mesh-control-plane-ClusterRoleBinding/istiod-gateway-controller-istio-system",
      "mesh-control-plane-ConfigMap/istio-system/istio",
      "mesh-control-plane-ConfigMap/istio-system/istio-sidecar-injector",
      "mesh-control-plane-ConfigMap/istio-system/values",
      "mesh-control-plane-CustomResourceDefinition/authorizationpolicies.security.istio.io",
      "mesh-control-plane-CustomResourceDefinition/destinationrules.networking.istio.io",
      "mesh-control-plane-CustomResourceDefinition/envoyfilters.networking.istio.io",
      "mesh-control-plane-CustomResourceDefinition/gateways.networking.istio.io",
      "mesh-control-plane-CustomResourceDefinition/peerauthentications.security.istio.io",
      "mesh-control-plane-CustomResourceDefinition/proxyconfigs.networking.istio.io",
      "mesh-control-plane-CustomResourceDefinition/requestauthentications.security.istio.io",
      "mesh-control-plane-CustomResourceDefinition/serviceentries.networking.istio.io",
      "mesh-control-plane-CustomResourceDefinition/sidecars.networking.istio.io",
      "mesh-control-plane-CustomResourceDefinition/telemetries.telemetry.istio.io",
      "mesh-control-plane-CustomResourceDefinition/trafficextensions.extensions.istio.io",
      "mesh-control-plane-CustomResourceDefinition/virtualservices.networking.istio.io",
      "mesh-control-plane-CustomResourceDefinition/wasmplugins.extensions.istio.io",
      "mesh-control-plane-CustomResourceDefinition/workloadentries.networking.istio.io",
      "mesh-control-plane-CustomResourceDefinition/workloadgroups.networking.istio.io",
      "mesh-control-plane-Deployment/istio-system/istiod",
      "mesh-control-plane-HorizontalPodAutoscaler/istio-system/istiod",
      "mesh-control-plane-MutatingWebhookConfiguration/istio-sidecar-injector",
      "mesh-control-plane-PodDisruptionBudget/istio-system/istiod",
      "mesh-control-plane-Role/istio-system/istiod",
      "mesh-control-plane-RoleBinding/istio-system/istiod",
      "mesh-control-plane-Service/istio-system/istiod",
      "mesh-control-plane-ServiceAccount/istio-system/istio-reader-service-account",
      "mesh-control-plane-ServiceAccount/istio-system/istiod",
      "mesh-control-plane-ValidatingWebhookConfiguration/istio-validator-istio-system",
      "mesh-control-plane-ValidatingWebhookConfiguration/istiod-default-validator",
      "mesh-control-plane-namespace-Namespace/istio-system",
      "mesh-istio-ingressgateway-Deployment/istio-system/istio-ingressgateway",
      "mesh-istio-ingressgateway-HorizontalPodAutoscaler/istio-system/istio-ingressgateway",
      "mesh-istio-ingressgateway-Role/istio-system/istio-ingressgateway",
      "mesh-istio-ingressgateway-RoleBinding/istio-system/istio-ingressgateway",
      "mesh-istio-ingressgateway-Service/istio-system/istio-ingressgateway",
      "mesh-istio-ingressgateway-ServiceAccount/istio-system/istio-ingressgateway",
      "mesh-shop-Namespace/shop",
    ]
  `);
  expect(steps.filter(({ newState }) => newState.type.startsWith("aws:")).length).toBeGreaterThan(50);
  expect(aws.log).toEqual([]);
  expect(connections).toBe(0);
});

it("has istiod untaint nodes, tolerate their taint, and watch the namespace that Istio's CNI agent is in", async () => {
  const undo = changeStack("prod", [
    [["cluster", "cniTaint"], true],
    [["controlPlane", "profile"], "ambient"],
    [["controlPlane", "untaintNodes"], true],
    [["gateways"], undefined],
  ]);
  const steps = await preview();
  undo();
  const find = (end: string) => steps.find(({ urn }) => urn.endsWith(end))?.newState.inputs ?? {};
  const taint = { key: "cni.istio.io/not-ready", operator: "Exists" };
  expect(find("NodeGroup::cluster-nodes-workers").taints).toEqual([
    { key: "cni.istio.io/not-ready", value: "true", effect: "NO_SCHEDULE" },
  ]);
  const pod = find("-Deployment/istio-system/istiod").spec.template.spec;
  expect(pod.tolerations).toContainEqual(taint);
  expect(pod.containers[0].env).toContainEqual({ name: "PILOT_ENABLE_NODE_UNTAINT_CONTROLLERS", value: "true" });
  const agent = steps.map(({ urn }) => /-DaemonSet\/(.*)\/istio-cni-node$/.exec(urn)?.[1]).filter(Boolean);
  expect(pod.containers[0].args.filter((arg: string) => arg.startsWith("--cniNamespace"))).toEqual(
    agent[0] === "istio-system" ? [] : [`--cniNamespace=${agent[0] ?? ""}`],
  );
  expect(find("-ClusterRole/istiod-clusterrole-istio-system").rules).toContainEqual({
    apiGroups: [""],
    resources: ["nodes"],
    verbs: ["patch"],
  });
});

it("asks AWS whether it has what is named, and stops the preview where it has not", async () => {
  const undo = changeStack("prod", [
    [["cluster", "kubernetesVersion"], "1.33"],
    [
      ["cluster", "vpc", "zones"],
      ["eu-west-1a", "eu-west-1f"],
    ],
  ]);
  const { code, output } = await pulumi(checkoutFolder, aws.attach("aws"), "preview", "--stack", "prod");
  undo();
  expect(code, output).not.toBe(0);
  expect(output).toContain('error MESH0432: `kubernetesVersion` is "1.33", whose standard support ended on 2026-07-29');
  expect(output).toContain('error MESH0435: `vpc.zones[1]` is "eu-west-1f", which this account does not have');
  expect(aws.log).toEqual([]);
});

describe("settings that cannot be", () => {
  it("stop the preview all at once, each at its place, before anything is asked or made", async () => {
    const undo = changeStack("prod", [
      [["cluster", "clusterName"], "shop.prod"],
      [["cluster", "kubernetesVersion"], "1.99"],
      [["cluster", "vpc"], { zones: ["eu-west-1a"], cidr: "10.0.0.0/16" }],
      [["cluster", "privateAccessCidrs"], ["10.0.1.0/24"]],
      [["cluster", "nodeGroups", "system", "instanceTypes"], ["m7g.larg"]],
    ]);
    const { code, output } = await pulumi(checkoutFolder, aws.attach("aws"), "preview", "--stack", "prod");
    undo();
    expect(code, output).not.toBe(0);
    const found = [...output.matchAll(/(stacks\/Pulumi\.prod\.yaml:\d+:\d+): error (MESH\d+): (\S+)/g)];
    // The CLI prints the first one twice.
    expect([...new Set(found.map(([, , code, setting]) => `${code ?? ""} ${setting ?? ""}`))]).toMatchInlineSnapshot(`
      [
        "MESH0401 \`clusterName\`",
        "MESH0410 \`kubernetesVersion\`",
        "MESH0403 \`vpc.zones\`",
        "MESH0405 \`privateAccessCidrs[0]\`",
        "MESH0411 \`nodeGroups.system.instanceTypes\`",
      ]
    `);
    expect(output).toContain(
      '`nodeGroups.system.instanceTypes` has "m7g.larg", which is not an instance type; did you mean "m7g.large"?',
    );
    expect(aws.log).toEqual([]);
  });
});
