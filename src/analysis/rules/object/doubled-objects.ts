import { isDeepStrictEqual } from "node:util";
import type { Manifest } from "../../../kubernetes/manifest.js";
import { formatPlace } from "../../../text/schema-problems.js";
import type { Rule } from "../../rule.js";
import type { AnalyzedObject } from "../../../mesh/objects.js";

/**
 * Objects of one name that are not the same: the last one that is applied is all that the cluster has. A Namespace is often written in parts,
 * with other labels here than there.
 */
export const doubledObjects: Rule = {
  name: "doubled-objects",
  codes: ["MESH0302"],
  reads: [],
  check: ({ duplicates, report }) => {
    for (const { first, other } of duplicates) {
      if (other.manifest.kind === "Namespace" || isSame(first, other)) continue;
      const place = formatPlace(first.locate(["metadata", "name"]));
      const where = place === "" ? "" : `, at ${place},`;
      const message = `another ${other.manifest.kind} of that name is declared${where} and is not the same; this one was not checked`;
      report(other, { code: "MESH0302", path: ["metadata", "name"], message });
    }
  },
};

function isSame({ manifest: first }: AnalyzedObject, { manifest: other }: AnalyzedObject): boolean {
  return isDeepStrictEqual(forgetName(first), forgetName(other));
}

/** One may name the namespace that the other is put into, or another version of the kind. */
function forgetName({ metadata, ...manifest }: Manifest): Record<string, unknown> {
  return { ...manifest, apiVersion: undefined, metadata: { ...metadata, namespace: undefined } };
}
