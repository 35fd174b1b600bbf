import type { Manifest } from "../../src/kubernetes/manifest.js";

// Small stand-ins for Istio's charts: one object of each kind that the components treat in a way of its own.

const inMesh = "istio-system";

function object(apiVersion: string, kind: string, name: string, rest: Record<string, unknown> = {}): Manifest {
  const isClusterScoped = /^(Cluster|Custom|Mutating|Validating)/.test(kind);
  return { apiVersion, kind, metadata: isClusterScoped ? { name } : { name, namespace: inMesh }, ...rest };
}

/** Chart -> its objects, in an order that is not the one to create them in. */
export const fakeCharts: Readonly<Record<string, Manifest[]>> = {
  base: [
    object("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "istiod-default-validator"),
    object("apiextensions.k8s.io/v1", "CustomResourceDefinition", "gateways.networking.istio.io"),
    object("v1", "ServiceAccount", "istio-reader"),
  ],
  istiod: [
    object("apps/v1", "Deployment", "istiod"),
    object("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "istiod"),
    object("rbac.authorization.k8s.io/v1", "ClusterRole", "istiod"),
    object("v1", "Service", "istiod"),
    object("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "istio-sidecar-injector"),
  ],
  cni: [object("apps/v1", "DaemonSet", "istio-cni-node"), object("v1", "ConfigMap", "istio-cni-config")],
  ztunnel: [object("apps/v1", "DaemonSet", "ztunnel")],
  gateway: [object("apps/v1", "Deployment", "ingress"), object("v1", "Service", "ingress")],
};
