import type { AnalyzedObject } from "../mesh/objects.js";
import type { MeshWorkload } from "../mesh/workloads.js";
import { formatName, formatOthers } from "./names.js";

/** An object whose pods another object of its kind selects too. */
export interface Rival {
  object: AnalyzedObject;
  /** The pods, as in `Deployment reviews.shop`. */
  selected: string;
  /** Names of the other objects. */
  others: string;
}

/** Lists each object once, with the first pods that another object selects too. @param bySelected all objects that select some pods */
export function listRivals(bySelected: ReadonlyMap<MeshWorkload, readonly AnalyzedObject[]>): Rival[] {
  const rivals = new Map<AnalyzedObject, Rival>();
  for (const [{ object: pods }, same] of bySelected) {
    if (same.length < 2) continue;
    for (const object of same) {
      if (rivals.has(object)) continue;
      const selected = `${pods.manifest.kind} ${formatName(pods)}`;
      rivals.set(object, { object, selected, others: formatOthers(same, object) });
    }
  }
  return [...rivals.values()];
}
