import { shareHosts } from "../../mesh/host-names.js";
import type { Field } from "./field.js";
import { checkGatewayNames } from "./hosts.js";
import { isClaim } from "./http-match.js";
import { checkDestinationEntry, checkHttpRoute, checkWeights } from "./http-route.js";
import type { CheckKind } from "./kind.js";
import { checkExportTo, checkLabels, checkPort, checkSubnet, isAddress, isDomain } from "./values.js";

const meshGateway = "mesh";

/** Source: `ValidateVirtualService` in istio pkg/config/validation/validation.go. */
export const checkVirtualService: CheckKind = ({ spec, namespace }) => {
  const gateways = spec.at("gateways").entries.map(({ text }) => text);
  const hosts = spec.at("hosts");
  const isDelegate = hosts.entries.length === 0;
  const isOfGateways = gateways.length > 0 && !gateways.includes(meshGateway);
  if (isDelegate) {
    for (const field of spec.filled("gateways", "tls", "tcp")) {
      spec.at(field).refuse("cannot be set without hosts, in what another VirtualService delegates to");
    }
  }
  checkGatewayNames(spec.at("gateways"));
  if (!isOfGateways) checkClaims(spec);
  checkHosts(hosts, isOfGateways, hasSniHosts(spec));
  if (spec.filled("http", "tls", "tcp").length === 0) spec.refuse("has no routes; one of http, tls, tcp must be set");
  for (const route of spec.at("http").entries) checkHttpRoute(route, isDelegate);
  for (const route of spec.at("tls").entries) checkTlsRoute(route, hosts, gateways.includes(meshGateway));
  for (const route of spec.at("tcp").entries) checkTcpRoute(route);
  checkExportTo(spec.at("exportTo"), namespace);
};

function checkClaims(spec: Field): void {
  for (const match of spec.at("http").entries.flatMap((route) => route.at("match").entries)) {
    for (const [name, header] of ["headers", "withoutHeaders"].flatMap((field) => match.at(field).fields)) {
      if (isClaim(name))
        header.refuse("matches a JWT claim, which only gateways support; set `gateways` to the gateway only");
    }
  }
}

function hasSniHosts(spec: Field): boolean {
  const matches = spec.at("tls").entries.flatMap((route) => route.at("match").entries);
  return matches.some((match) => match.at("sniHosts").entries.length > 0);
}

function checkHosts(list: Field, isOfGateways: boolean, hasSni: boolean): void {
  let areAllHosts = true;
  for (const host of list.entries) {
    const { text } = host;
    const isHost = isOfGateways && hasSni ? isSniDomain(text) : isDomain(text);
    if (isHost ? text === "*" && !isOfGateways : !isAddress(text)) {
      areAllHosts = false;
      host.wants(isHost ? "only a VirtualService of gateways can be for every host" : "it must be a host's name or an IP address; only its first part may have a *"); // prettier-ignore
    }
  }
  if (areAllHosts) checkDuplicates(list.entries);
}

/** Two that stand for the same name. */
function checkDuplicates(hosts: readonly Field[]): void {
  const wildcards = hosts.filter(({ text }) => text.startsWith("*"));
  const seen = new Set<string>();
  for (const [index, host] of hosts.entries()) {
    const covering = wildcards.find((other) => hosts.indexOf(other) < index && shareHosts(other.text, host.text));
    const isWide = host.text.startsWith("*") && hosts.slice(0, index).some(({ text }) => shareHosts(host.text, text));
    if (seen.has(host.text) || covering !== undefined || isWide) host.wants("a host before it means the same");
    seen.add(host.text);
  }
}

/** Also as Istio names its own clusters. Source: `ValidateWildcardDomainForVirtualServiceBoundToGateway`. */
function isSniDomain(domain: string): boolean {
  if (!domain.startsWith("outbound_") || domain.length > 255) return isDomain(domain);
  const [, port = "", , host = ""] = domain.split("_");
  return domain.split("_").length >= 4 && /\d/.test(port.replace(/^\.+|\.+$/g, "")) && /[a-zA-Z]/.test(host);
}

function checkTlsRoute(route: Field, hosts: Field, isOfMesh: boolean): void {
  const matches = route.at("match");
  if (matches.entries.length === 0) matches.wants("it must have sniHosts at least");
  for (const match of matches.entries) {
    const names = match.at("sniHosts");
    if (names.entries.length === 0) names.wants("one host or more must be there");
    for (const name of names.entries) checkSniHost(name, hosts, isOfMesh);
    checkConnection(match);
  }
  checkTcpDestinations(route);
}

function checkSniHost(name: Field, hosts: Field, isOfMesh: boolean): void {
  const { text } = name;
  if (!(isOfMesh ? isDomain(text) : isSniDomain(text))) {
    if (isAddress(text)) return name.warn("is an IP address, which no client sends as a server's name");
    return name.wants("it must be a host's name; only its first part may have a *");
  }
  if (hosts.entries.some((host) => isWithin(text, host.text))) return;
  name.wants(`it must be within hosts, which are ${hosts.entries.map((host) => host.text).join(", ") || "none"}`);
}

/** Whether one stands for nothing that the other does not stand for. Source: `Name.SubsetOf`. */
function isWithin(inner: string, outer: string): boolean {
  if (!outer.startsWith("*")) return inner === outer;
  return inner.startsWith("*")
    ? inner.length >= outer.length && inner.slice(1).endsWith(outer.slice(1))
    : inner.endsWith(outer.slice(1));
}

function checkTcpRoute(route: Field): void {
  for (const match of route.at("match").entries) checkConnection(match);
  checkTcpDestinations(route);
}

function checkConnection(match: Field): void {
  for (const subnet of match.at("destinationSubnets").entries) checkSubnet(subnet);
  if (match.at("port").isFilled) checkPort(match.at("port"));
  checkLabels(match.at("sourceLabels"));
  checkGatewayNames(match.at("gateways"));
}

function checkTcpDestinations(route: Field): void {
  const list = route.at("route");
  if (list.entries.length === 0) list.wants("one destination or more must be there");
  for (const entry of list.entries) checkDestinationEntry(entry);
  checkWeights(list);
}
