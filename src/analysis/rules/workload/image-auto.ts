import { isOnHostNetwork } from "../../../mesh/injection.js";
import { findPodPath, formatPods } from "../../names.js";
import { toMap, toMaps } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import { workloadKinds, type Workload } from "../../../mesh/objects.js";
import { type Labels, matchesLabelSelector } from "../../../mesh/selectors.js";
import { assumedWebhooks, isIstioWebhook } from "../../webhook-selector.js";

/** Source: istio pkg/config/analysis/analyzers/injection/image-auto.go. */
export const imageAuto: Rule = {
  name: "image-auto",
  codes: ["IST0146", "IST0147"],
  reads: ["Namespace", "admissionregistration.k8s.io/MutatingWebhookConfiguration", ...workloadKinds],
  check: (context) => {
    const declared = context
      .list("admissionregistration.k8s.io/MutatingWebhookConfiguration")
      .flatMap(({ manifest }) => toMaps(manifest.webhooks))
      .filter(isIstioWebhook);
    const webhooks = declared.length > 0 ? declared : assumedWebhooks;
    for (const workload of context.workloads()) {
      const path = findAutoImage(workload);
      if (path === undefined) continue;
      const isOnHost = isOnHostNetwork(workload.podSpec);
      if (!isOnHost && isInjected(context, workload, webhooks)) continue;
      const why = isOnHost ? "pods of hostNetwork are not injected" : "no injection webhook selects them";
      const message = `the image "auto" of ${formatPods(workload)} stays, for ${why}`;
      const advice = isOnHost ? { remedy: "leave out hostNetwork, or name an image" } : {};
      const code = workload.object.manifest.kind === "Pod" ? "IST0147" : "IST0146";
      context.report(workload.object, { code, path: [...findPodPath(workload), ...path], message, ...advice });
    }
  },
};

function findAutoImage({ podSpec }: Workload): (string | number)[] | undefined {
  for (const field of ["containers", "initContainers"]) {
    const index = toMaps(podSpec[field]).findIndex(({ name, image }) => name === "istio-proxy" && image === "auto");
    if (index >= 0) return ["spec", field, index, "image"];
  }
  return undefined;
}

/** Of a namespace that is not declared it is not known how it is labeled, only how it may be. */
const possible: readonly Labels[] = [{}, { "istio-injection": "enabled" }];

function isInjected(
  { find }: RuleContext,
  { namespace, labels }: Workload,
  webhooks: readonly Record<string, unknown>[],
): boolean {
  const declared = find("Namespace", "", namespace);
  const candidates = declared === undefined ? possible : [toMap(declared.manifest.metadata.labels)];
  return candidates.some((namespaceLabels) =>
    webhooks.some(
      ({ namespaceSelector, objectSelector }) =>
        matchesLabelSelector(namespaceSelector, namespaceLabels) && matchesLabelSelector(objectSelector, toMap(labels)),
    ),
  );
}
