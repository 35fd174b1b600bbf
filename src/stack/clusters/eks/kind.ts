import { z } from "zod";
import type { AwsNames } from "../../../aws/aws-names.js";
import { findEksProblems } from "../../../aws/eks-problems.js";
import { createEksShape } from "../../../aws/eks-settings-data.js";
import { resolveGateway } from "../../../istio/gateway/resolve.js";
import { computeLoadBalancerClasses } from "../../../aws/load-balancer-classes.js";
import { findLoadBalancerFit } from "../../../aws/load-balancer-fit.js";
import { findFitProblems } from "../../../aws/mesh-fit.js";
import { getLevel, moveProblems, type Problem } from "../../../findings/problem.js";
import { findVersionErrors } from "../../../istio/versions/versions.js";
import { clusterComponent, defineClusterKind, type MeshOfCluster } from "../cluster-kind.js";
import { tagGateways } from "./gateway-tags.js";

// `istioVersion` is missing: the stack's control plane says it.
const schema = z.strictObject({ kind: z.literal("eks"), ...createEksShape(z.string()) });

/** Settings of a cluster on EKS. */
export type EksConfig = z.infer<typeof schema>;

/** A cluster on EKS, which the stack makes. */
export const eks = defineClusterKind({
  schema,
  access: () => ({ isMade: true }),
  findProblems,
  loadBalancers: computeLoadBalancerClasses,
  completeGateways: tagGateways,
});

function findProblems(cluster: EksConfig, { controlPlane, gateways = {} }: MeshOfCluster, names?: AwsNames): Problem[] {
  // An Istio that is wrong by itself is said to be so at its own place.
  const istioVersion = findVersionErrors({ istio: controlPlane.version }).length > 0 ? undefined : controlPlane.version;
  const ofCluster = findEksProblems(clusterComponent, { ...cluster, istioVersion }, names);
  return [
    // The component prints warnings.
    ...moveProblems(["cluster"], ofCluster).filter((problem) => getLevel(problem) === "error"),
    // The mesh of a stack that makes the cluster alone is another stack's.
    ...(controlPlane.profile === "empty" ? [] : findFitProblems(cluster, controlPlane)),
    ...Object.entries(gateways).flatMap(([name, gateway]) =>
      moveProblems(["gateways", name], findLoadBalancerFit(cluster, resolveGateway(gateway))),
    ),
  ];
}
