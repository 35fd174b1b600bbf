import { createSettingProblem, type Problem } from "../../findings/problem.js";

// The Service is named `istiod-<revision>`, and a Service name is a DNS label of at most 63 characters.
const longest = 63 - "istiod-".length;
const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const create = (message: string, remedy?: string) => createSettingProblem(["revision"], "MESH0107", message, remedy);

/** What is wrong with the name of a revision of the control plane. */
export function findRevisionProblems(revision: string): Problem[] {
  // Istio's tooling uses "default" for the control plane without a revision. The charts would name this one
  // istiod-default, while the validating webhook of the base chart would go on calling the Service `istiod`.
  if (revision === "default") {
    return [create('is "default", which means no revision', "leave `revision` out")];
  }
  if (revision.length <= longest && dnsLabel.test(revision)) return [];
  const suggestion = revision
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, longest);
  return [
    create(
      `is "${revision}", but must be a DNS label of 1-${longest} characters (a-z, 0-9, "-"; no ".")`,
      suggestion !== "" && dnsLabel.test(suggestion) ? `write it as "${suggestion}"` : undefined,
    ),
  ];
}
