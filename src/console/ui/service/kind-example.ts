import { isMap } from "../../../text/is-map.js";
import type { KindInfo } from "../../contract.js";
import { listDocuments, readDocument } from "../../document-edit.js";

/** The value that a kind's example has: what a new policy begins with. */
export function readExample({ key, example }: KindInfo): unknown {
  for (const { index } of listDocuments(example)) {
    const { value } = readDocument(example, index);
    if (isMap(value) && key in value) return value[key];
  }
  return null;
}
