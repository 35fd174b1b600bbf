import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { kubernetesPluginVersion } from "./manifest-resource.js";

/** What a cluster's provider needs. */
export interface ClusterProviderArgs {
  kubeconfig: pulumi.Input<string>;
  /** The cluster's name in the state; while it stays, another kubeconfig replaces nothing. */
  clusterIdentifier: pulumi.Input<string>;
}

/** The provider of a cluster component: the only place, beside chart rendering, that makes one. */
export function createClusterProvider(
  parent: pulumi.ComponentResource,
  name: string,
  args: ClusterProviderArgs,
): kubernetes.Provider {
  return new kubernetes.Provider(
    `${name}-provider`,
    { ...args, enableServerSideApply: true },
    {
      parent,
      version: kubernetesPluginVersion,
    },
  );
}
