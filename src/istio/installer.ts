/** What an object says of those who wrote it. */
export interface WrittenMetadata {
  labels?: Readonly<Record<string, string>>;
  annotations?: Readonly<Record<string, string>>;
  ownerReferences?: readonly { kind: string; name: string }[];
  managedFields?: readonly { manager?: string; subresource?: string }[];
}

/** Names of Pulumi's Kubernetes provider: a new one for each object that it creates. */
const ofPulumi = /^pulumi-(resource-)?kubernetes/;

/** Who writes into objects that others have installed: istiod its certificate, Kubernetes' controllers counts and revisions. */
const ofControllers = /^(pilot-discovery|kube-controller-manager|kube-apiserver)$/;

/**
 * Who has installed an object, for a sentence.
 * @returns undefined where Pulumi has written it, as a run of the stack did that was killed before it noted that
 */
export function findInstaller({
  labels = {},
  annotations = {},
  ownerReferences: [owner] = [],
  managedFields = [],
}: WrittenMetadata): string | undefined {
  const named = managedFields.flatMap(({ manager, subresource = "" }) => (subresource === "" ? (manager ?? []) : []));
  const managers = [...new Set(named)].filter((manager) => !ofControllers.test(manager)).sort();
  if (managers.some((manager) => ofPulumi.test(manager))) return undefined;
  const release = annotations["meta.helm.sh/release-name"];
  if (release !== undefined)
    return `the Helm release ${annotations["meta.helm.sh/release-namespace"] ?? ""}/${release}`;
  if (owner !== undefined) return `${owner.kind} ${owner.name}`;
  // The charts set owning-resource too, to "unknown".
  if (labels["operator.istio.io/managed"] !== undefined || managers.includes("istio-operator")) {
    const resource = labels["install.operator.istio.io/owning-resource"] ?? "unknown";
    return resource === "unknown" ? "istioctl" : `istioctl (IstioOperator ${resource})`;
  }
  return managers.length === 0 ? "an unknown owner" : `the field manager ${managers.join(", ")}`;
}
