import { AddonVersion, ConflictPolicy } from "./addon-settings.js";
import type { EksInput } from "./eks-input.js";
import { createProblem, findChoiceProblems, type EksProblem } from "./problem.js";

/** Without these no node becomes ready, or no pod gets its role. */
const indispensable = ["vpc-cni", "kube-proxy", "coredns", "eks-pod-identity-agent"];

const policies: ReadonlySet<string> = new Set(Object.values(AddonVersion));

/** What is wrong with the add-ons. */
export function findAddonProblems({ addons = {}, autoMode = false }: EksInput): EksProblem[] {
  return Object.entries(addons).flatMap(([name, { enabled = true, version, resolveConflicts }]) => {
    const at = ["addons", name];
    const isVersion = version === undefined || policies.has(version) || /^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version);
    return [
      ...(/^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/.test(name)
        ? []
        : [createProblem(at, "MESH0415", "is no name of an add-on")]),
      ...(isVersion
        ? []
        : [
            createProblem(
              [...at, "version"],
              "MESH0415",
              `is "${version}", but must be as in v1.20.1-eksbuild.3, or default or latest`,
            ),
          ]),
      ...(enabled || autoMode || !indispensable.includes(name)
        ? []
        : [
            createProblem(
              [...at, "enabled"],
              "MESH0415",
              "is false, but the cluster cannot do without it",
              "leave it out",
            ),
          ]),
      ...findChoiceProblems([...at, "resolveConflicts"], resolveConflicts, ConflictPolicy),
    ];
  });
}
