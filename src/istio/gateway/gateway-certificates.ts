import type { Code } from "../../findings/codes.js";
import { createProblem, createSettingProblem, type Problem } from "../../findings/problem.js";
import { formatClosest } from "../../text/closest.js";
import { isHost } from "../../mesh/host-names.js";
import { findAuthorityFault, findCertificateFault, findKeyPairFault, isNamed } from "../../mesh/gateway/x509.js";
import { listCertificateHosts, type CertificateSource, type CertManagerSource } from "./certificate-source.js";
import type { GatewayListener } from "./listener-settings.js";

/** A gateway as its certificates see it. */
export interface CertifiedGateway {
  certificates?: Readonly<Record<string, CertificateSource>>;
  listeners?: Readonly<Record<string, GatewayListener>>;
}

interface Report {
  /** In a whole sentence. */
  say: (path: Problem["path"], code: Code, message: string, remedy?: string) => void;
  /** Behind the name of the setting. */
  refuse: (path: Problem["path"], message: string, remedy: string) => void;
}

/** All that is wrong with the certificates of a gateway; what an Output holds is not looked at. */
export function findCertificateProblems({ certificates = {}, listeners = {} }: CertifiedGateway, now: Date): Problem[] {
  const problems: Problem[] = [];
  const report: Report = {
    say: (...said) => problems.push(createProblem(...said)),
    refuse: (path, ...said) => problems.push(createSettingProblem(path, "MESH0250", ...said)),
  };
  for (const [name, source] of Object.entries(certificates)) {
    checkSource(name, source, report);
    checkContent(name, source, now, report);
  }
  checkDuplicates(certificates, report);
  for (const [name, listener] of Object.entries(listeners)) checkHosts(name, listener, certificates, report);
  return problems;
}

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

function checkSource(name: string, source: CertificateSource, report: Report): void {
  const { secret, certificate, privateKey, caCertificate, certManager } = source;
  const path = ["certificates", name];
  if (!label.test(name)) {
    report.say(
      path,
      "MESH0250",
      `the certificate "${name}" has no DNS label as its name`,
      'use a-z, 0-9 and "-", as in shop',
    );
  }
  const hasPem = [certificate, privateKey, caCertificate].some((part) => part !== undefined);
  const given = Object.entries({ secret, certificate: hasPem || undefined, certManager });
  const sources = given.filter(([, value]) => value !== undefined).map(([key]) => `\`${key}\``);
  if (sources.length !== 1) {
    const said = sources.length === 0 ? "has no source" : `has ${sources.join(" and ")}`;
    report.say(path, "MESH0250", `the certificate ${name} ${said}`);
    return;
  }
  const missing = hasPem
    ? Object.entries({ certificate, privateKey }).flatMap(([key, value]) => (value === undefined ? [`\`${key}\``] : []))
    : [];
  if (missing.length > 0) {
    report.say(path, "MESH0250", `the certificate ${name} has no ${missing.join(" and no ")}`, "give both, in PEM");
  }
  if (secret !== undefined && !isObjectName(secret)) {
    const message = `is "${secret}", which is not a name of a Secret`;
    report.refuse([...path, "secret"], message, "name a Secret of the gateway's namespace, as in shop-tls");
  }
  if (certManager !== undefined) checkCertManager(name, certManager, report);
}

/** Names of Kubernetes' objects (RFC 1123), as of Secrets and issuers. */
function isObjectName(name: string): boolean {
  return name.length <= 253 && /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(name);
}

const issuerKinds = ["Issuer", "ClusterIssuer"];

function checkCertManager(name: string, certManager: CertManagerSource, report: Report): void {
  const { issuer, issuerKind = "Issuer", dnsNames } = certManager;
  const path = ["certificates", name, "certManager"];
  if (issuer !== undefined && !isObjectName(issuer)) {
    const message = `is "${issuer}", which is not a name of an issuer`;
    report.refuse([...path, "issuer"], message, "name an Issuer or ClusterIssuer of cert-manager");
  }
  if (!issuerKinds.includes(issuerKind)) {
    const message = `is "${issuerKind}", but must be one of ${issuerKinds.join(", ")}`;
    report.refuse([...path, "issuerKind"], `${message}${formatClosest(issuerKind, issuerKinds)}`, "use one of them");
  }
  if (dnsNames.length === 0) {
    report.refuse([...path, "dnsNames"], "is empty", "name the hosts of the certificate");
  }
  dnsNames.forEach((host, index) => {
    if (isHost(host)) return;
    const message = `is "${host}", which is not a host name in lower case`;
    report.refuse([...path, "dnsNames", index], message, "write it as in www.example.com or *.example.com");
  });
}

function checkContent(name: string, source: CertificateSource, now: Date, report: Report): void {
  const { certificate, privateKey, caCertificate } = source;
  if (typeof caCertificate === "string") {
    const fault = findAuthorityFault(caCertificate, "caCertificate", now);
    if (fault !== undefined) report.say(["certificates", name], "MESH0251", `the certificate ${name} ${fault}`);
  }
  if (typeof certificate !== "string") return;
  const fields = { certificateField: "certificate", keyField: "privateKey" };
  // Of a key that is an Output, as secrets are, nothing is known yet.
  const fault =
    typeof privateKey === "string"
      ? findKeyPairFault({ certificate, key: privateKey }, fields, now)
      : findCertificateFault(certificate, fields.certificateField, now);
  if (fault === undefined) return;
  report.say(["certificates", name], "MESH0251", `the certificate ${name} ${fault}`);
}

/** The same certificate under two names, which makes two Secrets and two servers of it; of what an Output holds nothing is known. */
function checkDuplicates(certificates: NonNullable<CertifiedGateway["certificates"]>, report: Report): void {
  const known = Object.entries(certificates).flatMap(([name, { certificate }]) =>
    typeof certificate === "string" ? [{ name, text: certificate.trim() }] : [],
  );
  known.forEach(({ name, text }, index) => {
    const first = known.slice(0, index).find((other) => other.text === text);
    if (first === undefined) return;
    const message = `the certificates ${first.name} and ${name} are the same one: a browser that uses one connection for hosts of both gets 404`;
    report.say(["certificates", name], "MESH0256", message);
  });
}

function checkHosts(
  name: string,
  { hosts = [], tls }: GatewayListener,
  certificates: Readonly<Record<string, CertificateSource>>,
  report: Report,
): void {
  const { certificate = "" } = tls ?? {};
  const source = Object.hasOwn(certificates, certificate) ? certificates[certificate] : undefined;
  const names = source && listCertificateHosts(source);
  if (names === undefined) return;
  hosts.forEach((host, index) => {
    if (isNamed(host, names)) return;
    const message = `the certificate ${certificate} is for ${names.join(", ") || "no host"}, not for "${host}" of listener ${name}`;
    report.say(["listeners", name, "hosts", index], "MESH0252", message);
  });
}
