import { isHttp, isTls, parseProtocol } from "../../mesh/protocols.js";
import { checkConnectionPool } from "./connection-pool.js";
import type { Field } from "./field.js";
import { checkDestination, checkNamespacedHost } from "./hosts.js";
import type { CheckKind } from "./kind.js";
import { checkSelector } from "./selection.js";
import { checkServerTls } from "./tls.js";
import { checkAddress, checkLabel, checkPort, checkProtocol, checkSocket, isFqdn, socketPrefix } from "./values.js"; // prettier-ignore

/** Source: `ValidateSidecar` in istio pkg/config/validation/validation.go. */
export const checkSidecar: CheckKind = ({ spec, namespace }) => {
  checkSelector(spec.at("workloadSelector"), "labels");
  const set = [...spec.filled("ingress", "egress"), ...spec.given("outboundTrafficPolicy", "inboundConnectionPool")];
  if (set.length === 0) return spec.refuse("is empty; one of ingress, egress, outboundTrafficPolicy must be set");
  const ports = new Set<number>();
  for (const listener of spec.at("ingress").entries) checkIngress(listener, ports);
  checkConnectionPool(spec.at("inboundConnectionPool"));
  checkEgressListeners(spec.at("egress").entries, namespace);
  checkOutbound(spec.at("outboundTrafficPolicy"));
};

function checkIngress(listener: Field, ports: Set<number>): void {
  const [port, bind, tls] = [listener.at("port"), listener.at("bind"), listener.at("tls")];
  if (!port.isGiven) return port.wants("it must be a port");
  checkListenerPort(port);
  checkPort(port.at("number"));
  if (bind.isFilled) checkAddress(bind);
  claimPort(port.at("number"), ports);
  checkDefaultEndpoint(listener.at("defaultEndpoint"));
  if (tls.isGiven) checkIngressTls(tls, port);
  checkConnectionPool(listener.at("connectionPool"));
  const protocol = port.at("protocol").text;
  if (listener.at("connectionPool", "http").isGiven && !isHttp(parseProtocol(protocol))) {
    listener.at("connectionPool", "http").warn(`does nothing for the protocol ${protocol === "" ? "TCP" : protocol}`);
  }
}

function checkListenerPort(port: Field): void {
  if (port.at("name").isFilled) checkLabel(port.at("name"));
  checkProtocol(port.at("protocol"));
  if (port.at("targetPort").isFilled) port.at("targetPort").refuse("does nothing in a Sidecar; leave it out");
}

function claimPort(number: Field, ports: Set<number>): void {
  if (ports.has(number.number)) number.wants("a listener before it has that port");
  ports.add(number.number);
}

const ownAddresses = ["", "127.0.0.1", "0.0.0.0", "::1", "::"];

function checkDefaultEndpoint(endpoint: Field): void {
  const { text } = endpoint;
  if (text === "") return;
  if (text.startsWith(socketPrefix)) return checkSocket(endpoint);
  const [, inBrackets, plain, port] = /^(?:\[([^\]]*)\]|([^:[\]]*)):([^:]*)$/.exec(text) ?? [];
  const number = /^[+-]?\d+$/.test(port ?? "") ? Number(port) : 0;
  if (!ownAddresses.includes(inBrackets ?? plain ?? text) || number < 1 || number > 65535) {
    endpoint.wants("it must be 127.0.0.1:<port>, 0.0.0.0:<port>, [::1]:<port>, [::]:<port> or unix://<path>");
  }
}

const unsupported = ["subjectAltNames", "httpsRedirect", "credentialName", "credentialNames", "tlsCertificates"];

function checkIngressTls(tls: Field, port: Field): void {
  for (const field of tls.filled(...unsupported)) tls.at(field).refuse("is nothing that sidecars do");
  const mode = tls.at("mode");
  if (["ISTIO_MUTUAL", "AUTO_PASSTHROUGH"].includes(mode.text)) mode.wants("sidecars do not have it");
  if (!isTls(parseProtocol(port.at("protocol").text))) tls.refuse("needs a port of the protocol HTTPS or TLS");
  checkServerTls(tls);
}

function checkEgressListeners(listeners: readonly Field[], namespace: string): void {
  const [ports, sockets] = [new Set<number>(), new Set<string>()];
  for (const [index, listener] of listeners.entries()) {
    const port = listener.at("port");
    if (port.isGiven) checkEgressPort(listener, ports, sockets);
    else if (index < listeners.length - 1)
      listener.refuse("has no port, so it takes all that is left; it must be the last one");
    const hosts = listener.at("hosts");
    if (hosts.entries.length === 0) hosts.wants("one host or more must be there");
    for (const host of hosts.entries) checkNamespacedHost(host, false);
    warnDuplicates(hosts, namespace);
  }
}

function checkEgressPort(listener: Field, ports: Set<number>, sockets: Set<string>): void {
  const [port, bind, capture] = [listener.at("port"), listener.at("bind"), listener.at("captureMode")];
  checkListenerPort(port);
  if (port.at("number").isFilled) {
    checkPort(port.at("number"));
    if (bind.isFilled) checkAddress(bind);
    return claimPort(port.at("number"), ports);
  }
  if (bind.text.startsWith(socketPrefix)) checkSocket(bind);
  else bind.wants(`with port 0 it must be a Unix socket, ${socketPrefix}<path>`);
  if (!["", "DEFAULT", "NONE"].includes(capture.text)) capture.wants("a Unix socket has DEFAULT or NONE");
  if (sockets.has(bind.text)) bind.wants("a listener before it has that socket");
  sockets.add(bind.text);
}

function warnDuplicates(hosts: Field, namespace: string): void {
  const seen = new Map<string, Set<string>>();
  for (const host of hosts.entries) {
    const [own = "", ...rest] = host.text.split("/");
    if (rest.length === 0 || own.startsWith("~")) continue;
    const [key, name] = [own === "." ? namespace : own, rest.join("/")];
    const known = seen.get(key) ?? new Set();
    if (name === "*" ? known.size > 0 : known.has(name) || known.has("*"))
      host.warn(`is ${host.text}, which is there already or covered`);
    seen.set(key, known.add(name));
  }
  if (seen.get("*")?.has("*") === true && seen.size > 1)
    hosts.warn("has */*, which includes every host, and other entries");
}

function checkOutbound(policy: Field): void {
  const [proxy, mode] = [policy.at("egressProxy"), policy.at("mode")];
  if (!proxy.isGiven) return;
  if (mode.text !== "ALLOW_ANY") return mode.wants("with egressProxy it must be ALLOW_ANY");
  if (!isFqdn(proxy.at("host").text)) proxy.at("host").wants("it must be a whole host's name");
  if (!proxy.at("port").isGiven) return proxy.at("port").wants("it must be a port");
  checkDestination(proxy);
}
