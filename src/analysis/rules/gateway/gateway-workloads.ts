import { formatClosest } from "../../../text/closest.js";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds, type Workload, type AnalyzedObject } from "../../../mesh/objects.js";
import { createGatewaySelection, createServiceSelection } from "../../../mesh/selection.js";
import { findTargetPort, toPort } from "../../../mesh/ports.js";
import { formatLabels, type Labels } from "../../../mesh/selectors.js";

/** Source: istio pkg/config/analysis/analyzers/gateway/gateway.go. */
export const gatewayWorkloads: Rule = {
  name: "gateway-workloads",
  codes: ["IST0101", "IST0162"],
  reads: ["networking.istio.io/Gateway", ...workloadKinds],
  check: (context) => {
    const select = context.ask(createGatewaySelection);
    const findServices = context.ask(createServiceSelection);
    const values = collectValues(context.workloads());
    const portsOf = new Map<string, Set<number>>();
    for (const object of context.list("networking.istio.io/Gateway")) {
      const selector = toMap(object.manifest.spec?.selector);
      const labels = formatLabels(selector);
      // Without a selector it is for the pods of every gateway, whichever these are.
      if (labels === "") continue;
      const workloads = select(selector);
      if (workloads.length === 0) {
        checkSelector(context, object, selector, values);
        continue;
      }
      const ports = portsOf.get(labels) ?? collectPorts(workloads, findServices);
      portsOf.set(labels, ports);
      checkPorts(context, object, labels, ports);
    }
  },
};

/** The values that each label's key has on any pod. */
function collectValues(workloads: readonly Workload[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const { labels } of workloads) {
    for (const [key, value] of Object.entries(labels)) {
      const known = values.get(key) ?? new Set();
      values.set(key, known.add(formatValue(value)));
    }
  }
  return values;
}

// More are no help to a person, and comparing with thousands takes its time.
const comparable = 100;

function checkSelector(
  { report }: RuleContext,
  object: AnalyzedObject,
  selector: Labels,
  values: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  const [key = "", value] =
    Object.entries(selector).find(([name, wanted]) => values.get(name)?.has(formatValue(wanted)) !== true) ?? [];
  const known = [...(values.get(key) ?? [])];
  const hint = known.length > comparable ? "" : formatClosest(formatValue(value), known);
  const message = `the selector ${formatLabels(selector)} matches no pods${hint}`;
  const path = ["spec", "selector", ...(key === "" ? [] : [key])];
  report(object, { code: "IST0101", path, message, remedy: "select the pods of a gateway that is there" });
}

/** The ports at which these pods are reached by a Service, both the Service's and the pods'. */
function collectPorts(
  workloads: readonly Workload[],
  findServices: (workload: Workload) => readonly AnalyzedObject[],
): Set<number> {
  const numbers = workloads.flatMap((workload) =>
    findServices(workload)
      .flatMap(({ manifest }) => toMaps(manifest.spec?.ports))
      .filter(({ protocol }) => (protocol ?? "TCP") === "TCP")
      .flatMap((port) => [toPort(port.port), findTargetPort(port, workload)]),
  );
  return new Set(numbers.filter((number) => number !== undefined).sort((a, b) => a - b));
}

function checkPorts({ report }: RuleContext, object: AnalyzedObject, labels: string, ports: ReadonlySet<number>): void {
  toMaps(object.manifest.spec?.servers).forEach((server, index) => {
    const number = toPort(toMap(server.port).number);
    if (number === undefined || ports.has(number)) return;
    const known = ports.size === 0 ? "no Service selects these pods" : `their Services have ${[...ports].join(", ")}`;
    const message = `no Service routes to port ${number} of the pods ${labels}; ${known}`;
    report(object, { code: "IST0162", path: ["spec", "servers", index, "port", "number"], message });
  });
}
