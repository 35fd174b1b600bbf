import type { Manifest } from "./manifest.js";

// Kubernetes' own kinds without a namespace, https://kubernetes.io/docs/reference/kubernetes-api/. Istio's and the Gateway
// API's are all namespaced but one.
const clusterScoped = new Set([
  "APIService",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "CSIDriver",
  "CustomResourceDefinition",
  "GatewayClass",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "NamespacePatch",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
]);

/** Whether objects of this kind live in a namespace. */
export function isNamespaced({ kind }: Pick<Manifest, "kind">): boolean {
  return !clusterScoped.has(kind);
}
