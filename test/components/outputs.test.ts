// Every public field of a component stands in the state, so that other stacks and `pulumi stack` see it. Does not prove that
// its value is right: that is in each component's own test.
import type * as pulumi from "@pulumi/pulumi";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { clusterKubeconfig } from "../../src/folders.js";
import { EksCluster } from "../../src/eks.js";
import * as library from "../../src/index.js";
import { analyzeComponents, componentNames, eksComponentNames } from "./analyze.js";
import { computeKubeconfig } from "./api-server.js";
import { find, runProgram, useFolders } from "./engine.js";

useFolders();

const kubeconfig = computeKubeconfig(1);
const annotations = "gateway.networking.k8s.io/bundle-version: v1.6.0, gateway.networking.k8s.io/channel: standard";
const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: gateways.gateway.networking.k8s.io, annotations: { ${annotations} } }
`;
const names = [...componentNames, ...eksComponentNames];
const make: Record<(typeof names)[number], () => pulumi.ComponentResource> = {
  Application: () => new library.Application("one", { namespace: "shop", manifests: [] }),
  ControlPlane: () => new library.ControlPlane("one", { kubeconfig }),
  EksCluster: () =>
    new EksCluster("one", {
      clusterName: "one",
      region: "eu-west-1",
      kubernetesVersion: "1.34",
      vpc: { zones: ["eu-west-1a", "eu-west-1b"] },
      privateAccessCidrs: ["192.168.0.0/16"],
    }),
  ExistingCluster: () => new library.ExistingCluster("one", { kubeconfig }),
  Gateway: () => new library.Gateway("one", { kubeconfig, controlPlaneNamespace: "istio-system" }),
  GatewayApi: () => {
    const manifest = join(dirname(clusterKubeconfig("dev")), "gateway-api.yaml");
    mkdirSync(dirname(manifest), { recursive: true });
    writeFileSync(manifest, definition);
    return new library.GatewayApi("one", { kubeconfig, manifest });
  },
  LocalCluster: () => {
    mkdirSync(dirname(clusterKubeconfig("dev")), { recursive: true });
    writeFileSync(clusterKubeconfig("dev"), kubeconfig);
    return new library.LocalCluster("one");
  },
  Mesh: () => new library.Mesh("one", { kubeconfig }),
  MeshNamespace: () => new library.MeshNamespace("one", { kubeconfig }),
  TrafficPolicies: () => new library.TrafficPolicies("one", { kubeconfig, documents: {} }),
};

it("registers every public field of every component", { timeout: 120_000 }, async () => {
  const { components } = analyzeComponents();
  for (const name of names) {
    const run = await runProgram(() => {
      make[name]();
      return {};
    });
    const registered = Object.keys(find(run, "one", `:${name}`).outputs ?? {}).sort();
    expect([name, ...registered]).toEqual([name, ...Object.keys(components[name]?.outputs ?? {}).sort()]);
  }
});
