import type { Field } from "./field.js";
import { isAddress, isDomain, isFqdn, isLabel } from "./values.js";

/** `namespace/host`, of a Gateway's server or a Sidecar's listener. Source: `ValidateNamespaceSlashWildcardHostname`. */
export function checkNamespacedHost(place: Field, isGateway: boolean): void {
  const { text } = place;
  const slash = text.indexOf("/");
  if (slash === -1 && !isGateway) return place.wants("it must be <namespace>/<host>");
  const host = text.slice(slash + 1);
  if (slash !== -1) checkNamespace(place, text.slice(0, slash), isGateway);
  if (host !== "*" && !host.includes(".")) return place.wants("the host must be a whole name, with a dot in it, or *");
  if (!isDomain(host) && !(isGateway && isAddress(host)))
    return place.wants("its host must be a name; only the first part may have a *");
  if (host.includes("*") && host !== "*" && !host.startsWith("*.")) place.wants("a * must be a whole part of the host");
}

function checkNamespace(place: Field, namespace: string, isGateway: boolean): void {
  if (namespace === "") return place.wants("a namespace must be before the /");
  const name = isGateway ? namespace : namespace.replace(/^~/, "");
  if (["*", "."].includes(name) || isLabel(name) || (name === "" && !isGateway)) return;
  place.wants("what is before the / must be a namespace, . or *");
}

/** Where a route goes to: a host, of it a subset and a port. */
export function checkDestination(place: Field): void {
  if (!place.isGiven) return;
  const host = place.at("host");
  if (host.text === "*" || !isDomain(host.text))
    host.wants("it must be a host's name; only its first part may have a *");
  const subset = place.at("subset");
  if (subset.isFilled && !isLabel(subset.text)) subset.wants("it must be letters, digits and -, at most 63");
  const port = place.at("port");
  if (!port.isGiven) return;
  const { number } = port.at("number");
  if (number < 1 || number > 65535) port.at("number").wants("it must be within 1 and 65535");
}

/** Gateways that a VirtualService names: `namespace/name`, `name`, `mesh`. Source: `validateGatewayNames`. */
export function checkGatewayNames(place: Field): void {
  for (const entry of place.entries) {
    const [namespace = "", ...rest] = entry.text.split("/");
    if (rest.length === 0) {
      if (!isFqdn(namespace)) entry.wants("it must be <namespace>/<name>, <name> or mesh");
      else if (namespace.includes("."))
        entry.warn(`is ${namespace}, which Istio takes for ${suggest(namespace)}; write that`);
      // istiod looks no further here.
      return;
    }
    if (!isLabel(namespace) || !isLabel(rest.join("/")))
      entry.wants("it must be <namespace>/<name>, each of letters, digits and -");
  }
}

function suggest(name: string): string {
  const [first = "", second = ""] = name.split(".");
  return `${second}/${first}`;
}
