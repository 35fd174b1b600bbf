import { readStackKubeconfig } from "../../../components/stack-kubeconfig.js";
import type { LocatedConfig } from "../../config.js";
import { clusterComponent } from "../cluster-kind.js";
import { connectCluster, createPlacedError, type StackCluster } from "../connect.js";
import type { ClusterConfig } from "../kinds.js";

/** Registers the cluster that another stack has made. */
export async function create(cluster: ClusterConfig<"stack-reference">, located: LocatedConfig): Promise<StackCluster> {
  const kubeconfig = await readStackKubeconfig(clusterComponent, cluster).catch((error: unknown) => {
    throw createPlacedError("MESH0424", error, located.locate(["cluster", "stack"]));
  });
  return connectCluster(kubeconfig, located);
}
