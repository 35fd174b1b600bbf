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
      "On files istioctl reads no Services, Namespaces, Nodes, Pods and Secrets (`DefaultExcludedSchemas` in Istio's source), and runs no rule that needs them. Beside a cluster that has the objects it says the same.",
  },
  {
    code: "IST0101",
    only: "istioctl",
    reason:
      "A Secret that a cert-manager Certificate, an ExternalSecret or a SealedSecret makes is there. Machines (WorkloadEntry, WorkloadGroup) and the pods that Istio makes for a Gateway of the Gateway API can be selected, and the Service that it makes can be called. Where no pods are declared at all, nothing is known of them. Kubernetes' own namespaces are there.",
  },
  {
    code: "IST0101",
    only: "ours",
    reason:
      "A gateway's hosts and subsets must be visible from the namespace of its pods. DestinationRules count only in three namespaces. A delegate must exist.",
  },
  {
    code: "IST0102",
    only: "istioctl",
    reason: "Nothing is known of the labels of a namespace that is not declared.",
  },
  {
    code: "IST0116",
    only: "ours",
    reason: "A namespace that names a revision (`istio.io/rev`) injects too.",
  },
  {
    code: "IST0116",
    only: "istioctl",
    reason: "One Service that has TCP and UDP at the same port has them on purpose, as DNS does.",
  },
  {
    code: "IST0125",
    only: "ours",
    reason:
      "Unknown keys in proxy.istio.io/config are found, which Istio ignores, and values that istiod, the CNI agent or the proxy reads later and passes over; annotations of gateways of the Gateway API and of machines count.",
  },
  {
    code: "IST0126",
    only: "ours",
    reason: "Mesh networks are read from a ConfigMap that has no mesh configuration beside them, too.",
  },
  {
    code: "IST0127",
    only: "ours",
    reason:
      "Pods of hostNetwork have no proxy. A PeerAuthentication, a RequestAuthentication, an EnvoyFilter, a ProxyConfig or a WasmPlugin is in force nowhere either where no pods have one.",
  },
  {
    code: "IST0127",
    only: "istioctl",
    reason:
      "Pods of a namespace that names a revision or is ambient have a proxy; so have machines, and gateways that a policy names by targetRefs. Where a Namespace is not declared, it may well inject.",
  },
  {
    code: "IST0128",
    only: "istioctl",
    reason:
      "Gateways take the CA from the Secret of credentialName. Where sidecars call by it they use no TLS at all, which MESH0354 says.",
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
      "istioctl compares prefixes alone; a match that asks for less case, headers or methods does not take all of the other.",
  },
  {
    code: "IST0132",
    only: "istioctl",
    reason:
      "Of a Gateway that is not there IST0101 says all there is to say. A Gateway may be named `<name>.<namespace>…`, as istiod reads it.",
  },
  {
    code: "IST0136",
    only: "ours",
    reason: "istioctl has this rule, and does not run it.",
  },
  {
    code: "IST0137",
    only: "ours",
    reason: "A namespace that names a revision injects too, and all that makes pods counts, not Deployments alone.",
  },
  {
    code: "IST0139",
    only: "ours",
    reason: "Webhooks of one configuration that inject the same pods are found, too.",
  },
  {
    code: "IST0140",
    only: "ours",
    reason: "Hosts are compared by their full names, so `reviews` is `reviews.shop.svc.cluster.local`.",
  },
  {
    code: "IST0140",
    only: "istioctl",
    reason: "A VirtualService with `gateways: [mesh]` is for the mesh, where the routes of the other count.",
  },
  {
    code: "IST0144",
    only: "istioctl",
    reason: "Pods of a workload that belongs to Istio by its own labels belong to it, too.",
  },
  {
    code: "IST0145",
    only: "ours",
    reason:
      "Gateways with different selectors conflict where the same pods have both. istioctl finds some of these in some runs: it looks through a map.",
    isRandom: true,
  },
  {
    code: "IST0146",
    only: "ours",
    reason:
      "All that makes pods counts, not Deployments alone. Pods of hostNetwork are not injected, whatever selects them.",
  },
  {
    code: "IST0146",
    only: "istioctl",
    reason: "Where a Namespace is not declared, it may well inject.",
  },
  {
    code: "IST0147",
    only: "istioctl",
    reason: "The same; and what a workload is told of once, its pods are not told of again.",
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
    reason: "A selector without labels selects the whole namespace, as none does.",
  },
  {
    code: "IST0160",
    only: "istioctl",
    reason: "A Telemetry with targetRefs is not for the whole namespace.",
  },
  {
    code: "IST0162",
    only: "istioctl",
    reason:
      "A Service may lead to a port of the pods by its name. A Gateway without selector is for all gateways, whichever these are.",
  },
  {
    code: "IST0166",
    only: "ours",
    reason: "The pods that Istio will make for a declared Gateway of the Gateway API count.",
  },
  {
    code: "IST0167",
    only: "ours",
    reason:
      "istioctl says it of Sidecars alone; a PeerAuthentication of the root namespace with a selector counts nowhere either.",
  },
  {
    code: "IST0173",
    only: "istioctl",
    reason:
      "Machines count, and all that makes pods; labels of the topology, which come from nodes and clusters, are not known before. Only what routes send requests to fails; of a subset that none names MESH0310 says so, and of one with weight 0 MESH0353.",
  },
  {
    code: "IST0174",
    only: "istioctl",
    reason: "A wildcard counts for every host that falls under it.",
  },
  {
    code: "IST0175",
    only: "istioctl",
    reason: "A value that comes from a ConfigMap or a Secret is there.",
  },
];
