// Metadata of objects, as Helm, istioctl (operator/pkg/install of Istio 1.31), kubectl, an operator and Pulumi's provider write it, as far as
// it is looked at. Does not prove that every release of these writes the same; test/e2e/takeover.test.ts has objects of a real cluster.
import { expect, it } from "vitest";
import { findInstaller, type WrittenMetadata } from "../../src/istio/installer.js";

const istiod = { manager: "pilot-discovery" };
const controllers = [
  { manager: "kube-controller-manager", subresource: "status" },
  { manager: "kube-controller-manager", subresource: "" },
];

it.each<[string, WrittenMetadata, string | undefined]>([
  [
    "by Helm",
    {
      labels: {
        "app.kubernetes.io/managed-by": "Helm",
        "install.operator.istio.io/owning-resource": "unknown",
        "operator.istio.io/component": "Pilot",
      },
      annotations: { "meta.helm.sh/release-name": "istiod", "meta.helm.sh/release-namespace": "istio-system" },
      managedFields: [{ manager: "helm" }, istiod],
    },
    "the Helm release istio-system/istiod",
  ],
  [
    "by istioctl",
    {
      labels: {
        "app.kubernetes.io/managed-by": "Helm",
        "install.operator.istio.io/owning-resource": "installed-state",
        "operator.istio.io/component": "Pilot",
        "operator.istio.io/managed": "Reconcile",
        "operator.istio.io/version": "1.31.0",
      },
      managedFields: [{ manager: "istio-operator" }, ...controllers],
    },
    "istioctl (IstioOperator installed-state)",
  ],
  ["by istioctl without a name", { managedFields: [{ manager: "istio-operator" }] }, "istioctl"],
  [
    "by an operator",
    {
      annotations: { "meta.helm.sh/release-name": "default-istiod", "meta.helm.sh/release-namespace": "istio-system" },
      ownerReferences: [{ kind: "IstioRevision", name: "default" }],
    },
    "the Helm release istio-system/default-istiod",
  ],
  ["by whom it names", { ownerReferences: [{ kind: "IstioRevision", name: "default" }] }, "IstioRevision default"],
  [
    "by kubectl, and edited",
    {
      labels: { "app.kubernetes.io/managed-by": "Helm", "operator.istio.io/component": "Pilot" },
      managedFields: [{ manager: "kubectl-edit" }, { manager: "kubectl-client-side-apply" }, istiod, ...controllers],
    },
    "the field manager kubectl-client-side-apply, kubectl-edit",
  ],
  ["by Argo CD", { managedFields: [{ manager: "argocd-controller" }] }, "the field manager argocd-controller"],
  ["by nobody that is named", { managedFields: [istiod, ...controllers] }, "an unknown owner"],
  ["before managers were noted", {}, "an unknown owner"],
  [
    "by this package",
    {
      labels: { "app.kubernetes.io/managed-by": "Helm", "install.operator.istio.io/owning-resource": "unknown" },
      managedFields: [{ manager: "pulumi-kubernetes-0b1c2d3e" }, istiod, ...controllers],
    },
    undefined,
  ],
  [
    "by this package, and edited",
    { managedFields: [{ manager: "kubectl-edit" }, { manager: "pulumi-kubernetes" }] },
    undefined,
  ],
  [
    "by Helm, and taken over by a run that was killed",
    {
      annotations: { "meta.helm.sh/release-name": "istiod", "meta.helm.sh/release-namespace": "istio-system" },
      managedFields: [{ manager: "helm" }, { manager: "pulumi-kubernetes-0b1c2d3e" }],
    },
    undefined,
  ],
])("installed %s", (_, metadata, installer) => {
  expect(findInstaller(metadata)).toBe(installer);
});
