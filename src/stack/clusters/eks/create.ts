import { awsNames } from "../../../components/eks/aws-names.js";
import { EksCluster } from "../../../components/eks-cluster.js";
import { resolvePath } from "../../../folders.js";
import type { LocatedConfig } from "../../config.js";
import { clusterComponent } from "../cluster-kind.js";
import type { StackCluster } from "../connect.js";
import type { EksConfig } from "./kind.js";

/** Registers a cluster that this stack makes. It cannot be asked anything, so its version is the configuration's. */
export function create(cluster: EksConfig, { config }: LocatedConfig, project: string): StackCluster {
  const chart = cluster.loadBalancerControllerChart;
  const folder = chart?.folder === undefined ? undefined : resolvePath(chart.folder, project);
  const { provider, kubeconfig } = new EksCluster(clusterComponent, {
    ...cluster,
    ...{ kind: undefined, istioVersion: config.controlPlane?.version },
    ...(chart === undefined ? {} : { loadBalancerControllerChart: { ...chart, folder } }),
  });
  return { provider, kubeconfig, kubernetesVersion: `${cluster.kubernetesVersion}.0`, isOwn: true };
}

/** Names that AWS has. */
export function loadNames() {
  return awsNames;
}
