import type { ListenerProtocol, ListenerTlsMode, TlsVersion } from "../../mesh/gateway/listener-choices.js";

/** TLS of a listener. */
export interface ListenerTls {
  /**
   * SIMPLE or MUTUAL with HTTPS, PASSTHROUGH with TLS.
   * @default - SIMPLE with HTTPS, PASSTHROUGH with TLS
   */
  mode?: ListenerTlsMode;
  /**
   * One of the gateway's certificates, by its name there.
   * @default - none, which only PASSTHROUGH can do without
   */
  certificate?: string;
  /**
   * With HTTPS alone.
   * @default "TLSV1_2"
   */
  minProtocolVersion?: TlsVersion;
}

/** What a gateway listens for, and for whom: the hosts and namespaces are the platform team's to say. */
export interface GatewayListener {
  protocol: ListenerProtocol;
  /** Port of the gateway's Service. */
  port: number;
  /**
   * Hosts that may be exposed: `www.example.com`, or `*.example.com` for all below it.
   * @default - every host that is not a wildcard
   */
  hosts?: string[];
  /**
   * Namespaces whose services may be exposed.
   * @default - all
   */
  namespaces?: string[];
  /**
   * Answers every request of plain HTTP with a redirect to the same host by HTTPS.
   * @default false
   */
  httpsRedirect?: boolean;
  /**
   * TLS of HTTPS and TLS.
   * @default - none with HTTP and TCP, PASSTHROUGH with TLS
   */
  tls?: ListenerTls;
}
