import type { Provider } from "@pulumi/kubernetes/provider.js";
import * as pulumi from "@pulumi/pulumi";
import { existsSync, readFileSync } from "node:fs";
import { clusterKubeconfig } from "../folders.js";
import { createClusterProvider } from "./cluster-provider.js";
import { createRunError } from "../run-error.js";

/** Inputs of `LocalCluster`. */
export interface LocalClusterArgs {
  /**
   * Name of the local cluster, as `mesh local up --name` was told.
   * @default "dev"
   */
  name?: string;
}

/** The one-node cluster of this machine. It is booted by `mesh local up`; this component only reads what that left. */
export class LocalCluster extends pulumi.ComponentResource {
  /** Provider for everything that is to be in this cluster. */
  public readonly provider: Provider;
  /** Kubeconfig of the cluster, pointing to loopback; secret. */
  public readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: LocalClusterArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const kubeconfig = readLocalKubeconfig(args.name ?? "dev");
    super("pulumi-istio:index:LocalCluster", name, args, opts);

    this.kubeconfig = pulumi.secret(kubeconfig);
    this.provider = createClusterProvider(this, name, { kubeconfig: this.kubeconfig, clusterIdentifier: name });
    this.registerOutputs({ provider: this.provider, kubeconfig: this.kubeconfig });
  }
}

/**
 * The kubeconfig that `mesh local up` left.
 * @throws RunError where there is none
 */
export function readLocalKubeconfig(cluster: string): string {
  const file = clusterKubeconfig(cluster);
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw createRunError(
    `there is no local cluster "${cluster}" (no file ${file}); start it with: mesh local up --name ${cluster}`,
  );
}
