import type { Finding } from "../finding.js";
import type { Manifest } from "../manifest.js";
import type { Place, ValuePath } from "../schema-problems.js";
import { isNamespaced } from "../scope.js";
import { rules } from "./all.js";
import { listAssumed } from "./assumed.js";
import { createIndex, createRuleContext } from "./context.js";
import type { AnalyzedObject, MeshKnowledge, Rule } from "./rule.js";
import { applySuppressions, type Suppression } from "./suppression.js";

/** What is analyzed: all objects of a mesh, in any order. */
export interface AnalysisInput {
  objects: readonly { manifest: Manifest; locate?: (path: ValuePath) => Place }[];
  /**
   * Objects that are taken to be there although nobody gives them; nothing is said of them.
   * @default - the control plane's namespace and Istio's ingress gateway
   */
  assumed?: readonly Manifest[];
  /**
   * What is known of the mesh beside its objects.
   * @default - root namespace `istio-system`, nothing of its configuration, and the time it is
   */
  mesh?: Partial<MeshKnowledge>;
  /**
   * Namespace of objects that live in one and name none.
   * @default "default"
   */
  namespace?: string;
  /**
   * Findings to leave out, each with a reason.
   * @default - none beside those of annotations
   */
  suppressions?: readonly Suppression[];
}

/** All that is wrong with a mesh before it exists, in an order of its own: by place, then code. Never throws on what objects say. */
export function analyze(input: AnalysisInput): Finding[] {
  return analyzeBy(rules, input);
}

/** The same with other rules, for tests of single ones. */
export function analyzeBy(
  chosen: readonly Rule[],
  { objects, assumed = [], mesh = {}, namespace = "default", suppressions = [] }: AnalysisInput,
): Finding[] {
  const knowledge: MeshKnowledge = { rootNamespace: "istio-system", config: {}, now: new Date(), ...mesh };
  const given = objects.map(({ manifest, locate }) => createObject(manifest, namespace, locate));
  const taken = [...assumed, ...listAssumed(knowledge.rootNamespace)].map((manifest) => ({
    ...createObject(manifest, namespace),
    isAssumed: true,
  }));
  // Of two of one name the first counts, so what is declared takes the place of what is assumed.
  const index = createIndex([...given, ...taken], knowledge);
  const findings: Finding[] = [];
  for (const rule of chosen) rule.check(createRuleContext(rule, index, findings));
  return applySuppressions(findings.sort(compare), given, suppressions);
}

function createObject(
  manifest: Manifest,
  namespace: string,
  locate: (path: ValuePath) => Place = () => ({}),
): AnalyzedObject {
  const own = isNamespaced(manifest) ? (manifest.metadata.namespace ?? namespace) : "";
  return { manifest, namespace: own, locate, isAssumed: false };
}

function compare(a: Finding, b: Finding): number {
  const [first, second] = [keyOf(a), keyOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}

function keyOf({ file = "", line = 0, column = 0, resource, code, message }: Finding): string {
  const position = [line, column].map((number) => String(number).padStart(9, "0"));
  const object = [resource?.kind, resource?.namespace, resource?.name].map((part) => part ?? "");
  return [file, ...position, ...object, code, message].join("\u0000");
}
