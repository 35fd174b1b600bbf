import { findPodProxy } from "../../../mesh/injection.js";
import { formatPods } from "../../names.js";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds, type Workload, type AnalyzedObject } from "../../../mesh/objects.js";
import { createServiceSelection, file } from "../../../mesh/selection.js";
import { findTargetPort, toPort } from "../../../mesh/ports.js";

/** A port of one of the Services that select the same pods. */
interface ServicePort {
  service: string;
  port: number;
  protocol: string;
  target: string;
}

/** Source: istio pkg/config/analysis/analyzers/deployment/services.go. */
export const serviceAssociations: Rule = {
  name: "service-associations",
  codes: ["IST0116", "IST0137"],
  reads: ["Namespace", ...workloadKinds],
  check: (context) => {
    const findServices = context.ask(createServiceSelection);
    for (const workload of context.workloads()) {
      const isWaypoint =
        toMap(workload.object.manifest.metadata.labels)["gateway.istio.io/managed"] === "istio.io-mesh-controller";
      if (isWaypoint || findPodProxy(context, workload) !== "sidecar") continue;
      const ports = findServices(workload).flatMap((service) => listPorts(service, workload));
      checkProtocols(context, workload, ports);
      checkTargets(context, workload, ports);
    }
  },
};

function listPorts({ manifest }: AnalyzedObject, workload: Workload): ServicePort[] {
  return toMaps(manifest.spec?.ports).flatMap((given) => {
    const port = toPort(given.port);
    if (port === undefined) return [];
    const protocol = typeof given.protocol === "string" ? given.protocol : "TCP";
    const target = formatValue(findTargetPort(given, workload) ?? given.targetPort);
    return [{ service: manifest.metadata.name, port, protocol, target }];
  });
}

/** One port, different protocols; that of a single Service is one that has both on purpose, as DNS has. */
function checkProtocols({ report }: RuleContext, workload: Workload, ports: readonly ServicePort[]): void {
  const byPort = new Map<number, ServicePort[]>();
  for (const one of ports) file(byPort, one.port, one);
  for (const [port, uses] of byPort) {
    const services = new Set(uses.map(({ service }) => service));
    if (services.size < 2 || new Set(uses.map(({ protocol }) => protocol)).size < 2) continue;
    const list = uses.map(({ service, protocol }) => `${service} (${protocol})`).sort();
    const message = `Services select ${formatPods(workload)} and declare different protocols for port ${port}: ${list.join(", ")}`;
    report(workload.object, { code: "IST0116", path: ["metadata", "name"], message });
  }
}

/** One port of the pods, different ports of Services. */
function checkTargets({ report }: RuleContext, workload: Workload, ports: readonly ServicePort[]): void {
  const byTarget = new Map<string, ServicePort[]>();
  for (const one of ports) file(byTarget, one.target, one);
  for (const [target, uses] of byTarget) {
    if (new Set(uses.map(({ port }) => port)).size < 2) continue;
    const list = uses.map(({ service, port }) => `${service} (${port})`).sort();
    const message = `Services map different ports to port ${target} of ${formatPods(workload)}: ${list.join(", ")}`;
    report(workload.object, { code: "IST0137", path: ["metadata", "name"], message });
  }
}
