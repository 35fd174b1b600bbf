import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { analyzeBy, type AnalysisInput } from "../../src/analysis/analyze.js";
import type { Rule } from "../../src/analysis/rule.js";
import type { MeshKnowledge } from "../../src/mesh/objects.js";
import { formatFinding, type Finding } from "../../src/findings/finding.js";
import { loadPolicies } from "../../src/policy/documents/load.js";

const fixtures = join(import.meta.dirname, "fixtures");

/** The findings of one rule in a YAML text; fails where the text itself is wrong. */
export function analyzeText(rule: Rule, text: string, input: Omit<AnalysisInput, "objects"> = {}): Finding[] {
  const { manifests: objects, findings } = loadPolicies({ "mesh.yaml": text });
  if (findings.length > 0) throw new Error(findings.map(formatFinding).join("\n"));
  return analyzeBy([rule], { ...input, objects });
}

/** The text of a rule's fixture. */
export function readFixture(rule: Rule, name: "bad" | "good"): string {
  return readFileSync(join(fixtures, rule.name, `${name}.yaml`), "utf8");
}

/**
 * What a rule's fixtures need beside them: `other-cluster.yaml` is what another cluster of the mesh has, `knowledge.yaml` what else is known
 * of the mesh.
 */
export function readBeside(rule: Rule): Omit<AnalysisInput, "objects"> {
  const read = (name: string) => {
    const file = join(fixtures, rule.name, name);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const other = read("other-cluster.yaml");
  const known = read("knowledge.yaml");
  const ofOther = other === undefined ? [] : loadPolicies({ "other-cluster.yaml": other }).manifests;
  return {
    mesh: {
      ...(known === undefined ? {} : (parse(known) as Partial<MeshKnowledge>)),
      ...(other === undefined ? {} : { otherClusters: { west: ofOther.map(({ manifest }) => manifest) } }),
    },
  };
}

/** What one rule says of its fixture, a line a finding. */
export function analyzeFixture(rule: Rule, name: "bad" | "good", input: Omit<AnalysisInput, "objects"> = {}): string[] {
  return analyzeText(rule, readFixture(rule, name), input).map(formatFinding);
}
