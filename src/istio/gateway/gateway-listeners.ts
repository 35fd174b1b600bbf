import { formatClosest } from "../../text/closest.js";
import type { Code } from "../../findings/codes.js";
import { createProblem, createSettingProblem, type Problem } from "../../findings/problem.js";
import { isHost, shareHosts } from "../../mesh/host-names.js";
import { ListenerProtocol, ListenerTlsMode, TlsVersion } from "../../mesh/gateway/listener-choices.js";
import type { ValuePath } from "../../findings/place.js";
import { computeSecretName, listCertificateHosts } from "./certificate-source.js";
import { findUnknownChoice } from "../choices.js";
import { GatewayKind } from "./gateway-settings.js";
import { computeGatewayPorts } from "./gateway-values.js";
import type { GatewayListener } from "./listener-settings.js";
import type { ResolvedGateway } from "./resolve.js";
import { profiles } from "../control-plane/profiles.js";

type Named = readonly [name: string, listener: GatewayListener];

/** Says what is wrong below `listeners`. */
interface Report {
  /** In a whole sentence. */
  say: (path: ValuePath, code: Code, message: string, remedy?: string) => void;
  /** Behind the name of the setting. */
  refuse: (path: ValuePath, message: string, remedy: string) => void;
}

/** How TLS of a listener is ended, with its default. */
export function computeTlsMode({ protocol, tls }: GatewayListener): ListenerTlsMode | undefined {
  if (protocol === "HTTPS") return tls?.mode ?? ListenerTlsMode.SIMPLE;
  return protocol === "TLS" ? (tls?.mode ?? ListenerTlsMode.PASSTHROUGH) : undefined;
}

/** Listeners as Istio's Gateway objects have them: a certificate by the name of its Secret. One between networks has none. */
export function computeListeners(name: string, { kind, listeners, certificates }: ResolvedGateway) {
  if (kind === GatewayKind.EastWest) return {};
  if (listeners === undefined) return undefined;
  const resolved = Object.entries(listeners).map(([key, { tls, ...listener }]) => {
    const mode = computeTlsMode({ ...listener, tls });
    if (mode === undefined) return [key, listener] as const;
    const { certificate, minProtocolVersion } = tls ?? {};
    const source = certificate === undefined ? undefined : certificates[certificate];
    const certificateHosts = source && listCertificateHosts(source);
    const own = {
      mode,
      ...(certificate === undefined ? {} : { credentialName: computeSecretName(name, certificate, source) }),
      ...(certificateHosts === undefined ? {} : { certificateHosts: [...certificateHosts] }),
      ...(minProtocolVersion === undefined ? {} : { minProtocolVersion }),
    };
    return [key, { ...listener, tls: own }] as const;
  });
  return Object.fromEntries(resolved);
}

/** All that is wrong with the listeners of a gateway, with themselves, each other, its ports and its certificates. */
export function findListenerProblems(gateway: ResolvedGateway): Problem[] {
  const problems: Problem[] = [];
  const report: Report = {
    say: (path, ...said) => problems.push(createProblem(["listeners", ...path], ...said)),
    refuse: (path, ...said) => problems.push(createSettingProblem(["listeners", ...path], "MESH0241", ...said)),
  };
  const all = Object.entries(gateway.listeners ?? {});
  for (const [name, listener] of all) {
    const unknown = findUnknown(name, listener);
    problems.push(...unknown);
    if (unknown.length > 0) continue;
    checkPlace(name, listener, gateway, report);
    checkTls(name, listener, report);
    checkCertificate(name, listener, gateway, report);
    checkRedirect(name, listener, all, report);
  }
  all.forEach((one, index) => checkPair(one, all.slice(0, index), report));
  return problems;
}

const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

function findUnknown(name: string, { protocol, tls }: GatewayListener): Problem[] {
  const find = (field: readonly string[], value: string | undefined, allowed: readonly string[]) =>
    findUnknownChoice(["listeners", name, ...field], value, allowed);
  return [
    ...find(["protocol"], protocol, Object.values(ListenerProtocol)),
    ...find(["tls", "mode"], tls?.mode, Object.values(ListenerTlsMode)),
    ...find(["tls", "minProtocolVersion"], tls?.minProtocolVersion, Object.values(TlsVersion)),
  ];
}

function checkPlace(name: string, listener: GatewayListener, gateway: ResolvedGateway, report: Report): void {
  const { port, protocol, hosts } = listener;
  if (!label.test(name)) {
    const message = `the listener "${name}" has no DNS label as its name`;
    report.say([name], "MESH0241", message, 'use at most 63 of a-z, 0-9 and "-", as in https');
  }
  // Which ports there are is only known for a known profile.
  const ports = Object.hasOwn(profiles, gateway.profile) ? computeGatewayPorts(gateway) : [port];
  if (!ports.includes(port)) {
    const message = `is ${port}, but the gateway's Service has the ports ${ports.join(", ")}`;
    report.refuse([name, "port"], message, "use one of them, or add it to `ports`");
  }
  if (hosts !== undefined && protocol === "TCP") {
    const message = `is given, but TCP names no host`;
    report.refuse([name, "hosts"], message, "remove `hosts`, or use TLS, where clients name one");
  }
  hosts?.forEach((host, index) => {
    if (isHost(host)) return;
    const message = `is "${host}", which is not a host name in lower case`;
    report.refuse([name, "hosts", index], message, "write it as in www.example.com or *.example.com");
  });
}

