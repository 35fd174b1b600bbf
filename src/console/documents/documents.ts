import { isMap, isScalar, parseAllDocuments } from "yaml";
import { documentTypes } from "../../policy/documents/document.js";
import { findDeep } from "../../text/yaml-depth.js";
import type { DocumentInfo } from "../contract.js";

/** The policy documents of a file, counted as YAML counts them: empty ones and Kubernetes objects have a number too. */
export function listDocuments(text: string): DocumentInfo[] {
  if (findDeep(text) !== undefined) return [];
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: "silent" });
  const all = Array.isArray(documents) ? documents : [];
  return all.flatMap(({ contents }, index) => {
    if (!isMap(contents)) return [];
    const type = documentTypes.find((one) => contents.has(one));
    if (type === undefined) return [];
    const id = contents.get(type, true);
    return [{ index, type, id: isScalar(id) ? String(id.value) : "" }];
  });
}
