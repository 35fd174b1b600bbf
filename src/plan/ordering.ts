import { allowsNothing } from "../istio/control-plane/tightening.js";
import { identify, type Manifest } from "../kubernetes/manifest.js";

// What must be there before what. Kinds of one tier do not wait for each other; a tier waits for the nearest earlier
// one that is not empty, so the edges stay few and, since each tier waits for the one before, still cover all. On
// destroy the engine follows the same edges backwards: a webhook goes before the istiod that answers it, otherwise the
// API server refuses pods and Istio objects that nobody can check any more.
const tiers: readonly (readonly string[])[] = [
  ["Namespace", "CustomResourceDefinition", "PriorityClass"],
  ["ServiceAccount", "ConfigMap", "Secret", "Role", "ClusterRole", "Service", "NetworkPolicy", "ResourceQuota"],
  ["RoleBinding", "ClusterRoleBinding"],
  ["Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", "Job", "CronJob", "Pod"],
];
/** Everything else: among it what routes refer to, such as DestinationRules with their subsets, and delegates. */
const otherTier = tiers.length;
/** A route that names a version before its proxies know that one answers 503. */
const routes = ["VirtualService", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"];

/** One manifest and those that must be there before it. */
export interface OrderedManifest {
  manifest: Manifest;
  /** Identities (see `identify`) of the manifests it waits for. */
  after: readonly string[];
}

/** The manifests in an order in which they can be created, each with its edges. The input's own order is kept within a tier. */
export function orderManifests(manifests: readonly Manifest[]): OrderedManifest[] {
  const levels: Manifest[][] = [...tiers, [], []].map(() => []);
  for (const manifest of manifests) levels[findTier(manifest)]?.push(manifest);
  let after: readonly string[] = [];
  return levels
    .filter((level) => level.length > 0)
    .flatMap((level) => {
      const ordered = level.map((manifest) => ({ manifest, after }));
      after = level.map(identify);
      return ordered;
    });
}

function findTier(manifest: Manifest): number {
  const tier = tiers.findIndex((kinds) => kinds.includes(manifest.kind));
  if (tier !== -1) return tier;
  // A VirtualService without hosts is a delegate of another one.
  const isDelegate = manifest.kind === "VirtualService" && manifest.spec?.hosts === undefined;
  // What refuses all but what others allow comes after these.
  const isLast = (routes.includes(manifest.kind) && !isDelegate) || allowsNothing(manifest);
  return isLast ? otherTier + 1 : otherTier;
}
