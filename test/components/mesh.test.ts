// Pulumi's mocks and small charts. Does not prove that a mesh works: the end-to-end tests do.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { ExistingCluster } from "../../src/components/existing-cluster.js";
import { Mesh, type MeshArgs } from "../../src/components/mesh.js";
import { computeKubeconfig } from "./api-server.js";
import { find, list, runProgram, useFolders, type Run } from "./engine.js";

useFolders();

const install = (args: Partial<MeshArgs> = {}) =>
  runProgram(() => {
    const mesh = new Mesh("mesh", { kubeconfig: "the kubeconfig", ...args });
    return { controlPlane: mesh.controlPlaneNamespace, namespaces: mesh.namespaces, gateways: mesh.gateways };
  });

/** Name -> inputs of our own components, without the kubeconfig that all of them get. */
const components = (run: Run, type: string) =>
  Object.fromEntries(
    run.resources
      .filter((resource) => resource.type === `pulumi-istio:index:${type}`)
      .map(({ name, inputs: { kubeconfig, ...inputs } }) => {
        expect(kubeconfig).toEqual({ secret: "the kubeconfig" });
        return [name, inputs];
      }),
  );

it.each(["remote", "empty"] as const)(
  "profile %s has no istiod here whose webhooks could be waited for",
  async (profile) => {
    const gateways = { edge: {} };
    const run = await install({ controlPlane: { profile }, namespaces: { shop: {} }, gateways });
    const waiting = Object.keys(run.hooks).filter((name) => name.endsWith("-webhook-proof"));
    expect(waiting).toEqual([]);
    expect(components(run, "MeshNamespace")["mesh-shop"]).toEqual({ namespace: "shop" });
  },
);

describe("gateways", () => {
  const inputs = { profile: "default", controlPlaneNamespace: "istio-system" };

  it.each<[MeshArgs["controlPlane"], MeshArgs["gateways"], Record<string, object>]>([
    [undefined, undefined, { "mesh-istio-ingressgateway": { ...inputs, gatewayName: "istio-ingressgateway" } }],
    [{ profile: "minimal" }, undefined, {}],
    [{ profile: "ambient" }, undefined, {}],
    [
      { profile: "demo", version: "1.30.5", imagePullPolicy: "Never" },
      { "istio-ingressgateway": { replicas: 2, imagePullPolicy: "Always" } },
      {
        "mesh-istio-egressgateway": {
          ...inputs,
          profile: "demo",
          version: "1.30.5",
          imagePullPolicy: "Never",
          kind: "egress",
          gatewayName: "istio-egressgateway",
        },
        "mesh-istio-ingressgateway": {
          ...inputs,
          profile: "demo",
          version: "1.30.5",
          imagePullPolicy: "Always",
          replicas: 2,
          gatewayName: "istio-ingressgateway",
        },
      },
    ],
    [
      { profile: "minimal", multiCluster: { network: "network1" } },
      { eastwest: { kind: "eastwest" }, other: { kind: "eastwest", network: "network2" } },
      {
        "mesh-eastwest": {
          ...inputs,
          profile: "minimal",
          kind: "eastwest",
          network: "network1",
          gatewayName: "eastwest",
        },
        "mesh-other": { ...inputs, profile: "minimal", kind: "eastwest", network: "network2", gatewayName: "other" },
      },
    ],
    [
      { profile: "minimal", namespace: "mesh", revision: "canary" },
      { public: { namespace: "edge" }, internal: {} },
      {
        "mesh-internal": {
          profile: "minimal",
          controlPlaneNamespace: "mesh",
          namespace: "mesh",
          revision: "canary",
          gatewayName: "internal",
        },
        "mesh-public": {
          profile: "minimal",
          controlPlaneNamespace: "mesh",
          namespace: "edge",
          revision: "canary",
          gatewayName: "public",
        },
      },
    ],
  ])("of %j with %j", async (controlPlane, gateways, expected) => {
    expect(components(await install({ controlPlane, gateways }), "Gateway")).toEqual(expected);
  });
});

it("makes its namespaces after the control plane, and its gateways after them", async () => {
  const run = await install({
    namespaces: { shop: { labels: { team: "a" } }, edge: { mode: "adopt", injection: "none" } },
  });
  expect(components(run, "MeshNamespace")).toEqual({
    "mesh-control-plane-namespace": { namespace: "istio-system", injection: "none" },
    "mesh-edge": { namespace: "edge", mode: "adopt", injection: "none", controlPlaneNamespace: "istio-system" },
    "mesh-shop": { namespace: "shop", labels: { team: "a" }, controlPlaneNamespace: "istio-system" },
  });
  const controlPlane = run.resources.map(({ name }) => name).filter((name) => name.startsWith("mesh-control-plane-"));
  const objects = controlPlane.filter((name) => name.includes("/")).sort();
  expect(objects.length).toBe(9);
  expect(find(run, "mesh-shop-Namespace/shop").dependsOn).toEqual(objects);
  expect(find(run, "mesh-istio-ingressgateway-Service/istio-system/ingress").dependsOn).toEqual(
    expect.arrayContaining(objects),
  );
  expect(find(run, "mesh-istio-ingressgateway", "Gateway").dependsOn).toEqual(
    expect.arrayContaining(["mesh-edge-Namespace/edge", "mesh-shop-Namespace/shop"]),
  );
  expect(run.outputs).toEqual({
    controlPlane: "istio-system",
    namespaces: { edge: "edge", shop: "shop" },
    gateways: { "istio-ingressgateway": "istio-ingressgateway" },
  });
});

