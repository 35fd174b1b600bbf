// Does not boot anything, as the component does not: `mesh local up` is proven by the end-to-end tests.
import * as pulumi from "@pulumi/pulumi";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { LocalCluster } from "../../src/components/local-cluster.js";
import { clusterKubeconfig } from "../../src/folders.js";
import { find, list, runProgram, useFolders } from "./engine.js";

useFolders();

it.each([
  [undefined, "dev"],
  ["test", "test"],
])("reads what `mesh local up` left: name %s", async (name, cluster) => {
  mkdirSync(dirname(clusterKubeconfig(cluster)), { recursive: true });
  writeFileSync(clusterKubeconfig(cluster), `kubeconfig of ${cluster}`);
  const run = await runProgram(() => ({ kubeconfig: new LocalCluster("local", { name }).kubeconfig }));
  expect(list(run)).toEqual(["pulumi-istio:index:LocalCluster local", "pulumi:providers:kubernetes local-provider"]);
  expect(find(run, "local-provider").inputs).toEqual({
    kubeconfig: { secret: `kubeconfig of ${cluster}` },
    clusterIdentifier: "local",
    enableServerSideApply: "true",
    enableConfigMapMutable: "true",
    enableSecretMutable: "true",
  });
  expect(find(run, "local").outputs).toMatchObject({ kubeconfig: { secret: `kubeconfig of ${cluster}` } });
});

it("says how to start one that is not there, and registers nothing", async () => {
  const run = await runProgram(() => {
    expect(() => new LocalCluster("local", { name: "absent" })).toThrow(
      new pulumi.RunError(
        `there is no local cluster "absent" (no file ${clusterKubeconfig("absent")}); start it with: mesh local up --name absent`,
      ),
    );
    return {};
  });
  expect(list(run)).toEqual([]);
});
