import type { EksSettings } from "./settings.js";

/** A rule that lets traffic into a security group. */
export interface SecurityRule {
  /** Stable name of the rule, unique. */
  key: string;
  /** The group that the rule belongs to. */
  of: "cluster" | "nodes";
  /** A group of the cluster, or a range of addresses. */
  from: "cluster" | "nodes" | { cidr: string };
  /** TCP port; absent = everything. */
  port?: number;
  /** What it is for, as AWS shows it; AWS takes no apostrophe in it. */
  description: string;
}

/**
 * What the API server, and whatever else carries the cluster's security group, calls on nodes. Istio's injection and validation
 * are webhooks on istiod's port 15017, behind the Service's 443: closed, no pod gets a sidecar and no Istio object is
 * accepted. 15012 is where proxies get their configuration and certificates; those on Fargate carry the cluster's group.
 */
const controlPlanePorts: readonly (readonly [key: string, port: number, description: string])[] = [
  ["kubelet", 10250, "API server to kubelets: logs, exec, port-forward"],
  ["https", 443, "API server to webhooks and aggregated APIs on 443"],
  ["metrics-server", 10251, "API server to the metrics server of EKS"],
  ["metrics-server-chart", 4443, "API server to the metrics server of other charts"],
  ["load-balancer-controller", 9443, "API server to the webhook of the load balancer controller"],
  ["istiod-webhook", 15017, "API server to istiod: injection and validation"],
  ["istiod-xds", 15012, "Proxies with the group of the cluster to istiod: xDS and certificates"],
];

/** All rules of the nodes' group and those of ours in the cluster's group, which EKS makes. */
export function computeSecurityRules(settings: EksSettings): SecurityRule[] {
  const { controlPlanePorts: further = {}, privateAccessCidrs = [], autoMode = false } = settings;
  const fromOutside = privateAccessCidrs.map((cidr): SecurityRule => {
    const key = `api-from-${cidr.replaceAll(/[./]/g, "-")}`;
    return { key, of: "cluster", from: { cidr }, port: 443, description: "Private network to the API server" };
  });
  // Nodes of Auto Mode carry the cluster's own group, inside of which everything is open.
  if (autoMode) return fromOutside;
  const ports = [
    ...controlPlanePorts,
    ...Object.entries(further).map(([key, port]) => [key, port, `API server to ${key}`] as const),
  ];
  return [
    { key: "nodes", of: "nodes", from: "nodes", description: "Nodes and pods among each other" },
    ...ports.map(([key, port, description]): SecurityRule => {
      return { key: `control-plane-${key}`, of: "nodes", from: "cluster", port, description };
    }),
    { key: "api-from-nodes", of: "cluster", from: "nodes", port: 443, description: "Nodes and pods to the API server" },
    ...fromOutside,
  ];
}

/** Keys of the rules for the API server that are there anyway. */
export const builtInPorts: Readonly<Record<string, number>> = Object.fromEntries(
  controlPlanePorts.map(([key, port]) => [key, port]),
);
