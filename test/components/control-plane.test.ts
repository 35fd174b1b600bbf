// Pulumi's mocks and small charts of our own. Does not prove that Istio's real charts render, that the engine accepts the
// options, or that anything becomes ready: the end-to-end tests do that.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ControlPlane, findControlPlaneProblems, type ControlPlaneArgs } from "../../src/components/control-plane.js";
import { find, list, Other, runProgram, useFolders, type Run } from "./engine.js";

useFolders();

const install = (args: Partial<ControlPlaneArgs> = {}, preview = false) =>
  runProgram(() => {
    const { namespace, revision } = new ControlPlane("istio", { kubeconfig: "the kubeconfig", ...args });
    return { namespace, revision };
  }, preview);

const renderer = "pulumi:providers:kubernetes chart-renderer";
const component = "pulumi-istio:index:ControlPlane istio";
const home = [
  "pulumi-istio:index:MeshNamespace istio-namespace",
  "kubernetes:core/v1:Namespace istio-namespace-Namespace/istio-system",
];
const baseAndIstiod = [
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole istio-ClusterRole/istiod",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding istio-ClusterRoleBinding/istiod",
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition istio-CustomResourceDefinition/gateways.networking.istio.io",
  "kubernetes:apps/v1:Deployment istio-Deployment/istio-system/istiod",
  "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration istio-MutatingWebhookConfiguration/istio-sidecar-injector",
  "kubernetes:core/v1:Service istio-Service/istio-system/istiod",
  "kubernetes:core/v1:ServiceAccount istio-ServiceAccount/istio-system/istio-reader",
  "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration istio-ValidatingWebhookConfiguration/istiod-default-validator",
];
const cni = [
  "kubernetes:core/v1:ConfigMap istio-ConfigMap/istio-system/istio-cni-config",
  "kubernetes:apps/v1:DaemonSet istio-DaemonSet/istio-system/istio-cni-node",
];
const ztunnel = ["kubernetes:apps/v1:DaemonSet istio-DaemonSet/istio-system/ztunnel"];
const controlPlane = [renderer, component, ...baseAndIstiod, ...home];

describe("what a profile registers", () => {
  it.each<[ControlPlaneArgs["profile"], string[]]>([
    [undefined, controlPlane],
    ["default", controlPlane],
    ["demo", controlPlane],
    ["minimal", controlPlane],
    ["stable", controlPlane],
    ["preview", controlPlane],
    ["remote", controlPlane],
    ["empty", [component]],
    ["openshift", [...controlPlane, ...cni]],
    ["ambient", [...controlPlane, ...cni, ...ztunnel]],
    ["openshift-ambient", [...controlPlane, ...cni, ...ztunnel]],
  ])("%s", async (profile, expected) => {
    expect(list(await install({ profile })).sort()).toEqual([...expected].sort());
  });

  it("lists the same in a preview in which the kubeconfig is unknown, and then shows no outputs as known", async () => {
    const kubeconfig = pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
    expect(list(await install({ profile: "ambient", kubeconfig }, true)).sort()).toEqual(
      [...controlPlane, ...cni, ...ztunnel].sort(),
    );
  });
});

describe("the order", () => {
  it("is: namespace and CRDs, what istiod needs, its rights, istiod, its webhooks, cni, ztunnel", async () => {
    const run = await install({ profile: "ambient" });
    const order = Object.fromEntries(run.resources.map(({ name, dependsOn }) => [name, dependsOn]));
    const namespace = "istio-namespace-Namespace/istio-system";
    const crd = "istio-CustomResourceDefinition/gateways.networking.istio.io";
    const needed = [
      "istio-ClusterRole/istiod",
      "istio-Service/istio-system/istiod",
      "istio-ServiceAccount/istio-system/istio-reader",
    ];
    const binding = "istio-ClusterRoleBinding/istiod";
    const istiod = "istio-Deployment/istio-system/istiod";
    const webhooks = [
      "istio-MutatingWebhookConfiguration/istio-sidecar-injector",
      "istio-ValidatingWebhookConfiguration/istiod-default-validator",
    ];
    const config = "istio-ConfigMap/istio-system/istio-cni-config";
    const node = "istio-DaemonSet/istio-system/istio-cni-node";
    const all = [namespace, crd, ...needed, binding, istiod, ...webhooks];

    expect(order).toEqual({
      "chart-renderer": [],
      istio: [],
      "istio-namespace": [],
      [namespace]: [],
      [crd]: [namespace],
      ...Object.fromEntries(needed.map((name) => [name, [crd, namespace].sort()])),
      [binding]: [...needed, namespace].sort(),
      [istiod]: [binding, namespace].sort(),
      ...Object.fromEntries(webhooks.map((name) => [name, [istiod, namespace].sort()])),
      [config]: [...all].sort(),
      [node]: [...all, config].sort(),
      "istio-DaemonSet/istio-system/ztunnel": [...all, config, node].sort(),
    });
  });
});

