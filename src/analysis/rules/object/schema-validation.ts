import { findEarlyGatewayApiFields, findEarlyIstioFields } from "../../../istio/versions/field-versions.js";
import { findKindProblems } from "../../istio-kinds.js";
import { createDefinitions, type VersionSchema } from "../../schemas/definitions.js";
import { findUnquoted } from "../../string-fields.js";
import { formatSetting, type Problem } from "../../../findings/problem.js";
import type { Manifest } from "../../../kubernetes/manifest.js";
import type { Rule } from "../../rule.js";
import type { MeshKnowledge } from "../../../mesh/objects.js";
import { findWebhookProblems } from "../../validation/all.js";

/** An object that is of another kind than its maker thought has something wrong everywhere. */
const mostProblems = 20;

/**
 * What the API server refuses by the definition of the object's kind, schema and rules, and istiod's webhook beyond that.
 * Source: istio pkg/config/analysis/analyzers/schema and pkg/config/validation.
 */
export const schemaValidation: Rule = {
  name: "schema-validation",
  codes: ["IST0106", "IST0133"],
  reads: ["apiextensions.k8s.io/CustomResourceDefinition"],
  check: ({ mesh, list, listAll, definitions, report }) => {
    const declared = list("apiextensions.k8s.io/CustomResourceDefinition").map(({ manifest }) => manifest);
    const findSchema = createDefinitions([...declared, ...definitions]);
    const seen = new Set<VersionSchema>();
    for (const object of listAll()) {
      const schema = findSchema(object.manifest);
      const early = listEarly(object.manifest, mesh);
      const found = schema?.findProblems(object.manifest) ?? findKindProblems(object.manifest);
      const bySchema = found.filter(({ path }) => !early.has(formatSetting(path)));
      const said = new Set(bySchema.map(({ path }) => formatSetting(path)));
      // What its schema says of a value is not said a second time.
      const beyond = findWebhookProblems(object).filter(({ path }) => !said.has(formatSetting(path)));
      // MESH0162 says how to mend these.
      const unquoted = new Set(findUnquoted(object.manifest).map(({ path }) => formatSetting(path)));
      const problems = [...bySchema, ...beyond].filter(({ path }) => !unquoted.has(formatSetting(path)));
      for (const problem of bound(problems)) report(object, problem);
      if (schema === undefined || seen.has(schema)) continue;
      seen.add(schema);
      for (const rule of schema.unreadRules) {
        const message = `the definition of ${object.manifest.kind} has a rule that cannot be read here, ${rule}`;
        report(object, { code: "IST0133", path: ["kind"], message, remedy: "let the API server look at it" });
      }
    }
  },
};

/** What the rule early-fields says more of. */
function listEarly(manifest: Manifest, { istiod, gatewayApi }: MeshKnowledge): Set<string> {
  const ofIstio = istiod === undefined ? [] : findEarlyIstioFields(manifest, istiod.version);
  const ofGatewayApi = gatewayApi === undefined ? [] : findEarlyGatewayApiFields(manifest, gatewayApi);
  return new Set([...ofIstio, ...ofGatewayApi].map(({ path }) => formatSetting(path)));
}

function bound(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= mostProblems) return problems;
  const message = `${problems.length - mostProblems} more problems are left out`;
  return [...problems.slice(0, mostProblems), { code: "IST0106", path: [], message }];
}
