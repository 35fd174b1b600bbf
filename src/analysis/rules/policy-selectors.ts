import { createMembers, memberKinds } from "../members.js";
import { toMap } from "../../text/read.js";
import type { AnalyzedObject, ObjectKind, Rule } from "../rule.js";
import { formatLabels } from "../selection.js";

/** Kinds whose selectors no other rule looks at. */
const kinds = [
  "security.istio.io/PeerAuthentication",
  "security.istio.io/RequestAuthentication",
  "networking.istio.io/EnvoyFilter",
  "networking.istio.io/ProxyConfig",
  "networking.istio.io/ServiceEntry",
  "extensions.istio.io/WasmPlugin",
] as const satisfies readonly ObjectKind[];

/** Kiali: business/checkers/common/workload_selector_checker.go; here also for what configures proxies. */
export const policySelectors: Rule = {
  name: "policy-selectors",
  codes: ["KIA0004"],
  reads: [...kinds, ...memberKinds],
  check: (context) => {
    const { mesh, list, report } = context;
    const members = createMembers(context);
    for (const object of kinds.flatMap((kind) => list(kind))) {
      const { labels, path } = readSelector(object);
      const isEntry = object.manifest.kind === "ServiceEntry";
      const isMeshWide = object.namespace === mesh.rootNamespace && !isEntry;
      if (!members.areKnown || formatLabels(labels) === "") continue;
      if (members.select(labels, isMeshWide ? undefined : object.namespace).length > 0) continue;
      const where = isMeshWide ? "the mesh" : `the namespace ${object.namespace}`;
      const effect = isEntry ? "its hosts have no endpoints, and requests fail with 503" : "this is in force nowhere";
      const message = `${where} has no pods with ${formatLabels(labels)}, so ${effect}`;
      report(object, { code: "KIA0004", path, message });
    }
  },
};

function readSelector({ manifest }: AnalyzedObject) {
  const { selector, workloadSelector } = toMap(manifest.spec);
  if (manifest.kind === "EnvoyFilter" || manifest.kind === "ServiceEntry") {
    return { labels: toMap(toMap(workloadSelector).labels), path: ["spec", "workloadSelector", "labels"] };
  }
  return { labels: toMap(toMap(selector).matchLabels), path: ["spec", "selector", "matchLabels"] };
}
