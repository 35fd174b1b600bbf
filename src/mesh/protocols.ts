import { toText } from "../text/read.js";

/** Protocols of ports. Source: `Parse` in istio pkg/config/protocol/instance.go. */
export const protocols = [
  "TCP",
  "UDP",
  "GRPC",
  "GRPC-WEB",
  "HTTP",
  "HTTP_PROXY",
  "HTTP2",
  "HTTPS",
  "TLS",
  "MONGO",
  "REDIS",
  "MYSQL",
] as const;
export type Protocol = (typeof protocols)[number];

/** Names of Kubernetes for `appProtocol`. */
const standardNames: Readonly<Record<string, Protocol>> = {
  "kubernetes.io/h2c": "HTTP2",
  "kubernetes.io/ws": "HTTP",
  "kubernetes.io/wss": "HTTPS",
};

/** SMTP, DNS, MySQL and MongoDB: here the server speaks first, so that Istio does not guess from what the client sends. */
const serverFirstPorts: readonly unknown[] = [25, 53, 3306, 27017];

/** The protocol of that name, in either case. */
export function parseProtocol(name: unknown): Protocol | undefined {
  const upper = toText(name).toUpperCase();
  return protocols.find((one) => one === upper);
}

/** Whether proxies see requests. */
export function isHttp(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && ["HTTP", "HTTP2", "HTTP_PROXY", "GRPC", "GRPC-WEB"].includes(protocol);
}

/** Whether clients name a host in a TLS handshake. */
export function isTls(protocol: Protocol | undefined): boolean {
  return protocol === "HTTPS" || protocol === "TLS";
}

/**
 * The protocol of a Service's port; undefined where Istio finds out from the traffic. Of UDP and SCTP proxies take nothing, so that both are UDP here.
 * Source: `ConvertProtocol` in istio pkg/config/kube/conversion.go.
 */
export function readPortProtocol({ port, name, protocol, appProtocol }: Record<string, unknown>): Protocol | undefined {
  if (protocol === "UDP" || protocol === "SCTP") return "UDP";
  const word = toText(appProtocol ?? name);
  const standard = Object.hasOwn(standardNames, word) ? standardNames[word] : undefined;
  const found = word.toLowerCase().startsWith("grpc-web") ? "GRPC-WEB" : parseProtocol(word.split("-", 1)[0]);
  return standard ?? found ?? (serverFirstPorts.includes(port) ? "TCP" : undefined);
}
