import type { z } from "zod";
import type { Problem } from "../../findings/problem.js";
import type { ResolvedControlPlane } from "../../istio/control-plane/resolve.js";
import type { LoadBalancerClasses } from "../../mesh/load-balancer-classes.js";
import type { GatewaySettings } from "../../istio/gateway/gateway-settings.js";

/** What the program calls its cluster; the names of all that belongs to it begin with it. */
export const clusterComponent = "cluster";

/** What a stack's mesh is, as far as its cluster is judged with it. */
export interface MeshOfCluster {
  controlPlane: ResolvedControlPlane;
  gateways?: Record<string, GatewaySettings>;
}

/** How commands get at a cluster without the engine. */
export interface ClusterAccess {
  /** The name of the local cluster that it is. */
  local?: string;
  /** The kubeconfig that it is in. Both have defaults of kubectl's. */
  existing?: { kubeconfig?: string; context?: string };
  /** Whether the stack makes it: by providers that are downloaded, with delete hooks, which run only beside the program. */
  isMade?: boolean;
}

/** A kind of cluster, apart from what the engine does: the program has that in `create.ts` beside it. */
export interface ClusterKind<Schema, Cluster, Names> {
  /** Its settings; `kind` is its name. */
  schema: Schema;
  access(cluster: Cluster): ClusterAccess;
  /**
   * What is wrong with it, and with it and its mesh together.
   * @param names what `loadNames` of its `create.ts` gave, where it was asked
   */
  findProblems?(cluster: Cluster, mesh: MeshOfCluster, names?: Names): Problem[];
  /** Who makes its load balancers, as far as its settings say it. */
  loadBalancers?(cluster: Cluster): LoadBalancerClasses;
  /** The gateways with what this cluster adds to them. */
  completeGateways?(cluster: Cluster, mesh: MeshOfCluster): MeshOfCluster["gateways"];
}

/** A kind of which only the name is known at run time. */
export type AnyClusterKind = ClusterKind<NamedSchema, { kind: string }, unknown>;

type NamedSchema = z.ZodObject<{ kind: z.ZodLiteral<string> }, z.core.$strict>;

/** Checks the types of a kind. */
export function defineClusterKind<Schema extends NamedSchema, Names>(
  kind: ClusterKind<Schema, z.infer<Schema>, Names>,
): ClusterKind<Schema, z.infer<Schema>, Names> {
  return kind;
}
