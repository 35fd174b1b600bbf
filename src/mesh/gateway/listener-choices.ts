/** What a listener of a gateway speaks. gRPC is HTTP. */
export const ListenerProtocol = {
  HTTP: "HTTP",
  /** HTTP over TLS that ends at the gateway. */
  HTTPS: "HTTPS",
  /** TLS that goes through to the service, which is chosen by the host that the client names. */
  TLS: "TLS",
  TCP: "TCP",
} as const;
export type ListenerProtocol = (typeof ListenerProtocol)[keyof typeof ListenerProtocol];

/** Who is asked for a certificate. Istio's ServerTLSSettings. */
export const ListenerTlsMode = {
  /** The gateway. */
  SIMPLE: "SIMPLE",
  /** The gateway and the client. */
  MUTUAL: "MUTUAL",
  /** The service; the gateway ends no TLS. */
  PASSTHROUGH: "PASSTHROUGH",
} as const;
export type ListenerTlsMode = (typeof ListenerTlsMode)[keyof typeof ListenerTlsMode];

/** The lowest TLS version that a client may speak. */
export const TlsVersion = { TLSV1_2: "TLSV1_2", TLSV1_3: "TLSV1_3" } as const;
export type TlsVersion = (typeof TlsVersion)[keyof typeof TlsVersion];

/** By which API a gateway and what is exposed at it are written. */
export const GatewayApiChoice = {
  /** Istio's gateway chart, and Gateway and VirtualService of Istio's API. */
  Istio: "istio",
  /** The Kubernetes Gateway API: istiod makes the pods of a Gateway, and routes are HTTPRoute, GRPCRoute, TLSRoute and TCPRoute. */
  GatewayApi: "gateway-api",
} as const;
export type GatewayApiChoice = (typeof GatewayApiChoice)[keyof typeof GatewayApiChoice];

/** The listener of a gateway that has no others. */
export const defaultListeners = { http: { protocol: ListenerProtocol.HTTP, port: 80 } };
