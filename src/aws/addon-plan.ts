import { mergeValues, readValue } from "../istio/merge.js";
import type { ConflictPolicy, EksAddon } from "./addon-settings.js";
import { cniTaint } from "./node-plan.js";
import type { EksSettings } from "./settings.js";

/** An add-on with every default in its place. */
export interface AddonPlan {
  name: string;
  /** Whether nodes need it to become ready, so that it comes before them; the others need nodes to run on. */
  beforeNodes: boolean;
  /** Absent = AWS's default. */
  version?: string;
  configuration: Record<string, unknown>;
  resolveConflicts: ConflictPolicy;
  /** The role of its pods, by Pod Identity. */
  role?: { serviceAccount: string; policy: string };
}

interface AddonFacts {
  beforeNodes: boolean;
  role?: AddonPlan["role"];
}

/** The add-ons that are there by default, in the order they are made. */
export const defaultAddons: Readonly<Record<string, AddonFacts>> = {
  "vpc-cni": { beforeNodes: true, role: { serviceAccount: "aws-node", policy: "AmazonEKS_CNI_Policy" } },
  "kube-proxy": { beforeNodes: true },
  "eks-pod-identity-agent": { beforeNodes: true },
  coredns: { beforeNodes: false },
  "aws-ebs-csi-driver": {
    beforeNodes: false,
    // The first AmazonEBSCSIDriverPolicy is over any volume of the account, and AWS asks to leave it (aws-ebs-csi-driver, issue 2918). This one
    // takes what the driver has tagged, which it always did.
    role: { serviceAccount: "ebs-csi-controller-sa", policy: "AmazonEBSCSIDriverPolicyV2" },
  },
};

/** The add-ons of a cluster: the default ones, which Auto Mode does without, and those asked for. */
export function planAddons(settings: EksSettings): AddonPlan[] {
  const { addons = {}, autoMode = false } = settings;
  const names = [...new Set([...(autoMode ? [] : Object.keys(defaultAddons)), ...Object.keys(addons)])];
  return names
    .filter((name) => addons[name]?.enabled ?? true)
    .map((name) => planAddon(name, addons[name] ?? {}, settings));
}

function planAddon(name: string, addon: EksAddon, settings: EksSettings): AddonPlan {
  const { beforeNodes, role } = defaultAddons[name] ?? { beforeNodes: false };
  return {
    name,
    beforeNodes,
    ...(addon.version === undefined ? {} : { version: addon.version }),
    configuration: [
      computeTagging(name, settings),
      computeMeshConfiguration(name, settings),
      addon.configuration ?? {},
    ].reduce(mergeValues, {}),
    resolveConflicts: addon.resolveConflicts ?? "PRESERVE",
    ...(role === undefined ? {} : { role: { ...role, policy: addon.policy ?? role.policy } }),
  };
}

/** Where an add-on's configuration has the tolerations of those of its pods that the add-on must wait for. */
export const tolerationPaths: Readonly<Record<string, string>> = {
  coredns: "tolerations",
  "aws-ebs-csi-driver": "controller.tolerations",
  "metrics-server": "tolerations",
};

/**
 * What the mesh needs of an add-on. With pods' own security groups the CNI by default lets them alone decide (`strict`), and
 * then the kubelet's probes never reach a pod of an ambient mesh; `standard` is harmless without such groups. And what waits
 * for Istio's CNI agent must not be what that agent, or the cluster's readiness, waits for: so these add-ons tolerate Istio's taint,
 * as istiod does.
 */
function computeMeshConfiguration(name: string, { cniTaint: isTainted = false }: EksSettings): Record<string, unknown> {
  if (name === "vpc-cni") return { env: { POD_SECURITY_GROUP_ENFORCING_MODE: "standard" } };
  const [outer = "", inner] = tolerationPaths[name]?.split(".") ?? [];
  if (!isTainted || outer === "") return {};
  const tolerations = [{ key: cniTaint.key, operator: "Exists" }, ...(ownTolerations[name] ?? [critical])];
  return { [outer]: inner === undefined ? tolerations : { [inner]: tolerations } };
}

/** What an add-on makes in AWS by itself is to have the same tags as everything else. */
function computeTagging(name: string, { tags = {} }: EksSettings): Record<string, unknown> {
  if (Object.keys(tags).length === 0) return {};
  if (name === "vpc-cni") return { env: { ADDITIONAL_ENI_TAGS: JSON.stringify(tags) } };
  return name === "aws-ebs-csi-driver" ? { controller: { extraVolumeTags: tags } } : {};
}

const critical = { key: "CriticalAddonsOnly", operator: "Exists" };

/** The add-on's own, which a list of ours takes the place of. */
const ownTolerations: Readonly<Record<string, object[]>> = {
  coredns: [critical, { key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
  "metrics-server": [],
};

/** Whether the CNI gives pods security groups of their own, for which the control plane makes network interfaces. */
export function hasPodGroups(settings: EksSettings): boolean {
  const configuration = planAddons(settings).find(({ name }) => name === "vpc-cni")?.configuration;
  return String(readValue(configuration, "env.ENABLE_POD_ENI")) === "true";
}
