import { defaultAddons } from "./addon-plan.js";
import { AddonVersion, ConflictPolicy } from "./addon-settings.js";
import type { EksInput } from "./eks-input.js";
import { createSettingProblem, type Problem } from "../findings/problem.js";
import { findChoiceProblems } from "./problem.js";

/** Without these no node becomes ready, or no pod gets its role. */
const indispensable = ["vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent"];

/** AWS's own add-ons; those of its marketplace have the name of who sells them, as in `vendor_name`. */
const ofAws = [
  ...indispensable,
  "aws-ebs-csi-driver",
  "aws-efs-csi-driver",
  "aws-fsx-csi-driver",
  "aws-mountpoint-s3-csi-driver",
  "snapshot-controller",
  "metrics-server",
  "amazon-cloudwatch-observability",
  "aws-guardduty-agent",
  "aws-network-flow-monitoring-agent",
  "aws-privateca-connector-for-kubernetes",
  "aws-secrets-store-csi-driver-provider",
  "eks-node-monitoring-agent",
  "cert-manager",
  "external-dns",
  "kube-state-metrics",
  "prometheus-node-exporter",
  "adot",
];

/** The add-on of AWS that a name is another spelling of. */
function findMeant(name: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  return ofAws.includes(name) ? undefined : ofAws.find((one) => plain(one) === plain(name));
}

const policies: ReadonlySet<string> = new Set(Object.values(AddonVersion));

/** What is wrong with the add-ons. */
export function findAddonProblems({ addons = {}, autoMode = false, region }: EksInput): Problem[] {
  return Object.entries(addons).flatMap(([name, { enabled = true, version, policy, resolveConflicts }]) => {
    const at = ["addons", name];
    const meant = findMeant(name);
    const isVersion = version === undefined || policies.has(version) || /^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version);
    return [
      ...(meant === undefined && /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/.test(name)
        ? []
        : [createSettingProblem(at, "MESH0415", "is not a name of an add-on", meant && `write it as ${meant}`)]),
      ...(name === "metrics-server" && enabled && region.startsWith("us-gov-")
        ? [createSettingProblem(at, "MESH0440", `is an add-on that ${region} may not have`)]
        : []),
      ...(isVersion
        ? []
        : [
            createSettingProblem(
              [...at, "version"],
              "MESH0415",
              `is "${version}", but must be as in v1.20.1-eksbuild.3, or default or latest`,
            ),
          ]),
      ...(enabled || autoMode || !indispensable.includes(name)
        ? []
        : [
            createSettingProblem(
              [...at, "enabled"],
              "MESH0415",
              "is false, but the cluster cannot do without it",
              "leave it out",
            ),
          ]),
      ...(policy === undefined || defaultAddons[name]?.role !== undefined
        ? []
        : [
            createSettingProblem(
              [...at, "policy"],
              "MESH0415",
              "is given, but the add-on has no role of this package's",
              "give its account a role by `podRoles`",
            ),
          ]),
      ...findChoiceProblems([...at, "resolveConflicts"], resolveConflicts, ConflictPolicy),
    ];
  });
}
