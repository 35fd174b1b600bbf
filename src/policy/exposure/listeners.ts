import { coversHost } from "../../mesh/host-names.js";
import { defaultListeners } from "../../mesh/gateway/listener-choices.js";
import { identifyGateway, type MeshGateway } from "./gateways.js";
import type { MeshListener } from "../kind.js";

/** A listener and its name at the gateway. */
export interface NamedListener extends MeshListener {
  name: string;
}

/** What is exposed by a listener: paths of hosts, hosts whose TLS ends at the service, or a port. */
export type Family = "HTTP" | "TLS" | "TCP";

/** The listeners of a gateway, in the order of their names, which does not depend on who wrote them down. */
export function listListeners({ listeners: given }: MeshGateway): NamedListener[] {
  const listeners: Readonly<Record<string, MeshListener>> = given ?? defaultListeners;
  const names = Object.keys(listeners).sort();
  return names.flatMap((name) => {
    const listener = listeners[name];
    return listener === undefined ? [] : [{ ...listener, name }];
  });
}

/** What can be exposed by it. */
export function familyOf({ protocol }: MeshListener): Family {
  return protocol === "HTTPS" ? "HTTP" : protocol;
}

/** Whether services of a namespace may be exposed by it. */
export function takesNamespace({ namespaces }: MeshListener, namespace: string): boolean {
  return namespaces === undefined || namespaces.includes(namespace);
}

/** Whether a host may be exposed by it; one that stands for others only where the platform team has written such a one. */
export function takesHost({ hosts }: MeshListener, host: string): boolean {
  return hosts === undefined ? !host.startsWith("*") : hosts.some((pattern) => coversHost(pattern, host));
}

/** `https takes *.example.com from shop, payments`. */
export function describeListener({ name, protocol, hosts, namespaces }: NamedListener): string {
  const taken = protocol === "TCP" ? "services" : (hosts?.join(", ") ?? "every host without *");
  return `${name} takes ${taken}${namespaces === undefined ? "" : ` from ${namespaces.join(", ")}`}`;
}

/** Listeners of one key are one server: what they serve on a port, and how. */
export function keyOf({
  name,
  protocol,
  port,
  httpsRedirect = false,
  tls = { mode: "SIMPLE" },
}: NamedListener): string {
  if (protocol === "TCP") return `${port} TCP ${name}`;
  if (protocol === "HTTP") return `${port} HTTP ${String(httpsRedirect)}`;
  return [port, protocol, tls.mode, tls.credentialName ?? "", tls.minProtocolVersion ?? ""].join(" ");
}

/** `gateway ingress/public`. */
export function describeGateway(gateway: MeshGateway): string {
  return `gateway ${identifyGateway(gateway)}`;
}
