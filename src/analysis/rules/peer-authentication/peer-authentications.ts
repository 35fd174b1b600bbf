import { createWorkloads, type MeshWorkload } from "../../../mesh/workloads.js";
import { readMtlsSelector } from "../../../mesh/mtls.js";
import { formatName, formatOthers } from "../../names.js";
import { listRivals } from "../../rivals.js";
import { formatValue, toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";
import { createServiceSelection, file } from "../../../mesh/selection.js";
import { findTargetPort, toPort } from "../../../mesh/ports.js";
import { formatLabels } from "../../../mesh/selectors.js";

/**
 * Which PeerAuthentication counts where. Kiali: business/checkers/common/multi_match_selector_checker.go; of RequestAuthentications
 * several are no problem, Istio joins them. Istio: `ComposePeerAuthentication` in pilot/pkg/security/authn.
 */
export const peerAuthentications: Rule = {
  name: "peer-authentications",
  codes: ["IST0167", "KIA0002", "KIA0003", "MESH0333"],
  reads: ["security.istio.io/PeerAuthentication"],
  check: (context) => {
    const workloads = context.ask(createWorkloads);
    const listServices = context.ask(createServiceSelection);
    const byNamespace = new Map<string, AnalyzedObject[]>();
    const byWorkload = new Map<MeshWorkload, AnalyzedObject[]>();
    for (const object of context.list("security.istio.io/PeerAuthentication")) {
      const labels = readMtlsSelector(object);
      if (formatLabels(labels) === "") file(byNamespace, object.namespace, object);
      else if (object.namespace === context.mesh.rootNamespace) reportRoot(context, object);
      else {
        const selected = workloads.select(labels, object.namespace);
        for (const workload of selected) file(byWorkload, workload, object);
        checkPorts(context, object, selected, listServices);
      }
    }
    checkDefaults(context, byNamespace);
    checkConflicts(context, byWorkload);
  },
};

function reportRoot({ report }: RuleContext, object: AnalyzedObject): void {
  const message = "a PeerAuthentication with a selector has no effect in the root namespace";
  const remedy = "put it into the namespace of the pods, or remove the selector";
  report(object, { code: "IST0167", path: ["spec", "selector"], message, remedy });
}

function checkDefaults({ report }: RuleContext, byNamespace: ReadonlyMap<string, readonly AnalyzedObject[]>): void {
  for (const [namespace, same] of byNamespace) {
    if (same.length < 2) continue;
    for (const object of same) {
      const message = `${formatOthers(same, object)} is for the whole namespace ${namespace} too; the oldest counts`;
      report(object, { code: "KIA0002", path: ["metadata", "name"], message });
    }
  }
}

function checkConflicts(
  { report }: RuleContext,
  byWorkload: ReadonlyMap<MeshWorkload, readonly AnalyzedObject[]>,
): void {
  for (const { object, selected, others } of listRivals(byWorkload)) {
    const message = `${selected} is selected by ${others} too; the oldest counts`;
    report(object, { code: "KIA0003", path: ["spec", "selector"], message });
  }
}

type ListServices = ReturnType<typeof createServiceSelection>;

/** The ports are those of the pods: one of a Service is none where it leads to another. */
function checkPorts(
  { report }: RuleContext,
  object: AnalyzedObject,
  selected: readonly MeshWorkload[],
  listServices: ListServices,
): void {
  const { portLevelMtls } = toMap(object.manifest.spec);
  const workloads = selected.flatMap(({ workload }) => workload ?? []);
  if (Object.keys(toMap(portLevelMtls)).length === 0 || workloads.length < selected.length) return;
  const listened = new Set<number>();
  const led = new Map<number, string>();
  for (const workload of workloads) {
    for (const service of listServices(workload)) {
      for (const port of toMaps(toMap(service.manifest.spec).ports)) {
        const target = findTargetPort(port, workload);
        if (target === undefined) return;
        listened.add(target);
        led.set(
          port.port as number,
          `; Service ${formatName(service)} leads its port ${formatValue(port.port)} to ${target}`,
        );
      }
    }
    for (const container of toMaps(workload.podSpec.containers)) {
      for (const { containerPort } of toMaps(container.ports)) listened.add(toPort(containerPort) ?? 0);
    }
  }
  if (listened.size === 0) return;
  for (const key of Object.keys(toMap(portLevelMtls))) {
    if (listened.has(Number(key))) continue;
    const message = `the selected pods listen on no port ${key}${led.get(Number(key)) ?? ""}`;
    report(object, { code: "MESH0333", path: ["spec", "portLevelMtls", key], message });
  }
}
