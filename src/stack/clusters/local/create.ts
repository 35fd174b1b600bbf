import { LocalCluster, readLocalKubeconfig } from "../../../components/local-cluster.js";
import { clusterCharts, clusterGatewayApi } from "../../../folders.js";
import { clusterComponent } from "../cluster-kind.js";
import { identifyCluster, type StackCluster } from "../connect.js";
import type { ClusterConfig } from "../kinds.js";
import type { LocatedConfig } from "../../config.js";
import { defaultName } from "./kind.js";

/** Registers the local cluster, which brings charts and definitions with it. */
export async function create({ name }: ClusterConfig<"local">, located: LocatedConfig): Promise<StackCluster> {
  const known = name ?? defaultName;
  const identity = await identifyCluster(readLocalKubeconfig(known), located);
  const { provider, kubeconfig } = new LocalCluster(clusterComponent, { name });
  return { provider, kubeconfig, ...identity, charts: clusterCharts(known), gatewayApi: clusterGatewayApi(known) };
}
