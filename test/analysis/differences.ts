/** Where the analysis and istioctl say different things of the same objects, and why. */
export interface Difference {
  /** `*` for every code. */
  code: string;
  /** Who says it; the other does not. */
  only: "ours" | "istioctl";
  reason: string;
  /** It is met in some runs and not in others. */
  isRandom?: true;
}

/**
 * All known ones. `test/e2e/istioctl-analyze.test.ts` fails where it meets another one, and where it does not meet one of
 * these.
 */
export const differences: readonly Difference[] = [
  {
    code: "*",
    only: "ours",
    reason:
      "On files istioctl reads no Services, Namespaces, Nodes, Pods and Secrets (`DefaultExcludedSchemas` in Istio's source), and runs no rule that needs them. With a cluster that has the objects it reports the same.",
  },
  {
    code: "IST0101",
    only: "istioctl",
    reason:
      "A Secret exists if a cert-manager Certificate, an ExternalSecret or a SealedSecret creates it. Machines (WorkloadEntry, WorkloadGroup) and the pods that Istio creates for a Gateway of the Gateway API can be selected, and the Service that it creates can be called. If no pods are declared at all, they are unknown. Kubernetes' own namespaces exist.",
  },
  {
    code: "IST0101",
    only: "ours",
    reason:
      "A gateway's hosts and subsets must be visible from the namespace of its pods. DestinationRules apply only in three namespaces. A delegate must exist.",
  },
  {
    code: "IST0102",
    only: "istioctl",
    reason: "The labels of an undeclared namespace are unknown.",
  },
  {
    code: "IST0116",
    only: "ours",
    reason: "A namespace that names a revision (`istio.io/rev`) injects too.",
  },
  {
    code: "IST0116",
    only: "istioctl",
    reason: "TCP and UDP at the same port of one Service are intended, as for DNS.",
  },
  {
    code: "IST0125",
    only: "ours",
    reason:
      "Unknown keys in proxy.istio.io/config are found, which Istio ignores. So are values that istiod, the CNI agent or the proxy reads later and ignores. Annotations of gateways of the Gateway API and of machines are checked too.",
  },
  {
    code: "IST0126",
    only: "ours",
    reason: "Mesh networks are also read from a ConfigMap without a mesh configuration.",
  },
  {
    code: "IST0127",
    only: "ours",
    reason:
      "Pods of hostNetwork have no proxy. Without a pod that has one, a PeerAuthentication, a RequestAuthentication, an EnvoyFilter, a ProxyConfig or a WasmPlugin has no effect either.",
  },
  {
    code: "IST0127",
    only: "istioctl",
    reason:
      "These have a proxy: pods of a namespace that names a revision or is ambient, machines, and gateways in the targetRefs of a policy. An undeclared Namespace may inject.",
  },
  {
    code: "IST0128",
    only: "istioctl",
    reason:
      "Gateways take the CA from the Secret of credentialName. Sidecars that use it have no TLS at all, which MESH0354 reports.",
  },
  {
    code: "IST0129",
    only: "istioctl",
    reason: "As IST0128, for one port.",
  },
  {
    code: "IST0131",
    only: "istioctl",
    reason:
      "istioctl compares only prefixes, not case, headers and methods. With these, one match may not cover the other.",
  },
  {
    code: "IST0132",
    only: "istioctl",
    reason:
      "IST0101 already reports a missing Gateway. A Gateway may be named `<name>.<namespace>…`, as istiod reads it.",
  },
  {
    code: "IST0136",
    only: "ours",
    reason: "istioctl has this rule, but does not run it.",
  },
  {
    code: "IST0137",
    only: "ours",
    reason:
      "A namespace that names a revision injects too. All kinds with pod templates are checked, not only Deployments.",
  },
  {
    code: "IST0139",
    only: "ours",
    reason: "Webhooks of one configuration that inject the same pods are found too.",
  },
  {
    code: "IST0140",
    only: "ours",
    reason: "Hosts are compared by their full names, so `reviews` is `reviews.shop.svc.cluster.local`.",
  },
  {
    code: "IST0140",
    only: "istioctl",
    reason: "A VirtualService with `gateways: [mesh]` applies to the mesh, where the routes of the other apply.",
  },
  {
    code: "IST0144",
    only: "istioctl",
    reason: "Pods of a workload whose labels say that it belongs to Istio belong to Istio too.",
  },
  {
    code: "IST0145",
    only: "ours",
    reason:
      "Gateways with different selectors conflict if the same pods have both. istioctl finds some of these in some runs: it iterates over a map.",
    isRandom: true,
  },
  {
    code: "IST0146",
    only: "ours",
    reason: "All kinds with pod templates are checked, not only Deployments. Pods of hostNetwork are never injected.",
  },
  {
    code: "IST0146",
    only: "istioctl",
    reason: "An undeclared Namespace may inject.",
  },
  {
    code: "IST0147",
    only: "istioctl",
    reason: "The same. A finding about a workload is not repeated for its pods.",
  },
  {
    code: "IST0152",
    only: "istioctl",
    reason: "REPLACE works for a LISTENER_FILTER.",
  },
  {
    code: "IST0153",
    only: "istioctl",
    reason: "ADD does nothing for a ROUTE_CONFIGURATION alone; it works for a VIRTUAL_HOST and an HTTP_ROUTE.",
  },
  {
    code: "IST0154",
    only: "istioctl",
    reason: "REMOVE does nothing for a ROUTE_CONFIGURATION alone; it works for a VIRTUAL_HOST and an HTTP_ROUTE.",
  },
  {
    code: "IST0157",
    only: "istioctl",
    reason: "A provider may come from the Telemetry of the namespace or of the root namespace.",
  },
  {
    code: "IST0160",
    only: "ours",
    reason: "A selector without labels selects the whole namespace, like no selector.",
  },
  {
    code: "IST0160",
    only: "istioctl",
    reason: "A Telemetry with targetRefs does not apply to the whole namespace.",
  },
  {
    code: "IST0162",
    only: "istioctl",
    reason: "A Service may name a port of the pods. A Gateway without a selector applies to all gateways.",
  },
  {
    code: "IST0166",
    only: "ours",
    reason: "The pods that Istio will create for a declared Gateway of the Gateway API are included.",
  },
  {
    code: "IST0167",
    only: "ours",
    reason:
      "istioctl reports only Sidecars. A PeerAuthentication of the root namespace with a selector has no effect either.",
  },
  {
    code: "IST0173",
    only: "istioctl",
    reason:
      "Machines and all kinds with pod templates are included. Topology labels come from nodes and clusters and are unknown. Only a subset that gets requests fails: MESH0310 reports an unused subset, MESH0353 one with weight 0.",
  },
  {
    code: "IST0174",
    only: "istioctl",
    reason: "A wildcard matches every host that it covers.",
  },
  {
    code: "IST0175",
    only: "istioctl",
    reason: "A value from a ConfigMap or a Secret exists.",
  },
];
