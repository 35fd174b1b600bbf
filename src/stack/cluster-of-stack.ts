import type { ClusterModule, StackCluster } from "./clusters/connect.js";
import type { ClusterConfig } from "./clusters/kinds.js";
import type { LocatedConfig } from "./config.js";

/** Loaded where they are needed: stacks without a cloud's cluster need none of that cloud's packages. */
const modules: { [Kind in ClusterConfig["kind"]]: () => Promise<ClusterModule<ClusterConfig<Kind>>> } = {
  local: () => import("./clusters/local/create.js"),
  existing: () => import("./clusters/existing/create.js"),
  "stack-reference": () => import("./clusters/stack-reference/create.js"),
  eks: () => import("./clusters/eks/create.js"),
};

/** Registers the cluster that the stack's configuration names, after all that can be known about it has been judged. */
export async function createCluster(
  cluster: ClusterConfig,
  located: LocatedConfig,
  project: string,
): Promise<StackCluster> {
  const { create } = (await modules[cluster.kind]()) as ClusterModule<ClusterConfig>;
  return create(cluster, located, project);
}

/** The names that the packages of a kind of cluster know, if it is one that has any. */
export async function loadClusterNames(kind: unknown): Promise<unknown> {
  const load = Object.entries(modules).find(([name]) => name === kind)?.[1];
  return (await load?.())?.loadNames?.();
}
