import { isHttp, isTls, parseProtocol } from "../../mesh/protocols.js";
import type { Field } from "./field.js";
import type { CheckKind } from "./kind.js";
import { checkSelector } from "./selection.js";
import { checkDomain, checkExportTo, checkLabel, checkPort, checkProtocol, checkSubnet, isAddress, isFqdn } from "./values.js"; // prettier-ignore
import { checkEndpoint, checkPorts } from "./workload-entry.js";

/** Source: `ValidateServiceEntry` in istio pkg/config/validation/validation.go. */
export const checkServiceEntry: CheckKind = ({ spec, metadata, namespace }) => {
  checkSelector(spec.at("workloadSelector"), "labels");
  if (spec.at("workloadSelector").isGiven && spec.at("endpoints").isFilled) {
    spec.refuse("has workloadSelector and endpoints; only one of them can be set");
  }
  const resolution = spec.at("resolution").text || "NONE";
  checkHosts(spec.at("hosts"), resolution);
  for (const address of spec.at("addresses").entries) {
    checkSubnet(address);
    if (address.text.includes("/") && !["NONE", "STATIC"].includes(resolution)) {
      address.wants(`with resolution ${resolution} it cannot be a block`);
    }
  }
  const names = checkServicePorts(spec.at("ports"));
  if (resolution === "NONE") checkNone(spec);
  else if (resolution === "STATIC")
    for (const endpoint of spec.at("endpoints").entries) checkEndpoint(endpoint, false, names);
  else if (resolution === "DYNAMIC_DNS") checkDynamic(spec, metadata);
  else checkDns(spec, resolution, names);
  checkSeveralHosts(spec, resolution);
  checkExportTo(spec.at("exportTo"), namespace, { mayBeNone: true });
};

function checkHosts(hosts: Field, resolution: string): void {
  if (hosts.entries.length === 0) hosts.wants("one host or more must be there");
  for (const host of hosts.entries) {
    if (host.text === "*") host.wants("it must be a host's name, not every host");
    else checkDomain(host);
    if (/^\*[^.]/.test(host.text) && resolution !== "DYNAMIC_DNS")
      host.warn(`is ${host.text}, whose * is not a whole part`);
  }
}

function checkServicePorts(ports: Field): ReadonlySet<string> {
  const [names, numbers] = [new Set<string>(), new Set<number>()];
  for (const port of ports.entries) {
    const [name, number] = [port.at("name"), port.at("number")];
    if (names.has(name.text)) name.wants("a port before it has that name");
    if (numbers.has(number.number)) number.wants("a port before it has that number");
    names.add(name.text);
    numbers.add(number.number);
    checkLabel(name);
    checkPort(number);
    checkProtocol(port.at("protocol"));
    if (port.at("targetPort").isFilled) checkPort(port.at("targetPort"));
  }
  return names;
}

function checkNone(spec: Field): void {
  if (spec.at("endpoints").isFilled) spec.at("endpoints").refuse("cannot be set with resolution NONE");
  if (spec.at("workloadSelector").isGiven) spec.at("workloadSelector").warn("does nothing with resolution NONE");
}

function checkDns(spec: Field, resolution: string, names: ReadonlySet<string>): void {
  const endpoints = spec.at("endpoints").entries;
  const wildcard = spec.at("hosts").entries.find(({ text }) => !isFqdn(text));
  if (endpoints.length === 0 && wildcard !== undefined) {
    wildcard.wants(`with resolution ${resolution} and no endpoints it must be a whole host's name`);
  }
  if (resolution === "DNS_ROUND_ROBIN" && endpoints.length > 1) {
    spec.at("endpoints").refuse(`has ${endpoints.length} entries; with resolution DNS_ROUND_ROBIN it can have one`);
  }
  for (const endpoint of endpoints) {
    const address = endpoint.at("address");
    if (!isAddress(address.text) && !isFqdn(address.text)) address.wants("it must be an IP address or a host's name");
    checkPorts(endpoint, names);
  }
}

const dynamicProtocols = ["HTTP", "TLS", "GRPC", "HTTP2"];

function checkDynamic(spec: Field, metadata: Field): void {
  for (const host of spec.at("hosts").entries) {
    if (!host.text.startsWith("*")) host.wants("with resolution DYNAMIC_DNS it must begin with *");
  }
  for (const field of spec.filled("addresses", "endpoints"))
    spec.at(field).refuse("cannot be set with resolution DYNAMIC_DNS");
  for (const port of spec.at("ports").entries) {
    const protocol = port.at("protocol");
    if (!dynamicProtocols.includes(protocol.text.toUpperCase())) {
      protocol.wants(`with resolution DYNAMIC_DNS allowed are ${dynamicProtocols.join(", ")}`);
    }
  }
  const waypoint = metadata.at("labels", "istio.io/use-waypoint").text;
  if (spec.at("location").text === "MESH_INTERNAL" && waypoint !== "" && waypoint.toLowerCase() !== "none") {
    spec.at("location").wants("with resolution DYNAMIC_DNS and a waypoint it must be MESH_EXTERNAL");
  }
}

/** Hosts of one entry are told apart by what requests say; plain TCP says nothing. */
function checkSeveralHosts(spec: Field, resolution: string): void {
  const count = spec.at("hosts").entries.length;
  if (resolution === "NONE" || count < 2) return;
  for (const port of spec.at("ports").entries) {
    const protocol = parseProtocol(port.at("protocol").text);
    if (!isHttp(protocol) && !isTls(protocol))
      return port.at("protocol").wants(`with ${count} hosts it must be one of HTTP or TLS`);
  }
}