function checkTls(name: string, listener: GatewayListener, report: Report): void {
  const { protocol, tls } = listener;
  const mode = computeTlsMode(listener);
  if (mode === undefined && tls !== undefined) {
    const message = `is given, but ${protocol} has no TLS`;
    report.refuse([name, "tls"], message, `remove it, or use ${protocol === "TCP" ? "TLS" : "HTTPS"}`);
  }
  if (protocol === "HTTPS" && mode === "PASSTHROUGH") {
    const message = `is PASSTHROUGH, but with HTTPS the gateway ends TLS`;
    report.refuse([name, "tls", "mode"], message, "use protocol TLS, or mode SIMPLE or MUTUAL");
  }
  if (protocol === "TLS" && mode !== "PASSTHROUGH") {
    const message = `is ${mode ?? ""}, but TLS goes through to the service`;
    report.refuse([name, "tls", "mode"], message, "use protocol HTTPS, or mode PASSTHROUGH");
  }
  if (protocol !== "TLS" || mode !== "PASSTHROUGH") return;
  for (const field of ["certificate", "minProtocolVersion"] as const) {
    if (tls?.[field] === undefined) continue;
    const message = `is given, but with PASSTHROUGH the service ends TLS`;
    report.refuse([name, "tls", field], message, "remove it, or use protocol HTTPS");
  }
}

function checkCertificate(name: string, listener: GatewayListener, gateway: ResolvedGateway, report: Report): void {
  const mode = computeTlsMode(listener);
  if (listener.protocol !== "HTTPS" || mode === "PASSTHROUGH") return;
  const { certificates } = gateway;
  const known = Object.keys(certificates);
  const wanted = listener.tls?.certificate;
  const listed = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
  if (wanted === undefined) {
    const message = `the listener ${name} is HTTPS and names no certificate of the gateway; ${listed}`;
    report.say(
      [name],
      "MESH0241",
      message,
      "add `tls.certificate`, and the certificate to the gateway's `certificates`",
    );
    return;
  }
  if (!Object.hasOwn(certificates, wanted)) {
    const message = `is "${wanted}", which the gateway does not have; ${listed}`;
    const closest = formatClosest(wanted, known);
    report.refuse([name, "tls", "certificate"], `${message}${closest}`, "add it to the gateway's `certificates`");
    return;
  }
  const source = certificates[wanted];
  // Of what others make, a Secret's `ca.crt` is theirs to have.
  if (mode !== "MUTUAL" || source?.certificate === undefined || source.caCertificate !== undefined) return;
  const message = `the listener ${name} is MUTUAL, and the certificate ${wanted} has no \`caCertificate\` to check clients by`;
  report.say([name, "tls", "mode"], "MESH0241", message, "add `caCertificate`, or use mode SIMPLE");
}

function checkRedirect(name: string, listener: GatewayListener, all: readonly Named[], report: Report): void {
  const { protocol, httpsRedirect = false, hosts } = listener;
  if (!httpsRedirect) return;
  if (protocol !== "HTTP") {
    const message = `is true, but ${protocol} is not redirected to HTTPS`;
    report.refuse([name, "httpsRedirect"], message, "remove it, or use protocol HTTP");
    return;
  }
  const targets = all.filter(([, other]) => other.protocol === "HTTPS").map(([, other]) => other.hosts);
  const isServed = (host: string) =>
    targets.some((known) => (known === undefined ? true : known.some((one) => shareHosts(one, host))));
  const lost = (hosts ?? []).filter((host) => !isServed(host));
  if (targets.length > 0 && lost.length === 0) return;
  const missing = targets.length === 0 ? "there is no HTTPS listener" : `no HTTPS listener has ${lost.join(", ")}`;
  const message = `the listener ${name} redirects to HTTPS, and ${missing}`;
  report.say([name, "httpsRedirect"], "MESH0241", message, "add an HTTPS listener for the same hosts");
}

/** Servers that Istio can have on one port: of HTTP, of TLS by the host that the client names, or one of TCP. */
const families: Readonly<Record<ListenerProtocol, string>> = { HTTP: "HTTP", HTTPS: "TLS", TLS: "TLS", TCP: "TCP" };

function checkPair([name, listener]: Named, others: readonly Named[], report: Report): void {
  const { port, protocol, tls } = listener;
  const samePort = others.filter(([, other]) => other.port === port);
  const conflicting = samePort.find(
    ([, other]) => families[other.protocol] !== families[protocol] || protocol === "TCP",
  );
  if (conflicting !== undefined) {
    const [otherName, other] = conflicting;
    const message = `the listeners ${otherName} (${other.protocol}) and ${name} (${protocol}) are both on port ${port}`;
    report.say([name, "port"], "MESH0242", message);
  }
  // Browsers use one connection for all hosts of a certificate: those of one port must be one server.
  const sameCertificate = samePort.find(
    ([, other]) =>
      tls?.certificate !== undefined &&
      other.tls?.certificate === tls.certificate &&
      formatTls(other) !== formatTls(listener),
  );
  if (sameCertificate === undefined) return;
  const message = `the listeners ${sameCertificate[0]} and ${name} have certificate ${tls?.certificate ?? ""} on port ${port}, with other TLS settings`;
  report.say(
    [name, "tls"],
    "MESH0242",
    message,
    "give them the same mode and minProtocolVersion, or certificates of their own",
  );
}

function formatTls(listener: GatewayListener): string {
  return `${computeTlsMode(listener) ?? ""} ${listener.tls?.minProtocolVersion ?? ""}`;
}
