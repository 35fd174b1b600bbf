import { readWord } from "../../../text/manifest-text.js";
import { findUnquoted, type UnquotedValue } from "../../string-fields.js";
import type { Rule } from "../../rule.js";
import { createSettingProblem, type Problem } from "../../../findings/problem.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/**
 * A boolean or a number where Kubernetes takes a string: the API server refuses the object. YAML 1.1 makes a boolean of `on` and `yes`, a number of
 * `1_000` and `0o17`. Source: sigs.k8s.io/yaml v1.6.0; api/openapi-spec/swagger.json of Kubernetes.
 */
export const stringValues: Rule = {
  name: "string-values",
  codes: ["MESH0162"],
  reads: ["apiextensions.k8s.io/CustomResourceDefinition"],
  check: ({ listAll, report }) => {
    for (const object of listAll()) {
      for (const unquoted of findUnquoted(object.manifest)) report(object, describe(object, unquoted));
    }
  },
};

function describe({ manifest }: AnalyzedObject, { path, value }: UnquotedValue): Problem {
  const type = typeof value;
  // A finding is printed and kept in logs.
  if (manifest.kind === "Secret" && (path[0] === "data" || path[0] === "stringData")) {
    return createSettingProblem(path, "MESH0162", `is a ${type}; it must be a string`, "put it in quotes");
  }
  const word = readWord(manifest)(path);
  const read =
    word === undefined || word === String(value) ? `a ${type}` : `which Kubernetes reads as ${String(value)}`;
  const quoted = JSON.stringify(word ?? String(value));
  const message = `is ${word ?? String(value)}, ${read}; it must be a string`;
  return createSettingProblem(path, "MESH0162", message, `put it in quotes: ${quoted}`);
}
