import { isInjectedByDefault, isUndecided } from "../../../mesh/injection.js";
import type { Rule } from "../../rule.js";

/** Source: istio pkg/config/analysis/analyzers/injection/injection.go. */
export const defaultInjection: Rule = {
  name: "default-injection",
  codes: ["IST0148"],
  reads: ["Namespace", "ConfigMap"],
  check: (context) => {
    const isByDefault = isInjectedByDefault(context);
    for (const object of context.list("Namespace")) {
      const { name } = object.manifest.metadata;
      if (!isByDefault || name === context.mesh.rootNamespace || !isUndecided(object)) continue;
      const message = `pods of namespace ${name} get a sidecar, because the mesh injects everywhere by default`;
      context.report(object, { code: "IST0148", path: ["metadata", "name"], message });
    }
  },
};
