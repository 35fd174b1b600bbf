import type * as pulumi from "@pulumi/pulumi";
import { fetchClusterIdentity, type ClusterIdentity } from "../../components/cluster-api.js";
import { ExistingCluster } from "../../components/existing-cluster.js";
import { stopOnErrors } from "../../components/stop-on-errors.js";
import type { Code } from "../../findings/codes.js";
import { formatFinding } from "../../findings/finding.js";
import type { Place } from "../../findings/place.js";
import { createProblem, placeProblem } from "../../findings/problem.js";
import { createRunError } from "../../run-error.js";
import { findPairProblems } from "../config-problems.js";
import type { LocatedConfig } from "../config.js";
import { clusterComponent } from "./cluster-kind.js";

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

/** What `create.ts` of a kind of clusters has. It is loaded for stacks of that kind alone, and with it a cloud's package. */
export interface ClusterModule<Cluster> {
  /** @param project folder of Pulumi.yaml, from which the stack's paths start */
  create: (cluster: Cluster, located: LocatedConfig, project: string) => Promise<StackCluster> | StackCluster;
  /** Names that the cloud's package knows, to judge settings with. */
  loadNames?: () => unknown;
}

/** Registers a cluster that a kubeconfig leads to. */
export async function connectCluster(kubeconfig: string, located: LocatedConfig): Promise<StackCluster> {
  const identity = await identifyCluster(kubeconfig, located);
  const component = new ExistingCluster(clusterComponent, { kubeconfig });
  return { provider: component.provider, kubeconfig: component.kubeconfig, ...identity };
}

/** Asks the cluster before anything is registered: one that does not answer changes nothing, not even the state. */
export async function identifyCluster(kubeconfig: string, { config, locate }: LocatedConfig): Promise<ClusterIdentity> {
  const identity = await fetchClusterIdentity(kubeconfig).catch((error: unknown) => {
    throw createPlacedError("MESH0123", error, locate(["cluster"]));
  });
  stopOnErrors(findPairProblems(config, identity.kubernetesVersion, locate));
  return identity;
}

/** An error that says where in the stack's file its cause is. */
export function createPlacedError(code: Code, error: unknown, place: Place): Error {
  const message = error instanceof Error ? error.message : String(error);
  return createRunError(formatFinding(placeProblem(createProblem([], code, message), { locate: () => place })));
}