it("takes charts and the Kubernetes version to every part", async () => {
  const run = await install({ charts: { repository: "https://charts.example" }, kubernetesVersion: "1.35.2" });
  expect(run.renderings.map(({ options }) => [options.chart, options.fetch_opts, options.kube_version])).toEqual([
    ["base", { repo: "https://charts.example" }, "1.35.2"],
    ["gateway", { repo: "https://charts.example" }, "1.35.2"],
    ["istiod", { repo: "https://charts.example" }, "1.35.2"],
  ]);
});

it("puts every object into the cluster whose provider it is given", async () => {
  const run = await runProgram(() => {
    const cluster = new ExistingCluster("cluster", { kubeconfig: computeKubeconfig(1) });
    const args = { kubeconfig: cluster.kubeconfig, namespaces: { shop: {} } };
    return { gateways: new Mesh("mesh", args, { providers: [cluster.provider] }).gateways };
  });
  const objects = run.resources.filter(({ type }) => type.startsWith("kubernetes:"));
  expect(objects.length).toBe(12);
  expect(objects.filter(({ provider }) => provider !== "cluster-provider")).toEqual([]);
});

it("two meshes in one stack do not meet: names, hooks and the one renderer", async () => {
  const run = await runProgram(() => {
    const [one, two] = ["one", "two"].map(
      (name) => new Mesh(name, { kubeconfig: name, namespaces: { shop: {} }, gateways: { shop: {} } }),
    );
    return { one: one?.gateways, two: two?.gateways };
  });
  const names = list(run);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.startsWith("pulumi:providers:"))).toEqual([
    "pulumi:providers:kubernetes chart-renderer",
  ]);
  // A gateway may be called like a namespace.
  expect(Object.keys(run.hooks).sort()).toEqual(
    ["one", "two"]
      .flatMap((mesh) => [
        `ControlPlane/${mesh}-control-plane-takeover`,
        `Gateway/${mesh}-istio-ingressgateway-takeover`,
        `Gateway/${mesh}-istio-ingressgateway-webhook-proof`,
        `Gateway/${mesh}-shop-takeover`,
        `Gateway/${mesh}-shop-webhook-proof`,
        `MeshNamespace/${mesh}-control-plane-namespace-refuse-existing`,
        `MeshNamespace/${mesh}-shop-refuse-existing`,
        `MeshNamespace/${mesh}-shop-webhook-proof`,
      ])
      .sort(),
  );
});

it("refuses all that is wrong with any part at once, and registers nothing", async () => {
  const args = {
    kubeconfig: "",
    controlPlane: { profile: "demmo" },
    gateways: { public: { replicas: 0 } },
    namespaces: { shop: { injection: "revision" } },
    kubernetesVersion: "1.20.0",
  } as unknown as MeshArgs;
  const run = await runProgram(() => {
    expect(() => new Mesh("mesh", args)).toThrow(
      new pulumi.RunError(
        [
          'error MESH0106: `profile` is "demmo", but must be one of default, demo, minimal, empty, preview, stable, remote, ambient, openshift, openshift-ambient; did you mean "demo"?; use one of the listed values',
          "error MESH0102: Istio 1.31 supports Kubernetes 1.32-1.36, the cluster runs 1.20.0; upgrade the cluster",
          "error MESH0108: `replicas` is 0, but must be an integer of at least 1; use a number in the named range",
          'error MESH0114: `injection` is "revision", but there is no `revision`; name the `revision`',
        ].join("\n"),
      ),
    );
    return {};
  });
  expect(list(run)).toEqual([]);
});

it("refuses gateways that would not be injected, with the gateways of the profile, and registers nothing", async () => {
  const run = await runProgram(() => {
    const args: MeshArgs = {
      kubeconfig: "",
      controlPlane: { profile: "demo", revision: "canary" },
      gateways: {
        edge: { namespace: "edge" },
        old: { revision: "stable" },
        "istio-egressgateway": { kind: "egress", sourceRanges: ["10.0.0.0/8"] },
      },
      namespaces: { edge: {}, "istio-system": { injection: "disabled" } },
    };
    const never = "its pods would never get a proxy's image";
    const remedy = 'set its `injection` to "revision" with `revision: "canary"`, or to "none"';
    const refuse = (gateway: string, namespace: string, injection: string) =>
      `error MESH0116: gateway ${gateway}: its namespace ${namespace} has \`injection: "${injection}"\`, but its control plane has the revision "canary"; ${never}; ${remedy}`;
    expect(() => new Mesh("mesh", args)).toThrow(
      new pulumi.RunError(
        [
          'error MESH0118: `sourceRanges` is given, but `serviceType` is "ClusterIP"; remove it, or set `serviceType` to LoadBalancer',
          refuse("istio-ingressgateway", "istio-system", "disabled"),
          refuse("istio-egressgateway", "istio-system", "disabled"),
          refuse("edge", "edge", "enabled"),
          'error MESH0117: gateway old: `revision` is "stable", but the mesh\'s control plane has the revision "canary"; leave the gateway\'s `revision` out',
        ].join("\n"),
      ),
    );
    return {};
  });
  expect(list(run)).toEqual([]);
});
