// Made by `npm run field-versions` from the CustomResourceDefinitions of istio.io/api v1.28.0, v1.29.2, v1.30.8, v1.31.4, v1.32.0
// and of the Gateway API v1.5.1, v1.6.0, v1.7.0.

/**
 * Kind -> what the definitions of later minors of Istio alone have: `field@minor`. `[]` stands behind a list, `{}` behind a map, `=` before
 * a value of a closed list; `@minor` alone is for the kind itself, and `apiVersion=` for a version of it.
 */
export const laterIstioFields: Readonly<Record<string, readonly string[]>> = {
  "extensions.istio.io/TrafficExtension": ["@1.30"],
  "networking.istio.io/DestinationRule": [
    "spec.subsets[].trafficPolicy.connectionPool.http.http2KeepAlive@1.31",
    "spec.subsets[].trafficPolicy.loadBalancer.backendUtilization@1.32",
    "spec.subsets[].trafficPolicy.loadBalancer.zoneAwareLbSetting@1.31",
    "spec.subsets[].trafficPolicy.outlierDetection.failurePercentageThreshold@1.32",
    "spec.subsets[].trafficPolicy.outlierDetection.outlierDetectionHttpErrorCodes@1.31",
    "spec.subsets[].trafficPolicy.portLevelSettings[].connectionPool.http.http2KeepAlive@1.31",
    "spec.subsets[].trafficPolicy.portLevelSettings[].loadBalancer.backendUtilization@1.32",
    "spec.subsets[].trafficPolicy.portLevelSettings[].loadBalancer.zoneAwareLbSetting@1.31",
    "spec.subsets[].trafficPolicy.portLevelSettings[].outlierDetection.failurePercentageThreshold@1.32",
    "spec.subsets[].trafficPolicy.portLevelSettings[].outlierDetection.outlierDetectionHttpErrorCodes@1.31",
    "spec.subsets[].trafficPolicy.portLevelSettings[].tls.caCertCredentialName@1.32",
    "spec.subsets[].trafficPolicy.retryBudget.budgetInterval@1.31",
    "spec.subsets[].trafficPolicy.tls.caCertCredentialName@1.32",
    "spec.trafficPolicy.connectionPool.http.http2KeepAlive@1.31",
    "spec.trafficPolicy.loadBalancer.backendUtilization@1.32",
    "spec.trafficPolicy.loadBalancer.zoneAwareLbSetting@1.31",
    "spec.trafficPolicy.outlierDetection.failurePercentageThreshold@1.32",
    "spec.trafficPolicy.outlierDetection.outlierDetectionHttpErrorCodes@1.31",
    "spec.trafficPolicy.portLevelSettings[].connectionPool.http.http2KeepAlive@1.31",
    "spec.trafficPolicy.portLevelSettings[].loadBalancer.backendUtilization@1.32",
    "spec.trafficPolicy.portLevelSettings[].loadBalancer.zoneAwareLbSetting@1.31",
    "spec.trafficPolicy.portLevelSettings[].outlierDetection.failurePercentageThreshold@1.32",
    "spec.trafficPolicy.portLevelSettings[].outlierDetection.outlierDetectionHttpErrorCodes@1.31",
    "spec.trafficPolicy.portLevelSettings[].tls.caCertCredentialName@1.32",
    "spec.trafficPolicy.retryBudget.budgetInterval@1.31",
    "spec.trafficPolicy.tls.caCertCredentialName@1.32",
  ],
  "networking.istio.io/EnvoyFilter": [
    "spec.configPatches[].match.context=WAYPOINT@1.29",
    "spec.configPatches[].match.listener.filterChain.transportSocket@1.32",
    "spec.configPatches[].match.waypoint@1.29",
    "spec.configPatches[].patch.operation=MERGE_AND_REPLACE_LIST@1.31",
  ],
  "networking.istio.io/Gateway": [
    "spec.servers[].tls.alpnProtocols@1.32",
    "spec.servers[].tls.ecdhCurves@1.32",
    "spec.servers[].tls.insecureSkipVerify@1.31",
  ],
  "networking.istio.io/Sidecar": [
    "spec.inboundConnectionPool.http.http2KeepAlive@1.31",
    "spec.ingress[].connectionPool.http.http2KeepAlive@1.31",
    "spec.ingress[].tls.alpnProtocols@1.32",
    "spec.ingress[].tls.ecdhCurves@1.32",
    "spec.ingress[].tls.insecureSkipVerify@1.31",
  ],
  "networking.istio.io/VirtualService": ["spec.http[].redirect.prefixRewrite@1.31"],
  "security.istio.io/AuthorizationPolicy": [
    "spec.rules[].from[].source.notTrustDomains@1.30",
    "spec.rules[].from[].source.trustDomains@1.30",
  ],
  "security.istio.io/RequestAuthentication": ["spec.jwtRules[].presence@1.32"],
  "telemetry.istio.io/Telemetry": [
    "spec.tracing[].customTags{}.formatter@1.29",
    "spec.tracing[].disableContextPropagation@1.30",
  ],
};

/** The same of the Gateway API: `field@standard|experimental`, the first release of each channel that has it, `-` for none. */
export const laterGatewayApiFields: Readonly<Record<string, readonly string[]>> = {
  "gateway.networking.k8s.io/BackendTLSPolicy": ["apiVersion=gateway.networking.k8s.io/v1alpha3@-|1.5"],
  "gateway.networking.k8s.io/GRPCRoute": [
    "spec.rules[].sessionPersistence@-|1.5",
    "spec.rules[].sessionPersistence.cookie@-|1.7",
    "spec.rules[].sessionPersistence.header@-|1.7",
    "spec.useDefaultGateways@-|1.5",
  ],
  "gateway.networking.k8s.io/Gateway": [
    "spec.addresses[].routability@-|1.7",
    "spec.defaultScope@-|1.5",
    "spec.listeners[].filters@-|1.7",
  ],
  "gateway.networking.k8s.io/HTTPRoute": [
    "spec.rules[].backendRefs[].filters[].externalAuth@-|1.5",
    "spec.rules[].backendRefs[].filters[].type=ExternalAuth@-|1.5",
    "spec.rules[].filters[].externalAuth@-|1.5",
    "spec.rules[].filters[].type=ExternalAuth@-|1.5",
    "spec.rules[].retry@1.7|1.5",
    "spec.rules[].sessionPersistence@-|1.5",
    "spec.rules[].sessionPersistence.cookie@-|1.7",
    "spec.rules[].sessionPersistence.header@-|1.7",
    "spec.useDefaultGateways@-|1.5",
  ],
  "gateway.networking.k8s.io/ListenerSet": ["spec.listeners[].filters@-|1.7"],
  "gateway.networking.k8s.io/TCPRoute": [
    "@1.6|1.5",
    "apiVersion=gateway.networking.k8s.io/v1@1.6|1.6",
    "apiVersion=gateway.networking.k8s.io/v1alpha2@-|1.5",
    "spec.useDefaultGateways@-|1.5",
  ],
  "gateway.networking.k8s.io/TLSRoute": [
    "apiVersion=gateway.networking.k8s.io/v1alpha2@-|1.5",
    "apiVersion=gateway.networking.k8s.io/v1alpha3@-|1.5",
    "spec.useDefaultGateways@-|1.5",
  ],
  "gateway.networking.k8s.io/UDPRoute": [
    "@1.6|1.5",
    "apiVersion=gateway.networking.k8s.io/v1@1.6|1.6",
    "apiVersion=gateway.networking.k8s.io/v1alpha2@-|1.5",
    "spec.useDefaultGateways@-|1.5",
  ],
};
