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

/**
 * Edges between two tiers that are kept one by one. Each stands in the state, which the engine writes after every step: where
 * there are more, the last object of the earlier tier waits for its others, and the later tier for that one alone.
 */
const mostEdges = 1000;

/** One manifest and those that must be there before it. */
export interface OrderedManifest {
  manifest: Manifest;
  /** Identities (see `identify`) of the manifests it waits for. */
  after: readonly string[];
}

/** The manifests in an order in which they can be created, each with its edges. The input's own order is kept within a tier, except for its gate. */
export function orderManifests(manifests: readonly Manifest[]): OrderedManifest[] {
  const levels: Manifest[][] = [...tiers, [], []].map(() => []);
  for (const manifest of manifests) levels[findTier(manifest)]?.push(manifest);
  const filled = levels
    .filter((level) => level.length > 0)
    .map((level, index, all) => (isGated(level, all[index + 1] ?? []) ? putGateLast(level) : level));
  return filled.flatMap((level, index) => orderLevel(level, filled[index - 1] ?? [], filled[index + 1] ?? []));
}

/** Where its tier is too large, this one stands for all of it: the same, however the input is ordered. */
function putGateLast(level: readonly Manifest[]): Manifest[] {
  const gate = level.reduce((last, one) => (identify(one) > identify(last) ? one : last));
  return [...level.filter((one) => one !== gate), gate];
}

function orderLevel(
  level: readonly Manifest[],
  earlier: readonly Manifest[],
  later: readonly Manifest[],
): OrderedManifest[] {
  const identities = level.map(identify);
  const after = (isGated(earlier, level) ? earlier.slice(-1) : earlier).map(identify);
  const isGate = (index: number) => index === level.length - 1 && isGated(level, later);
  return level.map((manifest, index) => ({ manifest, after: isGate(index) ? identities.slice(0, -1) : after }));
}

function isGated(earlier: readonly Manifest[], later: readonly Manifest[]): boolean {
  return earlier.length > 1 && earlier.length * later.length > mostEdges;
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
