import type { Finding } from "../findings/finding.js";
import type { Manifest } from "../kubernetes/manifest.js";
import { matchesPolicySelector } from "../mesh/selectors.js";
import { toMap, toMaps, toText, toTexts } from "../text/read.js";
import { countServerDays, findExpiry } from "./certificates.js";
import type { CertificateFacts, ClusterFacts, PodFacts, ServiceFacts } from "./facts.js";
import { createHostsOf } from "./gateway-hosts.js";
import { listCredentials, type Credential } from "./gateway-credentials.js";
import type { GatewayListenerStatus, GatewayStatus } from "./report.js";
import { nameSome } from "../text/shorten.js";
import { say } from "./say.js";

/** Days before the end of a gateway's certificate from which on it is reported: what renews them has tried for two weeks then. */
const certificateDays = 14;

/** The gateways, and what is wrong with their addresses and certificates. */
export function describeGateways(facts: ClusterFacts): { items: GatewayStatus[]; problems: Finding[] } {
  const { routing, pods = [], services = [] } = facts;
  const gateways = routing.filter(({ kind }) => kind === "Gateway");
  const hostsOf = createHostsOf(routing);
  const proxies = pods.filter(({ proxy }) => proxy !== undefined);
  const items = gateways.map((gateway) => describe(gateway, { facts, proxies, services, hosts: hostsOf(gateway) }));
  return {
    items,
    problems: [
      ...items.flatMap((item) => findAddressProblems(item, facts)),
      ...findCredentialProblems(gateways, facts, proxies),
    ],
  };
}

interface Around {
  facts: ClusterFacts;
  proxies: readonly PodFacts[];
  services: readonly ServiceFacts[];
  hosts: readonly string[];
}

function describe(gateway: Manifest, { facts, proxies, services, hosts }: Around): GatewayStatus {
  const { namespace = "default", name } = gateway.metadata;
  const isIstio = isOfIstio(gateway);
  const addresses = isIstio
    ? findServices(gateway, proxies, services).flatMap((service) => service.addresses)
    : toMaps(toMap(gateway.status).addresses).map(({ value }) => toText(value));
  const credentials = listCredentials(gateway, proxies);
  const listeners = toMaps(isIstio ? gateway.spec?.servers : gateway.spec?.listeners).map(
    (listener, index): GatewayListenerStatus => ({
      ...readPort(listener),
      hosts: isIstio ? toTexts(listener.hosts) : toTexts([listener.hostname]),
      certificates: credentials
        .filter((one) => one.listener === index)
        .map(({ namespace: of, name: secret }) => describeCertificate(`${of}/${secret}`, facts)),
    }),
  );
  return {
    api: isIstio ? "istio" : "kubernetes",
    namespace,
    name,
    addresses: [...new Set(addresses)],
    listeners,
    hosts,
  };
}

function isOfIstio({ apiVersion }: Manifest): boolean {
  return apiVersion.startsWith("networking.istio.io/");
}

function readPort({ port, protocol }: Record<string, unknown>): { port: number; protocol: string } {
  const inner = toMap(port);
  return { port: Number(inner.number ?? port), protocol: toText(inner.protocol ?? protocol).toUpperCase() };
}

function describeCertificate(secret: string, { credentials, now }: ClusterFacts) {
  const found = credentials.find(({ namespace, name }) => `${namespace}/${name}` === secret);
  const days = found?.pem === undefined ? undefined : countServerDays(found.pem, now);
  return { secret, ...(days === undefined ? {} : { days }) };
}

/** The Services whose pods a Gateway of Istio's selects. */
function findServices(
  gateway: Manifest,
  proxies: readonly PodFacts[],
  services: readonly ServiceFacts[],
): ServiceFacts[] {
  const ofGateway = toMap(toMap(gateway.spec).selector);
  const selected = proxies.filter(({ labels }) => matchesPolicySelector(ofGateway, labels));
  return services.filter(
    ({ namespace, selector }) =>
      Object.keys(selector).length > 0 &&
      selected.some((pod) => pod.namespace === namespace && matchesPolicySelector(selector, pod.labels)),
  );
}

function findAddressProblems({ api, namespace, name, addresses }: GatewayStatus, facts: ClusterFacts): Finding[] {
  const isKnown = facts.pods !== undefined && facts.services !== undefined;
  if (addresses.length > 0 || (api === "istio" && !isKnown)) return [];
  return [say("MESH0619", { kind: "Gateway", namespace, name }, "it has no address: no Service selects its pods")];
}

function findCredentialProblems(
  gateways: readonly Manifest[],
  { credentials, now }: ClusterFacts,
  proxies: readonly PodFacts[],
): Finding[] {
  const users = new Map<string, string[]>();
  for (const gateway of gateways) {
    const { namespace = "default", name } = gateway.metadata;
    for (const credential of listCredentials(gateway, proxies)) {
      const key = formatName(credential);
      users.set(key, [...new Set([...(users.get(key) ?? []), `${namespace}/${name}`])]);
    }
  }
  return credentials.flatMap((one) => findProblemsOf(one, users.get(formatName(one)) ?? [], now));
}

function findProblemsOf(found: CertificateFacts, users: readonly string[], now: number): Finding[] {
  const { kind, namespace, name, exists, pem } = found;
  const resource = { kind, namespace, name };
  const of = `of Gateway ${nameSome(users)}`;
  if (!exists) return [say("IST0101", resource, `the certificate ${of} does not exist`)];
  const days = pem === undefined ? undefined : countServerDays(pem, now);
  if (days === undefined) return [say("IST0161", resource, `the certificate ${of} cannot be read: it is not PEM`)];
  return findExpiry(resource, `the certificate ${of}`, days, certificateDays);
}

function formatName({ namespace, name }: Pick<Credential, "namespace" | "name">): string {
  return `${namespace}/${name}`;
}