describe("webhooks count as ready with their certificate", () => {
  const annotations = (run: Run) =>
    run.resources
      .filter(({ type }) => type.endsWith("WebhookConfiguration"))
      .map(({ inputs }) => inputs.metadata.annotations);
  const waitFor = { "pulumi.com/waitFor": "jsonpath={.webhooks[0].clientConfig.caBundle}" };

  it("where this istiod answers them", async () => {
    expect(annotations(await install())).toEqual([waitFor, waitFor]);
  });

  it("but not with the remote profile, whose istiod is elsewhere", async () => {
    expect(annotations(await install({ profile: "remote" }))).toEqual([undefined, undefined]);
  });
});

describe("CRDs", () => {
  const kept = (run: Run) => run.resources.filter(({ retainOnDelete }) => retainOnDelete).map(({ name }) => name);

  it.each<[boolean | undefined, string[]]>([
    [undefined, ["istio-CustomResourceDefinition/gateways.networking.istio.io"]],
    [false, ["istio-CustomResourceDefinition/gateways.networking.istio.io"]],
    [true, []],
  ])("with removeCrds %s destroy keeps %j", async (removeCrds, expected) => {
    expect(kept(await install({ removeCrds }))).toEqual(expected);
  });
});

describe("namespace", () => {
  it("says which network the cluster's pods are in", async () => {
    const run = await install({ multiCluster: { network: "network1" } });
    const { inputs } = find(run, "istio-namespace-Namespace/istio-system");
    expect((inputs.metadata as { labels: object }).labels).toEqual({ "topology.istio.io/network": "network1" });
  });

  it("is the one given, and is owned as asked", async () => {
    const run = await install({ namespace: "mesh", namespaceMode: "adopt", revision: "canary" });
    expect(find(run, "istio-namespace-Namespace/mesh")).toMatchObject({ retainOnDelete: true, beforeCreate: [] });
    expect(run.renderings.map(({ options }) => options.namespace)).toEqual(["mesh", "mesh"]);
    expect(run.outputs).toEqual({ namespace: "mesh", revision: "canary" });
  });

  it("of the node components is kube-system on OpenShift", async () => {
    const run = await install({ profile: "openshift-ambient" });
    expect(run.renderings.map(({ options }) => [options.chart, options.namespace])).toEqual([
      ["base", "istio-system"],
      ["cni", "kube-system"],
      ["istiod", "istio-system"],
      ["ztunnel", "kube-system"],
    ]);
  });
});

it("names its outputs only when istiod and its webhooks are ready: dependents wait for all of them", async () => {
  const run = await runProgram(() => {
    const { namespace } = new ControlPlane("istio", { kubeconfig: "the kubeconfig" });
    new Other("after", { namespace });
    return {};
  });
  const registered = run.resources.map(({ name }) => name);
  expect(find(run, "after").dependsOn).toEqual([...registered.filter((name) => /^istio-.*\//.test(name))].sort());
});

it("keeps the kubeconfig secret in its inputs", async () => {
  expect(find(await install(), "istio").inputs).toEqual({ kubeconfig: { secret: "the kubeconfig" } });
});

describe("refuses", () => {
  it("with one error that lists all that is wrong, and registers nothing", async () => {
    const settings = {
      profile: "dmeo",
      version: "1.5.0",
      revision: "1.31",
      charts: { folder: "" },
    } as unknown as ControlPlaneArgs;
    const run = runProgram(() => {
      expect(() => new ControlPlane("istio", settings)).toThrow(
        new pulumi.RunError(
          [
            'error MESH0106: `profile` is "dmeo", but must be one of default, demo, minimal, empty, preview, stable, remote, ambient, openshift, openshift-ambient; did you mean "demo"?; use one of the listed values',
            'error MESH0107: `revision` is "1.31", but must be a DNS label of 1-56 characters (a-z, 0-9, "-"; no "."); write it as "1-31"',
            "error MESH0113: the charts' `folder` is empty; give either an https:// or oci:// `repository`, or a `folder`",
            "error MESH0101: Istio 1.5.0 is not supported; the supported minors are 1.28, 1.29, 1.30, 1.31, 1.32; set `version` to one of them, for example 1.31.4",
          ].join("\n"),
        ),
      );
      return {};
    });
    expect(list(await run)).toEqual([]);
  });

  it("an unsupported pair of versions", () => {
    const [finding] = findControlPlaneProblems({ version: "1.31.4", kubernetesVersion: "1.29.4" });
    expect(finding).toEqual({
      code: "MESH0102",
      path: ["version"],
      message: "Istio 1.31 supports Kubernetes 1.32-1.36, the cluster runs 1.29.4",
      remedy: "upgrade the cluster",
    });
  });
});
