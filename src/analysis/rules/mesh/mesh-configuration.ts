import { findMessageProblems } from "../../../istio/mesh-config/check.js";
import { toMap } from "../../../text/read.js";
import { parsePlacedYaml } from "../../../text/yaml-places.js";
import type { Rule } from "../../rule.js";
import { createProblem, type Problem } from "../../../findings/problem.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

const schema = { type: "MeshConfig" } as const;

/**
 * What istiod would not take, or take and not use, of the mesh configuration: of its ConfigMap, and of the file that is given beside the objects.
 * Source: istio pkg/config/mesh and its meshwatcher.
 */
export const meshConfiguration: Rule = {
  name: "mesh-configuration",
  codes: ["MESH0150", "MESH0151", "MESH0152"],
  reads: ["ConfigMap"],
  check: ({ list, mesh, report }) => {
    const { config, locateConfig, rootNamespace } = mesh;
    if (locateConfig !== undefined) {
      for (const problem of findMessageProblems(config, schema)) report(undefined, problem, locateConfig);
    }
    for (const object of list("ConfigMap").filter((one) => isOfIstiod(one, rootNamespace))) {
      const { mesh: text } = toMap(object.manifest.data);
      if (typeof text !== "string") continue;
      for (const problem of findTextProblems(text)) report(object, { ...problem, path: ["data", "mesh"] });
    }
  },
};

/** istiod's own is `istio`, or `istio-<revision>`. */
function isOfIstiod({ manifest, namespace }: AnalyzedObject, rootNamespace: string): boolean {
  return namespace === rootNamespace && /^istio(-|$)/.test(manifest.metadata.name);
}

function findTextProblems(text: string): readonly Problem[] {
  const { value, findings } = parsePlacedYaml(text, "", { code: "MESH0150", doubleKey: "MESH0152" }, "kubernetes");
  if (findings.length === 0) return findMessageProblems(value, schema);
  return findings.map(({ code, message }) =>
    code === "MESH0152"
      ? createProblem([], code, "a key of the mesh configuration is there twice; istiod takes the last one")
      : createProblem([], "MESH0150", `the mesh configuration is ${message}`),
  );
}
