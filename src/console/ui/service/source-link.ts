const istio = "https://istio.io/latest/docs/reference/config";

/** Istio's reference page of each kind of object. */
const pages: Readonly<Record<string, string>> = {
  VirtualService: `${istio}/networking/virtual-service/`,
  DestinationRule: `${istio}/networking/destination-rule/`,
  Gateway: `${istio}/networking/gateway/`,
  Sidecar: `${istio}/networking/sidecar/`,
  ServiceEntry: `${istio}/networking/service-entry/`,
  EnvoyFilter: `${istio}/networking/envoy-filter/`,
  PeerAuthentication: `${istio}/security/peer_authentication/`,
  RequestAuthentication: `${istio}/security/request_authentication/`,
  AuthorizationPolicy: `${istio}/security/authorization-policy/`,
  Telemetry: `${istio}/telemetry/`,
};

/** The page of the first kind of object that a kind's source names, at the message that it names behind that. */
export function findSourceLink(source: string): string | undefined {
  const [, name = "", message] = /^Istio: (\w+)(?:, (\w+))?/.exec(source) ?? [];
  const page = pages[name];
  return page === undefined || message === undefined ? page : `${page}#${message}`;
}
