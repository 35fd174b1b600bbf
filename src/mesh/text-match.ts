import { toMap } from "../text/read.js";

/** The text that a match of a text (StringMatch in Istio's API) begins with, is, or the expression that it fits; nothing where it only must be there. */
export function readTextMatch(value: unknown): { exact?: string; prefix?: string; regex?: string } {
  const { exact, prefix, regex } = toMap(value);
  if (typeof exact === "string") return { exact };
  if (typeof prefix === "string") return { prefix };
  return typeof regex === "string" ? { regex } : {};
}
