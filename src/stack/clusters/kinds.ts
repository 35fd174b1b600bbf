import { z } from "zod";
import { resolveControlPlane } from "../../istio/control-plane/resolve.js";
import type { ControlPlaneSettings } from "../../istio/control-plane/settings.js";
import type { LoadBalancerClasses } from "../../mesh/load-balancer-classes.js";
import { toMap } from "../../text/read.js";
import type { AnyClusterKind, ClusterAccess, MeshOfCluster } from "./cluster-kind.js";
import { eks } from "./eks/kind.js";
import { existing } from "./existing/kind.js";
import { local } from "./local/kind.js";
import { stackReference } from "./stack-reference/kind.js";

/** All kinds of clusters. What the program does for them is in `create.ts` beside each, and listed in `cluster-of-stack.ts`. */
export const clusterKinds = [local, existing, stackReference, eks] as const;

type SchemasOf<Kinds extends readonly { schema: unknown }[]> = { [Index in keyof Kinds]: Kinds[Index]["schema"] };

/** A stack's `cluster`: the settings of one of the kinds. */
export const clusterSchema = z.discriminatedUnion(
  "kind",
  clusterKinds.map(({ schema }) => schema) as unknown as SchemasOf<typeof clusterKinds>,
);

/** The kind of a cluster. @param cluster settings that need not be right in anything else */
export function findClusterKind(cluster: unknown): AnyClusterKind | undefined {
  const { kind } = toMap(cluster);
  return clusterKinds.find(({ schema }) => schema.shape.kind.value === kind);
}

/** How commands get at a cluster. @param cluster settings that need not be right in anything but their kind */
export function findClusterAccess(cluster: unknown): ClusterAccess {
  return findClusterKind(cluster)?.access(cluster as { kind: string }) ?? {};
}

/** Who makes the load balancers of a cluster; undefined where its settings do not say it. */
export function findLoadBalancers(cluster: unknown): LoadBalancerClasses | undefined {
  return findClusterKind(cluster)?.loadBalancers?.(cluster as { kind: string });
}

/** The gateways of a stack with what its cluster adds to them. */
export function completeGateways(stack: StackMesh): StackMesh["gateways"] {
  const { cluster, controlPlane = {}, gateways } = stack;
  const mesh = { controlPlane: resolveControlPlane(controlPlane), gateways };
  return findClusterKind(cluster)?.completeGateways?.(cluster, mesh) ?? gateways;
}

interface StackMesh extends Pick<MeshOfCluster, "gateways"> {
  cluster: ClusterConfig;
  controlPlane?: ControlPlaneSettings;
}

/** Settings of a cluster. */
export type ClusterConfig<Kind extends string = string> = Extract<z.infer<typeof clusterSchema>, { kind: Kind }>;
