import { findInjectionConflicts } from "../../../istio/control-plane/injection.js";
import { isInjectedByDefault, isUndecided } from "../../../mesh/injection.js";
import { toMap } from "../../../text/read.js";
import type { Rule, RuleContext } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/** Source: istio pkg/config/analysis/analyzers/injection/injection.go, but for the pods that run already. */
export const namespaceInjection: Rule = {
  name: "namespace-injection",
  codes: ["IST0102", "IST0123"],
  reads: ["Namespace", "ConfigMap"],
  check: (context) => {
    const isByDefault = isInjectedByDefault(context);
    for (const object of context.list("Namespace")) {
      const { name } = object.manifest.metadata;
      if (name === context.mesh.rootNamespace) continue;
      checkNamespace(context, object, isByDefault);
    }
  },
};

function checkNamespace({ report }: RuleContext, object: AnalyzedObject, isByDefault: boolean): void {
  const labels = toMap(object.manifest.metadata.labels);
  for (const { message } of findInjectionConflicts(labels)) {
    report(object, { code: "IST0123", path: ["metadata", "labels"], message });
  }
  if (isByDefault || !isUndecided(object)) return;
  const message = `pods of namespace ${object.manifest.metadata.name} get no sidecar, because it has no injection label`;
  report(object, { code: "IST0102", path: ["metadata", "name"], message });
}
