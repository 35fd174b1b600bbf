import { clusterSuffix, computeServiceHost, toFqdn } from "../mesh/host-names.js";
import { listTlsSettings, type TlsSettings } from "./destination-tls.js";
import { createWorkloads, type MeshWorkload } from "../mesh/workloads.js";
import { createMtls, type Mtls } from "../mesh/mtls.js";
import { formatValue, toMap, toMaps, toText } from "../text/read.js";
import type { RuleContext } from "./rule.js";
import type { Problem } from "../findings/problem.js";
import type { AnalyzedObject } from "../mesh/objects.js";
import { file } from "../mesh/selection.js";
import { findTargetPort } from "../mesh/ports.js";
import { formatLabels, matchesPolicySelector } from "../mesh/selectors.js";

/** How a Service is called by TLS settings of a DestinationRule. */
export interface Call {
  service: AnalyzedObject;
  /** The pods of the Service, or of the subset that the settings are for. */
  called: readonly MeshWorkload[];
  /** Ports of the Service that the settings are for. */
  ports: readonly Record<string, any>[];
  tls: Record<string, any>;
  mtls: Mtls;
}

/** A Service and its pods. */
interface Target {
  service: AnalyzedObject;
  workloads: readonly MeshWorkload[];
}

/** Asks of all TLS settings of all DestinationRules what is wrong with them, and says it once for each, by the first pods that they do not fit. */
export function checkCalls(
  context: RuleContext,
  find: (call: Call) => Pick<Problem, "code" | "message"> | undefined,
): void {
  const workloads = context.ask(createWorkloads);
  const mtls = context.ask(createMtls);
  const rules = context.list("networking.istio.io/DestinationRule");
  const own = new Set(rules.map((object) => `${object.namespace}/${readHost(object)}`));
  const targets = new Map<string, Target[]>();
  for (const service of context.list("Service")) {
    const selector = toMap(toMap(service.manifest.spec).selector);
    if (formatLabels(selector) === "") continue;
    const target = { service, workloads: workloads.select(selector, service.namespace) };
    for (const host of listHosts(service)) file(targets, host, target);
  }
  for (const object of rules) {
    const known = targets.get(readHost(object)) ?? [];
    const wide = readHost(object).startsWith("*");
    const counting = wide ? known.filter(({ service }) => !hasOwn(service, object, own)) : known;
    for (const settings of listTlsSettings(object)) {
      const problem = findFirst(counting, (target) => find(createCall(target, settings, mtls)));
      if (problem !== undefined) context.report(object, { ...problem, path: [...settings.path, "mode"] });
    }
  }
}

/** The first port of a called pod for which there is such a PeerAuthentication. @param find given a pod and the port that it listens on */
export function findPortPolicy(
  { called, ports }: Call,
  find: Mtls["findStrict"],
): { policy: AnalyzedObject; port: string } | undefined {
  for (const workload of called) {
    for (const port of ports) {
      const policy = workload.workload && find(workload, findTargetPort(port, workload.workload));
      if (policy !== undefined) return { policy, port: formatValue(port.port) };
    }
  }
  return undefined;
}

function findFirst<Item, Result>(items: readonly Item[], find: (item: Item) => Result | undefined): Result | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function createCall({ service, workloads }: Target, settings: TlsSettings, mtls: Mtls): Call {
  const { tls, labels = {}, port, otherPorts } = settings;
  const ports = toMaps(toMap(service.manifest.spec).ports);
  return {
    service,
    called: workloads.filter((workload) => matchesPolicySelector(labels, workload.labels)),
    ports: ports.filter((one) => (port === undefined ? !otherPorts.includes(one.port) : one.port === port)),
    tls,
    mtls,
  };
}

function readHost({ manifest, namespace }: AnalyzedObject): string {
  return toFqdn(toText(toMap(manifest.spec).host), namespace);
}

/** The name of a Service, and the wildcards that cover it. */
function listHosts({ manifest, namespace }: AnalyzedObject): string[] {
  const wide = ["*", "*.local", "*.cluster.local", `*${clusterSuffix}`, computeServiceHost(namespace, "*")];
  return [computeServiceHost(namespace, manifest.metadata.name), ...wide];
}

/** Whether a rule for less, of the same namespace, takes the place of a rule for more. */
function hasOwn(service: AnalyzedObject, rule: AnalyzedObject, own: ReadonlySet<string>): boolean {
  const host = readHost(rule);
  return listHosts(service).some((name) => name.length > host.length && own.has(`${rule.namespace}/${name}`));
}
