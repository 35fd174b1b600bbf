import { existsSync } from "node:fs";
import { readKubeconfigFile } from "../cluster-access/kubeconfig-file.js";
import type { SelectedContext } from "../cluster-access/kubeconfig.js";
import { formatFindings } from "../findings/finding.js";
import { clusterKubeconfig } from "../folders.js";
import { findClusterAccess } from "../stack/clusters/kinds.js";
import { selectExisting } from "./existing-cluster.js";
import { findProject } from "./project.js";
import { readStack } from "./stack.js";

/** The kubeconfig of a stack's cluster, or why it cannot be had without the engine. */
export type FoundCluster = { kubeconfig: string } | { problem: string; isMade?: boolean };

/** Finds the cluster of a stack without the engine. @param context of the kubeconfig, for stacks on an existing cluster */
export function findCluster(stack: string, context?: string): FoundCluster {
  const { local, existing } = findClusterAccess(readStack(stack).cluster);
  if (local !== undefined) {
    const file = clusterKubeconfig(local);
    if (existsSync(file)) return toFound(readKubeconfigFile(file, undefined));
    return { problem: "the local cluster does not run; start it with: npx mesh local up" };
  }
  if (existing !== undefined)
    return toFound(selectExisting(existing, { stack, project: findProject().folder }, context));
  return { problem: "only local and existing clusters can be asked; this one is made by a stack", isMade: true };
}

/** A kubeconfig that was read, or what is wrong with it. */
export function toFound({ kubeconfig, findings }: SelectedContext): FoundCluster {
  return kubeconfig === undefined ? { problem: formatFindings(findings) } : { kubeconfig };
}
