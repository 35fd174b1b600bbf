import { Provider } from "@pulumi/kubernetes/provider.js";
import type * as pulumi from "@pulumi/pulumi";
import { kubernetesPluginVersion } from "./manifest-resource.js";

/** What a cluster's provider needs. */
export interface ClusterProviderArgs {
  kubeconfig: pulumi.Input<string>;
  /**
   * The cluster's name in the state; while it stays, another kubeconfig replaces nothing. Of a cluster that the program makes it must be
   * an Output: where another cluster of that name is to take its place, the engine knows by this alone that what is in the old one goes.
   */
  clusterIdentifier: pulumi.Input<string>;
}

/** The provider of a cluster component: the only place, beside chart rendering, that makes one. */
export function createClusterProvider(
  parent: pulumi.ComponentResource,
  name: string,
  args: ClusterProviderArgs,
  hooks?: pulumi.ResourceHookBinding,
): Provider {
  const settings = {
    enableServerSideApply: true,
    // Otherwise a changed ConfigMap is deleted and made anew, and for that moment the mesh has no configuration.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  };
  return new Provider(
    `${name}-provider`,
    { ...args, ...settings },
    { parent, hooks, version: kubernetesPluginVersion },
  );
}
