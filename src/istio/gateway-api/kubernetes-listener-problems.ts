import { createProblem, createSettingProblem, type Problem } from "../../findings/problem.js";
import { listSections } from "../../mesh/gateway/gateway-sections.js";
import { statusPort } from "../load-balancer/aws-load-balancer-values.js";
import { TlsVersion } from "../../mesh/gateway/listener-choices.js";
import type { ListeningGateway } from "../gateway/gateway-listeners.js";

/** How many the Gateway API's `listeners` takes. */
const mostSections = 64;

/** What the Gateway API cannot express of a gateway's listeners, and what clients see of how it does. */
export function findKubernetesListenerProblems({ listeners = {}, ports = [] }: ListeningGateway): Problem[] {
  const named = Object.entries(listeners);
  const versions = named.flatMap(([name, { tls }]): Problem[] => {
    if (tls?.minProtocolVersion !== TlsVersion.TLSV1_3) return [];
    const message = "is TLSV1_3, which listeners of the Gateway API cannot say";
    const remedy = "set `controlPlane.meshConfig.tlsDefaults.minProtocolVersion`, which is for all gateways, instead";
    return [createSettingProblem(["listeners", name, "tls", "minProtocolVersion"], "MESH0138", message, remedy)];
  });
  const sections = named.flatMap(([name, { hosts }]) => listSections(name, hosts));
  const message = `the listeners have ${sections.length} hosts, and a Gateway takes ${mostSections}`;
  const tooMany = createProblem(["listeners"], "MESH0138", message, "use wildcards, or several gateways");
  return [
    ...versions,
    ...(sections.length > mostSections ? [tooMany] : []),
    ...findTakenNames(listeners, ports),
    ...findSharedCertificates(listeners),
  ];
}

/**
 * istiod names a port of the Service after the first entry that has it. One of `ports` with that name and another number would make the
 * Service one that the API server refuses, which istiod says to nobody. Source: extractServicePorts in its deploymentcontroller.go.
 */
function findTakenNames(
  listeners: NonNullable<ListeningGateway["listeners"]>,
  ports: NonNullable<ListeningGateway["ports"]>,
): Problem[] {
  const names = new Map([[statusPort, "status-port"]]);
  for (const key of Object.keys(listeners).sort()) {
    const { port = 0, hosts } = listeners[key] ?? {};
    const [first] = listSections(key, hosts);
    if (first !== undefined && !names.has(port)) names.set(port, first.name.replaceAll(".", "-"));
  }
  return ports.flatMap(({ name, port }, index): Problem[] => {
    const taken = [...names].find(([other, own]) => own === name && other !== port);
    if (taken === undefined) return [];
    const message = `the port "${name}" is ${port}, and istiod gives that name to port ${taken[0]}`;
    return [createProblem(["ports", index, "name"], "MESH0146", message)];
  });
}

/**
 * Browsers use one connection for all hosts of a certificate. Each host is an entry of its own, which answers 404 for the others.
 */
function findSharedCertificates(listeners: NonNullable<ListeningGateway["listeners"]>): Problem[] {
  const hostsOf = new Map<string, string[]>();
  return Object.entries(listeners).flatMap(([name, { port, hosts = [], tls }]): Problem[] => {
    const { certificate } = tls ?? {};
    if (certificate === undefined) return [];
    const key = `${port} ${certificate}`;
    const before = hostsOf.get(key) ?? [];
    const all = [...before, ...(hosts.length === 0 ? ["every host"] : hosts)];
    hostsOf.set(key, all);
    if (all.length < 2) return [];
    const message = `the certificate ${certificate} is for ${all.join(", ")} on port ${port}, one entry each: a browser that shares a connection between them gets 404`;
    return [createProblem(["listeners", name, "tls", "certificate"], "MESH0143", message)];
  });
}
