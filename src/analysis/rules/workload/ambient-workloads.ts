import {
  findWaypoint,
  isAmbientNamespace,
  modeLabel,
  readNamespaceLabels,
  takesNamespace,
} from "../../../mesh/ambient.js";
import { formatPods } from "../../names.js";
import { toMap } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds, type Workload, type AnalyzedObject, type ObjectKind } from "../../../mesh/objects.js";

const waypointLabel = "istio.io/use-waypoint";
const injectLabel = "sidecar.istio.io/inject";

/** What is called, and by the waypoint that its labels name. */
const targets = ["Service", "networking.istio.io/ServiceEntry"] as const satisfies readonly ObjectKind[];

/**
 * Labels of pods that do not go together. Kiali: business/checkers/ambient/ambient_workload_checker.go, as far as labels say it; that a namespace has labels of
 * both kinds is IST0123, and that a policy lacks its waypoint is said of the policy.
 */
export const ambientWorkloads: Rule = {
  name: "ambient-workloads",
  codes: ["KIA1312", "KIA1313", "KIA1315", "KIA1316", "MESH0363"],
  reads: ["Namespace", ...targets, "gateway.networking.k8s.io/Gateway", ...workloadKinds],
  check: (context) => {
    for (const workload of context.workloads()) {
      checkLabels(context, workload);
      checkWaypoint(context, workload.object, toMap(workload.labels), `${formatPods(workload)} use`);
    }
    for (const kind of targets) {
      for (const object of context.list(kind)) {
        checkWaypoint(context, object, toMap(object.manifest.metadata.labels), `the ${object.manifest.kind} uses`);
      }
    }
    for (const object of context.list("Namespace")) {
      const labels = toMap(object.manifest.metadata.labels);
      checkWaypoint(context, object, labels, "the namespace uses");
    }
  },
};

function checkLabels(context: RuleContext, workload: Workload): void {
  const { object, namespace } = workload;
  const labels = toMap(workload.labels);
  const isAmbient = isAmbientNamespace(context, namespace);
  if (labels[injectLabel] !== "true" || labels[modeLabel] === "none") return;
  if (labels[modeLabel] === "ambient") {
    const message = `${formatPods(workload)} are labeled for a sidecar and for the ambient mode`;
    context.report(object, { code: "KIA1315", path: ["metadata", "name"], message });
  } else if (isAmbient) {
    const message = `${formatPods(workload)} get a sidecar, though the namespace ${namespace} is ambient`;
    context.report(object, { code: "KIA1316", path: ["metadata", "name"], message });
  }
}

/** Only what has the label itself is told of it. */
function checkWaypoint(context: RuleContext, object: AnalyzedObject, labels: Record<string, any>, who: string): void {
  const namespace = object.manifest.kind === "Namespace" ? object.manifest.metadata.name : object.namespace;
  const waypoint = labels[waypointLabel] === undefined ? undefined : findWaypoint(context, labels, namespace);
  if (waypoint === undefined) return;
  const place = `${waypoint.namespace}/${waypoint.name}`;
  const gateway = context.find("gateway.networking.k8s.io/Gateway", waypoint.namespace, waypoint.name);
  if (gateway === undefined) {
    const message = `${who} the waypoint ${place}, which is not there`;
    context.report(object, { code: "KIA1313", path: ["metadata", "name"], message });
  } else if (!takesNamespace(context, gateway, namespace)) {
    const message = `${who} the waypoint ${place}, whose listener takes nothing of the namespace ${namespace}, so requests go past it and its policies`;
    context.report(object, { code: "MESH0363", path: ["metadata", "name"], message });
  }
  const isDeclared = context.find("Namespace", "", namespace) !== undefined;
  const mode: unknown = labels[modeLabel] ?? readNamespaceLabels(context, namespace)[modeLabel];
  // Gateways and sidecars may lead to the waypoint of a Service that is not ambient.
  if (!isDeclared || mode === "ambient" || object.manifest.kind.startsWith("Service")) return;
  const message = `${who} the waypoint ${place}, and the namespace ${namespace} is not ambient`;
  context.report(object, { code: "KIA1312", path: ["metadata", "name"], message });
}
