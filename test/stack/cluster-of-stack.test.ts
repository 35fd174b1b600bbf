// The production stack's cluster, with Pulumi's mocks. Does not prove that AWS makes it; local and existing clusters are the
// end-to-end tests'.
import type * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { createCluster } from "../../src/stack/cluster-of-stack.js";
import { parseStackFile } from "../../src/stack/config-problems.js";
import { stackSchema } from "../../src/stack/config-schema.js";
import { find, list, runProgram } from "../components/engine.js";

const text = readFileSync("stacks/Pulumi.prod.yaml", "utf8");
const config = stackSchema.parse(parseStackFile({ text, file: "prod", project: "pulumi-istio" }).values);

async function make(preview = false) {
  let cluster: Awaited<ReturnType<typeof createCluster>> | undefined;
  const run = await runProgram(async () => {
    cluster = await createCluster(config.cluster, { config, locate: () => ({}) }, ".");
    return {};
  }, preview);
  return { run, cluster };
}

it("is made without asking any cluster, whatever the environment's KUBECONFIG names", async () => {
  vi.stubEnv("KUBECONFIG", "/absent");
  const { run, cluster } = await make(true);
  vi.unstubAllEnvs();
  expect(list(run).filter((line) => line.startsWith("pulumi"))).toEqual([
    "pulumi:providers:kubernetes chart-renderer",
    "pulumi-istio:index:EksCluster cluster",
    "pulumi:index:Stash cluster-load-balancer-controller-certificate",
    "pulumi:providers:kubernetes cluster-load-balancer-controller-provider",
    "pulumi:providers:kubernetes cluster-provider",
  ]);
  expect([cluster?.kubernetesVersion, cluster?.uid, cluster?.charts]).toEqual(["1.35.0", undefined, undefined]);
});

it("keeps its settings, and the release of Istio that they are judged by", async () => {
  const { run, cluster } = await make();
  const { kind, ...settings } = config.cluster;
  expect([kind, find(run, "cluster", "EksCluster").inputs]).toEqual([
    "eks",
    { ...settings, istioVersion: config.controlPlane?.version },
  ]);
  const kubeconfig = await new Promise<string>((resolve) => {
    (cluster as { kubeconfig: pulumi.Output<string> }).kubeconfig.apply(resolve);
  });
  expect(JSON.parse(kubeconfig)).toMatchObject({ "current-context": "shop-prod" });
});
