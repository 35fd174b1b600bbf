// Every public field of a component stands in the state, so that other stacks and `pulumi stack` see it. Does not prove that
// its value is right: that is in each component's own test.
import type * as pulumi from "@pulumi/pulumi";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { clusterKubeconfig } from "../../src/folders.js";
import * as library from "../../src/index.js";
import { analyzeComponents, componentNames } from "./analyze.js";
import { computeKubeconfig } from "./api-server.js";
import { find, runProgram, useFolders } from "./engine.js";

useFolders();

const kubeconfig = computeKubeconfig(1);
const make: Record<(typeof componentNames)[number], () => pulumi.ComponentResource> = {
  Application: () => new library.Application("one", { namespace: "shop", manifests: [] }),
  ControlPlane: () => new library.ControlPlane("one", { kubeconfig }),
  ExistingCluster: () => new library.ExistingCluster("one", { kubeconfig }),
  Gateway: () => new library.Gateway("one", { kubeconfig, controlPlaneNamespace: "istio-system" }),
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
  for (const name of componentNames) {
    const run = await runProgram(() => {
      make[name]();
      return {};
    });
    const registered = Object.keys(find(run, "one", `:${name}`).outputs ?? {}).sort();
    expect([name, ...registered]).toEqual([name, ...Object.keys(components[name]?.outputs ?? {}).sort()]);
  }
});
