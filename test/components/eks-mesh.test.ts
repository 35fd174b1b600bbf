// Cluster and mesh in one stack, with Pulumi's mocks. Does not prove what the real engine does with it.
import { expect, it } from "vitest";
import { EksCluster } from "../../src/components/eks-cluster.js";
import { Mesh } from "../../src/components/mesh.js";
import { leastSettings } from "../aws/settings.js";
import { find, list, runProgram, useFolders } from "./engine.js";

useFolders();

/** How Pulumi writes what is not known yet. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const run = (preview: boolean) =>
  runProgram(() => {
    const cluster = new EksCluster("cluster", leastSettings);
    const mesh = new Mesh(
      "mesh",
      { kubeconfig: cluster.kubeconfig, kubernetesVersion: "1.34.0", namespaces: { shop: {} } },
      { providers: [cluster.provider] },
    );
    return { gateways: mesh.gateways };
  }, preview);

it("a preview lists all that an update makes, while nothing is known of the cluster", async () => {
  const [preview, update] = [await run(true), await run(false)];
  expect(list(preview)).toEqual(list(update));
  expect(list(preview).filter((line) => line.startsWith("kubernetes:")).length).toBeGreaterThan(5);
  expect(find(preview, "cluster-provider").inputs.kubeconfig).toBe(unknown);
});

it("every object of the mesh is in that cluster and in no other", async () => {
  const { resources } = await run(true);
  const objects = resources.filter(({ type }) => type.startsWith("kubernetes:"));
  expect(new Set(objects.map(({ provider }) => provider))).toEqual(new Set(["cluster-provider"]));
});
