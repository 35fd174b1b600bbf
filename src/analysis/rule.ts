import type { Code } from "../findings/codes.js";
import type { Manifest } from "../kubernetes/manifest.js";
import type { Problem } from "../findings/problem.js";
import type { AnalyzedObject, Duplicate, MeshReader, ObjectKind } from "../mesh/objects.js";

/** What a rule asks, and to whom it says what is wrong. A rule may ask only for the kinds that it declares. */
export interface RuleContext extends MeshReader {
  /** Objects of every kind; for what their definitions say, which counts as reading CustomResourceDefinition. */
  listAll: () => readonly AnalyzedObject[];
  /** CustomResourceDefinitions that are given beside the objects; those among the objects go before them. */
  definitions: readonly Manifest[];
  /** Objects that have the name of another one, which is looked at instead. */
  duplicates: readonly Duplicate[];
  /**
   * Says what is wrong with an object; without one, with what is known of the mesh beside its objects.
   * @param locate where the value of the path stands, where that is in a text of its own
   */
  report: (object: AnalyzedObject | undefined, problem: Problem, locate?: AnalyzedObject["locate"]) => void;
}

/** One thing to look for. */
export interface Rule {
  /** Kebab-case noun phrase, also its file's name. */
  name: string;
  /** All codes that it reports. */
  codes: readonly Code[];
  /** All kinds that it reads itself, beside what it asks for. */
  reads: readonly ObjectKind[];
  check: (context: RuleContext) => void;
}
