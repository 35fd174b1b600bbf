import type * as pulumi from "@pulumi/pulumi";
import type { Code } from "../findings/codes.js";
import { createFinding } from "../findings/problem.js";
import { fetchClusterIdentity, type ClusterIdentity } from "../components/cluster-api.js";
import { ExistingCluster, readKubeconfig } from "../components/existing-cluster.js";
import { LocalCluster, readLocalKubeconfig } from "../components/local-cluster.js";
import { readStackKubeconfig } from "../components/stack-kubeconfig.js";
import { stopOnErrors } from "../components/stop-on-errors.js";
import { clusterComponent, findPairProblems, type AwsNames } from "./config-problems.js";
import type { LocatedConfig } from "./config.js";
import type { StackConfig } from "./config-schema.js";
import { formatFinding } from "../findings/finding.js";
import { clusterCharts, clusterGatewayApi, resolvePath } from "../folders.js";
import { createRunError } from "../run-error.js";
import { findWantedContext, readGivenContext } from "./wanted-context.js";
import type { Place } from "../findings/place.js";

/** The cluster of a stack. */
export interface StackCluster {
  provider: pulumi.ProviderResource;
  kubeconfig: pulumi.Output<string>;
  /** As in `1.36.3`; of a cluster that is yet to be made, the first patch of its minor. */
  kubernetesVersion: string;
  /** Which cluster it is; absent where it is made by this stack. */
  uid?: string;
  /** Whether this stack makes it, so that its kubeconfig is this stack's to give to others. */
  isOwn?: boolean;
  /** Folder of the charts that the cluster brings with it. */
  charts?: string;
  /** Folder of the Gateway API's definitions that it brings with it. */
  gatewayApi?: string;
}

/** What the local cluster is called where the configuration does not say. */
const localCluster = "dev";

/** Registers the cluster that the stack's configuration names, after all that can be known about it has been judged. */
export async function createCluster(
  cluster: StackConfig["cluster"],
  located: LocatedConfig,
  project: string,
): Promise<StackCluster> {
  if (cluster.kind === "eks") return createEksCluster(cluster, located, project);
  const isLocal = cluster.kind === "local";
  const kubeconfig = await findKubeconfig(cluster, located, project);
  const identity = await identifyCluster(kubeconfig, located);
  stopOnErrors(findPairProblems(located.config, identity.kubernetesVersion, located.locate));
  const component = isLocal
    ? new LocalCluster(clusterComponent, { name: cluster.name })
    : new ExistingCluster(clusterComponent, { kubeconfig });
  return {
    provider: component.provider,
    kubeconfig: component.kubeconfig,
    ...identity,
    ...(isLocal ? findLocalParts(cluster.name ?? localCluster) : {}),
  };
}

/** What the local cluster brings with it. */
function findLocalParts(name: string): Pick<StackCluster, "charts" | "gatewayApi"> {
  return { charts: clusterCharts(name), gatewayApi: clusterGatewayApi(name) };
}

/** Of a cluster that is there already. */
async function findKubeconfig(
  cluster: Exclude<StackConfig["cluster"], { kind: "eks" }>,
  { locate }: LocatedConfig,
  project: string,
): Promise<string> {
  switch (cluster.kind) {
    case "local":
      return readLocalKubeconfig(cluster.name ?? localCluster);
    case "existing": {
      const path = cluster.kubeconfig === undefined ? undefined : resolvePath(cluster.kubeconfig, project);
      const { context, problem } = findWantedContext(cluster.context, readGivenContext(process.env));
      if (problem !== undefined) throw createPlacedError("MESH0120", problem, locate(["cluster", "context"]));
      return readKubeconfig({ kubeconfigPath: path, context });
    }
    case "stack-reference":
      try {
        return await readStackKubeconfig(clusterComponent, cluster);
      } catch (error) {
        throw createPlacedError("MESH0424", error, locate(["cluster", "stack"]));
      }
  }
}

/** Loaded here and not above, as the component is: stacks without it need no @pulumi/aws. */
export async function loadAwsNames(): Promise<AwsNames> {
  return (await import("../components/eks/aws-names.js")).awsNames;
}

/**
 * A cluster that this stack makes cannot be asked anything, so its version is the configuration's. The component is loaded here and
 * not above: stacks without it need no @pulumi/aws.
 */
async function createEksCluster(
  cluster: Extract<StackConfig["cluster"], { kind: "eks" }>,
  { config }: LocatedConfig,
  project: string,
): Promise<StackCluster> {
  const { EksCluster } = await import("../components/eks-cluster.js");
  const chart = cluster.loadBalancerControllerChart;
  const own = { kind: undefined, istioVersion: config.controlPlane?.version };
  const folder = chart?.folder === undefined ? undefined : resolvePath(chart.folder, project);
  const args = {
    ...cluster,
    ...own,
    ...(chart === undefined ? {} : { loadBalancerControllerChart: { ...chart, folder } }),
  };
  const { provider, kubeconfig } = new EksCluster(clusterComponent, args);
  return { provider, kubeconfig, kubernetesVersion: `${cluster.kubernetesVersion}.0`, isOwn: true };
}

/** Asks the cluster before anything is registered: one that does not answer changes nothing, not even the state. */
async function identifyCluster(kubeconfig: string, { locate }: LocatedConfig): Promise<ClusterIdentity> {
  try {
    return await fetchClusterIdentity(kubeconfig);
  } catch (error) {
    throw createPlacedError("MESH0123", error, locate(["cluster"]));
  }
}

function createPlacedError(code: Code, error: unknown, place: Place): Error {
  const message = error instanceof Error ? error.message : String(error);
  return createRunError(formatFinding({ ...createFinding(code, message), ...place }));
}
