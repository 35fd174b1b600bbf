import { analyze } from "../../src/analysis/analyze.js";
import { kindOf } from "../../src/mesh/mesh-index.js";
import { toMap } from "../../src/text/read.js";
import type { Finding } from "../../src/findings/finding.js";
import { placeInNamespace } from "../../src/text/manifest-text.js";
import { planLoaded } from "../../src/plan/plan.js";
import { compile } from "../../src/policy/compile.js";
import { loadPolicies } from "../../src/policy/documents/load.js";
import { testMesh } from "../policy/compile-text.js";
import { definition } from "./fuzz-definition.js";

type Files = Readonly<Record<string, string>>;

const definitions = [definition];
const knowledge = { now: new Date("2026-01-01T00:00:00Z") };

/** All that `mesh analyze` finds; where it would not analyze what cannot be used, that too. */
export function findFindings(files: Files): Finding[] {
  const loaded = loadPolicies(files);
  const manifests = loaded.manifests.map((one) => ({ ...one, manifest: placeInNamespace(one.manifest, "default") }));
  const planned = planLoaded({ ...loaded, manifests }, { definitions, mesh: testMesh, knowledge });
  if (planned.isAnalyzed) return planned.findings;
  const compiled = compile({ documents: loaded.documents, manifests, declared: [], mesh: testMesh });
  const objects = [...manifests, ...compiled.manifests.map((manifest) => ({ manifest }))];
  return [...planned.findings, ...analyze({ objects, definitions, mesh: knowledge })];
}

/** What there is twice, of which the first counts: objects, definitions of a kind, policy documents. */
export function listDoubles(files: Files): string[] {
  const { documents, manifests } = loadPolicies(files);
  const names = [
    ...documents.map(({ type, id }) => (type === "mesh" ? "mesh" : `${type} ${id}`)),
    ...manifests.map(({ manifest }) => {
      const { kind, metadata } = placeInNamespace(manifest, "default");
      const { group, names: named } = toMap(manifest.spec);
      if (kind === "CustomResourceDefinition") return `${kind} ${String(group)} ${String(toMap(named).kind)}`;
      return [kindOf(manifest), metadata.namespace, metadata.name].join("/");
    }),
  ];
  return names.filter((name, index) => names.indexOf(name) < index);
}
