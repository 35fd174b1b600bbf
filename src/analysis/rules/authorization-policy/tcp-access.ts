import { isGatewayPod } from "../../../mesh/injection.js";
import { createWorkloads, type MeshWorkload } from "../../../mesh/workloads.js";
import { formatName } from "../../names.js";
import { formatValue, toMap, toMaps, toText, toTexts } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { createServiceSelection } from "../../../mesh/selection.js";
import { isHttp, readPortProtocol, type Protocol } from "../../../mesh/protocols.js";
import { findTargetPort } from "../../../mesh/ports.js";

const httpFields = ["hosts", "notHosts", "methods", "notMethods", "paths", "notPaths"];

/** A port of a Service whose traffic the proxy does not look into. */
interface TcpPort {
  service: AnalyzedObject;
  port: unknown;
  target: number | undefined;
}

/**
 * Rules about requests, for ports where the proxy sees none: there DENY leaves these fields out, and so denies more than it says, and ALLOW
 * allows nothing. Source: `Generate` in istio pilot/pkg/security/authz/model.
 */
export const tcpAccess: Rule = {
  name: "tcp-access",
  codes: ["MESH0339"],
  reads: ["security.istio.io/AuthorizationPolicy"],
  check: (context) => {
    const { mesh, list } = context;
    const workloads = context.ask(createWorkloads);
    const listServices = context.ask(createServiceSelection);
    const portsOf = new Map<MeshWorkload, ReturnType<typeof listPorts>>();
    for (const object of list("security.istio.io/AuthorizationPolicy")) {
      const { action = "ALLOW", selector, targetRef, targetRefs } = toMap(object.manifest.spec);
      if ((action !== "DENY" && action !== "ALLOW") || targetRef !== undefined || targetRefs !== undefined) continue;
      const rules = findHttpRules(object);
      if (rules.length === 0) continue;
      const isMeshWide = object.namespace === mesh.rootNamespace;
      const labels = toMap(toMap(selector).matchLabels);
      const selected = workloads.select(labels, isMeshWide ? undefined : object.namespace);
      const ports = selected.flatMap((workload) => {
        const known = portsOf.get(workload) ?? listPorts(workload, listServices);
        portsOf.set(workload, known);
        return known;
      });
      for (const rule of rules) checkRule(context, object, { ...rule, ports, isDenying: action === "DENY" });
    }
  },
};

function listPorts({ workload, isInMesh }: MeshWorkload, listServices: ReturnType<typeof createServiceSelection>) {
  // A gateway's ports have the protocols of its Gateways.
  if (workload === undefined || isInMesh === false || isGatewayPod(workload)) return [];
  return listServices(workload).flatMap((service) =>
    toMaps(toMap(service.manifest.spec).ports).map((port) => ({
      service,
      port: port.port as unknown,
      target: findTargetPort(port, workload),
      isTcp: isOpaque(readPortProtocol(port)),
    })),
  );
}

/** Whether proxies see no requests; of a protocol that is not said they may. */
function isOpaque(protocol: Protocol | undefined): boolean {
  return protocol !== undefined && protocol !== "UDP" && !isHttp(protocol);
}

interface HttpRule {
  index: number;
  field: string;
  /** Ports that the rule is for alone; none where it is for all. */
  only: readonly string[];
}

function findHttpRules({ manifest }: AnalyzedObject): HttpRule[] {
  return toMaps(manifest.spec?.rules).flatMap((rule, index) => {
    const operations = toMaps(rule.to).map(({ operation }) => toMap(operation));
    const sources = toMaps(rule.from).map(({ source }) => toMap(source));
    const conditions = toMaps(rule.when).map(({ key }) => toText(key));
    if (conditions.includes("destination.port")) return [];
    const field =
      httpFields.find((name) => operations.some((operation) => toTexts(operation[name]).length > 0)) ??
      ["requestPrincipals", "notRequestPrincipals"].find((name) =>
        sources.some((source) => source[name] !== undefined),
      ) ??
      conditions.find((key) => key.startsWith("request."));
    if (field === undefined) return [];
    const isForAll = operations.length === 0 || operations.some(({ ports }) => toTexts(ports).length === 0);
    return [{ index, field, only: isForAll ? [] : operations.flatMap(({ ports }) => toTexts(ports)) }];
  });
}

function checkRule(
  { report }: RuleContext,
  object: AnalyzedObject,
  {
    index,
    field,
    only,
    ports,
    isDenying,
  }: HttpRule & { ports: readonly (TcpPort & { isTcp: boolean })[]; isDenying: boolean },
): void {
  const meant = ports.filter(({ target }) => only.length === 0 || only.includes(String(target)));
  const [first] = meant.filter(({ isTcp }) => isTcp);
  // Beside ports of HTTP, what ALLOW says of these is no mistake.
  if (first === undefined || (!isDenying && meant.some(({ isTcp }) => !isTcp))) return;
  const where = `port ${formatValue(first.port)} of ${formatName(first.service)} is not HTTP, where ${field} means nothing`;
  const message = `${where}, so this rule ${isDenying ? "denies there more than it says" : "allows nothing"}`;
  report(object, { code: "MESH0339", path: ["spec", "rules", index], message });
}
