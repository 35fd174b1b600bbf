import { createWorkloads, explainNoProxy } from "../../../mesh/workloads.js";
import { toMap } from "../../../text/read.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject, ObjectKind } from "../../../mesh/objects.js";
import { formatLabels } from "../../../mesh/selectors.js";

/** Kinds whose selectors no other rule looks at. */
const kinds = [
  "security.istio.io/PeerAuthentication",
  "security.istio.io/RequestAuthentication",
  "networking.istio.io/EnvoyFilter",
  "networking.istio.io/ProxyConfig",
  "networking.istio.io/ServiceEntry",
  "extensions.istio.io/WasmPlugin",
] as const satisfies readonly ObjectKind[];

/**
 * Kiali: business/checkers/common/workload_selector_checker.go; here also for what configures proxies. Pods without a proxy keep to nothing either, which Istio
 * says of AuthorizationPolicies alone, and they go on answering plain text, whatever a PeerAuthentication says.
 */
export const policySelectors: Rule = {
  name: "policy-selectors",
  codes: ["IST0127", "KIA0004"],
  reads: kinds,
  check: (context) => {
    const { mesh, list, report } = context;
    const workloads = context.ask(createWorkloads);
    for (const object of kinds.flatMap((kind) => list(kind))) {
      const { labels, path } = readSelector(object);
      const isEntry = object.manifest.kind === "ServiceEntry";
      const isMeshWide = object.namespace === mesh.rootNamespace && !isEntry;
      const wanted = formatLabels(labels);
      const isForAll = wanted === "";
      // Of a whole namespace only mutual TLS is said: it is the one that people rely on everywhere.
      if (!workloads.areKnown || (isForAll && (isMeshWide || object.manifest.kind !== "PeerAuthentication"))) continue;
      const found = workloads.select(labels, isMeshWide ? undefined : object.namespace);
      // The pods of a ServiceEntry need no proxy.
      const isMet = isEntry ? found.length > 0 : found.some(({ isInMesh }) => isInMesh !== false);
      if (isMet || (isForAll && found.length === 0)) continue;
      const where = isMeshWide ? "the mesh" : `the namespace ${object.namespace}`;
      const { lack, ...advice } = explainNoProxy(found);
      const effect = isEntry ? "its hosts have no endpoints, and requests fail with 503" : "this is in force nowhere";
      const message = `${where} has no pods${isForAll ? "" : ` with ${wanted}`}${lack}, so ${effect}`;
      const code = found.length === 0 ? "KIA0004" : "IST0127";
      report(object, { code, path: isForAll ? ["spec"] : path, message, ...advice });
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
