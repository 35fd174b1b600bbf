import { parseProtocol, protocols } from "../../mesh/protocols.js";
import { isIP } from "node:net";
import { isBlock } from "../../text/ip-block.js";
import { isRe2 } from "../../text/re2.js";
import { parseGoDuration } from "../../text/go-duration.js";
import type { Field } from "./field.js";

// What istiod asks of single values, wherever they stand. Source: istio pkg/config/validation and pkg/config/labels.

const label = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const wildcardLabel = /^(\*|(\*-?)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const longestLabel = 63;
const longestDomain = 255;

/** Whether it is a DNS label, of either case. */
export function isLabel(text: string): boolean {
  return text.length <= longestLabel && label.test(text);
}

const labelWords = `letters, digits and -, at most ${longestLabel}`;

/** A DNS label. */
export function checkLabel(place: Field): void {
  if (!isLabel(place.text)) place.wants(`it must be ${labelWords}`);
}

/** A host's name without wildcard. */
export function isFqdn(domain: string): boolean {
  return domain !== "" && domain.length <= longestDomain && areLabels(domain);
}

/** A host's name; its first part may be or begin with `*`. */
export function isDomain(domain: string): boolean {
  if (domain === "" || domain.length > longestDomain) return false;
  const [first = "", ...rest] = domain.split(".");
  return first.length <= longestLabel && wildcardLabel.test(first) && (rest.length === 0 || areLabels(rest.join(".")));
}

/** The last may be empty, as in `a.example.`, and is not a number. */
function areLabels(domain: string): boolean {
  const labels = domain.split(".");
  const last = labels.at(-1) ?? "";
  if (/^[+-]?\d+$/.test(last)) return false;
  return labels.every((one, index) => isLabel(one) || (one === "" && index === labels.length - 1));
}

/** A host, with or without wildcard. */
export function checkDomain(place: Field): void {
  if (!isDomain(place.text)) place.wants("it must be a host's name; only its first part may have a *");
}

/** Whether it is an IP address of either version. */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** An IP address. */
export function checkAddress(place: Field): void {
  if (!isAddress(place.text)) place.wants("it must be an IP address");
}

/** An IP address or a block of them. */
export function checkSubnet(place: Field): void {
  if (!isBlock(place.text) && !isAddress(place.text)) {
    place.wants("it must be an IP address, or a block as 10.0.0.0/8");
  }
}

/** A port's number; a missing one is 0. */
export function checkPort(place: Field): void {
  const { number } = place;
  if (number < 1 || number > 65535) place.wants("it must be within 1 and 65535");
}

const millisecond = 1_000_000n;

/** A duration of whole milliseconds, at least one. */
export function checkDuration(place: Field): void {
  if (!place.isGiven) return;
  const nanoseconds = parseGoDuration(place.text);
  if (nanoseconds === undefined || nanoseconds < millisecond) place.wants("it must be a duration of 1ms or more");
  else if (nanoseconds % millisecond !== 0n) place.wants("it must be a duration of whole milliseconds");
}

/** A duration of any length, which no rule of the schema looks at. */
export function checkAnyDuration(place: Field): void {
  if (place.isGiven && parseGoDuration(place.text) === undefined) place.wants("it must be a duration, such as 1h");
}

const longestRegex = 1024;

/** An expression that Envoy takes. */
export function checkRegex(place: Field): void {
  const length = Buffer.byteLength(place.text);
  if (length > longestRegex) place.refuse(`has ${length} characters; it must have ${longestRegex} or fewer`);
  else if (!isRe2(place.text)) {
    place.wants("it must be a regular expression of RE2, which has no look-around and no back references");
  }
}

const qualifiedName =
  /^(?:([a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)*)\/)?((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$/;
const labelValue = /^((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Labels of pods, each key a name with or without a domain before it. */
export function checkLabels(place: Field): void {
  for (const [key, value] of place.fields) {
    const [, prefix = "", name = ""] = qualifiedName.exec(key) ?? [];
    if (name === "" || name.length > longestLabel || prefix.length > 253) {
      value.refuse(
        "has a key that no label has: letters, digits, -, _ and ., with or without a domain and / before them",
      );
    }
    if (value.isGiven && !labelValue.test(value.text)) value.wants("it must be letters, digits, -, _ and .");
  }
}

/** A path of a Unix socket, or a name after @. */
export function checkSocket(place: Field): void {
  const socket = place.text.slice(socketPrefix.length);
  if (socket.startsWith("@")) return;
  if (!socket.startsWith("/") || socket.endsWith("/"))
    place.wants("a socket's path begins with / and does not end with it");
}

/** What the address of a Unix socket begins with. */
export const socketPrefix = "unix://";

/** A port's protocol; where it may be left out, istiod finds out from the traffic. */
export function checkProtocol(place: Field, mayBeLeftOut = true): void {
  if (mayBeLeftOut && place.text === "") return;
  if (parseProtocol(place.text) === undefined) place.wants(`allowed are ${protocols.join(", ")}`);
}

/** The namespaces that see an object. */
export function checkExportTo(
  place: Field,
  namespace: string,
  options: { mayBeNone?: boolean; isBound?: boolean } = {},
): void {
  const seen = new Set<string>();
  for (const entry of place.entries) {
    const key = entry.text === "." ? namespace : entry.text;
    if (seen.has(key))
      entry.refuse(`is a second entry for ${entry.text === "." ? `the namespace ${namespace}` : entry.text}`);
    else if (key === "~" ? options.mayBeNone !== true : key !== "*" && !isLabel(key)) {
      entry.wants(`it must be a namespace, . or *${options.mayBeNone === true ? " or ~" : ""}`);
      continue;
    }
    seen.add(key);
  }
  for (const only of ["*", "~"]) {
    if (seen.has(only) && place.entries.length > 1) place.wants(`nothing can be used together with ${only}`);
  }
  if (options.isBound === true && seen.size > 0 && (!seen.has(namespace) || seen.size > 1)) {
    place.wants("with a workloadSelector only . can be there");
  }
}
