// Pulumi's mocks. Does not prove that pods start: the end-to-end tests do.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Application, type ApplicationArgs } from "../../src/components/application.js";
import { loadManifests } from "../../src/text/manifest-text.js";
import { find, list, Other, runProgram } from "./engine.js";

const { manifests } = loadManifests(readFileSync("stacks/dev/apps/k8s-combat.yaml", "utf8"), "k8s-combat.yaml");

const make = (args: Partial<ApplicationArgs> = {}) =>
  runProgram(() => ({
    namespace: new Application("combat", { namespace: "k8s-combat", manifests, ...args }).namespace,
  }));

it("registers the sample application in its namespace, the Service first", async () => {
  const run = await make();
  expect(list(run)).toEqual([
    "pulumi-istio:index:Application combat",
    "kubernetes:apps/v1:Deployment combat-Deployment/k8s-combat-service",
    "kubernetes:core/v1:Service combat-Service/k8s-combat-service",
  ]);
  const deployment = find(run, "combat-Deployment/k8s-combat-service");
  expect(deployment).toMatchObject({ parent: "combat", dependsOn: ["combat-Service/k8s-combat-service"] });
  const annotations = { "pulumi.com/deletionPropagationPolicy": "background" };
  expect(deployment.inputs).toEqual({
    ...manifests[0],
    metadata: { namespace: "k8s-combat", ...manifests[0]?.metadata, annotations },
  });
  expect(find(run, "combat").outputs).toEqual({ namespace: "k8s-combat" });
});

it("waits for the namespace that is given as an Output", async () => {
  const run = await runProgram(() => {
    const home = new Other("home");
    new Application("combat", { namespace: home.urn.apply(() => "k8s-combat"), manifests });
    return {};
  });
  expect(find(run, "combat-Service/k8s-combat-service").dependsOn).toEqual(["home"]);
});

describe("imagePullPolicy", () => {
  const containers = [{ name: "app", image: "app:1", imagePullPolicy: "Always" }];
  const pod = { initContainers: [{ name: "init", image: "init:1" }], containers };
  const never = {
    initContainers: [{ name: "init", image: "init:1", imagePullPolicy: "Never" }],
    containers: [{ name: "app", image: "app:1", imagePullPolicy: "Never" }],
  };

  it.each<[string, string, object, object]>([
    ["Deployment", "apps/v1", { replicas: 2, template: { spec: pod } }, { replicas: 2, template: { spec: never } }],
    [
      "StatefulSet",
      "apps/v1",
      { template: { spec: { containers } } },
      { template: { spec: { containers: never.containers } } },
    ],
    ["Pod", "v1", pod, never],
    [
      "CronJob",
      "batch/v1",
      { schedule: "@daily", jobTemplate: { spec: { template: { spec: pod } } } },
      { schedule: "@daily", jobTemplate: { spec: { template: { spec: never } } } },
    ],
    ["VirtualService", "networking.istio.io/v1", { hosts: ["a"] }, { hosts: ["a"] }],
  ])("of a %s", async (kind, apiVersion, spec, expected) => {
    const run = await make({
      manifests: [{ apiVersion, kind, metadata: { name: "one" }, spec }],
      imagePullPolicy: "Never",
    });
    expect(find(run, `combat-${kind}/one`).inputs.spec).toEqual(expected);
  });

  it("leaves alone what has no spec", async () => {
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "one" }, data: { key: "value" } };
    const run = await make({ manifests: [config], imagePullPolicy: "Never" });
    expect(find(run, "combat-ConfigMap/one").inputs).toEqual({
      ...config,
      metadata: { name: "one", namespace: "k8s-combat" },
    });
  });
});
