/** What the analysis says otherwise than Istio expects of the fixtures by which it tests its own analyzers. */
export interface FixtureDifference {
  /** Name of the case in Istio's analyzers_test.go; several where they differ alike. */
  cases: readonly string[];
  /** `<code> <Kind> <namespace>/<name>`: `-` before it where Istio alone says it, `+` where the analysis does. */
  lines: readonly string[];
  reason: string;
}

/** All of them; `test/e2e/istio-fixtures.test.ts` fails for another one, and for one that is not met. */
export const fixtureDifferences: readonly FixtureDifference[] = [
  {
    cases: ["alpha"],
    lines: ["- IST0136 Service default/httpbin"],
    reason: "Istio's own guides tell people to set this annotation (`networking.istio.io/exportTo`).",
  },
  {
    cases: ["gatewaySecret"],
    lines: ["+ IST0161 Gateway default/defaultgateway-noerrors"],
    reason:
      "Istio looks at the certificate of a Secret alone; the key of this one is of another certificate, and Envoy does not take both.",
  },
  {
    cases: ["virtualServiceGateways"],
    lines: ["- IST0132 VirtualService default/httpbin-bogus"],
    reason: "Of a Gateway that is not there IST0101 says all there is to say.",
  },
  {
    cases: ["destinationrule with credentialname, simple at destinationlevel, no workloadSelector"],
    lines: ["- IST0128 DestinationRule default/db-tls"],
    reason: "Gateways take the CA from the Secret; sidecars use no TLS at all, which MESH0354 says.",
  },
  {
    cases: ["destinationrule with credentialname, simple at portlevel, no workloadSelector"],
    lines: ["- IST0129 DestinationRule default/db-tls"],
    reason: "The same.",
  },
  {
    cases: ["dupmatches"],
    lines: ["+ IST0131 VirtualService default/uri-with-prefix-exact"],
    reason: "The prefix `/` takes the exact path `/`, too; istioctl compares prefixes with prefixes.",
  },
  {
    cases: ["Detect `image: auto` in non-injected pods"],
    lines: ["- IST0146 Deployment not-injected/non-injected-gateway-deployment", "- IST0147 Pod default/injected-pod"],
    reason: "Nobody declares these Namespaces, so they may well inject.",
  },
  {
    cases: ["EnvoyFilterUsesAddOperation"],
    lines: ["- IST0153 EnvoyFilter bookinfo/test-auth-3"],
    reason: "istiod adds routes: ADD works for an HTTP_ROUTE.",
  },
  {
    cases: ["EnvoyFilterUsesRemoveOperation"],
    lines: ["+ IST0151 EnvoyFilter bookinfo/test-remove-3", "- IST0154 EnvoyFilter bookinfo/test-remove-3"],
    reason: "istiod removes routes: REMOVE works for an HTTP_ROUTE, and needs that it is there.",
  },
  {
    cases: ["DestinationRuleSubsetsNotSelectPods"],
    lines: ["- IST0173 DestinationRule default/subsets-not-select-pods"],
    reason: "No route names the subset; MESH0310 says so.",
  },
  {
    cases: ["DestinationRuleEmptyTopologyLabels"],
    lines: ["- IST0173 DestinationRule default/empty-topology-labels"],
    reason: "Labels of the topology come from nodes, which are not known before.",
  },
];
