import { readKubeconfig } from "../../../components/existing-cluster.js";
import { resolvePath } from "../../../folders.js";
import type { LocatedConfig } from "../../config.js";
import { findWantedContext, readGivenContext } from "../../wanted-context.js";
import { connectCluster, createPlacedError, type StackCluster } from "../connect.js";
import type { ClusterConfig } from "../kinds.js";

/** Registers the cluster of the context that the stack's file or the environment names. */
export async function create(
  cluster: ClusterConfig<"existing">,
  located: LocatedConfig,
  project: string,
): Promise<StackCluster> {
  const kubeconfigPath = cluster.kubeconfig === undefined ? undefined : resolvePath(cluster.kubeconfig, project);
  const { context, problem } = findWantedContext(cluster.context, readGivenContext(process.env));
  if (problem !== undefined) throw createPlacedError("MESH0120", problem, located.locate(["cluster", "context"]));
  return connectCluster(readKubeconfig({ kubeconfigPath, context }), located);
}
