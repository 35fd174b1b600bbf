import { toMap, toMaps } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import { workloadKinds, type Workload } from "../../../mesh/objects.js";
import { createSelection, file } from "../../../mesh/selection.js";
import { toPort } from "../../../mesh/ports.js";
import { formatLabels } from "../../../mesh/selectors.js";

/**
 * Kiali: business/checkers/services/port_mapping_checker.go, but only for ports that go by name: a number needs no entry among the containers'
 * ports, which only inform.
 */
export const serviceTargets: Rule = {
  name: "service-targets",
  codes: ["KIA0701"],
  reads: ["Service", ...workloadKinds],
  check: ({ list, workloads, report }) => {
    const byNamespace = new Map<string, Workload[]>();
    for (const workload of workloads()) if (!workload.object.isAssumed) file(byNamespace, workload.namespace, workload);
    const selections = new Map([...byNamespace].map(([namespace, all]) => [namespace, createSelection(all)]));
    for (const object of list("Service")) {
      const selector = toMap(toMap(object.manifest.spec).selector);
      if (formatLabels(selector) === "") continue;
      const found = selections.get(object.namespace)?.(selector) ?? [];
      toMaps(toMap(object.manifest.spec).ports).forEach(({ targetPort }, index) => {
        if (typeof targetPort !== "string" || targetPort === "" || toPort(targetPort) !== undefined) return;
        if (found.length === 0 || found.some((workload) => listNames(workload).includes(targetPort))) return;
        const message = `no container of the Service's pods has a port named "${targetPort}"`;
        report(object, { code: "KIA0701", path: ["spec", "ports", index, "targetPort"], message });
      });
    }
  },
};

function listNames({ podSpec }: Workload): unknown[] {
  const containers = [...toMaps(podSpec.containers), ...toMaps(podSpec.initContainers)];
  return containers.flatMap(({ ports }) => toMaps(ports).map(({ name }) => name as unknown));
}
